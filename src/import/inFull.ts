// All that is wrong with an entry that cannot be recorded, so that one run mends a file: what the ledger would say of it
// once its own faults are mended, and which of that is the fault of an entry before it. It records nothing.
import { AGGREGATE_NAMES, type AggregateName, streamOf } from '../domain/aggregates.ts';
import { referencesOf } from '../domain/references.ts';
import type { Said, Wrong } from './entry.ts';
import type { KnownParties } from './knownParties.ts';
import { keyOf, withOwnId } from './ownId.ts';
import type { Recorder } from './recorder.ts';
import { withReferences } from './references.ts';
import { resolved } from './resolved.ts';
import type { SeenEntries } from './seenEntries.ts';
import { SOME_ID } from './unfit.ts';

export type Unplaced = Omit<Wrong, 'line'>;

export interface Asked {
  readonly seen: SeenEntries;
  readonly recorder: Recorder;
  readonly parties: KnownParties;
}

/** What is wrong besides. @param told what is told already: of one place it speaks for all */
export async function besides(
  { id, command: name, data, recordedAt }: Said,
  told: readonly Unplaced[],
  { seen, recorder }: Asked,
): Promise<readonly Unplaced[]> {
  const places = new Set(told.map(({ pointer }) => pointer));
  if (places.has('/command')) return [];
  const find = (other: string) => (other === id ? undefined : seen.find(other));
  const known = await resolved(data, { find, onRecord: (event) => recorder.onRecord(event) });
  const dangling = known.dangling.map(({ pointer, detail }) => ({ pointer: `/data${pointer}`, detail }));
  for (const { pointer } of dangling) places.add(pointer);
  const payload = withOwnId(
    name,
    `${id}/besides`,
    withReferences(known.data, () => SOME_ID),
  );
  const wrongs = await recorder.judge({ name, payload, key: keyOf(`${id}/besides`), recordedAt });
  return [
    ...dangling.filter(({ pointer }) => !told.some((one) => one.pointer === pointer)),
    ...wrongs
      .map(({ pointer, detail }) => ({ pointer: pointerIn(pointer) || '/data', detail }))
      .filter((one) => !places.has(one.pointer)),
  ];
}

/** A refusal points into the payload, a report into the entry. */
export const pointerIn = (pointer: string): string =>
  pointer === '/recordedAt' ? pointer : pointer === '' ? '' : `/data${pointer}`;

/** The record that an entry is about, or would open. */
export function recordIn({ id, command, data }: Said): string | undefined {
  const payload = withOwnId(command, id, data) as Readonly<Record<string, unknown>>;
  const aggregate = AGGREGATE_NAMES.find((name) => typeof payload[name] === 'string');
  return aggregate === undefined ? undefined : streamOf(aggregate, payload[aggregate] as string);
}

const NOT_THERE = /^no \w+ \S+ is (?:on record|registered)/;

/** Law: what is not on record since the entry that records it was refused is no fault of those that name it. */
export function withCauses(
  { data }: Pick<Said, 'data'>,
  wrongs: readonly Unplaced[],
  seen: SeenEntries,
): readonly Unplaced[] {
  if (!wrongs.some(({ detail }) => NOT_THERE.test(detail))) return wrongs;
  const named = namedIn(data);
  return wrongs.map((wrong) => {
    const stream = NOT_THERE.test(wrong.detail) ? named.get(wrong.pointer) : undefined;
    const cause = stream === undefined ? undefined : seen.refusedOn(stream);
    if (cause === undefined) return wrong;
    const detail = `is not on record, since the entry ${cause.id} that records it (${cause.file}:${cause.line}) was refused itself: put that entry right first`;
    return { pointer: wrong.pointer, detail };
  });
}

/** The records that a payload names, and its own, by their places in the entry. */
function namedIn(data: object): ReadonlyMap<string, string> {
  const payload = data as Readonly<Record<string, unknown>>;
  const own = AGGREGATE_NAMES.filter((name): name is AggregateName => typeof payload[name] === 'string');
  return new Map([
    ...own.map((name) => [`/data/${name}`, streamOf(name, payload[name] as string)] as const),
    ...referencesOf({ stream: '', data: payload }).map(({ pointer, stream }) => [`/data${pointer}`, stream] as const),
  ]);
}
