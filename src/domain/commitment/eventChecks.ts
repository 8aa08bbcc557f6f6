// Whether an event that a command names is on the commitment's record, and of a type that fits.
import { type Refusal, refuse } from '../refusal.ts';
import type { CommitmentFact } from './events.ts';
import { type CommitmentRecord, eventOf } from './record.ts';

export function checkEvent(
  record: CommitmentRecord,
  id: string | undefined,
  pointer: string,
  types?: readonly CommitmentFact['type'][],
): Refusal | undefined {
  if (id === undefined) return undefined;
  const event = eventOf(record, id);
  if (event === undefined) {
    return refuse(
      'UNKNOWN_EVENT',
      pointer,
      `no event ${id} is on record for this commitment: its history lists every event with its id`,
    );
  }
  if (types === undefined || types.includes(event.type)) return undefined;
  return refuse('WRONG_EVENT_TYPE', pointer, `${id} is a ${event.type}; this takes ${types.join(' or ')}`);
}
