// An entry of an import file: a command under an id of its own, from which its key is made.
// An entry that cannot be read is a value too: it is reported by its line, and the others go on.
import { z } from 'zod';
import { worded } from '../domain/wording.ts';
import { unfit } from './unfit.ts';

export const Entry = z.strictObject({
  /** within the import; names of several files share one space of keys, so give each file's entries a prefix */
  id: z
    .string('is missing, or no text')
    .max(120)
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/, 'is no entry id: letters, digits and inner . _ / -'),
  command: z.string('is missing, or no text').max(80),
  data: z.record(z.string(), z.json(), 'is missing, or no mapping'),
  /** when the fact became known: an instant with its zone */
  recordedAt: z.iso
    .datetime({ offset: true, error: 'is no instant with a zone: give 2025-06-26T00:00:00Z' })
    .optional(),
  /** for readers of the file; not recorded */
  note: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

export interface Place {
  readonly file: string;
  /** from 1 */
  readonly line: number;
}

/** One thing that is wrong: its line, a JSON Pointer into the entry, and what would be right. */
export interface Wrong {
  readonly line: number;
  readonly pointer: string;
  readonly detail: string;
}

/** What is wrong with an entry, where, and what to do about it: all of it, and the first in front. */
export interface Fault extends Place, Wrong {
  /** the entry's id, where it could be read */
  readonly entry: string | undefined;
  readonly code: string;
  readonly errors: readonly Wrong[];
  /** its place among the entries of its file, from 1 */
  readonly number?: number;
}

/** What an entry says, where that could be read at all. */
export interface Said {
  readonly id: string;
  readonly command: string;
  readonly data: Entry['data'];
  readonly recordedAt: string | undefined;
}

/** An entry that is none as it stands: what else is wrong with it is still to be asked. */
export interface UnfitEntry extends Fault {
  readonly said: Said;
  readonly lineOf: FoundEntry['lineOf'];
}

export interface FoundEntry extends Place {
  readonly entry: Entry;
  /** its place among the entries of its file, from 1 */
  readonly number?: number;
  /** several tables bring it: it counts once, and what is on record already, from whatever hand, is no fault */
  readonly isShared?: true;
  /** the line of a part of the entry, by its JSON Pointer; the nearest part around it where there is none */
  readonly lineOf: (pointer: string) => number;
}

/** What a file holds in one place: an entry, or what is wrong there. */
export type Found = FoundEntry | Fault | UnfitEntry;
export const isFault = (found: Found): found is Fault | UnfitEntry => 'code' in found;

/** A fault of one entry. @param wrongs at least one; each is placed on its own line */
export function faultOf(
  found: Place & {
    readonly entry: string | undefined;
    readonly lineOf: (pointer: string) => number;
    readonly number?: number | undefined;
  },
  code: string,
  wrongs: readonly Omit<Wrong, 'line'>[],
): Fault {
  const errors = wrongs.map(({ pointer, detail }) => ({ line: found.lineOf(pointer), pointer, detail }));
  const first = errors[0] ?? { line: found.line, pointer: '', detail: 'is no entry' };
  const number = found.number === undefined ? {} : { number: found.number };
  return { file: found.file, ...number, entry: found.entry, code, ...first, errors };
}

/** A fault of a text that could not be read as an entry at all. */
export const unreadable = (place: Place, code: string, detail: string): Fault =>
  faultOf({ ...place, entry: undefined, lineOf: () => place.line }, code, [{ pointer: '', detail }]);

const SHAPE = 'an entry is { id, command, data, recordedAt?, note? }';

/** A value as an entry. */
export function asEntry(value: unknown, place: Place, lineOf: (pointer: string) => number): Found {
  const found = { ...place, entry: idOf(value), lineOf };
  const endless = endlessIn(value);
  if (endless !== undefined) return faultOf(found, 'BAD_ENTRY', [endless]);
  const parsed = Entry.safeParse(value, { error: worded });
  if (parsed.success) return { ...place, line: lineOf(''), entry: { ...parsed.data, data: dataOf(value) }, lineOf };
  const ofEntry = parsed.error.issues.map(({ path, message }) => ({
    pointer: pointerOf(path),
    detail: path.length === 0 && message.includes('give {') ? message : `${message}: ${SHAPE}`,
  }));
  const said = saidIn(value);
  const ofData = said === undefined ? [] : unfit(said.command, said.data);
  const fault = faultOf(found, 'BAD_ENTRY', [...ofEntry.sort(unknownFirst), ...ofData]);
  return said === undefined ? fault : { ...fault, said, lineOf };
}

/** As it was written: a map of the schema leaves `__proto__` out unsaid, and the ledger is to judge it. */
const dataOf = (value: unknown): Entry['data'] => (value as { readonly data: Entry['data'] }).data;

/** A misspelt name comes before the name that is missing for it. */
const unknownFirst = (a: { readonly pointer: string }, b: { readonly pointer: string }): number =>
  Number(a.pointer !== '') - Number(b.pointer !== '');

/** Where command and data could be read. */
function saidIn(value: unknown): Said | undefined {
  const { command, data, recordedAt } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof command !== 'string' || typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const at = Entry.shape.recordedAt.safeParse(recordedAt).data;
  return { id: idOf(value) ?? '', command, data: data as Entry['data'], recordedAt: at };
}

const pointerOf = (path: readonly PropertyKey[]): string => path.map((name) => `/${escaped(String(name))}`).join('');
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The deepest entry is a correction of a correction of an act; what holds itself has no depth at all. */
const MAX_DEPTH = 64;

/** Where a value nests too deep for anything that would read it by recursion. */
function endlessIn(value: unknown): Omit<Wrong, 'line'> | undefined {
  const open: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.path.length >= MAX_DEPTH) {
      const pointer = pointerOf(next.path.slice(0, 2));
      return { pointer, detail: `nests more than ${MAX_DEPTH} levels deep, or holds itself: write out what is meant` };
    }
    for (const [name, member] of Object.entries(next.value)) open.push({ value: member, path: [...next.path, name] });
  }
  return undefined;
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? id.slice(0, 120) : undefined;
}
