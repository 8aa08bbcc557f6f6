// An event in effective order: what it says after corrections, and the instant from which it counts.
import { canonicalJson } from '../canonicalJson.ts';
import { type RecordedEvent, type Ruling, rulings } from '../corrections.ts';
import { effectiveInstant } from '../time.ts';
import { type Act, actOfEvent } from './acts.ts';
import type { CommitmentFact, FactData, FactType } from './events.ts';
import type { ActData } from './payloads.ts';
import { replacedReport } from './reporter.ts';

/** A speech act in effect, or one that was voided: it counts for nothing but the headline "void". */
export interface ActEffect {
  /** from when it counts: no later than a step that presupposes it */
  readonly at: number;
  readonly event: RecordedEvent<string, ActData>;
  readonly act: Act;
  readonly voided: boolean;
  /** the revision of the correction that voided it */
  readonly voidedBy?: number | undefined;
  readonly due?: undefined;
}
/** An event of a type, with the instant from which it counts. */
export interface Dated<T extends FactType> {
  readonly at: number;
  readonly event: RecordedEvent<T, FactData[T]>;
}
export interface FactEffect {
  readonly at: number;
  readonly event: { [T in FactType]: RecordedEvent<T, FactData[T]> }[FactType];
  readonly act: undefined;
  /** of what was said earlier: here it comes true, or what it began ends */
  readonly due?: 'begins' | 'ends' | undefined;
}
export type Effect = ActEffect | FactEffect;

/** A single event's effect; a correction has none of its own. */
export function effectOf(event: CommitmentFact, ruling?: Ruling<CommitmentFact>): Effect | undefined {
  if (event.type === 'RecordCorrected') return undefined;
  const act = actOfEvent(event.type);
  if (ruling?.voided === true) return act && voidedEffect(act, event as ActFact, ruling.by.revision);
  const ruled = ruling === undefined ? event : correctedBy(event, ruling);
  const known = knownSince(event, ruling);
  if (act !== undefined) return actEffect(act, ruled as ActFact, known);
  const fact = ruled as FactEffect['event'];
  return { at: instantOf(statedIn(fact), known), event: fact, act: undefined };
}

/** A succession reaches back to when the party took the place of the other. */
export const statedIn = ({ type, data }: Effect['event']): ActData['effectiveAt'] | undefined =>
  (type === 'PositionChanged' ? (data as FactData['PositionChanged']).succeeds?.from : undefined) ?? data.effectiveAt;

/**
 * When the ledger came to know the time that rules. Law: a correction takes effect with the event it corrects, so one
 * that leaves effectiveAt as it was moves nothing; a new effectiveAt may lie after the event was first recorded.
 */
function knownSince({ data, recordedAt }: CommitmentFact, ruling: Ruling<CommitmentFact> | undefined): number {
  if (ruling === undefined) return recordedAt;
  const { effectiveAt } = ruling.replacement as Pick<CommitmentFact['data'], 'effectiveAt'>;
  return canonicalJson(effectiveAt ?? null) === canonicalJson(data.effectiveAt ?? null)
    ? recordedAt
    : ruling.by.recordedAt;
}

const correctedBy = (event: CommitmentFact, { replacement, by }: Ruling<CommitmentFact>): CommitmentFact =>
  ({
    ...event,
    data:
      event.type === 'DeliveryReported'
        ? replacedReport(event.data, replacement as FactData['DeliveryReported'])
        : replacement,
    correctedBy: by.revision,
  }) as CommitmentFact;

const voidedEffect = (act: Act, event: ActFact, voidedBy: number): ActEffect => ({
  ...actEffect(act, event, event.recordedAt),
  voided: true,
  voidedBy,
});

type ActFact = CommitmentFact & { readonly data: ActData };
const actEffect = (act: Act, event: ActFact, known: number): ActEffect => ({
  at: instantOf(event.data.effectiveAt, known),
  event,
  act,
  voided: false,
});
const instantOf = (effectiveAt: ActData['effectiveAt'] | undefined, known: number): number =>
  effectiveAt === undefined ? known : effectiveInstant(effectiveAt, known);

/** The effects of a history, each by itself, in journal order. */
export function effectsOf(events: readonly CommitmentFact[]): Effect[] {
  const ruled = rulings(events);
  return events.flatMap((event) => effectOf(event, ruled.get(event.id)) ?? []);
}
