// The part of an index between two bounds.
// Law: an index is read between one bound on either side, so whatever bounds a column is told as one.
import { WHOLE } from '../../support/sql.ts';
import { FOREVER } from '../schema.ts';
import { type Query, said } from './asked.ts';

/** Both included. */
export interface Between {
  readonly from: number;
  readonly upTo: number;
}

export const ANYTHING: Between = { from: -Infinity, upTo: Infinity };

export const within = (a: Between, b: Between): Between => ({
  from: Math.max(a.from, b.from),
  upTo: Math.min(a.upTo, b.upTo),
});

/** A page of those ranges that hold most of it, as the query of the rest knows them; sorted by `place`. */
export const MOST = 'most';

/** Where most of a page is known, the rest is read as far as that goes. */
export interface Rest {
  /** in which direction the page goes */
  readonly beyond: '<' | '>';
  readonly limit: number;
}

export function between(column: string, { from, upTo }: Between, rest?: Rest): Query[] {
  const least = rest?.beyond === '<' ? [last('>=', column, from, rest)] : [];
  const most = rest?.beyond === '>' ? [last('<=', column, upTo, rest)] : [];
  return [
    ...(least.length > 0 || from === -Infinity ? least : [said(`${column} >= ?`, from)]),
    ...(most.length > 0 || upTo === Infinity ? most : [said(`${column} <= ?`, upTo)]),
  ];
}

/** No further than the bound, nor than the last place of a full page. */
function last(side: '>=' | '<=', column: string, bound: number, { limit }: Rest): Query {
  const [nearer, furthest, anywhere] = side === '<=' ? ['min', 'max', FOREVER] : ['max', 'min', -FOREVER];
  const place = `SELECT iif(count(*) = ${WHOLE}, ${furthest}(place), ${anywhere}) FROM ${MOST}`;
  return said(`${column} ${side} ${nearer}(?, (${place}))`, Math.max(-FOREVER, Math.min(FOREVER, bound)), limit);
}
