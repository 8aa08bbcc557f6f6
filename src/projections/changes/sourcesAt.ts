// What a reader needs to know of the sources that changes cite: title and publisher, as known at a sequence.
import type { Journal } from '../../journal/journal.ts';
import { directoryAt } from '../directory/directoryAt.ts';
import type { SetAsides } from '../setAside.ts';
import type { Source, SourceOf } from './changeItem.ts';

/** Each is read once. Of a source that is set aside or voided nothing is told. */
export function sourcesAt(journal: Pick<Journal, 'readStream'>, asides: SetAsides, sequence: number): SourceOf {
  const known = new Map<string, Source | undefined>();
  const read = (id: string): Source | undefined => {
    if (asides.find('source', id, sequence) !== undefined) return undefined;
    const source = directoryAt(journal, { kind: 'source', id }, { knownAt: sequence });
    if (source === undefined) return undefined;
    const { title, publisher, retracted } = source;
    return { id, title, publisher, retracted: retracted !== null };
  };
  return (id) => {
    const source = known.has(id) ? known.get(id) : read(id);
    known.set(id, source);
    return source;
  };
}
