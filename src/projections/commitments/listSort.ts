// The orders of a list: what each is sorted by, and the keyset of a place in it.
// Law: a place is a column's value and the commitment's number, so that no two commitments share one.
import { decodeKeyset, type Keyset } from '../keyset.ts';
import { type AsOf, InvalidCursor, type Sort } from '../readModels.ts';

export interface Order {
  readonly column: 'effective_from' | 'commitment' | 'due_to';
  readonly descending: boolean;
}

export const ORDERS: Readonly<Record<Sort, Order>> = {
  '-effective': { column: 'effective_from', descending: true },
  effective: { column: 'effective_from', descending: false },
  '-recorded': { column: 'commitment', descending: true },
  recorded: { column: 'commitment', descending: false },
  deadline: { column: 'due_to', descending: false },
};

/** A commitment's number is the sequence of its first event. */
export const isByOpening = (sort: Sort): boolean => ORDERS[sort].column === 'commitment';

export interface Place {
  readonly direction: Keyset['direction'];
  /** the column's value there */
  readonly at: number;
  readonly no: number;
}

/** Where a page goes on, and where the clocks of the first one stood. */
export interface Continued {
  readonly keyset: Keyset;
  readonly place: Place;
  readonly clocks: AsOf;
}

export const keyOf = (sort: Sort, at: number, no: number, { asOf, sequence }: AsOf) => [sort, at, no, asOf, sequence];

/** @throws InvalidCursor where it is no cursor of a list in this order */
export function continuedFrom(cursor: string, sort: Sort): Continued {
  const keyset = decodeKeyset(cursor, ['string', 'number', 'number', 'number', 'number']);
  const [sorted, at, no, asOf, sequence] = keyset.key as [string, number, number, number, number];
  if (sorted !== sort) throw new InvalidCursor();
  return { keyset, place: { direction: keyset.direction, at, no }, clocks: { asOf, sequence } };
}
