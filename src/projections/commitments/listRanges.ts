// Where a list is read from: ranges of indexes in the list's own order, side by side; or something rare, all of which is
// read and sorted. Law: every version of the answer is in one range, and in one only.
import { KINDS } from '../../domain/commitment/acts.ts';
import type { Due } from '../../domain/commitment/headline.ts';
import type { CommitmentFilter } from '../readModels.ts';
import { BY_COMMITMENT, OFTEN_FORESEEN, SELDOM_FORESEEN, STILL_KNOWN } from '../schema.ts';
import { type Asked, type Drive, type Query, said, type Values } from './asked.ts';
import { ANYTHING, type Between } from './between.ts';
import { facetBetween, facetQuery, rareFacet, signatureQuery, type Wanted } from './facetQuery.ts';
import { LEADS } from './leadAndLag.ts';
import { isByOpening, ORDERS } from './listSort.ts';
import { foundByEither } from './namedQuery.ts';
import type { Opened, OpenedLate } from './opened.ts';
import { kindNumber, outcomeNumber, statusNumber } from './rows.ts';
import { foundBy, foundLate } from './searchQuery.ts';
import { bounds, outcomesOf } from './timelinessQuery.ts';

/** A part of an index in which the answer lies, and what a row there must hold to be one of them. */
export interface Range {
  readonly from: string;
  /** what is bound in it */
  readonly given?: Values;
  /** what its order is that of: a version's commitment, and its column sorted by, where absent */
  readonly turn?: string;
  readonly place?: string;
  readonly terms: readonly Query[];
  /** whether what is found there is due as is asked, and has kind, status and all facets that are asked for */
  readonly isDue?: boolean;
  /** the instants at which a row there may begin; any up to that asked about where absent */
  readonly begins?: Between;
  /**
   * Whether it is read no further than the others fill a page. Oldest first its own first row may be far: of what was superseded
   * most was over long ago. Newest first each has one near, and side by side none is read further than it must.
   */
  readonly isRest?: boolean;
}

const through = (index: string): string => `version AS v INDEXED BY ${index}`;

/**
 * Stretches of the journal, one after the other in the list's own order, each with its ranges: the next is asked for only
 * where those before it did not fill the page. Law: in any other order there is one.
 */
export function* rangesOf(asked: Asked): Generator<Range[], void, undefined> {
  const { drive, sort, opened } = asked;
  if (drive.by === 'text') return yield* withWords(asked, drive.match);
  if (drive.by === 'facet') return yield* withFacet(asked, drive);
  if (drive.by === 'either') return yield [allOf(foundByEither(drive.word, asked), asked)];
  if (sort === 'deadline' || drive.by === 'due') return yield deadlines(asked);
  if (isByOpening(sort)) return yield* inOrderOfOpening(asked, opened());
  yield inEffectiveOrder(asked);
}

function* withFacet(
  asked: Asked,
  { facet, isFew }: Extract<Drive, { by: 'facet' }>,
): Generator<Range[], void, undefined> {
  if (!isByOpening(asked.sort) || facet.values.length !== 1) return yield [allOf(rareFacet(facet, asked), asked)];
  yield* ofFacet(asked, facet, isFew ? { upTo: asked.sequence ?? Infinity, late: [] } : asked.opened());
}

/** Commitments that are few, read whole and sorted. */
const allOf = ({ sql, values }: Query, asked: Asked): Range => ({
  from: `(${sql}) AS w CROSS JOIN ${through(byCommitment(asked))}`,
  given: values,
  terms: [versionOf('w.opened', asked)],
});

/** Where what is sought was opened. */
interface Sought {
  /** up to a sequence */
  readonly most: (upTo: number) => Range;
  readonly late: (opened: OpenedLate) => Range;
}

/** Most by their place in the journal alone; those that were opened well after the instant by how much they lagged. */
function* byOpening(asked: Asked, { upTo, late }: Opened, sought: Sought): Generator<Range[], void, undefined> {
  const stretches = [() => [sought.most(upTo)], ...late.map((opened) => () => opened.map(sought.late))];
  for (const ranges of isAscending(asked) ? stretches : stretches.reverse()) yield ranges();
}

const inOrderOfOpening = (asked: Asked, opened: Opened): Generator<Range[], void, undefined> =>
  byOpening(asked, opened, {
    most: (upTo) => ({
      from: through(byCommitment(asked)),
      terms: [said('commitment BETWEEN 0 AND ?', upTo), known(asked)],
    }),
    late: (one) => openedLate(asked, one),
  });

const openedLate = (asked: Asked, { lag, after, upTo }: OpenedLate, ...more: Query[]): Range => ({
  from: through('version_late'),
  terms: [said(`lag = ${lag}`), said('commitment > ? AND commitment <= ?', after, upTo), known(asked), ...more],
});

/** What has one facet is kept in the order of opening. */
const ofFacet = (asked: Asked, facet: Wanted, opened: Opened): Generator<Range[], void, undefined> =>
  byOpening(asked, opened, {
    most: (upTo) => {
      const held = facetBetween(facet, asked, ...betweenPlaces(asked, upTo));
      return {
        from: `(${held.sql}) AS w CROSS JOIN ${through(byCommitment(asked))}`,
        given: held.values,
        turn: 'w.opened',
        terms: [versionOf('w.opened', asked)],
      };
    },
    late: (one) => openedLate(asked, one, ...signatureQuery(facet), facetQuery(facet, asked)),
  });

/** The commitments between which the page lies, neither of them included. */
function betweenPlaces(asked: Asked, upTo: number): [above: number, below: number] {
  const { place } = asked;
  if (place === undefined) return [-1, upTo + 1];
  return beyond(asked) === '<' ? [-1, Math.min(upTo + 1, place.no)] : [place.no, upTo + 1];
}

/** In the order of opening, as the index has them; in any other, all of them together. */
function* withWords(asked: Asked, match: string): Generator<Range[], void, undefined> {
  const inOrder = isByOpening(asked.sort);
  const place = inOrder ? asked.place : undefined;
  const search = { match, beyond: beyond(asked), place };
  const turn = inOrder ? { turn: 'w.rowid' } : {};
  const stretches = byOpening(asked, asked.opened(), {
    most: (upTo) => {
      const { from, terms, commitment, text } = foundBy(search, upTo);
      return {
        from: `${from} CROSS JOIN ${through(byCommitment(asked))}`,
        ...turn,
        terms: [...terms, versionOf(commitment, asked), said(`v.text = ${text}`)],
      };
    },
    late: (one) => {
      const { from, terms, commitment, text } = foundLate(search, one, asked.asOf);
      const isIt = said(`v.lag = ${one.lag} AND v.commitment = ${commitment} AND v.text = ${text}`);
      return { from: `${from} CROSS JOIN ${through('version_late')}`, ...turn, terms: [...terms, isIt, known(asked)] };
    },
  });
  if (inOrder) yield* stretches;
  else yield [...stretches].flat();
}

type Known = Pick<Asked, 'sequence'>;
/** What is still known has an index in that order, with all that is asked of rows one after the other. */
const byCommitment = ({ sequence }: Known): string => (sequence === undefined ? 'version_open' : BY_COMMITMENT);

const known = ({ sequence }: Known): Query =>
  sequence === undefined
    ? said(`known_to = ${STILL_KNOWN}`)
    : said('known_from <= ? AND known_to > ?', sequence, sequence);

/**
 * The version of a commitment at an instant, if it has one. Law: of those known at a sequence it is the last to begin, so
 * that however many there are, one is looked at. @param commitment its number, as the query has it
 */
export function versionOf(
  commitment: string,
  asked: Known & Pick<Asked, 'asOf'>,
  index: string = byCommitment(asked),
): Query {
  const then = known(asked).sql;
  const last = `SELECT max(effective_from) FROM version INDEXED BY ${index}
    WHERE commitment = ${commitment} AND effective_from <= ? AND ${then}`;
  const sql = `v.commitment = ${commitment} AND v.effective_from = (${last}) AND ${then}`;
  return { sql, values: versionOfValues(asked) };
}

/** What is bound in it. */
export function versionOfValues(asked: Known & Pick<Asked, 'asOf'>): Values {
  const then = known(asked).values;
  return [asked.asOf, ...then, ...then];
}

/** Deadlines lie in the order of their last days for each outcome: those still known, and those that were superseded. */
const deadlines = (asked: Asked): Range[] =>
  outcomesOf(asked.filter).flatMap((outcome) => deadlinesKnown(asked).map((then) => deadlinesIn(asked, outcome, then)));

interface DeadlinesKnown {
  readonly which: Query;
  readonly isRest?: boolean;
}

const deadlinesKnown = (asked: Asked): DeadlinesKnown[] =>
  asked.sequence === undefined
    ? [{ which: said('superseded = 0') }]
    : [
        { which: said('superseded = 0 AND known_from <= ?', asked.sequence) },
        {
          which: said('superseded = 1 AND known_from <= ? AND known_to > ?', asked.sequence, asked.sequence),
          isRest: asked.sort === 'deadline' && isAscending(asked),
        },
      ];

function deadlinesIn(asked: Asked, outcome: Due['outcome'], { which, isRest = false }: DeadlinesKnown): Range {
  const { filter, facets, sort, asOf } = asked;
  const inForce = [
    said(`outcome = ${outcomeNumber(outcome)}`),
    which,
    ...ofKindAndStatus(filter),
    ...facets.flatMap(signatureQuery),
    ...bounds(filter, asOf, isRest ? asked.limit : undefined),
    said('effective_from <= ? AND effective_to > ?', asOf, asOf),
    ...(sort === 'deadline' ? placed(asked) : []),
    ...facets.map((facet) => facetQuery(facet, asked, 'd')),
  ];
  const where = inForce.map(({ sql }) => sql).join(' AND ');
  return {
    from: `(SELECT commitment AS opened, due_to AS due FROM deadline AS d WHERE ${where}) AS w CROSS JOIN ${through(byCommitment(asked))}`,
    given: inForce.flatMap(({ values }) => values),
    turn: 'w.opened',
    ...(sort === 'deadline' ? { place: 'w.due' } : {}),
    isDue: true,
    isRest,
    terms: [versionOf('w.opened', asked)],
  };
}

/** Of what is still known what was then, and of what has been superseded since. */
function onBothSides(asked: Asked, open: readonly Range[], superseded: readonly Range[]): Range[] {
  const { sequence, knownAt } = asked;
  const [still, before] = [said(`known_to = ${STILL_KNOWN}`), said('known_from <= ?', sequence ?? 0)];
  if (sequence === undefined) return open.map(({ from, terms }) => ({ from, terms: [...terms, still] }));
  const [begins, isRest] = [{ ...ANYTHING, upTo: knownAt }, isAscending(asked)];
  const since = said(`known_to < ${STILL_KNOWN} AND known_to > ?`, sequence);
  return [
    ...open.map(({ from, terms }) => ({ from, terms: [...terms, still, before], begins })),
    ...superseded.map(({ from, terms }) => ({ from, terms: [...terms, since, before], begins, isRest })),
  ];
}

/**
 * What is still known, and, where an earlier sequence is asked about, what has been superseded since.
 * Nothing known there began later than its clock, but for what was foreseen: that is kept by how far ahead it lies.
 */
function inEffectiveOrder(asked: Asked): Range[] {
  const { filter, asOf, sequence, knownAt } = asked;
  const open = indexed(filter, 'version_newest', 'version_kind_status');
  const superseded = indexed(filter, 'version_superseded', 'version_superseded_kind_status');
  const ahead = sequence !== undefined && asOf > knownAt ? foreseen(asked) : [];
  return [...onBothSides(asked, open, superseded), ...ahead];
}

/**
 * What lies ahead of a clock was foreseen by then at least as far ahead, so that each range ends where it must.
 * What is seldom foreseen has an index of its own: among all the rest it would have to be looked for.
 */
function foreseen(asked: Asked): Range[] {
  const { status } = asked.filter;
  const number = status === undefined ? undefined : statusNumber(status);
  const [from, given] =
    number === undefined || OFTEN_FORESEEN.some((often) => often === number)
      ? [through('version_foreseen'), []]
      : [through('version_foreseen_seldom'), [said(`status = ${number} AND ${SELDOM_FORESEEN}`)]];
  return LEADS.map(({ number, furthest }) => ({
    from,
    terms: [...given, said(`lead = ${number}`), known(asked)],
    begins: { from: asked.knownAt + 1, upTo: asked.knownAt + furthest },
    isRest: isAscending(asked),
  }));
}

/** Without a status, the newest of all kinds, or of one among them; with one, the index that starts with both. */
function indexed({ kind, status }: CommitmentFilter, newest: string, byKind: string): Range[] {
  if (status === undefined) return [{ from: through(newest), terms: [] }];
  const kinds = kind === undefined ? KINDS : [kind];
  return kinds.map((each) => ({
    from: through(byKind),
    terms: [said(`kind = ${kindNumber(each)} AND status = ${statusNumber(status)}`)],
  }));
}

/** What a filter on them asks of a version, and of a deadline. */
export const ofKindAndStatus = ({ kind, status }: CommitmentFilter): Query[] => [
  ...(kind === undefined ? [] : [said(`kind = ${kindNumber(kind)}`)]),
  ...(status === undefined ? [] : [said(`status = ${statusNumber(status)}`)]),
];

/** Beyond the place where a page ends, where it goes on from one. */
export function placed(asked: Asked): Query[] {
  const { place, sort } = asked;
  if (place === undefined) return [];
  const { column } = ORDERS[sort];
  return column === 'commitment'
    ? [said(`commitment ${beyond(asked)} ?`, place.no)]
    : [said(`(${column}, commitment) ${beyond(asked)} (?, ?)`, place.at, place.no)];
}

export const isAscending = (asked: Asked): boolean => beyond(asked) === '>';

/** On which side of its place a page lies. */
const beyond = ({ place, sort }: Pick<Asked, 'place' | 'sort'>): '<' | '>' =>
  ORDERS[sort].descending === (place?.direction === 'prev') ? '>' : '<';
