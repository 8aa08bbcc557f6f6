// The importer: entry by entry, in the order of the files, so that the same files make the same journal everywhere.
// It goes on past what is refused, and adds nothing that is on record already.
import type { Fault, Found, FoundEntry } from './entry.ts';
import { isFault } from './entry.ts';
import { jsonLinesEntries } from './jsonLines.ts';
import { linesOf } from './lines.ts';
import { withOwnId } from './ownId.ts';
import type { Recorder } from './recorder.ts';
import { resolve } from './references.ts';
import { SeenEntries } from './seenEntries.ts';
import { yamlEntries } from './yamlEntries.ts';

export type Outcome = 'recorded' | 'repeated' | Fault;

export interface ImportOptions {
  readonly recorder: Recorder;
  /** bytes read, as they are */
  readonly onBytes?: (count: number) => void;
}

const JSON_LINES = /\.(?:jsonl|ndjson)$/i;

/** What becomes of each entry of these files. @throws UnreadableFile, ImportStopped */
export async function* importFiles(
  files: readonly string[],
  { recorder, onBytes = () => {} }: ImportOptions,
): AsyncGenerator<Outcome, void, undefined> {
  const seen = new SeenEntries();
  try {
    for (const file of files) {
      for await (const found of entriesOf(file, onBytes)) yield await outcomeOf(found, seen, recorder);
    }
  } finally {
    seen.close();
  }
}

function entriesOf(file: string, onBytes: (count: number) => void): AsyncIterable<Found> {
  const lines = linesOf(file, onBytes);
  return JSON_LINES.test(file) ? jsonLinesEntries(file, lines) : yamlEntries(file, lines);
}

async function outcomeOf(found: Found, seen: SeenEntries, recorder: Recorder): Promise<Outcome> {
  if (isFault(found)) {
    if (found.entry !== undefined) seen.add(found.entry, found);
    return found;
  }
  const { entry } = found;
  const first = seen.add(entry.id, found);
  if (first !== undefined) {
    const where = first.file === found.file ? `line ${first.line}` : `${first.file}:${first.line}`;
    return fault(
      found,
      'DUPLICATE_ENTRY',
      '/id',
      `${entry.id} is the id of the entry at ${where} too: give each its own`,
    );
  }
  const resolved = resolve(entry.data, (id) => (id === entry.id ? undefined : seen.find(id)));
  if ('pointer' in resolved) return fault(found, 'UNKNOWN_ENTRY', `/data${resolved.pointer}`, resolved.detail);
  const { command: name, recordedAt } = entry;
  const key = `import/${entry.id}`;
  const payload = withOwnId(name, key, resolved.data);
  const answer = await recorder.record({ name, payload, key, recordedAt });
  if ('refused' in answer)
    return fault(found, answer.refused, pointerIn(answer), answer.detail + numberHint(entry, pointerIn(answer)));
  seen.made(entry.id, answer);
  return answer.repeated ? 'repeated' : 'recorded';
}

/** A refusal points into the payload; a report into the entry. */
function pointerIn({
  refused,
  errors,
}: {
  readonly refused: string;
  readonly errors: readonly { readonly pointer: string }[];
}): string {
  if (refused === 'UNKNOWN_COMMAND') return '/command';
  const pointer = errors[0]?.pointer ?? '';
  if (refused === 'RECORDED_AT_OUT_OF_ORDER') return '/recordedAt';
  return pointer === '' ? '' : `/data${pointer}`;
}

/** YAML takes 2025 for a number, where a date was meant. */
function numberHint(entry: unknown, pointer: string): string {
  let value = entry;
  for (const name of pointer.split('/').slice(1))
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'number' ? `; ${value} was read as a number: where text is meant, put it in quotes` : '';
}

const fault = (found: FoundEntry, code: string, pointer: string, detail: string): Fault => ({
  file: found.file,
  line: found.lineOf(pointer),
  entry: found.entry.id,
  code,
  pointer,
  detail,
});
