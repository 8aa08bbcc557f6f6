// The events of a record that are no longer what they were when they were recorded, so that whatever cites one can be told so.
// It follows the known clock alone: what is corrected is so whenever it was in effect.
import { type RecordedEvent, rulings } from './corrections.ts';

export interface Corrected {
  readonly event: string;
  readonly revision: string;
  readonly type: string;
  readonly standing: 'corrected' | 'voided';
  /** the correction that rules it */
  readonly by: { readonly event: string; readonly revision: string };
  readonly reason: string;
}

/** In journal order. Law: a correction that was voided corrects nothing, and is told as voided itself. */
export function correctedIn(events: readonly RecordedEvent[]): readonly Corrected[] {
  if (!events.some(({ type }) => type === 'RecordCorrected')) return [];
  const ruled = rulings(events);
  return events.flatMap(({ id, revision, type }) => {
    const ruling = ruled.get(id);
    if (ruling === undefined) return [];
    const { voided, by, reason } = ruling;
    return {
      event: id,
      revision: String(revision),
      type,
      standing: voided ? ('voided' as const) : ('corrected' as const),
      by: { event: by.id, revision: String(by.revision) },
      reason,
    };
  });
}
