// The lines for a ledger of one size. The ledger is filled and its models are built once, and every line reads those.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';
import type { Row } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import { keptDir } from '../harness/temp.ts';
import { currentById } from './currentById.ts';
import { type Filled, named } from './filled.ts';
import { orders, questions } from './questions.ts';
import { rebuild } from './rebuild.ts';
import { start } from './start.ts';

/** In this order: the first builds the models that the others read. */
export const LINES: Readonly<Record<string, (ledger: Filled, quick: boolean) => AsyncGenerator<Row | Figure>>> = {
  rebuild,
  start,
  id: currentById,
  lists: questions,
  orders,
};

const kept = new Map<number, Promise<string>>();

export const ofSize = (commitments: number, lines: readonly string[]): Part =>
  async function* (quick) {
    const dataDir = await (kept.get(commitments) ?? filled(commitments));
    const first = existsSync(join(dataDir, 'models.db')) || lines.includes('rebuild') ? [] : ['rebuild'];
    for (const line of [...first, ...lines]) yield* LINES[line]?.({ commitments, dataDir }, quick) ?? [];
  };

function filled(commitments: number): Promise<string> {
  const made = fill(commitments);
  kept.set(commitments, made);
  return made;
}

/** A folder kept from an earlier run is taken as it is. */
async function fill(commitments: number): Promise<string> {
  const dataDir = keptDir(`generated-${commitments}`);
  if (existsSync(join(dataDir, 'ledger.db'))) return dataDir;
  const filling = await openSide('generatedFill', { dataDir, commitments });
  const { events, seconds } = filling.told as { readonly events: number; readonly seconds: number };
  await filling.close();
  console.log(`${named('filled', { commitments })}: ${events} events in ${Math.round(seconds)} s`);
  return dataDir;
}
