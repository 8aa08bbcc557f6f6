// An entry of an import file: a command under an id of its own, from which its key is made.
// An entry that cannot be read is a value too: it is reported by its line, and the others go on.
import { z } from 'zod';
import { worded } from '../../domain/wording.ts';

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

/** What is wrong with an entry, where, and what to do about it. */
export interface Fault extends Place {
  /** the entry's id, where it could be read */
  readonly entry: string | undefined;
  readonly code: string;
  /** JSON Pointer into the entry; of all that is wrong, the first */
  readonly pointer: string;
  readonly detail: string;
}

export interface FoundEntry extends Place {
  readonly entry: Entry;
  /** the line of a part of the entry, by its JSON Pointer; the nearest part around it where there is none */
  readonly lineOf: (pointer: string) => number;
}

/** What a file holds in one place: an entry, or what is wrong there. */
export type Found = FoundEntry | Fault;
export const isFault = (found: Found): found is Fault => 'code' in found;

/** A value as an entry. */
export function asEntry(value: unknown, place: Place, lineOf: (pointer: string) => number): Found {
  const parsed = Entry.safeParse(value, { error: worded });
  if (parsed.success) return { ...place, entry: parsed.data, lineOf };
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const pointer = (issue?.path ?? []).map((name) => `/${String(name)}`).join('');
  const id = idOf(value);
  return {
    ...place,
    line: lineOf(pointer),
    entry: id,
    code: 'BAD_ENTRY',
    pointer,
    detail: `${issue?.message ?? 'is no entry'}: an entry is { id, command, data, recordedAt?, note? }`,
  };
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? id.slice(0, 120) : undefined;
}
