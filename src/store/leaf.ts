// The leaf of each event of an append, made and checked before anything is written.
// Every engine asks here, so that what one engine takes every engine takes. Never called for what is on record.
import { NotIJson } from '../domain/canonicalJson.ts';
import { envelopeText, MAX_LEAF_BYTES, type NewEvent } from '../domain/envelope.ts';
import { type AppendOptions, EventStoreError, type ExpectedRevision } from './eventStore.ts';

/** One append is at most so many bytes of leaves: EventStoreDB takes a mebibyte unless told otherwise. */
export const MAX_APPEND_BYTES = 1_000_000;

/** The revision before an append's first event; -1 is none. @throws RangeError where it is no revision */
export function revisionBefore(expected: ExpectedRevision): number {
  if (expected === 'no_stream') return -1;
  if (Number.isSafeInteger(expected) && expected >= 0) return expected;
  throw new RangeError(`an expected revision is 'no_stream' or an integer from 0, not ${expected}`);
}

/** The clock bounds that an append carries. @throws RangeError where they are not one whole number for each event */
export function boundsOf(events: readonly NewEvent[], { clockBounds }: AppendOptions): readonly number[] | undefined {
  if (clockBounds === undefined) return undefined;
  if (clockBounds.length === events.length && clockBounds.every(Number.isSafeInteger)) return clockBounds;
  throw new RangeError('an append carries one clock bound for each event, in whole milliseconds, or none');
}

/**
 * The canonical texts of the events that would follow revision `before` of a stream.
 * @throws EventStoreError NOT_I_JSON, EVENT_TOO_LARGE
 * @throws RangeError where there is no event, or one id stands twice
 */
export function leafTexts(stream: string, events: readonly NewEvent[], before: number): string[] {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  if (events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length) {
    throw new RangeError('an append cannot hold one event id twice');
  }
  const texts = events.map((event, i) => leafText(event, stream, before + 1 + i));
  if (events.length * MAX_LEAF_BYTES > MAX_APPEND_BYTES) refuseLarge(texts);
  return texts;
}

function refuseLarge(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= MAX_APPEND_BYTES) return;
  throw new EventStoreError(
    'EVENT_TOO_LARGE',
    `the append has ${bytes} bytes, ${MAX_APPEND_BYTES} are allowed: split it`,
  );
}

function leafText(event: NewEvent, stream: string, revision: number): string {
  const text = canonicalText(event, stream, revision);
  // A UTF-16 unit is at most three bytes of UTF-8: a short text need not be counted.
  if (text.length * 3 <= MAX_LEAF_BYTES) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_LEAF_BYTES) return text;
  throw new EventStoreError(
    'EVENT_TOO_LARGE',
    `${event.type} ${event.id} makes a leaf of ${bytes} bytes, ${MAX_LEAF_BYTES} are allowed: ` +
      'keep long texts outside and cite them by their hash',
  );
}

function canonicalText(event: NewEvent, stream: string, revision: number): string {
  try {
    return envelopeText(event, stream, revision);
  } catch (cause) {
    if (!(cause instanceof NotIJson)) throw cause;
    throw new EventStoreError('NOT_I_JSON', `${event.type} ${event.id}: ${cause.message}`, { cause });
  }
}
