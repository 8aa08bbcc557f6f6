// Whether what a command names is on the record of its commitment: a party with a role in it, an event of a type.
import { type Refusal, refuse } from '../refusal.ts';
import { together } from '../together.ts';
import { notAParty } from './actChecks.ts';
import type { CommitmentFact } from './events.ts';
import { type CommitmentRecord, eventOf } from './record.ts';

export const checkParty = (code: string, pointer: string, record: CommitmentRecord): Refusal | undefined =>
  record.parties.has(code) ? undefined : notAParty(code, pointer);

/** Each of a list, at its own place. */
export const checkParties = (
  codes: readonly string[] | undefined = [],
  pointer: string,
  record: CommitmentRecord,
): Refusal | undefined => together(...codes.map((code, index) => checkParty(code, `${pointer}/${index}`, record)));

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
