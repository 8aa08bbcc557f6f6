// The importer: entry by entry, in the order in which facts became known, so that the same files make the same journal
// everywhere. It goes on past what is refused, and adds nothing that is on record already.
import { basename } from 'node:path';
import {
  type Entry,
  type Fault,
  type Found,
  type FoundEntry,
  faultOf,
  isFault,
  type Place,
  type Wrong,
} from './entry.ts';
import { JSON_LINES, TABLE } from './files.ts';
import { jsonLinesEntries } from './jsonLines.ts';
import { bytesOf, linesOf } from './lines.ts';
import { merged } from './merged.ts';
import { keyOf, withOwnId } from './ownId.ts';
import type { Recorder } from './recorder.ts';
import { resolved } from './resolved.ts';
import { SeenEntries } from './seenEntries.ts';
import { readTable } from './table/readTable.ts';
import type { TableMap } from './table/tableMap.ts';
import { unfit } from './unfit.ts';
import { yamlEntries } from './yamlEntries.ts';

export type Outcome = 'recorded' | 'repeated' | Fault;

export interface ImportOptions {
  readonly recorder: Recorder;
  /** bytes read, as they are */
  readonly onBytes?: (count: number) => void;
  /** what the columns of tables mean */
  readonly map?: TableMap | undefined;
}

/** What becomes of each entry of these files, which are one history. @throws UnreadableFile, ImportStopped */
export function importFiles(
  files: readonly string[],
  { recorder, onBytes = () => {}, map }: ImportOptions,
): AsyncGenerator<Outcome, void, undefined> {
  return importEntries(
    files.map((file) =>
      map !== undefined && TABLE.test(file) ? tableEntries(file, map, onBytes) : entriesOf(file, onBytes),
    ),
    recorder,
  );
}

async function* tableEntries(
  file: string,
  map: TableMap,
  onBytes: (count: number) => void,
): AsyncGenerator<Found, void, undefined> {
  const bytes = bytesOf(file);
  yield* (await readTable({ file, name: nameOf(file), bytes }, map)).found;
  onBytes(bytes.length);
}

/** What templates know a table's file by. */
export const nameOf = (file: string): string => basename(file).replace(TABLE, '');

function entriesOf(file: string, onBytes: (count: number) => void): AsyncIterable<Found> {
  const lines = linesOf(file, onBytes);
  return JSON_LINES.test(file) ? jsonLinesEntries(file, lines) : yamlEntries(file, lines);
}

/** @throws ImportStopped */
export async function* importEntries(
  histories: readonly AsyncIterable<Found>[],
  recorder: Recorder,
): AsyncGenerator<Outcome, void, undefined> {
  const seen = new SeenEntries();
  try {
    for await (const found of merged(histories)) {
      if (!isFault(found) && found.isShared === true && seen.find(found.entry.id) !== undefined) continue;
      yield await outcomeOf(found, seen, recorder);
    }
  } finally {
    seen.close();
  }
}

async function outcomeOf(found: Found, seen: SeenEntries, recorder: Recorder): Promise<Outcome> {
  if (isFault(found)) {
    if (found.entry !== undefined) seen.add(found.entry, found);
    return found;
  }
  const { entry } = found;
  const first = seen.add(entry.id, found);
  const find = (id: string) => (id === entry.id ? undefined : seen.find(id));
  const { data, dangling } = await resolved(entry.data, { find, onRecord: (event) => recorder.onRecord(event) });
  if (first !== undefined || dangling.length > 0) return misnamed(found, first, dangling);
  const { command: name, recordedAt } = entry;
  const payload = withOwnId(name, entry.id, data);
  const answer = await recorder.record({ name, payload, key: keyOf(entry.id), recordedAt });
  if ('refused' in answer) {
    return found.isShared === true && answer.refused === 'ALREADY_ON_RECORD' ? 'repeated' : refusedAs(found, answer);
  }
  seen.made(entry.id, answer);
  return answer.repeated ? 'repeated' : 'recorded';
}

/** An id or a reference is wrong: that, and whatever else is. */
function misnamed(found: FoundEntry, first: Place | undefined, dangling: readonly Unplaced[]): Fault {
  const { command, data } = found.entry;
  return fault(found, first === undefined ? 'UNKNOWN_ENTRY' : 'DUPLICATE_ENTRY', [
    ...(first === undefined ? [] : [duplicate(found, first)]),
    ...dangling.map(({ pointer, detail }) => ({ pointer: `/data${pointer}`, detail })),
    ...unfit(command, data),
  ]);
}

function duplicate({ entry, file }: FoundEntry, first: Place): Unplaced {
  const where = first.file === file ? `line ${first.line}` : `${first.file}:${first.line}`;
  return { pointer: '/id', detail: `${entry.id} is the id of the entry at ${where} too: give each its own` };
}

interface Refused {
  readonly refused: string;
  readonly detail: string;
  readonly errors: readonly Unplaced[];
}
type Unplaced = Omit<Wrong, 'line'>;

/** A refusal points into the payload; a report into the entry. */
function refusedAs(found: FoundEntry, { refused, detail, errors }: Refused): Fault {
  if (errors.length < 2) {
    const pointer = pointerIn(refused, errors[0]?.pointer ?? '');
    return fault(found, refused, [{ pointer, detail }]);
  }
  return fault(
    found,
    refused,
    errors.map((error) => ({ pointer: pointerIn(refused, error.pointer), detail: error.detail })),
  );
}

function pointerIn(refused: string, pointer: string): string {
  if (refused === 'UNKNOWN_COMMAND') return '/command';
  if (refused === 'RECORDED_AT_OUT_OF_ORDER') return '/recordedAt';
  return pointer === '' ? '' : `/data${pointer}`;
}

const fault = (found: FoundEntry, code: string, wrongs: readonly Unplaced[]): Fault =>
  faultOf(
    { ...found, entry: found.entry.id },
    code,
    wrongs.map(({ pointer, detail }) => ({ pointer, detail: detail + numberHint(found.entry, pointer) })),
  );

/** YAML takes 2025 for a number, where a date was meant. */
function numberHint(entry: Entry, pointer: string): string {
  let value: unknown = entry;
  for (const name of pointer.split('/').slice(1))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined;
  return typeof value === 'number' ? `; ${value} was read as a number: where text is meant, put it in quotes` : '';
}
