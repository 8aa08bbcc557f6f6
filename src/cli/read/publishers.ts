// Who published the sources that are cited: asked once each.
import type { Citation } from '../../domain/primitives.ts';
import type { Publisher } from '../text/citations.ts';
import type { Reader } from './reader.ts';

export async function publishersOf(
  reader: Reader,
  cited: Iterable<{ readonly citations: readonly Citation[] }>,
): Promise<Publisher> {
  const names = new Map<string, string>();
  const sources = new Set([...cited].flatMap(({ citations }) => citations.map(({ source }) => source)));
  for (const source of sources) {
    const text = await reader.record('source', source);
    if (text !== undefined) names.set(source, (JSON.parse(text) as { readonly publisher: string }).publisher);
  }
  return (source) => names.get(source);
}
