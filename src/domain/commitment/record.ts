// A commitment in journal order: what a decision judges references against. What was effective when is the timeline's.
import { rulings } from '../corrections.ts';
import { actOfEvent, type Noun } from './acts.ts';
import type { CommitmentFact } from './events.ts';
import type { ActData } from './payloads.ts';

export interface CommitmentRecord {
  /** the opening's; undefined while nothing is on record */
  readonly noun: Noun | undefined;
  /** by revision */
  readonly events: readonly CommitmentFact[];
  /** every party ever named with a role */
  readonly parties: ReadonlySet<string>;
}

export const NOTHING_ON_RECORD: CommitmentRecord = { noun: undefined, events: [], parties: new Set() };

/** The record with one more event. Never fails: what is on record is not judged again. */
export function enter(record: CommitmentRecord, event: CommitmentFact): CommitmentRecord {
  const joining = partiesJoining(event, record).filter((code) => !record.parties.has(code));
  return {
    noun: record.noun ?? actOfEvent(event.type)?.noun,
    events: [...record.events, event],
    parties: joining.length === 0 ? record.parties : new Set([...record.parties, ...joining]),
  };
}

/** An event as it was recorded: the latest correction may say otherwise. */
export const eventOf = (record: CommitmentRecord, id: string): CommitmentFact | undefined =>
  record.events.find((event) => event.id === id);

/** An event as the latest correction of it leaves it; undefined where that voids it. */
export function standingOf(record: CommitmentRecord, id: string): CommitmentFact | undefined {
  const event = eventOf(record, id);
  const ruling = rulings(record.events).get(id);
  if (event === undefined || ruling === undefined) return event;
  return ruling.voided ? undefined : ({ ...event, data: ruling.replacement } as CommitmentFact);
}

export const isAct = (event: CommitmentFact): event is CommitmentFact & { readonly data: ActData } =>
  actOfEvent(event.type) !== undefined;

/** The code of a party an act names, with or without its role. */
export const codeOf = (party: ActData['parties'][number]): string => (typeof party === 'string' ? party : party.code);

/** A correction names parties too: those of the data it puts in place. */
function partiesJoining(event: CommitmentFact, record: CommitmentRecord): string[] {
  if (isAct(event)) return event.data.parties.flatMap((party) => (typeof party === 'string' ? [] : [party.code]));
  // it has a role already, or joined by this
  if (event.type === 'PositionChanged') return [event.data.party];
  if (event.type === 'ProvisionallyApplied') return [...event.data.parties];
  if (event.type === 'CommitmentAmended') return (event.data.roles ?? []).map((member) => member.code);
  if (event.type !== 'RecordCorrected' || event.data.replacement === undefined) return [];
  const corrected = eventOf(record, event.data.event);
  const replaced = corrected && ({ ...corrected, data: event.data.replacement } as unknown as CommitmentFact);
  return replaced === undefined ? [] : partiesJoining(replaced, record);
}
