// A commitment in effective order: its effects, the state after each, and the segments these make on the time axis.
// Law: the same events give the same segments, whatever the day on which they are folded.
import { passingsOf } from './due.ts';
import { type Effect, effectOf, effectsOf } from './effect.ts';
import type { CommitmentFact } from './events.ts';
import { hasLapsed, nextCut, type Status, statusAt } from './headline.ts';
import { NOTHING_ORDERED, type Ordered, ordered, orderedWith } from './order.ts';
import { type Anew, followed } from './settlement.ts';
import { evolve, INITIAL, type State } from './state.ts';
import { namingSettlement } from './suspension.ts';

export interface Timeline {
  readonly effects: readonly Effect[];
  /** `states[i]` is the state after `effects[i]` */
  readonly states: readonly State[];
}

/** A timeline that can be extended. */
export interface WholeTimeline extends Timeline {
  readonly order: Ordered;
  /** the place from which on states follow from more than the one before: something was set aside */
  readonly settled: number;
}

/** A stretch of time in which nothing about a commitment changes. Half open; milliseconds since 1970. */
export interface Segment {
  readonly from: number;
  /** Infinity where nothing will change it but an event */
  readonly to: number;
  readonly state: State;
}

export const EMPTY: WholeTimeline = { order: NOTHING_ORDERED, settled: Infinity, effects: [], states: [] };

/** The timeline of a whole history, in journal order. */
export const timelineOf = (events: readonly CommitmentFact[]): WholeTimeline =>
  refolded(EMPTY, ordered(effectsOf(events)));

/** The timeline with one more event. `events`: the whole history, ending with it. A correction folds anew. */
export function extend(timeline: WholeTimeline, events: readonly CommitmentFact[]): WholeTimeline {
  const event = events.at(-1);
  if (event === undefined || event.type === 'RecordCorrected') return timelineOf(events);
  const effect = effectOf(event);
  return effect === undefined ? timeline : refolded(timeline, orderedWith(timeline.order, effect));
}

/** States before the first effect that is another, or that sets something aside, still hold; those after are folded again. */
function refolded(before: WholeTimeline, order: Ordered): WholeTimeline {
  const { effects, anew } = followed(order);
  const differs = before.effects.findIndex((effect, index) => !isSame(effect, effects[index]));
  const settled = anew.keys().next().value ?? Infinity;
  const from = Math.min(differs === -1 ? before.effects.length : differs, before.settled, settled);
  const states = before.states.slice(0, from);
  for (let index = from; index < effects.length; index++) {
    const counting = anew.get(index);
    const [before, effect] = [states[index - 1] ?? INITIAL, effects[index] as Effect];
    states.push(counting === undefined ? evolve(before, effect) : settledAnew(counting));
  }
  return { order, settled, effects, states };
}

/** The state in which something is set aside, or counts again. */
function settledAnew({ counting, ruled }: Anew): State {
  const state = counting.reduce(evolve, INITIAL);
  return { ...state, standings: namingSettlement(state.standings, ruled) };
}

const isSame = (a: Effect, b: Effect | undefined): boolean =>
  a === b || (a.event === b?.event && a.at === b.at && a.due === b.due);

/** From which state on a timeline differs from the one it grew out of: the first that is new, or lasts longer or shorter. */
export function firstChanged(before: Timeline, after: Timeline): number {
  const shared = before.states.findIndex((state, index) => state !== after.states[index]);
  let first = Math.max(0, (shared === -1 ? before.states.length : shared) - 1);
  // an effect that changed nothing left its state as it was: that lasts from before
  while (first > 0 && before.states[first - 1] === before.states[first]) first--;
  return first;
}

/** The timeline from a state on. */
export const since = ({ effects, states }: Timeline, index: number): Timeline => ({
  effects: effects.slice(index),
  states: states.slice(index),
});

/** The segments of a timeline, in order, without a gap, the last one open. None before an act is in effect. */
export function segmentsOf({ effects, states }: Timeline): Segment[] {
  const segments: Segment[] = [];
  for (let index = 0; index < states.length; index++) {
    const state = states[index] as State;
    const from = (effects[index] as Effect).at;
    // what was revoked before it came true changes nothing
    while (states[index + 1] === state) index++;
    const to = effects[index + 1]?.at ?? Infinity;
    if (to === from || state.acts + state.voided.length === 0) continue;
    pushCut(segments, state, from, to);
  }
  return segments;
}

/** One state's stretch, cut where it changes without an event. */
function pushCut(segments: Segment[], state: State, from: number, to: number): void {
  for (let start = from; start < to; ) {
    const end = Math.min(nextCut(state, start) ?? Infinity, to);
    segments.push({ from: start, to: end, state });
    start = end;
  }
}

/** The segment that contains an instant; undefined before the first. */
export const segmentAt = (segments: readonly Segment[], at: number): Segment | undefined =>
  segments.find(({ from, to }) => from <= at && at < to);

/** Consecutive segments in which all but timeliness is the same: one state, one status, nothing settled by a day that came. */
export interface Phase extends Segment {
  readonly status: Status;
}

export function phasesOf(segments: readonly Segment[]): Phase[] {
  const phases: Phase[] = [];
  for (const segment of segments) {
    const status = statusAt(segment.state, segment.from);
    const last = phases.at(-1);
    if (
      last?.state === segment.state &&
      last.status === status &&
      !hasSettled(segment.state, last.from, segment.from)
    ) {
      phases[phases.length - 1] = { ...last, to: segment.to };
    } else phases.push({ ...segment, status });
  }
  return phases;
}

/** Whether validity ended, or a date passed whose outcome a body tells. */
const hasSettled = (state: State, after: number, upTo: number): boolean =>
  hasLapsed(state, after) !== hasLapsed(state, upTo) || passingsOf(state).some((at) => at > after && at <= upTo);
