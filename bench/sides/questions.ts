// Questions drawn from a seed: which commitments, in which order, as of when and as known at when.
import { KINDS } from '../../src/domain/commitment/acts.ts';
import { STATUSES } from '../../src/domain/commitment/headline.ts';
import { Dice } from '../../src/generator/dice.ts';
import {
  type AskedAt,
  type CommitmentFilter,
  SORTS,
  type Sort,
  type StatisticsScope,
} from '../../src/projections/readModels.ts';
import type { Sampled } from './sampled.ts';

export type Asking = 'page' | 'search' | 'ordered' | 'statistics';
export type When = 'now' | 'past' | 'knownPast' | 'beforeKnown';

export interface Question {
  readonly filter: CommitmentFilter;
  readonly sort?: Sort;
}

/** The first and the last instant of the ledger's clock, milliseconds since 1970. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const of = <T>(dice: Dice, values: readonly T[]): T => values[Math.floor(dice.share() * values.length)] as T;

type Draw = (dice: Dice, from: Sampled) => Question;

/** What people filter lists by, each as often as the others. */
const PAGES: readonly Draw[] = [
  () => ({ filter: {} }),
  (dice) => ({ filter: { kind: of(dice, KINDS) } }),
  (dice) => ({ filter: { status: of(dice, STATUSES) } }),
  (dice) => ({ filter: { kind: of(dice, KINDS), status: of(dice, STATUSES) } }),
  (dice, { parties }) => ({ filter: { party: of(dice, parties) } }),
  (dice, { parties }) => ({ filter: { party: of(dice, parties), status: of(dice, STATUSES) } }),
  (dice, { areas }) => ({ filter: { area: of(dice, areas) } }),
  (dice, { areas }) => ({ filter: { area: of(dice, areas), kind: of(dice, KINDS) } }),
  () => ({ filter: { contested: true } }),
  () => ({ filter: { timeliness: 'overdue' }, sort: 'deadline' }),
  (dice, { parties }) => ({ filter: { timeliness: 'upcoming', party: of(dice, parties) }, sort: 'deadline' }),
  (dice, { parties }) => ({ filter: { party: of(dice, parties) }, sort: '-recorded' }),
];

const SEARCHES: readonly Draw[] = [
  (dice, { words }) => ({ filter: { q: of(dice, words) } }),
  (dice, { words }) => ({ filter: { q: `${of(dice, words).slice(0, 5)}*` } }),
  (dice, { words }) => ({ filter: { q: `${of(dice, words)} ${of(dice, words)}` } }),
  (dice, { words }) => ({ filter: { q: of(dice, words), status: of(dice, STATUSES) } }),
  (dice, { words, parties }) => ({ filter: { q: of(dice, words), party: of(dice, parties) }, sort: 'recorded' }),
];

/** Several things at once, which together may be rare. */
const TOGETHER: readonly Draw[] = [
  (dice, { parties, areas }) => ({ filter: { party: of(dice, parties), area: of(dice, areas) } }),
  (dice, { parties, areas }) => ({
    filter: { party: of(dice, parties), area: of(dice, areas), status: of(dice, STATUSES) },
  }),
  (dice, { words }) => ({ filter: { q: of(dice, words), kind: of(dice, KINDS) } }),
  (dice, { words }) => ({ filter: { q: of(dice, words), timeliness: 'overdue' } }),
];

/** Whatever can be asked, in whichever order. */
const ORDERED: readonly Draw[] = [...PAGES, ...SEARCHES, ...TOGETHER].map((draw) => (dice, from) => ({
  filter: draw(dice, from).filter,
  sort: of(dice, SORTS),
}));

const DRAWS = { page: PAGES, search: SEARCHES, ordered: ORDERED } as const;

const TRACKS = { page: 1, search: 2, clocks: 3, statistics: 4, ordered: 5 } as const;

/** Of everything, of a kind, a party or an area. */
export function drawScope(number: number, { parties, areas }: Sampled): StatisticsScope {
  const dice = new Dice(1, TRACKS.statistics, number);
  return of<() => StatisticsScope>(dice, [
    () => ({}),
    () => ({ by: 'kind', value: of(dice, KINDS) }),
    () => ({ by: 'party', value: of(dice, parties) }),
    () => ({ by: 'area', value: of(dice, areas) }),
  ])();
}

export function drawQuestion(asking: keyof typeof DRAWS, number: number, from: Sampled): Question {
  const dice = new Dice(1, TRACKS[asking], number);
  return of(dice, DRAWS[asking])(dice, from);
}

/** The part of a ledger's time that is asked about: before it, pages do not fill. */
const YOUNG = 0.3;

/** @param known the last sequence at an instant */
export function drawClocks(
  when: When,
  number: number,
  { first, last }: Span,
  known: (instant: number) => number,
): () => AskedAt {
  const dice = new Dice(1, TRACKS.clocks, number);
  const between = (from: number, to: number) => Math.floor(from + dice.share() * (to - from));
  const start = first + YOUNG * (last - first);
  if (when === 'now') return () => ({});
  const then = between(start, last);
  if (when === 'past') return () => ({ asOf: then });
  const asOf = when === 'knownPast' ? between(then, last) : between(start, then);
  return () => ({ asOf, sequence: known(then) });
}
