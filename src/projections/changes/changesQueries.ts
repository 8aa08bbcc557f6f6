// "What changed between two dates": pages of one commitment's story, or of the whole ledger's.
// Law: a page folds the commitments it tells of and no others; it finds them through an index, or in the journal's order.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamOf } from '../../domain/aggregates.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { factOf } from '../facts.ts';
import { decodeKeyset, type Keyed, type Keyset, pageOf } from '../keyset.ts';
import { parsed } from '../projection.ts';
import type { ChangesAsked, Page, Paging } from '../readModels.ts';
import { SetAsides } from '../setAside.ts';
import type { Known, SourceOf } from './changeItem.ts';
import { momentsSql } from './moments.ts';
import { sourcesAt } from './sourcesAt.ts';
import { type Change, inEffectiveOrder, inRecordedOrder, type Story, storyOf } from './story.ts';

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

/** An event of a commitment, with its place in its record. */
interface Found {
  readonly entry: JournalEntry;
  readonly id: string;
  readonly revision: number;
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
    const sourceOf = this.#sourcesAt(sequence);
    if (by === 'effective') {
      const changes = inEffectiveOrder(storyOf(id, known, sourceOf), { from, to, voided: true });
      return pageFrom(changes, keyset, count).map(([{ at, tell }, index]) => ({ key: [at, index], text: tell() }));
    }
    const page = pageFrom(revisionsBetween(known, from, to), keyset, count);
    const revisions = page.map(([revision]) => revision).sort((a, b) => a - b);
    const told = new Map(inRecordedOrder(id, known, sourceOf, revisions).map((change, i) => [revisions[i], change]));
    return page.flatMap(([revision, index]) => {
      const change = told.get(revision);
      return change === undefined ? [] : [{ key: [change.at, index], text: change.tell() }];
    });
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
    const storyIn = this.#stories(sequence);
    return moments.flatMap((row) => {
      const [instant, commitment, id] = row as unknown as [number, number, string];
      const told = inEffectiveOrder(storyIn(id), { from: instant, to: instant });
      return told.length === 0 ? [] : [{ key: [instant, commitment], text: textOf(told) }];
    });
  }

  #inRecordedOrder({ from, to, sequence }: Asked, keyset: Keyset | undefined, count: number): Reading {
    const first = this.#journal.sequenceAt(from - 1) + 1;
    const last = Math.min(this.#journal.sequenceAt(to), sequence);
    const entries = this.#entries(first, last, keyset);
    const found = this.#found(entries, count);
    const texts = this.#asRecorded(found, sequence);
    const rows = found.map(({ entry }) => ({ key: [entry.sequence, 0], text: texts.get(entry.sequence) ?? '' }));
    const furthest = entries.length === LOOKED_AT ? entries.at(-1) : undefined;
    return { rows, lookedAt: furthest && [furthest.sequence, 0] };
  }

  /** The first of them that are of commitments, with whose and which. */
  #found(entries: readonly JournalEntry[], count: number): readonly Found[] {
    const found: Found[] = [];
    for (const entry of entries) {
      const { record, envelope } = parsed(entry);
      if (record?.aggregate !== 'commitment') continue;
      if (this.#asides.find('commitment', record.id, entry.sequence) !== undefined) continue;
      found.push({ entry, id: record.id, revision: Number(envelope.revision) });
      if (found.length === count) break;
    }
    return found;
  }

  /** What each event moved when it was recorded, by its sequence: each commitment is folded once. */
  #asRecorded(found: readonly Found[], sequence: number): ReadonlyMap<number, string> {
    const sourceOf = this.#sourcesAt(sequence);
    const texts = new Map<number, string>();
    for (const [id, own] of Map.groupBy(found, (one) => one.id)) {
      const inOrder = own.toSorted((a, b) => a.revision - b.revision);
      const known = this.#known(id, inOrder.at(-1)?.entry.sequence ?? -1);
      const revisions = inOrder.map(({ revision }) => revision);
      for (const [index, change] of inRecordedOrder(id, known, sourceOf, revisions).entries()) {
        texts.set(inOrder[index]?.entry.sequence ?? -1, change.tell());
      }
    }
    return texts;
  }

  /** Commitments as known at a sequence, each folded once. */
  #stories(sequence: number): (id: string) => Story {
    const sourceOf = this.#sourcesAt(sequence);
    const known = new Map<string, Story>();
    return (id) => {
      const story = known.get(id) ?? storyOf(id, this.#known(id, sequence), sourceOf);
      known.set(id, story);
      return story;
    };
  }

  #sourcesAt(sequence: number): SourceOf {
    return sourcesAt(this.#journal, this.#asides, sequence);
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
      fact: factOf<CommitmentFact>(entry),
      sequence: entry.sequence,
      clock: entry.clock,
    }));
  }
}

/** The next so many after a keyset's place, each with its own place. */
function pageFrom<Item>(
  all: readonly Item[],
  keyset: Keyset | undefined,
  count: number,
): readonly (readonly [Item, number])[] {
  const place = Number(keyset?.key[1] ?? -1);
  const placed = all.map((item, index) => [item, index] as const);
  return keyset?.direction === 'prev'
    ? placed.slice(0, place).reverse().slice(0, count)
    : placed.slice(place + 1, place + 1 + count);
}

/** Law: the journal's clock never goes back, so that they lie together. */
const revisionsBetween = (known: readonly Known[], from: number, to: number): readonly number[] =>
  known.flatMap(({ clock, fact }) => (clock >= from && clock <= to ? [fact.revision] : []));

const textOf = (changes: readonly Change[]): string => changes.map(({ tell }) => tell()).join(',');
