// What changed about a commitment, told in effective order or in the order in which it became known.
// Law: effective order is told from everything known; recorded order tells each event by what was known then. Put on one
// after the other, what moved leads from nothing to the last state. A correction happened to the record and not in the world:
// it is dated by when it was recorded in recorded order alone; in effective order by what it corrects, which says so.

import { actOfEvent } from '../../domain/commitment/acts.ts';
import type { Seen } from '../../domain/commitment/bodyText.ts';
import {
  type Commitment,
  commitmentOf,
  identityOf,
  NO_COMMITMENT,
  withEvent,
} from '../../domain/commitment/commitment.ts';
import { type Effect, effectOf } from '../../domain/commitment/effect.ts';
import { nextCut } from '../../domain/commitment/headline.ts';
import { movedBetween } from '../../domain/commitment/moved.ts';
import { passingOf, passingsAt } from '../../domain/commitment/passings.ts';
import type { EventOf } from '../../domain/commitment/positionInWords.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import { firstChanged, segmentsOf, since, type Timeline } from '../../domain/commitment/timeline.ts';
import { rulings } from '../../domain/corrections.ts';
import { type Corrects, correctedIn, correctsOf } from '../../domain/correctionTold.ts';
import { dayItem, eventItem, type Known, type SourceOf, type Unmoved } from './changeItem.ts';
import type { Retraction } from './retractedSources.ts';
import { restingOn, retractionItem } from './retractionItem.ts';

export interface Change {
  /** milliseconds since 1970 */
  readonly at: number;
  /** JSON: asked for where it is shown */
  readonly tell: () => string;
}

/** Both included, milliseconds since 1970. */
export interface Between {
  readonly from: number;
  readonly to: number;
  /** with what was recorded and voided, though it moved nothing */
  readonly voided?: boolean | undefined;
}

/** A commitment that is told of in effective order: folded once, however many of its moments are asked for. */
export interface Story {
  readonly known: readonly Known[];
  readonly identity: Identity;
  readonly timeline: Timeline;
  readonly sourceOf: SourceOf;
  /** of sources, those it does not cite among them */
  readonly retractions: readonly Retraction[];
}

export function storyOf(
  id: string,
  known: readonly Known[],
  sourceOf: SourceOf,
  retractions: readonly Retraction[] = [],
): Story {
  const { record, timeline } = commitmentOf(known.map(({ fact }) => fact));
  return { known, identity: { ...identityOf(id, record), corrections: [] }, timeline, sourceOf, retractions };
}

/** By when each counts: what a day brought comes before what happened on it. What has come true has no sequence and no type. */
export function inEffectiveOrder(story: Story, between: Between): Change[] {
  const { effects } = story.timeline;
  const corrected = correctedIn(story.known.map(({ fact }) => fact));
  const voided = between.voided === true ? voidedIn(story) : [];
  return effects.flatMap(({ at }, index) => {
    const isAsked = at >= between.from && at <= between.to;
    const begins = effects[index - 1]?.at !== at;
    const own = isAsked ? [...(begins ? dayAt(story, index - 1, at) : []), ...effectAt(story, index, corrected)] : [];
    const next = effects[index + 1]?.at ?? Infinity;
    const isHere = (one: { readonly at: number }) =>
      one.at >= Math.max(at, between.from) && one.at < next && one.at <= between.to;
    const gone = voided.filter(isHere).flatMap((one) => voidedAt(story, index, one, corrected));
    const retracted = story.retractions.filter(isHere).flatMap((one) => retractedAt(story, index, one));
    const after = [...gone, ...retracted, ...daysAfter(story, index, between)];
    return [...own, ...after.sort((a, b) => a.at - b.at)];
  });
}

interface Voided {
  readonly at: number;
  readonly known: Known;
}

/** What was voided and counts for nothing, by when it would; voided acts have an effect of their own. */
function voidedIn({ known }: Story): readonly Voided[] {
  const ruled = rulings(known.map(({ fact }) => fact));
  const gone = known.filter(({ fact }) => ruled.get(fact.id)?.voided === true && isTold(fact));
  return gone.map((one) => ({ at: (effectOf(one.fact) as Effect).at, known: one }));
}
const isTold = ({ type }: Known['fact']): boolean => type !== 'RecordCorrected' && actOfEvent(type) === undefined;

function retractedAt(story: Story, index: number, retraction: Retraction): Change[] {
  const { identity, timeline, sourceOf } = story;
  const { at, source } = retraction;
  const seen = lookAfter(story, index, at);
  const resting = restingOn(timeline.effects, source, at);
  if (seen === undefined || resting.length === 0) return [];
  const told = { identity, effects: timeline.effects, at, before: seen, after: seen };
  return [{ at, tell: () => retractionItem(told, retraction, resting, sourceOf) }];
}

/** A retraction by when it was recorded, as the commitment was known then; undefined where it did not rest on the source. */
export function retractionRecorded(
  id: string,
  known: readonly Known[],
  sourceOf: SourceOf,
  retraction: Retraction,
): Change | undefined {
  const { clock, source, sequence } = retraction;
  const facts = known.flatMap((one) => (one.sequence <= sequence ? [one.fact] : []));
  const { identity, timeline } = folded(id, commitmentOf(facts));
  const seen = seenAt({ identity, timeline }, clock);
  const resting = restingOn(timeline.effects, source, clock);
  if (seen === undefined || resting.length === 0) return undefined;
  const told = { identity, effects: timeline.effects, at: clock, before: seen, after: seen };
  return { at: clock, tell: () => retractionItem(told, retraction, resting, sourceOf) };
}

function voidedAt(story: Story, index: number, { at, known }: Voided, corrected: CorrectedIn): Change[] {
  const { identity, timeline, sourceOf } = story;
  const seen = lookAfter(story, index, at);
  if (seen === undefined) return [];
  const told = { identity, effects: timeline.effects, at, before: seen, after: seen };
  const cause = { known, event: known.fact, corrects: null, eventOf: eventsIn(timeline, story.known) };
  const unmoved = (): Unmoved => 'voided';
  return [{ at, tell: () => eventItem(told, { ...cause, ...corrected(known.fact.id), unmoved }, sourceOf) }];
}

type CorrectedIn = ReturnType<typeof correctedIn>;

/** What an effect moved, at its instant. */
function effectAt(story: Story, index: number, corrected: CorrectedIn): Change[] {
  const { timeline, known, sourceOf } = story;
  const effect = timeline.effects[index] as Effect;
  const { at, event } = effect;
  const told = {
    identity: story.identity,
    effects: story.timeline.effects,
    at,
    before: lookAfter(story, index - 1, at),
    after: lookAfter(story, index, at),
  };
  if (told.after === undefined) return [];
  if (effect.due !== undefined) return some(at, dayItem(told, [passingOf(effect)], known, sourceOf));
  const unmoved = (): Unmoved =>
    effect.act !== undefined && effect.voided ? 'voided' : liesAhead(timeline, effect, at) ? 'ahead' : 'as_before';
  const eventOf = eventsIn(timeline, known);
  const cause = { known: known[event.revision] as Known, event: event as Known['fact'], corrects: null, eventOf };
  return [{ at, tell: () => eventItem(told, { ...cause, ...corrected(event.id), unmoved }, sourceOf) }];
}

/** What a date moved in the state after an effect, before anything else happened that day. */
function dayAt(story: Story, index: number, at: number): Change[] {
  const told = {
    identity: story.identity,
    effects: story.timeline.effects,
    at,
    before: lookAfter(story, index, at - 1),
    after: lookAfter(story, index, at),
  };
  if (told.before === undefined) return [];
  return some(at, dayItem(told, passingsAt(story.timeline, index, at), story.known, story.sourceOf));
}

/** The days that bring something before the next effect does. */
function daysAfter(story: Story, index: number, { from, to }: Between): Change[] {
  const { effects, states } = story.timeline;
  const state = states[index] as State;
  const start = (effects[index] as Effect).at;
  const end = Math.min(effects[index + 1]?.at ?? Infinity, to + 1);
  if (end <= from || !isOpen(state)) return [];
  const changes: Change[] = [];
  for (let at = nextCut(state, Math.max(start, from - 1)); at !== undefined && at < end; at = nextCut(state, at)) {
    changes.push(...dayAt(story, index, at));
  }
  return changes;
}

const some = (at: number, text: string | undefined): Change[] => (text === undefined ? [] : [{ at, tell: () => text }]);

const isOpen = ({ acts, voided }: State): boolean => acts + voided.length > 0;

/** The state after an effect, at an instant; undefined before an act is in effect. */
function lookAfter(
  { identity, timeline }: Pick<Story, 'identity' | 'timeline'>,
  index: number,
  at: number,
): Seen | undefined {
  const state = timeline.states[index];
  return state !== undefined && isOpen(state) ? { identity, state, at } : undefined;
}

/** By their ids, as corrections leave them; one that was voided as it was recorded. */
const eventsIn =
  ({ effects }: Timeline, known: readonly Known[]): EventOf =>
  (id) =>
    effects.find(({ event }) => event.id === id)?.event ?? known.find(({ fact }) => fact.id === id)?.fact;

/** Whether what an event says comes true later. */
const liesAhead = ({ effects }: Timeline, { event }: Effect, at: number): boolean =>
  effects.some((effect) => effect.due === 'begins' && effect.event.id === event.id && effect.at > at);

/** By when each was recorded, with the commitment as it looked just before and just after. @param revisions of those told, in order */
export function inRecordedOrder(
  id: string,
  known: readonly Known[],
  sourceOf: SourceOf,
  revisions: readonly number[],
): Change[] {
  const facts = known.map(({ fact }) => fact);
  const [first = 0, last = -1] = [revisions[0], revisions.at(-1)];
  const asked = new Set(revisions);
  let commitment = first === 0 ? NO_COMMITMENT : commitmentOf(facts.slice(0, first));
  // what the event before came to, where that was told of as well
  let told: Folded | undefined;
  return known.slice(first, last + 1).flatMap((one, index) => {
    const before = commitment;
    commitment = withEvent(before, one.fact);
    const earlier = told;
    told = undefined;
    if (!asked.has(first + index)) return [];
    told = folded(id, commitment);
    const corrects = correctsOf(facts, one.fact.revision);
    const eventOf = eventsIn(told.timeline, known);
    return [recorded(one, { earlier: earlier ?? folded(id, before), later: told, corrects, eventOf, sourceOf })];
  });
}

/** A commitment as it was known at some time. */
type Folded = Pick<Story, 'identity' | 'timeline'>;
const folded = (id: string, { record, timeline }: Commitment): Folded => ({
  identity: identityOf(id, record),
  timeline,
});

interface Recording {
  readonly earlier: Folded;
  readonly later: Folded;
  readonly corrects: Corrects | null;
  readonly eventOf: EventOf;
  readonly sourceOf: SourceOf;
}

function recorded(one: Known, { earlier, later, corrects, eventOf, sourceOf }: Recording): Change {
  const { fact, clock } = one;
  const { effects } = later.timeline;
  const told = {
    identity: later.identity,
    effects,
    at: clock,
    before: seenAt(earlier, clock),
    after: seenAt(later, clock),
  };
  const unmoved = () => unmovedAt(earlier, later, one);
  const cause = { known: one, event: fact, corrects, eventOf, correctedBy: null, voidedBy: null, unmoved };
  return { at: clock, tell: () => eventItem(told, cause, sourceOf) };
}

function seenAt(known: Folded, at: number): Seen | undefined {
  const index = known.timeline.effects.findLastIndex((effect) => effect.at <= at);
  return index === -1 ? undefined : lookAfter(known, index, at);
}

/** Nothing moved of what is so now: something else may have, earlier or later. What both share is not looked at. */
function unmovedAt(earlier: Folded, later: Folded, { clock }: Known): Unmoved {
  const shared = firstChanged(earlier.timeline, later.timeline);
  const cuts = [earlier, later].flatMap(({ timeline }) => segmentsOf(since(timeline, shared)).map(({ from }) => from));
  const isApart = (at: number): boolean => movedBetween(seenAt(earlier, at), seenAt(later, at)).length > 0;
  const inOrder = [...new Set(cuts)].sort((a, b) => a - b);
  if (inOrder.some((at) => at <= clock && isApart(at))) return 'past';
  return inOrder.some((at) => at > clock && isApart(at)) ? 'ahead' : 'as_before';
}
