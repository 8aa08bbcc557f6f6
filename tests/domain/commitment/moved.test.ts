// What moved between two looks at a commitment, in the words of its answer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersApart } from '../../../src/domain/commitment/bodyText.ts';
import { commitmentOf, identityOf, NO_COMMITMENT, withEvent } from '../../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../../src/domain/commitment/events.ts';
import { type Move, movedBetween } from '../../../src/domain/commitment/moved.ts';
import { bodyOf, present } from '../../../src/domain/commitment/present.ts';
import { INITIAL } from '../../../src/domain/commitment/state.ts';
import { segmentsOf } from '../../../src/domain/commitment/timeline.ts';
import { arbitraryHistory } from '../../support/arbitraryHistory.ts';
import { BODY } from '../../support/history.ts';
import { keptOf, keptOfNothing, putOn } from '../../support/puttingOn.ts';

const NAMED = { id: BODY, noun: 'Cooperation', title: 'One title', corrections: [] } as const;
const RUNS = { numRuns: 150 };

const looksAt = (events: readonly CommitmentFact[]) =>
  segmentsOf(commitmentOf(events).timeline).map(({ state, from }) => ({ identity: NAMED, state, at: from }));
type Look = ReturnType<typeof looksAt>[number];
const answerAt = ({ identity, state, at }: Look) => keptOf({ ...present(identity, state, at), id: undefined });
const NOTHING = keptOfNothing();

const putAll = (answer: unknown, moves: readonly Move[]): unknown => moves.reduce(putOn, answer);

describe('what moved', () => {
  it('put on what was answered before gives what is answered after, from one segment to the next and over all of them', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        const looks = looksAt(events);
        let answer: unknown = NOTHING;
        for (const [i, look] of looks.entries()) {
          answer = putAll(answer, movedBetween(looks[i - 1], look));
          expect(answer).toEqual(answerAt(look));
        }
        expect(putAll(NOTHING, movedBetween(undefined, looks.at(-1)))).toEqual(answer);
        expect(putAll(answer, movedBetween(looks.at(-1), looks[0]))).toEqual(looks[0] ? answerAt(looks[0]) : answer);
      }),
      RUNS,
    );
  });

  it('as each event becomes known is the same, with the title it has by then', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        let [known, answer]: [typeof NO_COMMITMENT, unknown] = [NO_COMMITMENT, NOTHING];
        let before: Look | undefined;
        for (const event of events) {
          known = withEvent(known, event);
          const segment = segmentsOf(known.timeline).at(-1);
          const identity = identityOf(BODY, known.record);
          const after = segment && ({ identity, state: segment.state, at: event.recordedAt } as Look);
          answer = putAll(answer, movedBetween(before, after));
          expect(answer).toEqual(after ? answerAt(after) : NOTHING);
          before = after;
        }
      }),
      RUNS,
    );
  });

  it('is nothing between two looks that answer the same, and never what is the same before and after', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        const looks = looksAt(events);
        for (const [i, look] of looks.entries()) {
          expect(movedBetween(look, { ...look, identity: { ...NAMED } })).toEqual([]);
          for (const { before, after } of movedBetween(looks[i - 1], look)) expect(before).not.toEqual(after);
        }
      }),
      RUNS,
    );
  });

  it('is read from slices that together are the whole answer', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        for (const { state, at } of looksAt(events).slice(-1)) {
          const [nothing, look] = [
            { identity: NAMED, state: INITIAL, at },
            { identity: NAMED, state, at },
          ];
          const told = [...membersApart(nothing, look)].map(([, after]) => after);
          const { id, kind, title, because, ...body } = bodyOf(NAMED, state, at);
          for (const members of told) expect({ id, kind, title, ...body }).toMatchObject(members);
          const names = new Set(told.flatMap((members) => Object.keys(members)));
          const silent = Object.keys(body).filter((name) => !names.has(name)) as (keyof typeof body)[];
          for (const name of silent) expect(body[name]).toEqual(bodyOf(NAMED, INITIAL, at)[name]);
        }
      }),
      RUNS,
    );
  });
});
