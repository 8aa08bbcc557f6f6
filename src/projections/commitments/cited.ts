// Which sources a commitment cites, each since the first of what is in effect cites it. They are kept as facets are, and told
// apart from the others: an act that cites one more source changes no stretch in which anything else holds.
import type { Effect } from '../../domain/commitment/effect.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { FacetChange } from './facets.ts';

/** By source, the instant from which it is cited, milliseconds since 1970. */
export type Cited = ReadonlyMap<string, number>;

export const NOTHING_CITED: Cited = new Map();

export interface Citing {
  readonly citations?: readonly Citation[] | undefined;
  readonly target?: unknown;
}

export function citedIn(effects: readonly Effect[]): Cited {
  const cited = new Map<string, number>();
  for (const effect of effects) {
    if (effect.act !== undefined && effect.voided) continue;
    for (const source of sourcesIn(effect.event.data as Citing)) {
      const since = cited.get(source);
      if (since === undefined || effect.at < since) cited.set(source, effect.at);
    }
  }
  return cited;
}

/** Those of its citations, and that of a target's baseline. */
export function sourcesIn({ citations = [], target }: Citing): readonly string[] {
  const baseline = (target as { readonly baseline?: { readonly source?: string } } | null | undefined)?.baseline;
  const sources = citations.map(({ source }) => source);
  return baseline?.source === undefined ? sources : [...sources, baseline.source];
}

/** What closes and opens between two foldings of one commitment. */
export function citedChanges(before: Cited, after: Cited): readonly FacetChange[] {
  return [...missingFrom(after, before, 'closed'), ...missingFrom(before, after, 'opened')];
}

const missingFrom = (others: Cited, cited: Cited, change: FacetChange['change']): FacetChange[] =>
  [...cited].flatMap(([value, from]) =>
    others.get(value) === from ? [] : [{ name: 'source', value, from, to: Number.POSITIVE_INFINITY, change }],
  );
