// What the public reads of why: the row of the headline's table that matched, and the events behind each bare value.
// What is an object tells its own `because`, where it stands.
import { type Because, revisions, type SetBy } from './because.ts';
import { headlineAt, timelinessBecause } from './headline.ts';
import type { State } from './state.ts';

export const statusBecause = (state: State, at: number) => {
  const { row, because } = headlineAt(state, at);
  return { row, events: revisions(because) };
};

type Valued = Exclude<keyof SetBy, 'target'> | 'timeliness';
const view = (because: Readonly<Record<Valued, Because>>) => ({
  timeliness: revisions(because.timeliness),
  quantity: revisions(because.quantity),
  validUntil: revisions(because.validUntil),
  areas: revisions(because.areas),
  consentBy: revisions(because.consentBy),
  binding: revisions(because.binding),
});

/** What has no value, or the one that stands where nobody gave any, rests on nothing. */
export const valuesBecause = (state: State, at: number) =>
  view({ ...state.setBy, timeliness: timelinessBecause(state, at) });

export const becauseView = (state: State, at: number) => ({
  status: statusBecause(state, at),
  ...valuesBecause(state, at),
});
