// Facets in a list's query: what a filter asks to be held at the instant, as known at the sequence.
import { CONTESTABLE, RELATIONS, type Relation } from '../../domain/commitment/payloads.ts';
import type { CommitmentFilter } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import type { Asked, Query } from './asked.ts';
import { linkTo } from './facets.ts';
import { signatureOf } from './signature.ts';

/** A facet of which one of some values must be held. */
export interface Wanted {
  readonly name: 'party' | 'area' | 'occasion' | 'contested' | 'link' | 'relation';
  /** at least one */
  readonly values: readonly string[];
}

/** @param members of the grouping asked about, there and then */
export function wantedFacets(
  { party, area, occasion, contested, linkedTo, relation }: CommitmentFilter,
  members: readonly string[] | undefined,
): Wanted[] {
  const wanted: [Wanted['name'], readonly string[] | undefined][] = [
    ['occasion', occasion === undefined ? undefined : [occasion]],
    ['link', linkedTo === undefined ? undefined : linksTo(linkedTo, relation)],
    ['relation', relation === undefined || linkedTo !== undefined ? undefined : [relation]],
    ['party', party === undefined ? undefined : [party]],
    ['party', members],
    ['area', area === undefined ? undefined : [area]],
    ['contested', contested === true ? CONTESTABLE : contested === undefined ? undefined : [contested]],
  ];
  return wanted.flatMap(([name, values]) => (values === undefined ? [] : [{ name, values }]));
}

/** Every link that may lead there; those in one relation where that is asked for. */
export const linksTo = (target: string, relation?: Relation): string[] =>
  (relation === undefined ? RELATIONS : [relation]).map((one) => linkTo(one, target));

type Held = Pick<Asked, 'asOf' | 'sequence'>;

/** One query text for lists of nearly the same length: the last value fills it up to a power of two. */
function oneOf({ name, values }: Wanted): Query {
  const places = 2 ** Math.ceil(Math.log2(values.length));
  const filled = [...values, ...Array<string>(places - values.length).fill(values.at(-1) as string)];
  return { sql: `f.name = '${name}' AND f.value IN (${filled.map(() => '?').join(', ')})`, values: filled };
}

function heldThen({ asOf, sequence }: Held): Query {
  const sql = 'f.effective_from <= ? AND f.effective_to > ?';
  return sequence === undefined
    ? { sql: `${sql} AND f.known_to = ${STILL_KNOWN}`, values: [asOf, asOf] }
    : { sql: `${sql} AND f.known_from <= ? AND f.known_to > ?`, values: [asOf, asOf, sequence, sequence] };
}

/** Of each row that an index in the list's order gives: most of those without the facet are passed over by this alone. */
export function signatureQuery({ name, values }: Wanted): Query[] {
  const facets = values.map((value) => `${name} ${value}`);
  const signature = signatureOf(facets);
  if (signature === 0) return [];
  return facets.length === 1
    ? [{ sql: '(signature & ?) = ?', values: [signature, signature] }]
    : [{ sql: '(signature & ?) <> 0', values: [signature] }];
}

/** Looked up for each row whose signature may have it. @param of whose row it is: a version's or a deadline's */
export function facetQuery(facet: Wanted, asked: Held, of: 'v' | 'd' = 'v'): Query {
  const [which, then] = [oneOf(facet), heldThen(asked)];
  return {
    sql: `EXISTS (SELECT 1 FROM facet AS f WHERE ${which.sql} AND f.commitment = ${of}.commitment AND ${then.sql})`,
    values: [...which.values, ...then.values],
  };
}

/** The commitments that have its one value, in the order of opening, between two of them. */
export function facetBetween(facet: Wanted, asked: Held, above: number, below: number): Query {
  const then = heldThen(asked);
  return {
    sql: `SELECT f.commitment AS opened FROM facet AS f
      WHERE f.name = '${facet.name}' AND f.value = ? AND f.commitment > ? AND f.commitment < ? AND ${then.sql}`,
    values: [...facet.values, above, below, ...then.values],
  };
}

/** All that has it, each commitment once: where that is little, the rows are found from there. */
export function rareFacet(facet: Wanted, asked: Held): Query {
  const [which, then] = [oneOf(facet), heldThen(asked)];
  return {
    sql: `SELECT DISTINCT f.commitment AS opened FROM facet AS f WHERE ${which.sql} AND ${then.sql}`,
    values: [...which.values, ...then.values],
  };
}
