// A map from its file, with the maps beside it that it uses.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { isRefusal } from '../../domain/refusal.ts';
import { asTableMap, checkWhole, completed, type TableMap } from './tableMap.ts';

/** The map cannot be used: why, fault by fault. */
export class UnusableMap extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(faults.map((fault) => `${file}: ${fault}`).join('\n'));
    this.name = 'UnusableMap';
  }
}

/** @throws UnusableMap */
export function readMap(file: string): TableMap {
  const map = readPart(file, []);
  const lacking = checkWhole(map);
  if (lacking !== undefined) throw new UnusableMap(file, told(lacking.errors));
  return map;
}

const told = (errors: readonly { readonly pointer: string; readonly detail: string }[]): string[] =>
  errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());

/** What it uses comes first, so that it says the last word itself. */
function readPart(file: string, using: readonly string[]): TableMap {
  const path = resolve(file);
  if (using.includes(path)) throw new UnusableMap(file, ['uses itself, by way of the maps it uses: leave that out']);
  const map = asTableMap(valueIn(file));
  if (isRefusal(map)) throw new UnusableMap(file, told(map.errors));
  const used = (map.use ?? []).map((name) => readPart(resolve(dirname(path), name), [...using, path]));
  return [...used, map].reduce(completed);
}

function valueIn(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { prettyErrors: true });
  } catch (error) {
    throw new UnusableMap(file, [error instanceof Error ? error.message : String(error)]);
  }
}
