// What lists are filtered by besides kind and status: parties, areas, contested terms, each with the time it held.
import { contestedIn } from '../../domain/commitment/present.ts';
import type { Segment } from '../../domain/commitment/timeline.ts';

export const FACETS = ['party', 'area', 'contested'] as const;
export type FacetName = (typeof FACETS)[number];

export interface Interval {
  readonly from: number;
  readonly to: number;
}
export interface Facet {
  readonly name: FacetName;
  readonly value: string;
  /** in order, apart from each other */
  readonly held: readonly Interval[];
}
/** By name and value. */
export type Facets = ReadonlyMap<string, Facet>;

export function facetsOf(segments: readonly Segment[]): Facets {
  const facets = new Map<string, { name: FacetName; value: string; held: Interval[] }>();
  const hold = (name: FacetName, value: string, { from, to }: Segment) => {
    const key = `${name} ${value}`;
    const facet = facets.get(key);
    const last = facet?.held.at(-1);
    if (facet === undefined) facets.set(key, { name, value, held: [{ from, to }] });
    else if (last?.to === from) facet.held[facet.held.length - 1] = { from: last.from, to };
    else facet.held.push({ from, to });
  };
  for (const segment of segments) {
    for (const code of segment.state.standings.keys()) hold('party', code, segment);
    for (const area of segment.state.areas) hold('area', area, segment);
    for (const term of contestedIn(segment.state)) hold('contested', term, segment);
  }
  return facets;
}

export interface FacetChange extends Interval {
  readonly name: FacetName;
  readonly value: string;
  readonly change: 'closed' | 'opened';
}

/** What closes and opens between two foldings of one commitment. */
export function facetChanges(before: Facets, after: Facets): FacetChange[] {
  return [...missingFrom(after, before, 'closed'), ...missingFrom(before, after, 'opened')];
}

/** The intervals of `facets` that `others` does not have. */
const missingFrom = (others: Facets, facets: Facets, change: FacetChange['change']): FacetChange[] =>
  [...facets].flatMap(([key, { name, value, held }]) => {
    const known = others.get(key)?.held ?? [];
    return held
      .filter(({ from, to }) => !known.some((interval) => interval.from === from && interval.to === to))
      .map((interval) => ({ name, value, ...interval, change }));
  });
