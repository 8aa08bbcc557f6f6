// What the sources that are cited are called: asked once each.
import type { Citation } from '../../domain/primitives.ts';
import type { Publisher } from '../text/citations.ts';
import { type SourceTitle, titledBy } from '../text/sourceTitles.ts';
import type { Reader } from './reader.ts';

type Answer = Omit<SourceTitle, 'retracted'> & { readonly retracted: object | null };

export async function titlesOf(
  reader: Reader,
  cited: Iterable<{ readonly citations: readonly Citation[] }>,
): Promise<Publisher> {
  const ids = new Set([...cited].flatMap(({ citations }) => citations.map(({ source }) => source)));
  const sources: SourceTitle[] = [];
  for (const id of ids) {
    const text = await reader.record('source', id);
    if (text === undefined) continue;
    const { title, publisher, retracted } = JSON.parse(text) as Answer;
    sources.push({ id, title, publisher, retracted: retracted !== null });
  }
  return titledBy(sources);
}
