// Ids of commitments as people type and read them: any beginning of eight characters or more that names one alone.
// It never guesses: what names several is refused with all of them.
import { CommitmentId } from '../../domain/primitives.ts';
import type { CommitmentFilter } from '../../projections/readModels.ts';
import { Failed, UsageError } from '../failure.ts';
import { cut } from '../text/columns.ts';
import { oneLine } from '../text/plain.ts';
import { type DirectoryKind, KINDS, type Reader } from './reader.ts';

const WHOLE = 36;
/** What a uuid begins with, of eight characters or more. */
const START = /^[0-9a-f]{8}(?:$|-[0-9a-f-]{0,27}$)/i;
/** Too short for a name, and yet found. */
const TOO_SHORT = /^[0-9a-f]{4,7}$/i;
const TITLE = 70;

/**
 * The id that is meant; as it was given where that begins no commitment's id. A name that is on record goes before a beginning.
 * @throws Failed where it begins the ids of several, or is too short for a name
 */
export async function wholeId(reader: Reader, given: string): Promise<string> {
  if (given.trim() === '') throw new UsageError('the id is empty: concordat list gives those of commitments');
  const start = given.toLowerCase();
  if (given.length >= WHOLE || !(START.test(start) || TOO_SHORT.test(start))) return given;
  const found = await reader.idsBeginning([start]);
  const [first] = found;
  if (first === undefined || (await namesRecord(reader, given))) return given;
  if (found.length === 1 && START.test(start)) return first.id;
  const titles = await Promise.all(found.map(({ id }) => titleOf(reader, id)));
  const lines = found.map(({ short }, index) => `  ${short}  ${titles[index]}`);
  const why = TOO_SHORT.test(start)
    ? `${given} is too short for an id, which takes its first 8 characters or more: give more of the one you mean`
    : `${given} begins the ids of several commitments: give more of the one you mean`;
  throw new Failed(`${why}\n${lines.join('\n')}`);
}

/** A filter with the id that is meant. @throws Failed where it names no commitment, or several */
export async function withWholeId(reader: Reader, filter: CommitmentFilter): Promise<CommitmentFilter> {
  if (filter.linkedTo === undefined) return filter;
  const linkedTo = await wholeId(reader, filter.linkedTo);
  if (CommitmentId.safeParse(linkedTo).success) return { ...filter, linkedTo };
  throw new Failed(
    `${linkedTo.slice(0, 100)} is no commitment’s id, nor the beginning of one: concordat list gives them`,
  );
}

async function namesRecord(reader: Reader, name: string): Promise<boolean> {
  const found = await Promise.all(KINDS.map((kind: DirectoryKind) => reader.record(kind, name)));
  return found.some((text) => text !== undefined);
}

/** Also of one that has no answer: it is set aside. */
async function titleOf(reader: Reader, id: string): Promise<string> {
  const answered = await reader.commitment(id, {}).catch(() => undefined);
  if (answered === undefined) return '(no answer)';
  return cut(oneLine((JSON.parse(answered.text) as { readonly title: string }).title), TITLE);
}

/** The shortest beginning of each that names it alone; the whole id of one that is not found. */
export async function shortIdsOf(reader: Reader, ids: Iterable<string>): Promise<(id: string) => string> {
  const found = await reader.idsBeginning([...new Set(ids)]);
  const short = new Map(found.map((one) => [one.id, one.short]));
  return (id) => short.get(id) ?? id;
}
