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
  type Said,
  type UnfitEntry,
} from './entry.ts';
import { JSON_LINES, TABLE } from './files.ts';
import { type Asked, besides, pointerIn, recordIn, type Unplaced, withCauses } from './inFull.ts';
import { jsonLinesEntries } from './jsonLines.ts';
import { KnownParties } from './knownParties.ts';
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
      numbered(map !== undefined && TABLE.test(file) ? tableEntries(file, map, onBytes) : entriesOf(file, onBytes)),
    ),
    recorder,
  );
}

async function* numbered(history: AsyncIterable<Found>): AsyncGenerator<Found, void, undefined> {
  let number = 0;
  for await (const found of history) yield { ...found, number: ++number };
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
  const asked = { seen, recorder, parties: new KnownParties(recorder) };
  try {
    for await (const found of merged(histories)) {
      if (!isFault(found) && found.isShared === true && seen.find(found.entry.id) !== undefined) continue;
      yield await outcomeOf(found, asked);
    }
  } finally {
    seen.close();
  }
}

async function outcomeOf(found: Found, asked: Asked): Promise<Outcome> {
  const { seen, recorder, parties } = asked;
  if (isFault(found)) {
    if (found.entry !== undefined) seen.add(found.entry, found);
    return 'said' in found ? unfitInFull(found, asked) : found;
  }
  const { entry } = found;
  parties.take(entry);
  const first = seen.add(entry.id, found);
  const find = (id: string) => (id === entry.id ? undefined : seen.find(id));
  const { data, dangling } = await resolved(entry.data, { find, onRecord: (event) => recorder.onRecord(event) });
  if (first !== undefined || dangling.length > 0) return misnamed(found, first, dangling, asked);
  const { command: name, recordedAt } = entry;
  const payload = withOwnId(name, entry.id, data);
  const answer = await recorder.record({ name, payload, key: keyOf(entry.id), recordedAt });
  if ('refused' in answer) {
    return found.isShared === true && answer.refused === 'ALREADY_ON_RECORD'
      ? 'repeated'
      : refusedAs(found, { ...saidBy(entry), data: payload as Entry['data'] }, answer, asked);
  }
  seen.made(entry.id, answer);
  return answer.repeated ? 'repeated' : 'recorded';
}

const saidBy = ({ id, command, data, recordedAt }: Entry): Said => ({ id, command, data, recordedAt });

/** No entry as it stands: that, and what the ledger would say of it. */
async function unfitInFull({ said, lineOf, ...fault }: UnfitEntry, asked: Asked): Promise<Fault> {
  asked.parties.take(said);
  const all = await hinted(said, [...fault.errors, ...(await besides(said, fault.errors, asked))], asked);
  const place = { ...fault, lineOf };
  noteRefused(said, place, asked.seen);
  return faultOf(place, fault.code, all);
}

/** An id or a reference is wrong: that, and whatever else is. */
async function misnamed(
  found: FoundEntry,
  first: Place | undefined,
  dangling: readonly Unplaced[],
  asked: Asked,
): Promise<Fault> {
  const said = saidBy(found.entry);
  const told = [
    ...(first === undefined ? [] : [duplicate(found, first)]),
    ...dangling.map(({ pointer, detail }) => ({ pointer: `/data${pointer}`, detail })),
    ...unfit(said.command, said.data),
  ];
  const all = await hinted(said, [...told, ...(await besides(said, told, asked))], asked);
  noteRefused(said, found, asked.seen);
  return faultOf({ ...found, entry: said.id }, first === undefined ? 'UNKNOWN_ENTRY' : 'DUPLICATE_ENTRY', all);
}

function noteRefused(said: Said, { file, line }: Place, seen: SeenEntries): void {
  const stream = recordIn(said);
  if (stream !== undefined) seen.refuse(stream, { id: said.id, file, line });
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

/** A refusal points into the payload; a report into the entry. @param said with its references resolved */
async function refusedAs(
  found: FoundEntry,
  said: Said,
  { refused, detail, errors }: Refused,
  asked: Asked,
): Promise<Fault> {
  const whole = errors.length < 2 ? [{ pointer: errors[0]?.pointer ?? '', detail }] : errors;
  const wrongs = whole.map((error) => ({
    pointer: refused === 'UNKNOWN_COMMAND' ? '/command' : pointerIn(error.pointer),
    detail: error.detail,
  }));
  const all = await hinted(said, wrongs, asked);
  noteRefused(said, found, asked.seen);
  return faultOf({ ...found, entry: said.id }, refused, all);
}

/** With what may have been meant, or is at fault elsewhere. */
async function hinted(said: Said, wrongs: readonly Unplaced[], { seen, parties }: Asked): Promise<readonly Unplaced[]> {
  const known = await parties.hinted(withCauses(said, wrongs, seen), said);
  return known.map((wrong) => withNumberHint(said, wrong));
}

/** YAML takes 2025 for a number, where a date was meant. */
function withNumberHint(entry: Pick<Said, 'data'>, { pointer, detail }: Unplaced): Unplaced {
  let value: unknown = entry;
  for (const name of pointer.split('/').slice(1))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined;
  const isText = typeof value === 'number' && TAKES_TEXT.test(detail);
  const hint = isText ? `; ${value} was read as a number: where text is meant, put it in quotes` : '';
  return { pointer, detail: detail + hint };
}

/** What is asked for instead is text. */
const TAKES_TEXT = /give text|is not a|is no /;
