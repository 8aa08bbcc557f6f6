// Occasions: where things were said and done. A concern may be raised on one.
import { z } from 'zod';
import { AnswerConcernOnOccasion, onOccasion, RaiseConcernOnOccasion } from '../commitment/payloads.ts';
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
import { Citations, OfficeReference, officeNamed, PartyCode, RecordName, text } from '../primitives.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, When } from '../time.ts';

const recorded = {
  title: text(300),
  kind: z.enum(['summit', 'meeting', 'session', 'dialogue', 'visit', 'conference', 'other']),
  date: When,
  place: text(200).optional(),
  /** the occasion it was part of */
  partOf: RecordName.optional(),
  /** parties, or offices of parties, such as KR/president */
  participants: z
    .array(
      z.union([PartyCode, OfficeReference], {
        error: 'is no participant: give a party’s code, or an office of one, such as KR/president',
      }),
    )
    .max(250)
    .optional(),
  citations: Citations.optional(),
};
const OccasionRecorded = z.strictObject({ occasion: RecordName, ...recorded });
const correct = { occasion: onOccasion.occasion, citations: Citations.optional(), ...correction };
const CorrectOccasion = z.strictObject(correct).refine(replacesOrVoids, REPLACES_OR_VOIDS);

export const OCCASION_COMMANDS = {
  RecordOccasion: z.strictObject({ occasion: RecordName.optional(), ...recorded }),
  RaiseConcern: RaiseConcernOnOccasion,
  AnswerConcern: AnswerConcernOnOccasion,
  CorrectRecord: CorrectOccasion,
};
export const OCCASION_EVENTS = {
  OccasionRecorded,
  ConcernRaised: RaiseConcernOnOccasion,
  ConcernAnswered: AnswerConcernOnOccasion,
  RecordCorrected: z.strictObject({ ...correct, ...correctedAs }).refine(replacesOrVoids, REPLACES_OR_VOIDS),
};

type Recorded = z.infer<typeof OccasionRecorded>;
type Events = typeof OCCASION_EVENTS;
export type OccasionEvent = {
  [T in keyof Events]: { readonly type: T; readonly data: z.infer<Events[T]> };
}[keyof Events];
export type OccasionFact = OccasionEvent & RecordedEvent;
export type OccasionCommand =
  | { readonly name: 'RecordOccasion'; readonly data: z.infer<typeof OccasionRecorded> }
  | { readonly name: 'RaiseConcern'; readonly data: z.infer<typeof RaiseConcernOnOccasion> }
  | { readonly name: 'AnswerConcern'; readonly data: z.infer<typeof AnswerConcernOnOccasion> }
  | { readonly name: 'CorrectRecord'; readonly data: z.infer<typeof CorrectOccasion> };

export function decideOccasion(
  command: OccasionCommand,
  events: readonly OccasionFact[],
  moment: Moment,
): readonly OccasionEvent[] | Refusal {
  const { occasion } = command.data;
  if (command.name === 'RecordOccasion') return decideRecording(command.data, events);
  if (events.length === 0) {
    return refuse(
      'UNKNOWN_OCCASION',
      '/occasion',
      `no occasion ${occasion} is on record: record it first with RecordOccasion`,
    );
  }
  switch (command.name) {
    case 'RaiseConcern':
      return tooFarAhead(command.data.effectiveAt, moment) ?? [{ type: 'ConcernRaised', data: command.data }];
    case 'AnswerConcern':
      return checkAnswer(command.data, events, moment) ?? [{ type: 'ConcernAnswered', data: command.data }];
    case 'CorrectRecord':
      return (
        checkCorrection(events, judged(events, moment), command.data) ?? [
          { type: 'RecordCorrected', data: asRecorded(events, command.data) },
        ]
      );
    default:
      return command satisfies never;
  }
}

function decideRecording(data: Recorded, events: readonly OccasionFact[]): readonly OccasionEvent[] | Refusal {
  if (events.length > 0) {
    return refuse(
      'ALREADY_ON_RECORD',
      '/occasion',
      `${data.occasion} is on record already: use it, or CorrectRecord to change what is recorded of it`,
    );
  }
  return checkRecorded(data) ?? [{ type: 'OccasionRecorded', data }];
}

const checkRecorded = ({ occasion, partOf }: Recorded): Refusal | undefined =>
  partOf === occasion
    ? refuse('REFERS_TO_ITSELF', '/partOf', 'is this occasion itself: name the one it was part of')
    : undefined;

function checkAnswer(
  data: z.infer<typeof AnswerConcernOnOccasion>,
  events: readonly OccasionFact[],
  moment: Moment,
): Refusal | undefined {
  return events.some((event) => event.type === 'ConcernRaised' && event.id === data.concern)
    ? tooFarAhead(data.effectiveAt, moment)
    : refuse(
        'UNKNOWN_EVENT',
        '/concern',
        `no concern ${data.concern} was raised on this occasion: its history lists every event with its id`,
      );
}

const judged = (events: readonly OccasionFact[], moment: Moment): Correctable<OccasionFact> => ({
  id: 'occasion',
  schemas: OCCASION_EVENTS,
  judge(event, data) {
    if (event.type === 'OccasionRecorded') return checkRecorded(data as Recorded);
    if (event.type === 'ConcernAnswered') return checkAnswer(data as typeof event.data, events, moment);
    return tooFarAhead((data as z.infer<typeof RaiseConcernOnOccasion>).effectiveAt, moment);
  },
});

/**
 * What the public reads of an occasion, with what had been raised and answered at an instant; undefined where its
 * recording was voided.
 * @param asOf milliseconds since 1970
 */
export function occasionView(events: readonly OccasionFact[], asOf = Infinity) {
  const standing = asCorrected(events).filter((event) => isInEffect(event, asOf));
  const opening = standing.find((event) => event.type === 'OccasionRecorded');
  if (opening === undefined) return undefined;
  const { occasion, title, kind, date, place, partOf, participants } = opening.data;
  return {
    id: occasion,
    title,
    kind,
    date,
    place: place ?? null,
    partOf: partOf ?? null,
    participants: [...new Set((participants ?? []).map((named) => officeNamed(named)?.party ?? named))],
    offices: [...new Set(participants)].flatMap((named) => officeNamed(named) ?? []),
    concerns: standing
      .filter((event) => event.type === 'ConcernRaised')
      .map((raised) => ({
        event: raised.id,
        effectiveAt: raised.data.effectiveAt,
        by: raised.data.by,
        kind: raised.data.kind,
        summary: raised.data.summary,
        citations: raised.data.citations,
        answers: standing
          .filter((event) => event.type === 'ConcernAnswered' && event.data.concern === raised.id)
          .map(({ id, data }) => ({ event: id, ...answer(data as z.infer<typeof AnswerConcernOnOccasion>) })),
      })),
  };
}

export type OccasionView = NonNullable<ReturnType<typeof occasionView>>;

/** The occasion itself belongs to the record; what is said about it has a date of its own. */
const isInEffect = ({ data, recordedAt }: OccasionFact, asOf: number): boolean =>
  !('effectiveAt' in data) || effectiveInstant(data.effectiveAt, recordedAt) <= asOf;

const answer = ({ effectiveAt, by, summary, citations }: z.infer<typeof AnswerConcernOnOccasion>) => ({
  effectiveAt,
  by,
  summary,
  citations,
});
