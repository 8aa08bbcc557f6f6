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
import { RetractedSources, type Retraction } from './retractedSources.ts';
import { sourcesAt } from './sourcesAt.ts';
import { type Change, inEffectiveOrder, inRecordedOrder, retractionRecorded, type Story, storyOf } from './story.ts';

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

/** An event of a commitment with its place in its record, or the retraction of a source it rests on. */
interface Found {
  readonly key: readonly [sequence: number, no: number];
  readonly id: string;
  readonly of: number | Retraction;
}
type Told = Omit<Found, 'of'> & { readonly of: number };

export class ChangesQueries {
  readonly #journal: Read;
  readonly #asides: SetAsides;
  readonly #retracted: RetractedSources;
  readonly #moments: (direction: Keyset['direction'], past: boolean) => StatementSync;

  constructor(db: DatabaseSync, journal: Read) {
    this.#journal = journal;
    this.#asides = new SetAsides(db);
    this.#retracted = new RetractedSources(db, journal, this.#asides);
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
      const changes = inEffectiveOrder(storyOf(id, known, sourceOf, this.#retracted.standing(sequence, id)), {
        ...{ from, to, voided: true },
      });
      return pageFrom(changes, keyset, count).map(([{ at, tell }, index]) => ({ key: [at, index], text: tell() }));
    }
    const retractions = this.#retracted.recorded(sequence, id).flatMap((one) => {
      const isAsked = one.clock >= from && one.clock <= to;
      const change = isAsked ? retractionRecorded(id, known, sourceOf, one) : undefined;
      return change === undefined ? [] : [{ sequence: one.sequence, change }];
    });
    const all = [...eventsBetween(known, from, to), ...retractions].sort((a, b) => a.sequence - b.sequence);
    const page = pageFrom(all, keyset, count);
    const revisions = page.flatMap(([one]) => ('revision' in one ? [one.revision] : [])).sort((a, b) => a - b);
    const told = new Map(inRecordedOrder(id, known, sourceOf, revisions).map((change, i) => [revisions[i], change]));
    return page.flatMap(([one, index]) => {
      const change = 'revision' in one ? told.get(one.revision) : one.change;
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
    const retractions = this.#retracted.standing(sequence);
    const asked = retractions.filter((one) => one.at >= from && one.at <= to);
    const retracted = [JSON.stringify(asked.map((one) => [one.at, one.source])), ...place, sequence, sequence, count];
    const statement = this.#moments(keyset?.direction ?? 'next', past);
    const moments = statement.all(...half, count, ...superseded, ...retracted, count);
    const storyIn = this.#stories(sequence, retractions);
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
    const found = this.#found(entries, keyset, count);
    const texts = this.#asRecorded(found, sequence);
    const rows = found.flatMap(({ key }) => {
      const text = texts.get(String(key));
      return text === undefined ? [] : [{ key, text }];
    });
    const furthest = entries.length === LOOKED_AT ? entries.at(-1) : undefined;
    const past = keyset?.direction === 'prev' ? -1 : Number.MAX_SAFE_INTEGER;
    return { rows, lookedAt: furthest && [furthest.sequence, past] };
  }

  /** The first of what entries tell of commitments, beyond a keyset's place. */
  #found(entries: readonly JournalEntry[], keyset: Keyset | undefined, count: number): readonly Found[] {
    const found: Found[] = [];
    for (const entry of entries) {
      found.push(...this.#inEntry(entry, keyset, count - found.length));
      if (found.length === count) break;
    }
    return found;
  }

  /** An event of a commitment is the first that its entry tells of; a retraction is told of each commitment, by its number. */
  #inEntry(entry: JournalEntry, keyset: Keyset | undefined, count: number): readonly Found[] {
    const { record, envelope } = parsed(entry);
    const { sequence } = entry;
    const direction = keyset?.direction ?? 'next';
    const start = direction === 'next' ? -1 : Number.MAX_SAFE_INTEGER;
    const place = keyset?.key[0] === sequence ? Number(keyset.key[1]) : start;
    if (record?.aggregate === 'source') {
      const retraction = this.#retracted.inEntry(record.id, entry);
      const resting = retraction === undefined ? [] : this.#retracted.resting(retraction, direction, place, count);
      return resting.map(({ no, id }) => ({ key: [sequence, no], id, of: retraction as Retraction }));
    }
    if (record?.aggregate !== 'commitment' || (direction === 'next' ? place >= 0 : place <= 0)) return [];
    if (this.#asides.find('commitment', record.id, sequence) !== undefined) return [];
    return [{ key: [sequence, 0], id: record.id, of: Number(envelope.revision) }];
  }

  /** What each event moved when it was recorded, by its key: each commitment is folded once for its own events. */
  #asRecorded(found: readonly Found[], sequence: number): ReadonlyMap<string, string> {
    const sourceOf = this.#sourcesAt(sequence);
    const texts = new Map<string, string>();
    const events = found.filter((one): one is Told => typeof one.of === 'number');
    for (const [id, own] of Map.groupBy(events, (one) => one.id)) {
      const inOrder = own.toSorted((a, b) => a.of - b.of);
      const known = this.#known(id, inOrder.at(-1)?.key[0] ?? -1);
      const revisions = inOrder.map(({ of }) => of);
      for (const [index, change] of inRecordedOrder(id, known, sourceOf, revisions).entries()) {
        texts.set(String(inOrder[index]?.key), change.tell());
      }
    }
    for (const { key, id, of } of found) {
      if (typeof of === 'number') continue;
      const change = retractionRecorded(id, this.#known(id, of.sequence), sourceOf, of);
      if (change !== undefined) texts.set(String(key), change.tell());
    }
    return texts;
  }

  /** Commitments as known at a sequence, each folded once. */
  #stories(sequence: number, retractions: readonly Retraction[]): (id: string) => Story {
    const sourceOf = this.#sourcesAt(sequence);
    const known = new Map<string, Story>();
    return (id) => {
      const story = known.get(id) ?? storyOf(id, this.#known(id, sequence), sourceOf, retractions);
      known.set(id, story);
      return story;
    };
  }

  #sourcesAt(sequence: number): SourceOf {
    return sourcesAt(this.#journal, this.#asides, sequence);
  }

  /** From a keyset's place on: of what that entry tells, some may be beyond it. */
  #entries(first: number, last: number, keyset: Keyset | undefined): readonly JournalEntry[] {
    const place = Number(keyset?.key[0] ?? first);
    if (keyset?.direction === 'prev') {
      const start = Math.max(first, place + 1 - LOOKED_AT);
      return start > place ? [] : this.#journal.read(start - 1, Math.min(place, last) + 1 - start).toReversed();
    }
    const start = Math.max(first, place);
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
const eventsBetween = (known: readonly Known[], from: number, to: number) =>
  known.flatMap(({ clock, fact: { revision }, sequence }) =>
    clock >= from && clock <= to ? [{ revision, sequence }] : [],
  );

const textOf = (changes: readonly Change[]): string => changes.map(({ tell }) => tell()).join(',');
