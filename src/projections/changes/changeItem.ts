// A change as it is answered: who and when, the headline before and after, what moved, and what it rests on.
// Law: no item is blank. Where nothing moved it says why, and what was recorded all the same.
import type { Seen } from '../../domain/commitment/bodyText.ts';
import type { Effect } from '../../domain/commitment/effect.ts';
import { eventInWords, passingInWords } from '../../domain/commitment/eventInWords.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, statusAt, timelinessAt } from '../../domain/commitment/headline.ts';
import { type Move, movedBetween } from '../../domain/commitment/moved.ts';
import type { Passing } from '../../domain/commitment/passings.ts';
import type { EventOf } from '../../domain/commitment/positionInWords.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { statedDates } from './statedDates.ts';

/** An event with its place in the journal, and the journal's clock there. */
export interface Known {
  readonly fact: CommitmentFact;
  readonly sequence: number;
  readonly clock: number;
}

/**
 * Why an event moved nothing: what it says was so before; it comes true later; what it moved is past, and by now is as it
 * was; it was voided; or it is of a source, and what rests on that stays on record until it is corrected.
 */
export const UNMOVED = ['as_before', 'ahead', 'past', 'voided', 'source_retracted'] as const;
export type Unmoved = (typeof UNMOVED)[number];

/** The event behind a change, with its data as corrections leave it. */
export interface Cause extends Corrected {
  readonly known: Known;
  readonly event: Pick<CommitmentFact, 'type' | 'data'>;
  readonly corrects: Corrects | null;
  /** the events of its record, as corrections leave them */
  readonly eventOf: EventOf;
  /** asked where nothing moved */
  readonly unmoved: () => Unmoved;
}

export interface Told {
  readonly identity: Identity;
  /** of the record, as known */
  readonly effects: readonly Effect[];
  readonly at: number;
  readonly before: Seen | undefined;
  readonly after: Seen | undefined;
}

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly retracted: boolean;
}
export type SourceOf = (id: string) => Source | undefined;

/** An item of an event, JSON. */
export function eventItem(told: Told, cause: Cause, sourceOf: SourceOf): string {
  const { known, event, corrects, correctedBy, voidedBy, eventOf } = cause;
  const { id, revision } = known.fact;
  const moved = movedBetween(told.before, told.after);
  const { effectiveAt } = event.data as { readonly effectiveAt?: When };
  return itemOf(told, moved, sourceOf, {
    sequence: String(known.sequence),
    type: known.fact.type,
    citations: citationsOf(event.data),
    event: id,
    revision: String(revision),
    effectiveAt: effectiveAt ?? null,
    recordedAt: new Date(known.clock).toISOString(),
    summary: eventInWords(event, { eventOf, commits: committersIn(told.after), sourceOf: calledBy(sourceOf) }),
    corrects,
    correctedBy,
    voidedBy,
    passed: [],
    unmoved: moved.length > 0 ? null : cause.unmoved(),
  });
}

/** As a person reads it: `Depositary: “Notes”`. */
const calledBy =
  (sourceOf: SourceOf) =>
  (id: string): string | undefined => {
    const source = sourceOf(id);
    return source && `${source.publisher}: “${source.title}”`;
  };

/** Who is not known by then to have another role commits itself. */
const committersIn =
  (seen: Seen | undefined) =>
  (code: string): boolean =>
    seen?.state.standings.get(code)?.roles.includes('committer') ?? true;

/** An item of a day that came; undefined where it brought nothing. @param passed what set the day lies in `known` by revision */
export function dayItem(
  told: Told,
  passed: readonly Passing[],
  known: readonly Known[],
  sourceOf: SourceOf,
): string | undefined {
  const moved = movedBetween(told.before, told.after);
  if (moved.length === 0) return undefined;
  return itemOf(told, moved, sourceOf, {
    sequence: null,
    type: null,
    citations: distinct(passed.flatMap(({ event }) => citationsOf(event.data))),
    event: null,
    revision: null,
    effectiveAt: null,
    recordedAt: null,
    summary: [...new Set(passed.map(({ kind, parties }) => passingInWords(kind, parties)))].join('; '),
    corrects: null,
    correctedBy: null,
    voidedBy: null,
    passed: passed.map(({ kind, parties, event }) => ({
      kind,
      parties: parties ?? null,
      sequence: String(known[event.revision]?.sequence),
      revision: String(event.revision),
      event: event.id,
    })),
    unmoved: null,
  });
}

interface Own {
  readonly sequence: string | null;
  readonly type: string | null;
  readonly citations: readonly Citation[];
  readonly event: string | null;
  readonly passed: readonly { readonly event: string }[];
  /** the source that is told of */
  readonly retracted?: string;
  readonly [name: string]: unknown;
}

export function itemOf(
  { identity, effects, at, before, after }: Told,
  moved: readonly Move[],
  sourceOf: SourceOf,
  { sequence, type, citations, retracted, ...own }: Own,
): string {
  const parties = positionsIn(moved);
  const instant = new Date(at).toISOString();
  const events = own.event === null ? own.passed.map(({ event }) => event) : [own.event];
  return JSON.stringify({
    at: instant,
    sequence,
    commitment: identity.id,
    type,
    before: headlineOf(before, parties),
    after: headlineOf(after, parties),
    citations,
    title: identity.title,
    kind: identity.noun.toLowerCase(),
    ...own,
    dates: statedDates(effects, new Set(events), JSON.stringify([instant, moved])),
    moved,
    sources: [
      ...new Set([...citations.map(({ source }) => source), ...(retracted === undefined ? [] : [retracted])]),
    ].flatMap((source) => sourceOf(source) ?? []),
  });
}

/** Those whose position moved, in order. */
function positionsIn(moved: readonly Move[]): readonly string[] {
  const found = moved.filter(
    ({ what, before, after }) => what === 'position.position' || (what === 'position' && stands(before ?? after)),
  );
  return found.map(({ of }) => String(of?.party)).sort();
}
const stands = (entry: unknown): boolean => (entry as { readonly position: string | null }).position !== null;

const headlineOf = (seen: Seen | undefined, parties: readonly string[]) =>
  seen === undefined
    ? null
    : {
        status: statusAt(seen.state, seen.at),
        timeliness: timelinessAt(dueOf(seen.state, seen.at), seen.at),
        position: parties.map((party) => ({ party, position: seen.state.standings.get(party)?.position ?? null })),
      };

const citationsOf = (data: object): readonly Citation[] =>
  'citations' in data && Array.isArray(data.citations) ? (data.citations as Citation[]) : [];

const distinct = (citations: readonly Citation[]): readonly Citation[] => [
  ...new Map(citations.map((citation) => [JSON.stringify(citation), citation])).values(),
];
