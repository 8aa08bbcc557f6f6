// `holder`: the names of who holds an office, kept beside the ledger by the ids that are in it, and erased.
// In a folder it writes to a file of its own, so that it may run beside a server.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Config } from '../config/config.ts';
import { HolderError } from '../holders/holderError.ts';
import { HolderNames, isErasure } from '../holders/holderNames.ts';
import { holdersIn } from '../holders/holdersFile.ts';
import { reason as reasonOf } from '../support/reason.ts';
import type { CommandSpec, Context } from './command.ts';
import { Failed, UsageError } from './failure.ts';
import { type HolderPlace, openHolders } from './holderPlaces.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { folderOf } from './read/localReader.ts';
import { oneLine } from './text/plain.ts';

export const holderCommand: CommandSpec = {
  name: 'holder',
  summary: 'Keep the names of who holds an office, beside the ledger.',
  takes: 'add NAME | set ID NAME | show ID | list | import FILE | erase ID',
  positionals: [1, 3],
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'erase: why; kept in its place, so no personal data' },
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details:
    'add draws an id, keeps the name for it and prints the id, to be given to ChangeOfficeHolder. import takes a YAML file:\n' +
    'a list of { holder, name, names? }. What was erased is never kept again: who takes an office then gets an id of its own.',
  run,
};

interface Action {
  readonly takes: number;
  readonly run: (context: Context, holders: HolderPlace, what: readonly string[]) => Promise<number>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  add: { takes: 1, run: (context, holders, [name = '']) => set(context, holders, randomUUID(), name) },
  set: { takes: 2, run: (context, holders, [id = '', name = '']) => set(context, holders, id, name) },
  show: { takes: 1, run: show },
  list: { takes: 0, run: list },
  import: { takes: 1, run: importNames },
  erase: { takes: 1, run: erase },
};

async function run(context: Context): Promise<number> {
  const [name = '', ...what] = context.positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`holder takes ${Object.keys(ACTIONS).join(', ')}, not ${name}`);
  if (action.takes !== what.length) throw new UsageError(`holder takes ${holderCommand.takes}`);
  const holders = openHolders(context);
  try {
    return await action.run(context, holders, what);
  } catch (error) {
    throw error instanceof HolderError ? new Failed(error.message) : error;
  } finally {
    holders.close();
  }
}

async function set(context: Context, holders: HolderPlace, holder: string, name: string): Promise<number> {
  const found = holdersIn([{ holder, name }]);
  if (typeof found === 'string') throw new Failed(found.replaceAll('/0/', ''));
  for (const one of found) await holders.put(one);
  await context.io.out(isGiven(context, 'json') ? `${JSON.stringify(await holders.get(holder))}\n` : `${holder}\n`);
  return 0;
}

async function show(context: Context, holders: HolderPlace, [id = '']: readonly string[]): Promise<number> {
  const found = await holders.get(id);
  await context.io.out(isGiven(context, 'json') ? `${JSON.stringify(found)}\n` : `${oneLine(found.name)}\n`);
  return 0;
}

async function list({ io, ...context }: Context, holders: HolderPlace): Promise<number> {
  for await (const one of holders.list()) {
    if (io.closed) break;
    const what = isErasure(one) ? `erased ${one.erasedAt}: ${oneLine(one.reason)}` : oneLine(one.name);
    await io.out(`${isGiven(context, 'json') ? JSON.stringify(one) : `${one.holder}  ${what}`}\n`);
  }
  return 0;
}

async function importNames(context: Context, holders: HolderPlace, [file = '']: readonly string[]): Promise<number> {
  const { kept, erased } = await keepNames(holders, file);
  const json = isGiven(context, 'json');
  const said = `${kept} kept${erased === 0 ? '' : `; ${erased} were erased here, and stay so`}`;
  await context.io.out(json ? `${JSON.stringify({ kept, erased })}\n` : `${said}\n`);
  return 0;
}

/** The same in the folder of a ledger. @throws Failed */
export async function keepNamesIn(config: Config, file: string): Promise<void> {
  const holders = new HolderNames({ dataDir: folderOf(config) });
  try {
    await keepNames({ put: async (holder) => holders.put(holder) }, file);
  } catch (error) {
    throw error instanceof HolderError ? new Failed(error.message) : error;
  } finally {
    holders.close();
  }
}

/** Keeps the names of a file. Law: what was erased stays erased, whatever a file says. @throws Failed, HolderError */
async function keepNames(
  holders: Pick<HolderPlace, 'put'>,
  file: string,
): Promise<{ readonly kept: number; readonly erased: number }> {
  const found = holdersIn(contentOf(file));
  if (typeof found === 'string') throw new Failed(`${file} is no list of names: ${found}`);
  let [kept, erased] = [0, 0];
  for (const one of found) {
    try {
      await holders.put(one);
      kept++;
    } catch (error) {
      if (!(error instanceof HolderError) || error.code !== 'ERASED') throw error;
      erased++;
    }
  }
  return { kept, erased };
}

function contentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    throw new Failed(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

async function erase(context: Context, holders: HolderPlace, [id = '']: readonly string[]): Promise<number> {
  const reason = textOption(context, 'reason')?.trim();
  if (reason === undefined || reason === '') throw new UsageError('holder erase takes --reason TEXT');
  const erasure = await holders.erase(id, reason);
  const said = `the name of ${id} was erased on ${erasure.erasedAt}: ${oneLine(erasure.reason)}\n`;
  await context.io.out(isGiven(context, 'json') ? `${JSON.stringify(erasure)}\n` : said);
  return 0;
}
