// Where to look instead: what answers for a party, an occasion or a source where a commitment was expected.
import { Failed } from '../failure.ts';
import { notFound } from './notFound.ts';
import type { Asked, DirectoryKind, Reader } from './reader.ts';
import { KINDS } from './reader.ts';

/** The commands that list what a record has to do with, to be typed as they stand. @param title of a source */
export function listsOf(kind: DirectoryKind, id: string, title = ''): readonly string[] {
  if (kind === 'party')
    return [`concordat list --party ${id}`, `concordat list --owed-by ${id}`, `concordat scorecard ${id}`];
  if (kind === 'occasion') return [`concordat list --occasion ${id}`];
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? [] : [`concordat list --search '${words.join(' ')}'`];
}

/** What to say of an id that names no commitment. */
export async function notACommitment(reader: Reader, id: string, asked: Asked): Promise<Failed> {
  for (const kind of KINDS) {
    const text = await reader.record(kind, id);
    if (text === undefined) continue;
    const { title } = JSON.parse(text) as { readonly title?: string };
    const [list] = listsOf(kind, id, title);
    return new Failed(
      `${id} is ${kind === 'occasion' ? 'an' : 'a'} ${kind}, and no commitment${list === undefined ? '' : `: ${list} gives the commitments`}`,
    );
  }
  return notFound(reader, id, asked);
}
