// What an answer rests on: the revisions of the events that made it so. What they are told of is told elsewhere.
// Law: each is of an event that is known and not voided, and none is named twice.

/** Revisions. */
export type Because = readonly number[];
export const NOTHING: Because = [];

export const together = (all: readonly Because[]): Because => {
  const some = all.filter((one) => one.length > 0);
  return some.length < 2 ? (some[0] ?? NOTHING) : [...new Set(some.flat())].sort((a, b) => a - b);
};

/** As it is answered: decimal strings, as revisions are everywhere. */
export const revisions = (because: Because): readonly string[] => because.map(String);

/** Which events set what an answer tells as a bare value. */
export interface SetBy {
  readonly quantity: Because;
  readonly target: Because;
  readonly validUntil: Because;
  /** those that brought an area, or the amendment that gave them all */
  readonly areas: Because;
  readonly consentBy: Because;
  readonly binding: Because;
}
export const NOTHING_SET: SetBy = {
  quantity: NOTHING,
  target: NOTHING,
  validUntil: NOTHING,
  areas: NOTHING,
  consentBy: NOTHING,
  binding: NOTHING,
};

const OF_DATA = ['quantity', 'target', 'validUntil', 'consentBy', 'binding'] as const;
type Setting = { readonly [Name in (typeof OF_DATA)[number]]?: unknown };

/** Law: what an event gives is set by it, whoever set it before. */
export function withSet(setBy: SetBy, data: Setting, revision: number): SetBy {
  const given = OF_DATA.filter((name) => data[name] !== undefined);
  return given.length === 0 ? setBy : { ...setBy, ...Object.fromEntries(given.map((name) => [name, [revision]])) };
}
