// Reads a DATA_DIR: the read models and the journal, beside a running server or without one. It writes nothing.

import type { Config } from '../../config/config.ts';
import { askedInstant, bounds } from '../../domain/time.ts';
import { HolderNames } from '../../holders/holderNames.ts';
import { withNames } from '../../holders/withNames.ts';
import { JOURNAL_FILE } from '../../journal/follower.ts';
import type { Journal } from '../../journal/journal.ts';
import { openSqliteJournalReader, type ReaderJournal } from '../../journal/readerJournal.ts';
import { Cursors, PROJECTIONS } from '../../projections/cursors.ts';
import { openModelsReader } from '../../projections/modelsFile.ts';
import type { AsOf, Queries } from '../../projections/readModels.ts';
import { MODELS_FILE, MODELS_SCHEMA } from '../../projections/schema.ts';
import { LEDGER_FILE } from '../../store/sqlite/sqliteEngine.ts';
import { DataDirRefused, openForReading } from '../../support/dataDir.ts';
import { engineFolder } from '../../support/engineFolder.ts';
import type { Context } from '../command.ts';
import { Failed } from '../failure.ts';
import { historyTexts } from './history.ts';
import type { Asked, Clocks, Reader } from './reader.ts';

/** Where the files of the configured engine lie. */
export const folderOf = ({ dataDir, engine }: Config): string => engineFolder(dataDir, engine);

/** @throws DataDirRefused */
export const openJournal = (config: Config): ReaderJournal =>
  openSqliteJournalReader(folderOf(config), config.engine === 'embedded' ? LEDGER_FILE : JOURNAL_FILE);

export function openLocalReader(context: Context): Reader {
  const config = context.config();
  const journal = openJournal(config);
  try {
    const queries = openModelsReader(folderOf(config), journal, context.clock);
    warnWhereBehind(folderOf(config), journal, context);
    return localReader({ queries, journal, holders: new HolderNames({ dataDir: folderOf(config) }) }, context.clock);
  } catch (error) {
    journal.close();
    throw notMade(error);
  }
}

/** The journal is there, and its models are not: they can be made. */
const notMade = (error: unknown): unknown =>
  error instanceof DataDirRefused && error.code === 'DATA_DIR_EMPTY'
    ? new Failed('the read models are not made yet: start the server, or run concordat rebuild')
    : error;

/** Every party of a folder, now; none where its read models are not made. */
export async function* partiesIn(context: Context): AsyncGenerator<string, void, undefined> {
  let reader: Reader | undefined;
  try {
    reader = openLocalReader({ ...context, io: { ...context.io, err: () => {} } });
    yield* reader.parties();
  } catch (error) {
    if (!(error instanceof Failed || error instanceof DataDirRefused)) throw error;
  } finally {
    reader?.close();
  }
}

export interface Reach {
  /** the last sequence every projection has; -1 where there is none */
  readonly sequence: number;
  /** of each: the journal's events up to its cursor, and how many of them it counted; equal, or something was skipped */
  readonly models: readonly { readonly name: string; readonly stored: number; readonly projected: number }[];
}

/** How far the read models of a DATA_DIR have come. @throws DataDirRefused */
export function reachOf(dataDir: string): Reach {
  const db = openForReading({ dataDir, file: MODELS_FILE, schemaVersion: MODELS_SCHEMA });
  try {
    const cursors = new Cursors(db, true);
    const all = PROJECTIONS.map((name) => ({ name, ...cursors.get(name) }));
    const models = all.map(({ name, sequence, projected }) => ({ name, stored: sequence + 1, projected }));
    return { sequence: cursors.least().sequence, models };
  } finally {
    db.close();
  }
}

function warnWhereBehind(dataDir: string, journal: Journal, { io }: Context): void {
  const behind = journal.head().sequence - reachOf(dataDir).sequence;
  if (behind === 0) return;
  io.err(
    `the read models are ${behind} event(s) behind the journal; a server brings them up to date, or concordat rebuild\n`,
  );
}

interface Read {
  readonly queries: Queries & { close(): void };
  readonly journal: ReaderJournal;
  readonly holders: HolderNames;
}

function localReader({ queries, journal, holders }: Read, clock: () => number): Reader {
  const at = (asked: Asked): AsOf | undefined => clocksFor(asked, journal, clock);
  const there = (asked: Asked): AsOf => at(asked) ?? { asOf: clock(), sequence: journal.head().sequence };
  return {
    async commitment(id, asked) {
      const text = queries.commitment(id, at(asked))?.body;
      return text === undefined ? undefined : { text, clocks: clocksText(there(asked), asked, journal) };
    },
    idsBeginning: async (starts) => queries.idsBeginning(starts),
    async *commitments(filter, asked, sort) {
      const [clocks, order] = [at(asked), sort === undefined ? {} : { sort }];
      yield* pages((cursor) => queries.commitments(filter, { ...paging(cursor), ...order }, clocks));
    },
    async *history(id, asked) {
      yield* historyTexts(journal, id, at(asked), asked.asOf !== undefined || asked.knownAt !== undefined);
    },
    async *changes({ from, to, by, id }, asked) {
      const sequence = at(asked)?.sequence ?? journal.head().sequence;
      const range = { from: bounds(from).start ?? 0, to: askedInstant(to) ?? clock(), by, sequence, ...(id && { id }) };
      yield* pages((cursor) => queries.changes(range, paging(cursor)));
    },
    statistics: (scope, asked) => queries.statistics(scope, there(asked)),
    async scorecard(party, asked) {
      const clocks = there(asked);
      return queries.party(party, clocks) === undefined ? undefined : queries.scorecard(party, clocks);
    },
    parts: async (id, asked) => queries.parts(id, there(asked)),
    async record(kind, id, asked = {}) {
      const text = queries[kind](id, at(asked))?.body;
      return text === undefined ? undefined : withNames(text, (holder) => holders.nameOf(holder));
    },
    async *parties() {
      yield* pages((cursor) => queries.parties(paging(cursor)));
    },
    close() {
      holders.close();
      queries.close();
      journal.close();
    },
  };
}

/** What the API says in its headers. */
function clocksText({ asOf, sequence }: AsOf, { knownAt }: Asked, journal: Journal): Clocks {
  const known = knownAt === undefined ? undefined : askedInstant(knownAt);
  const clock = known ?? journal.read(sequence - 1, 1)[0]?.clock ?? 0;
  return { asOf: iso(asOf), knownAt: iso(clock), sequence: String(sequence) };
}
const iso = (at: number): string => new Date(at).toISOString();

const paging = (cursor: string | undefined) => (cursor === undefined ? { limit: 500 } : { limit: 500, cursor });

function* pages(
  read: (cursor: string | undefined) => { readonly items: readonly string[]; readonly next: string | undefined },
) {
  let cursor: string | undefined;
  do {
    const page = read(cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** Law: a known clock alone sets both, so that the answer is the one that was given then. Undefined: now. */
function clocksFor({ asOf, knownAt, atSequence }: Asked, journal: Journal, clock: () => number): AsOf | undefined {
  if (asOf === undefined && knownAt === undefined && atSequence === undefined) return undefined;
  const now = clock();
  const effective = asOf === undefined ? undefined : askedInstant(asOf);
  if (knownAt !== undefined) {
    const known = askedInstant(knownAt) ?? now;
    return { asOf: effective ?? Math.min(known, now), sequence: journal.sequenceAt(known) };
  }
  if (atSequence === undefined) return { asOf: effective ?? now, sequence: journal.head().sequence };
  const sequence = Math.min(Number(atSequence), journal.head().sequence);
  const recorded = journal.read(sequence - 1, 1)[0]?.clock ?? now;
  return { asOf: effective ?? Math.min(recorded, now), sequence };
}
