// The story of a commitment, whatever its history: nothing is told without a word, and nothing that moved is left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeItem } from '../../src/cli/text/changes.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { present } from '../../src/domain/commitment/present.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import type { Known } from '../../src/projections/changes/changeItem.ts';
import {
  type Between,
  type Change,
  inEffectiveOrder,
  inRecordedOrder,
  storyOf,
} from '../../src/projections/changes/story.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { BODY } from '../support/history.ts';
import { keptOf, keptOfNothing, putOn } from '../support/puttingOn.ts';

const RUNS = { numRuns: 150 };
const ALWAYS: Between = { from: -8.64e15, to: 8.64e15 };
const NO_SOURCE = () => undefined;

const knownIn = (events: readonly CommitmentFact[]): Known[] =>
  events.map((fact) => ({ fact, sequence: fact.revision * 3, clock: fact.recordedAt }));
const read = (changes: readonly Change[]): ChangeItem[] => changes.map(({ tell }) => JSON.parse(tell()) as ChangeItem);
const effective = (events: readonly CommitmentFact[], between = ALWAYS) =>
  read(inEffectiveOrder(storyOf(BODY, knownIn(events), NO_SOURCE), between));
const recorded = (events: readonly CommitmentFact[], revisions = events.map(({ revision }) => revision)) =>
  read(inRecordedOrder(BODY, knownIn(events), NO_SOURCE, revisions));

const NOTHING = keptOfNothing();

const answered = (events: readonly CommitmentFact[], at: number): unknown => {
  const { record, timeline } = commitmentOf(events);
  const segment = segmentAt(segmentsOf(timeline), at);
  return segment ? keptOf({ ...present(identityOf(BODY, record), segment.state, at), id: undefined }) : NOTHING;
};
const putAll = (items: readonly ChangeItem[]): unknown => items.flatMap(({ moved }) => moved).reduce(putOn, NOTHING);

describe('the story of any history', () => {
  it('has no blank entry: something moved, or it says why nothing did, and in a sentence what was recorded', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        for (const item of [...effective(events), ...recorded(events)]) {
          expect(item.moved.length > 0).toBe(item.unmoved === null);
          expect(item.summary).toMatch(/\S/);
          expect(item.summary).not.toContain('undefined');
          expect(item.type === null).toBe(item.passed.length > 0);
          expect(item.citations).not.toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('in effective order leads to what is answered at the end of time', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        expect(putAll(effective(events))).toEqual(answered(events, Number.MAX_VALUE));
      }),
      RUNS,
    );
  });

  it('in recorded order leads from one event to the next to what is answered when the last one was recorded', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        // all on one day, since what a day between two recordings moved is told of no event
        const at = events.at(-1)?.recordedAt ?? 0;
        const onOneDay = events.map((event) => ({ ...event, recordedAt: at }));
        expect(putAll(recorded(onOneDay))).toEqual(answered(onOneDay, at));
      }),
      RUNS,
    );
  });

  it('is told in parts as it is told at once', () => {
    fc.assert(
      fc.property(arbitraryHistory, fc.integer({ min: 0, max: 40 }), (events, no) => {
        const whole = effective(events);
        const at = Date.parse(whole[no % Math.max(1, whole.length)]?.at ?? '2024-01-01');
        const parts = [
          { from: ALWAYS.from, to: at - 1 },
          { from: at, to: at },
          { from: at + 1, to: ALWAYS.to },
        ];
        expect(parts.flatMap((between) => effective(events, between))).toEqual(whole);
        const half = no % events.length;
        expect([...recorded(events, [half])]).toEqual([recorded(events)[half]]);
      }),
      RUNS,
    );
  });
});
