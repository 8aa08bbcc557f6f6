// The law that what is accepted can be folded: whatever a schema takes and a decider accepts, the models fold, as they follow
// and as they are built. FOLDED_COMMANDS=100000 hands in as many; the suite hands in a few thousand.
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordOf } from '../../src/domain/aggregates.ts';
import { COMMAND_NAMES } from '../../src/domain/commands.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { Condition } from '../../src/projections/condition.ts';
import { openModelsFile } from '../../src/projections/modelsFile.ts';
import type { ChangesAsked, Page, Queries } from '../../src/projections/readModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { type Accepted, CommandLedger, commandOf, fieldsOf, VARIANTS } from '../support/commands/ledger.ts';
import { AREAS } from '../support/commands/oddValues.ts';
import { contents } from '../support/modelsRows.ts';
import { tempDir } from '../support/tempDir.ts';

const COMMANDS = Number(process.env.FOLDED_COMMANDS ?? 20_000);
/** Handed to one ledger. */
const A_LEDGER = Math.min(COMMANDS, 10_000);
const A_PIECE = 150;

async function folded(
  seed: number,
  accepted: Set<string>,
): Promise<{ readonly commands: number; readonly events: number }> {
  const dataDir = await tempDir();
  const engine = openSqliteEngine({ dataDir });
  onTestFinished(() => engine.close());
  const journal = embeddedJournal(engine);
  const commands = new CommandLedger(seed, 40 + ((seed * 37) % 80), accepted);
  const clock = () => commands.now;
  const open = () => {
    const file = openModelsFile({
      dataDir,
      file: 'models.db',
      journal,
      clock,
      condition: new Condition(),
      onNews: () => {},
      onUnfit: () => {},
    });
    file.start();
    return file;
  };
  let models = open();
  for (let handed = 0; handed < A_LEDGER; handed += A_PIECE) {
    const events: Accepted[] = [...commands.commands(A_PIECE)];
    await Promise.all(events.map(({ stream, event, expected }) => engine.ledger.append(stream, [event], expected)));
    await expect.poll(() => models.health()[0]?.reason ?? models.cursor, { interval: 2 }).toBe(journal.head().sequence);
    expect(models.aside).toEqual([]);
    if (handed % 4 === seed % 4) {
      models.close();
      models = open();
    }
  }
  await readAll(models.queries, commands, journal.head().sequence);
  models.close();
  const signal = new AbortController().signal;
  await buildModels({ dataDir, file: 'built.db', journal, clock, signal });
  const [built, followed] = [contents(dataDir, 'built.db'), contents(dataDir, 'models.db')];
  for (const table of Object.keys(built))
    expect({ table, rows: followed[table] }).toEqual({ table, rows: built[table] });
  return { commands: commands.handed, events: journal.head().sequence + 1 };
}

/** Every answer there is can be made, and is JSON; what is due is made anew meanwhile. */
async function readAll(queries: Queries, { now, streams }: CommandLedger, sequence: number): Promise<void> {
  const points = [
    undefined,
    { asOf: now - 10_000_000_000, sequence },
    { asOf: now, sequence: Math.floor(sequence / 2) },
  ];
  const records = streams.flatMap((stream) => recordOf(stream) ?? []);
  for (const { aggregate, id } of records) {
    for (const at of points) JSON.parse(queries[aggregate](id, at)?.body ?? 'null');
  }
  for (const { id } of records.filter(({ aggregate }) => aggregate === 'party')) {
    JSON.parse(await queries.scorecard(id, { asOf: now, sequence }));
  }
  for (const { id } of records.filter(({ aggregate }) => aggregate === 'commitment')) {
    pages(queries, { from: -8e15, to: 8e15, by: 'effective', id });
  }
  for (const by of ['effective', 'recorded'] as const) {
    for (const text of queries.changes({ from: -8e15, to: 8e15, by }, { limit: 500 }).items) JSON.parse(`[${text}]`);
  }
  JSON.parse(await queries.statistics({}, { asOf: now, sequence }));
  for (const area of AREAS) for (const text of queries.commitments({ area }, { limit: 500 }).items) JSON.parse(text);
}

function pages(queries: Queries, asked: ChangesAsked): void {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: Page = queries.changes(asked, cursor === '' ? { limit: 500 } : { limit: 500, cursor });
    for (const text of page.items) JSON.parse(`[${text}]`);
    cursor = page.next;
  }
}

describe('what is accepted', () => {
  it('is folded, whatever the schemas take, alike as it is followed and as it is built', {
    timeout: 3_600_000,
  }, async () => {
    const accepted = new Set<string>();
    let [commands, events] = [0, 0];
    for (let seed = Number(process.env.FOLDED_SEED ?? 1); commands < COMMANDS; seed++) {
      const ledger = await folded(seed, accepted);
      commands += ledger.commands;
      events += ledger.events;
    }
    expect(events).toBeGreaterThan(commands / 10);
    expect(VARIANTS.map(commandOf).filter((one) => !accepted.has(one))).toEqual([]);
    expect([...new Set(VARIANTS.flatMap(fieldsOf))].filter((one) => !accepted.has(one))).toEqual([]);
    if (process.env.FOLDED_COMMANDS !== undefined) console.log(`${commands} commands, ${events} events`);
  });

  it('is drawn from every command there is', () => {
    expect([...new Set(VARIANTS.map(({ name }) => name))].sort()).toEqual(COMMAND_NAMES.toSorted());
  });
});
