// Sources: where it was said. The document itself is kept outside the log, by its hash, or the reason is given why not.
import { z } from 'zod';
import { beside } from '../beside.ts';
import {
  asCorrected,
  asRecorded,
  type Correctable,
  checkCorrection,
  correctedAs,
  correction,
  REPLACES_OR_VOIDS,
  type RecordedEvent,
  replacesOrVoids,
} from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { PartyCode, RecordName, text } from '../primitives.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, When } from '../time.ts';

const captured = {
  publisher: text(200),
  /** where the publisher is a party, its code */
  party: PartyCode.optional(),
  /** the party that the publisher belongs to, as its organ or its member */
  belongsTo: PartyCode.optional(),
  title: text(300),
  address: z
    .url({ protocol: /^https?$/, error: 'is not an http or https address' })
    .max(2000)
    .optional(),
  /** BCP 47 */
  language: text(35),
  published: When,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in 64 hex digits of lower case')
    .optional(),
  /** why there is no capture */
  missing: text(500).optional(),
};
const CAPTURED_OR_NOT = {
  error:
    'gives neither or both of sha256 and missing: give the SHA-256 of the capture, or the reason why there is none',
  ...beside('sha256', 'missing'),
};
const capturedOrNot = ({ sha256, missing }: { sha256?: string | undefined; missing?: string | undefined }): boolean =>
  (sha256 === undefined) !== (missing === undefined);

const SourceCaptured = z.strictObject({ source: RecordName, ...captured }).refine(capturedOrNot, CAPTURED_OR_NOT);
const RetractSource = z.strictObject({ source: RecordName, effectiveAt: When, reason: text(2000) });
const correct = { source: RecordName, ...correction };
const CorrectSource = z.strictObject(correct).refine(replacesOrVoids, REPLACES_OR_VOIDS);

export const SOURCE_COMMANDS = {
  CaptureSource: z.strictObject({ source: RecordName.optional(), ...captured }).refine(capturedOrNot, CAPTURED_OR_NOT),
  RetractSource,
  CorrectRecord: CorrectSource,
};
export const SOURCE_EVENTS = {
  SourceCaptured,
  SourceRetracted: RetractSource,
  RecordCorrected: z.strictObject({ ...correct, ...correctedAs }).refine(replacesOrVoids, REPLACES_OR_VOIDS),
};

type Events = typeof SOURCE_EVENTS;
export type SourceEvent = {
  [T in keyof Events]: { readonly type: T; readonly data: z.infer<Events[T]> };
}[keyof Events];
export type SourceFact = SourceEvent & RecordedEvent;
export type SourceCommand =
  | { readonly name: 'CaptureSource'; readonly data: z.infer<typeof SourceCaptured> }
  | { readonly name: 'RetractSource'; readonly data: z.infer<typeof RetractSource> }
  | { readonly name: 'CorrectRecord'; readonly data: z.infer<typeof CorrectSource> };

export function decideSource(
  command: SourceCommand,
  events: readonly SourceFact[],
  moment: Moment,
): readonly SourceEvent[] | Refusal {
  const { source } = command.data;
  if (command.name === 'CaptureSource') {
    return events.length === 0
      ? [{ type: 'SourceCaptured', data: command.data }]
      : refuse(
          'ALREADY_ON_RECORD',
          '/source',
          `${source} is on record already: cite it, or use CorrectRecord to change what is recorded of it`,
        );
  }
  if (events.length === 0)
    return refuse('UNKNOWN_SOURCE', '/source', `no source ${source} is on record: capture it first with CaptureSource`);
  return command.name === 'RetractSource'
    ? (tooFarAhead(command.data.effectiveAt, moment) ?? [{ type: 'SourceRetracted', data: command.data }])
    : (checkCorrection(events, judged(moment), command.data) ?? [
        { type: 'RecordCorrected', data: asRecorded(events, command.data) },
      ]);
}

const judged = (moment: Moment): Correctable<SourceFact> => ({
  id: 'source',
  schemas: SOURCE_EVENTS,
  judge: (event, data) =>
    event.type === 'SourceRetracted' ? tooFarAhead((data as typeof event.data).effectiveAt, moment) : undefined,
});

/**
 * What the public reads of a source, and whether it stood retracted at an instant; undefined where its capture was voided.
 * @param asOf milliseconds since 1970
 */
export function sourceView(events: readonly SourceFact[], asOf = Infinity) {
  const standing = asCorrected(events);
  const opening = standing.find((event) => event.type === 'SourceCaptured');
  if (opening === undefined) return undefined;
  const retraction = standing.findLast(
    (event) => event.type === 'SourceRetracted' && effectiveInstant(event.data.effectiveAt, event.recordedAt) <= asOf,
  ) as (SourceFact & { readonly type: 'SourceRetracted' }) | undefined;
  const { source, publisher, party, belongsTo, title, address, language, published, sha256, missing } = opening.data;
  return {
    id: source,
    publisher,
    party: party ?? null,
    belongsTo: belongsTo ?? null,
    title,
    address: address ?? null,
    language,
    published,
    sha256: sha256 ?? null,
    missing: missing ?? null,
    retracted:
      retraction === undefined
        ? null
        : { event: retraction.id, effectiveAt: retraction.data.effectiveAt, reason: retraction.data.reason },
  };
}

/** The parties that a source's publisher is, or belongs to. */
export function publisherParties(events: readonly SourceFact[]): readonly string[] {
  const view = sourceView(events);
  return [...new Set([view?.party, view?.belongsTo].filter((code) => typeof code === 'string'))];
}
