// "What changed between two dates": pages of one commitment's story, or of the whole ledger's.
// Law: a page folds the commitments it tells of and no others; it finds them through an index, or in the journal's order.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamOf } from '../../domain/aggregates.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { readEvent } from '../../domain/read.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { AT_MOST } from '../../support/sql.ts';
import { decodeKeyset, type Keyed, type Keyset, pageOf } from '../keyset.ts';
import { parsed } from '../projection.ts';
import type { ChangesAsked, Page, Paging } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import { SetAsides } from '../setAside.ts';
import { type Change, inEffectiveOrder, inRecordedOrder, type Known } from './story.ts';

/** Entries of the journal a page looks at, at most: a stretch in which few are of commitments gives short pages. */
const LOOKED_AT = 2_000;

type Read = Pick<Journal, 'head' | 'read' | 'readStream' | 'sequenceAt'>;
interface Asked extends ChangesAsked {
  readonly sequence: number;
}
interface Reading {
  readonly rows: readonly Keyed[];
  readonly lookedAt?: Keyset['key'] | undefined;
}

export class ChangesQueries {
  readonly #journal: Read;
  readonly #asides: SetAsides;
  readonly #moments: (direction: Keyset['direction'], past: boolean) => StatementSync;

  constructor(db: DatabaseSync, journal: Read) {
    this.#journal = journal;
    this.#asides = new SetAsides(db);
    const prepared = new Map<string, StatementSync>();
    this.#moments = (direction, past) => {
      const sql = momentsSql(direction, past);
      const statement = prepared.get(sql) ?? db.prepare(sql);
      prepared.set(sql, statement);
      return statement;
    };
  }

  /** Its cursors carry the sequence: the pages that follow tell the same story while writes go on. @throws InvalidCursor, RecordSetAside */
  page(given: ChangesAsked, { limit, cursor }: Paging): Page {
    const keyset = cursor === undefined ? undefined : decodeKeyset(cursor, ['number', 'number', 'number']);
    const head = this.#journal.head().sequence;
    const sequence = Math.min(Number(keyset?.key[2] ?? given.sequence ?? head), head);
    const asked = { ...given, sequence };
    const { rows, lookedAt } = this.#read(asked, keyset, limit + 1);
    const keyed = rows.map(({ key, text }) => ({ key: [...key, sequence], text }));
    return { ...pageOf(keyed, limit, keyset, lookedAt && [...lookedAt, sequence]), at: { asOf: given.to, sequence } };
  }

  #read(asked: Asked, keyset: Keyset | undefined, count: number): Reading {
    if (asked.id !== undefined) return { rows: this.#ofOne(asked.id, asked, keyset, count) };
    return asked.by === 'recorded'
      ? this.#inRecordedOrder(asked, keyset, count)
      : { rows: this.#inEffectiveOrder(asked, keyset, count) };
  }

  #ofOne(id: string, { by, from, to, sequence }: Asked, keyset: Keyset | undefined, count: number): Keyed[] {
    this.#asides.refuse('commitment', id, sequence);
    const known = this.#known(id, sequence);
    const story = by === 'recorded' ? inRecordedOrder(id, known) : inEffectiveOrder(id, known);
    const rows = story
      .filter(({ at }) => at >= from && at <= to)
      .map(({ at, text }, index) => ({ key: [at, index], text }));
    const place = Number(keyset?.key[1] ?? -1);
    return keyset?.direction === 'prev'
      ? rows.slice(0, place).reverse().slice(0, count)
      : rows.slice(place + 1, place + 1 + count);
  }

  /** A row is a moment of a commitment: what happened to it at one instant stays on one page. */
  #inEffectiveOrder({ from, to, sequence }: Asked, keyset: Keyset | undefined, count: number): Keyed[] {
    const backwards = keyset?.direction === 'prev';
    const [at, no] = keyset?.key ?? [backwards ? to : from, -1];
    const place = [Number(at), Number(no)] as const;
    const half = [from, to, ...place, sequence];
    const past = sequence < this.#journal.head().sequence;
    const superseded = past ? [...half, sequence, count] : [];
    const moments = this.#moments(keyset?.direction ?? 'next', past).all(...half, count, ...superseded, count);
    return moments.flatMap((row) => {
      const [instant, commitment, id] = row as unknown as [number, number, string];
      const told = inEffectiveOrder(id, this.#known(id, sequence)).filter((change) => change.at === instant);
      return told.length === 0 ? [] : [{ key: [instant, commitment], text: textOf(told) }];
    });
  }

  #inRecordedOrder({ from, to, sequence }: Asked, keyset: Keyset | undefined, count: number): Reading {
    const first = this.#journal.sequenceAt(from - 1) + 1;
    const last = Math.min(this.#journal.sequenceAt(to), sequence);
    const entries = this.#entries(first, last, keyset);
    const rows: Keyed[] = [];
    for (const entry of entries) {
      const { record, envelope } = parsed(entry);
      if (record?.aggregate !== 'commitment') continue;
      if (this.#asides.find('commitment', record.id, entry.sequence) !== undefined) continue;
      const known = this.#known(record.id, entry.sequence);
      rows.push({
        key: [entry.sequence, 0],
        text: textOf(inRecordedOrder(record.id, known, Number(envelope.revision))),
      });
      if (rows.length === count) break;
    }
    const furthest = entries.length === LOOKED_AT ? entries.at(-1) : undefined;
    return { rows, lookedAt: furthest && [furthest.sequence, 0] };
  }

  #entries(first: number, last: number, keyset: Keyset | undefined): readonly JournalEntry[] {
    const place = Number(keyset?.key[0] ?? first - 1);
    if (keyset?.direction === 'prev') {
      const start = Math.max(first, place - LOOKED_AT);
      return start >= place ? [] : this.#journal.read(start - 1, Math.min(place, last + 1) - start).toReversed();
    }
    const start = Math.max(first, place + 1);
    return last < start ? [] : this.#journal.read(start - 1, Math.min(LOOKED_AT, last - start + 1));
  }

  #known(id: string, sequence: number): Known[] {
    return this.#journal.readStream(streamOf('commitment', id), sequence).map((entry) => ({
      fact: readEvent(parsed(entry).envelope) as CommitmentFact,
      sequence: entry.sequence,
      clock: entry.clock,
    }));
  }
}

const textOf = (changes: readonly Change[]): string => changes.map(({ text }) => text).join(',');

/** The instants at which versions begin: of those still known, and of a past sequence those superseded since. */
function momentsSql(direction: Keyset['direction'], past: boolean): string {
  const [beyond, order] = direction === 'next' ? ['>', 'ASC'] : ['<', 'DESC'];
  const range = (index: string, known: string) => `SELECT * FROM (SELECT effective_from, commitment
    FROM version INDEXED BY ${index} WHERE effective_from BETWEEN ? AND ?
      AND (effective_from, commitment) ${beyond} (?, ?) AND known_from <= ? AND ${known}
    ORDER BY effective_from ${order}, commitment ${order} ${AT_MOST})`;
  const ranges = [
    range('version_newest', `known_to = ${STILL_KNOWN}`),
    ...(past ? [range('version_superseded', `known_to < ${STILL_KNOWN} AND known_to > ?`)] : []),
  ];
  return `SELECT m.effective_from, m.commitment, c.id FROM (${ranges.join(' UNION ')}
      ORDER BY 1 ${order}, 2 ${order} ${AT_MOST}) AS m
    JOIN commitment AS c ON c.no = m.commitment ORDER BY 1 ${order}, 2 ${order}`;
}
