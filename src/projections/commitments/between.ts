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

/** A page of those ranges that hold most of it, as the query of the rest knows them; sorted by `place`, the least first. */
export const MOST = 'most';

/** @param page where most of one is known: no further than a full one of so many goes */
export function between(column: string, { from, upTo }: Between, page?: number): Query[] {
  const least = from === -Infinity ? [] : [said(`${column} >= ?`, from)];
  if (page !== undefined) {
    const last = `SELECT iif(count(*) = ${WHOLE}, max(place), ${FOREVER}) FROM ${MOST}`;
    return [...least, said(`${column} <= min(?, (${last}))`, Math.min(upTo, FOREVER), page)];
  }
  return upTo === Infinity ? least : [...least, said(`${column} <= ?`, upTo)];
}
