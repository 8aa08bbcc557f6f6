// Corrections: the one way in which a record changes what an earlier event says. The corrected event stays in history.
import { z } from 'zod';
import { beside } from './beside.ts';
import { EventId, text } from './primitives.ts';
import { invalidPayload, type Refusal, refuse, under } from './refusal.ts';
import { currentVersion } from './upcast.ts';
import { worded } from './wording.ts';

/** Names the event, and gives what replaces its data or voids it. */
export const correction = {
  event: EventId,
  /** whose error it was: ours, or the source's */
  cause: z.enum(['recorder', 'source']),
  reason: text(2000),
  /** the event's whole data as it should have been */
  replacement: z.record(z.string(), z.json()).optional(),
  void: z.literal(true).optional(),
};

/** What the record adds to a correction: of which version its replacement is, so that it is read as the event it replaces is. */
export const correctedAs = {
  corrects: z.strictObject({ type: text(64), version: z.int().min(1) }).optional(),
};

/** A correction as it is recorded. */
export function asRecorded<Data extends { readonly event: string }>(events: readonly RecordedEvent[], data: Data) {
  const type = events.find(({ id }) => id === data.event)?.type;
  return type === undefined ? data : { ...data, corrects: { type, version: currentVersion(type) } };
}

export const replacesOrVoids = (given: { replacement?: unknown; void?: true | undefined }): boolean =>
  (given.replacement === undefined) !== (given.void === undefined);
export const REPLACES_OR_VOIDS = {
  error: 'gives neither or both of replacement and void: give exactly one',
  ...beside('replacement', 'void'),
};

/** An event as a fold sees it: parsed, with its place in its stream. */
export interface RecordedEvent<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  /** its place in its stream, from 0 */
  readonly revision: number;
  /** milliseconds since 1970 */
  readonly recordedAt: number;
  /** the revision of the correction that gave it its data, once it is read as corrected */
  readonly correctedBy?: number | undefined;
}

interface Corrects {
  readonly event: string;
  readonly reason?: string;
  readonly replacement?: unknown;
  readonly void?: true | undefined;
}

export interface Ruling<E> {
  readonly voided: boolean;
  /** what replaces the event's data; undefined where it is voided */
  readonly replacement: unknown;
  /** why, as the ruling correction says it */
  readonly reason: string;
  /** the correction that says so */
  readonly by: E;
}

/**
 * Which correction rules which event, by event id. Law: the latest correction of an event rules,
 * and a correction that was itself voided rules nothing. Corrections are read from the last to the first,
 * so that the standing of each is known before its effect is.
 */
export function rulings<E extends RecordedEvent>(events: readonly E[]): ReadonlyMap<string, Ruling<E>> {
  const ruled = new Map<string, Ruling<E>>();
  for (const event of events.toReversed()) {
    if (event.type !== 'RecordCorrected') continue;
    const own = ruled.get(event.id);
    if (own?.voided) continue;
    const { event: target, reason = '', replacement, void: voided } = (own?.replacement ?? event.data) as Corrects;
    if (!ruled.has(target)) ruled.set(target, { voided: voided === true, replacement, reason, by: own?.by ?? event });
  }
  return ruled;
}

/** Events as corrections leave them: replaced data in place, voided events and the corrections themselves left out. */
export function asCorrected<E extends RecordedEvent>(events: readonly E[]): E[] {
  if (!events.some((event) => event.type === 'RecordCorrected')) return [...events];
  const ruled = rulings(events);
  return events.flatMap((event) => {
    if (event.type === 'RecordCorrected') return [];
    const ruling = ruled.get(event.id);
    if (ruling === undefined) return [event];
    return ruling.voided ? [] : [{ ...event, data: ruling.replacement }];
  });
}

/** What a kind of record says of its events, for those who correct them. */
export interface Correctable<E extends RecordedEvent = RecordedEvent> {
  /** the field that names the record */
  readonly id: 'commitment' | 'party' | 'occasion' | 'source';
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  /** what is wrong with replaced data, as the command that recorded the event would have been judged */
  judge(event: E, data: unknown): Refusal | undefined;
}

/**
 * Whether a correction may be made. Law: what replaces an event's data is what could have been recorded in its place,
 * however many corrections lie between, so that a fold never meets data that does not fit.
 */
export function checkCorrection<E extends RecordedEvent>(
  events: readonly E[],
  kind: Correctable<E>,
  data: Corrects,
): Refusal | undefined {
  const event = events.find(({ id }) => id === data.event);
  if (event === undefined) {
    return refuse(
      'UNKNOWN_EVENT',
      '/event',
      `no event ${data.event} is on this record: its history lists every event with its id`,
    );
  }
  if (data.replacement === undefined) return undefined;
  const parsed = kind.schemas[event.type]?.safeParse(data.replacement, { error: worded });
  if (parsed?.success === false) {
    return invalidPayload(`the replacement of a ${event.type}`, parsed.error.issues, '/replacement');
  }
  return under('/replacement', checkReplaced(events, kind, { event, data: data.replacement }));
}

function checkReplaced<E extends RecordedEvent>(
  events: readonly E[],
  kind: Correctable<E>,
  { event, data }: { readonly event: E; readonly data: unknown },
): Refusal | undefined {
  const [before, after] = [event.data as Named, data as Named];
  if (after[kind.id] !== before[kind.id]) {
    return refuse(
      'INVALID_PAYLOAD',
      `/${kind.id}`,
      `is another ${kind.id}: a correction stays with its record; void the event and record it there`,
    );
  }
  if (event.type !== 'RecordCorrected') return kind.judge(event, data);
  return after.event === before.event
    ? checkCorrection(events, kind, data as Corrects)
    : refuse(
        'INVALID_PAYLOAD',
        '/event',
        'is another event than the correction named: void that correction, and correct the other event by itself',
      );
}
type Named = Readonly<Record<string, unknown>>;
