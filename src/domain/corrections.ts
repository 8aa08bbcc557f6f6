// Corrections: the one way in which a record changes what an earlier event says. The corrected event stays in history.
import { z } from 'zod';
import { EventId, text } from './primitives.ts';
import { invalidPayload, type Refusal, refuse } from './refusal.ts';

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

export const replacesOrVoids = (given: { replacement?: unknown; void?: true | undefined }): boolean =>
  (given.replacement === undefined) !== (given.void === undefined);
export const REPLACES_OR_VOIDS = 'gives neither or both of replacement and void: give exactly one';

/** An event as a fold sees it: parsed, with its place in its stream. */
export interface RecordedEvent<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  /** its place in its stream, from 0 */
  readonly revision: number;
  /** milliseconds since 1970 */
  readonly recordedAt: number;
}

interface Corrects {
  readonly event: string;
  readonly replacement?: unknown;
  readonly void?: true | undefined;
}

export interface Ruling<E> {
  readonly voided: boolean;
  /** what replaces the event's data; undefined where it is voided */
  readonly replacement: unknown;
  /** the correction that rules */
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
    const { event: target, replacement, void: voided } = (own?.replacement ?? event.data) as Corrects;
    if (!ruled.has(target)) ruled.set(target, { voided: voided === true, replacement, by: event });
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

/** Whether a correction may be made: its event is on this record, and what replaces its data fits the event's schema. */
export function checkReplacement(
  events: readonly RecordedEvent[],
  schemas: Readonly<Record<string, z.ZodType>>,
  data: { readonly event: string; readonly replacement?: unknown },
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
  const parsed = schemas[event.type]?.safeParse(data.replacement);
  return parsed?.success === false
    ? invalidPayload(`the replacement of a ${event.type}`, parsed.error.issues, '/replacement')
    : undefined;
}
