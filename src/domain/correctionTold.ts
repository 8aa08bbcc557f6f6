// What a correction did to which event, and which correction rules an event: what histories and changes tell of both.
// Law: a correction is told as it was recorded, by what was known then; an event by the corrections known now.
import { type RecordedEvent, rulings } from './corrections.ts';
import { type DataMove, dataMoves } from './dataMoves.ts';

export interface Corrects {
  /** the event it corrects */
  readonly event: string;
  readonly revision: string | null;
  readonly type: string | null;
  readonly void: boolean;
  readonly cause: string;
  readonly reason: string;
  /** field by field; empty where it voids the event */
  readonly data: readonly DataMove[];
}

interface Correction {
  readonly event: string;
  readonly cause: string;
  readonly reason: string;
  readonly replacement?: unknown;
  readonly void?: true | undefined;
}

/** @param events of one record, from its first @param place of the correction among them; null where what is there is none */
export function correctsOf(events: readonly RecordedEvent[], place: number): Corrects | null {
  const correction = events[place];
  if (correction?.type !== 'RecordCorrected') return null;
  const { event, cause, reason, replacement, void: voids } = correction.data as Correction;
  const known = events.slice(0, place);
  const corrected = known.find(({ id }) => id === event);
  const before = rulings(known).get(event)?.replacement ?? corrected?.data;
  return {
    event,
    revision: corrected === undefined ? null : String(corrected.revision),
    type: corrected?.type ?? null,
    void: voids === true,
    cause,
    reason,
    data: voids === true ? [] : dataMoves(before, replacement),
  };
}

export interface CorrectedBy {
  /** the correction that rules */
  readonly event: string;
  readonly revision: string;
  readonly reason: string;
}
export interface Corrected {
  readonly correctedBy: CorrectedBy | null;
  readonly voidedBy: CorrectedBy | null;
}
const AS_IT_WAS: Corrected = { correctedBy: null, voidedBy: null };

/** Of each event of a record that corrections changed or voided, by which. */
export function correctedIn(events: readonly RecordedEvent[]): (event: string) => Corrected {
  const ruled = rulings(events);
  return (event) => {
    const ruling = ruled.get(event);
    if (ruling === undefined) return AS_IT_WAS;
    const by = { event: ruling.by.id, revision: String(ruling.by.revision), reason: ruling.reason };
    return ruling.voided ? { correctedBy: null, voidedBy: by } : { correctedBy: by, voidedBy: null };
  };
}
