// A commitment whole: its record in journal order and its timeline in effective order, kept in step.
import { correctedIn } from '../corrected.ts';
import { rulings } from '../corrections.ts';
import type { Noun } from './acts.ts';
import type { CommitmentFact } from './events.ts';
import type { ActData } from './payloads.ts';
import type { Identity } from './present.ts';
import { type CommitmentRecord, enter, isAct, NOTHING_ON_RECORD } from './record.ts';
import { EMPTY, extend, timelineOf, type WholeTimeline } from './timeline.ts';

export interface Commitment {
  readonly record: CommitmentRecord;
  readonly timeline: WholeTimeline;
}

export const NO_COMMITMENT: Commitment = { record: NOTHING_ON_RECORD, timeline: EMPTY };

export function withEvent({ record, timeline }: Commitment, event: CommitmentFact): Commitment {
  const next = enter(record, event);
  return { record: next, timeline: extend(timeline, next.events) };
}

export function commitmentOf(events: readonly CommitmentFact[]): Commitment {
  return { record: events.reduce(enter, NOTHING_ON_RECORD), timeline: timelineOf(events) };
}

/** Title, kind and what was corrected follow the known clock alone. The first two are the opening's, as last corrected. */
export function identityOf(id: string, { events, noun }: CommitmentRecord): Identity {
  const opening = events[0];
  const ruled = opening === undefined ? undefined : rulings(events).get(opening.id);
  const data = (ruled?.replacement ?? opening?.data) as ActData | undefined;
  return { id, noun: noun as Noun, title: data?.title ?? untitled(opening), corrections: correctedIn(events) };
}

const untitled = (opening: CommitmentFact | undefined): string =>
  (opening !== undefined && isAct(opening) && opening.data.title) || 'untitled';
