// Sources by what they are called: who published it and under which title, and that it was retracted.
import type { Publisher } from './citations.ts';

export interface SourceTitle {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly retracted: boolean;
}

export function titledBy(sources: Iterable<SourceTitle>): Publisher {
  const known = new Map([...sources].map((source) => [source.id, source]));
  return (id) => {
    const source = known.get(id);
    return source && `${source.publisher}: “${source.title}”${source.retracted ? ', RETRACTED' : ''}`;
  };
}
