// Citations as a person reads them: who published it, in whose words, and the few words themselves.
import type { Citation } from '../../domain/primitives.ts';
import { oneLine } from './plain.ts';

/** The publisher of a source, by its id; undefined where it is not on record. */
export type Publisher = (source: string) => string | undefined;

/** One on a line. */
export const citationLines = (citations: readonly Citation[], publisher: Publisher, indent: string): string[] =>
  citations.map((citation) => indent + oneLine(citationWords(citation, publisher)));

function citationWords({ source, as, speaker, quote, locator }: Citation, publisher: Publisher): string {
  const named = publisher(source);
  const by = named === undefined ? source : `${named} (${source})`;
  const whose = as === 'own' ? 'in its own words' : `${as === 'quoted' ? 'quoting' : 'after'} ${speaker ?? 'others'}`;
  const words = quote === undefined ? '' : `: “${quote}”`;
  return `${by}, ${whose}${words}${locator === undefined ? '' : ` [${locator}]`}`;
}
