// The laws, held for histories as they come about.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/domain/canonicalJson.ts';
import { bodyText, putTogether, slicesOf, type Told } from '../../src/domain/commitment/bodyText.ts';
import {
  type Commitment,
  commitmentOf,
  identityOf,
  NO_COMMITMENT,
  withEvent,
} from '../../src/domain/commitment/commitment.ts';
import type { Effect } from '../../src/domain/commitment/effect.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { fulfilled } from '../../src/domain/commitment/fulfilment.ts';
import { statusAt } from '../../src/domain/commitment/headline.ts';
import { bodyOf, type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { isAct } from '../../src/domain/commitment/record.ts';
import { evolve, INITIAL, type State } from '../../src/domain/commitment/state.ts';
import { type Phase, phasesOf, type Segment, segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { BODY } from '../support/history.ts';

const RUNS = { numRuns: 120 };
const NAMED = { id: BODY, noun: 'Cooperation', title: 'One title', corrections: [] } as const;

const textOf = (state: State, at: number): string => canonicalJson(present(NAMED, state, at) as unknown as Json);
const segmentText = ({ from, to, state }: Segment): string => `${from}/${to} ${textOf(state, from)}`;
const textsOf = ({ record, timeline }: Commitment): readonly string[] => [
  canonicalJson(record.events.length > 0 ? (identityOf(BODY, record) as unknown as Json) : null),
  ...segmentsOf(timeline).map(segmentText),
];
const segmentsAfter = (events: readonly CommitmentFact[]): Segment[] => segmentsOf(commitmentOf(events).timeline);
const viewsOf = (events: readonly CommitmentFact[]): CommitmentView[] =>
  segmentsAfter(events).map(({ state, from }) => present(NAMED, state, from));
/** Each effect with the state before it and after it. */
const stepsOf = (events: readonly CommitmentFact[]) => {
  const { effects, states } = commitmentOf(events).timeline;
  return effects.map((effect, i) => ({ effect, before: states[i - 1] ?? INITIAL, after: states[i] as State }));
};
const holds = (predicate: (events: readonly CommitmentFact[]) => void, more = RUNS) =>
  fc.assert(fc.property(arbitraryHistory, predicate), more);

/** In effective order, what comes true later as well. */
const effectsOf = (events: readonly CommitmentFact[]): readonly Effect[] => commitmentOf(events).timeline.effects;

const isLate = (events: readonly CommitmentFact[]): boolean =>
  effectsOf(events).some(({ event }, i, all) => event.revision < (all[i - 1]?.event.revision ?? -1));
const correctsACorrection = (event: CommitmentFact, _: number, events: readonly CommitmentFact[]): boolean =>
  event.type === 'RecordCorrected' && events.find(({ id }) => id === event.data.event)?.type === 'RecordCorrected';

describe('the arbitrary histories themselves', () => {
  it('hold every type of event, late ones, and corrections of corrections', () => {
    const histories = fc.sample(arbitraryHistory, { numRuns: 400, seed: 1 });
    const types = new Set(histories.flat().map((event) => (isAct(event) ? 'an act' : event.type)));
    expect(types.size).toBe(31);
    expect(histories.filter(isLate).length).toBeGreaterThan(100);
    expect(histories.filter((events) => events.some(correctsACorrection)).length).toBeGreaterThan(10);
  });
});

describe('replay', () => {
  it('an accepted sequence folds to the same segments event by event and at once, byte for byte', () => {
    holds((events) => {
      let soFar = NO_COMMITMENT;
      for (const [i, event] of events.entries()) {
        soFar = withEvent(soFar, event);
        expect(textsOf(soFar)).toEqual(textsOf(commitmentOf(events.slice(0, i + 1))));
      }
    });
  });

  it('what was known at a place in the journal never depends on what was recorded after it', () => {
    holds((events) => {
      const known: Commitment[] = [];
      for (const event of events) known.push(withEvent(known.at(-1) ?? NO_COMMITMENT, event));
      for (const [i, then] of known.entries()) {
        expect(textsOf(then)).toEqual(textsOf(commitmentOf(structuredClone(events.slice(0, i + 1)))));
      }
    });
  });
});

describe('evolve', () => {
  it('is total: any effects in any order give a state that can be presented', () => {
    const shuffled = arbitraryHistory.chain((events) => fc.shuffledSubarray([...effectsOf(events)]));
    fc.assert(
      fc.property(shuffled, (effects) => {
        const state = effects.reduce(evolve, INITIAL);
        expect(() => textOf(state, effects.at(-1)?.at ?? 0)).not.toThrow();
      }),
      RUNS,
    );
  });

  it('is total: any part of a history, in any order, gives a timeline', () => {
    const part = arbitraryHistory.chain((events) => fc.shuffledSubarray([...events]));
    fc.assert(
      fc.property(part, (events) => {
        expect(() => segmentsAfter(events).map(segmentText)).not.toThrow();
      }),
      RUNS,
    );
  });
});

describe('segments', () => {
  it('are ordered, half open and without a gap; the last one is open', () => {
    holds((events) => {
      const segments = segmentsAfter(events);
      expect(segments.at(-1)?.to).toBe(Infinity);
      for (const [i, { from, to }] of segments.entries()) {
        expect(from).toBeLessThan(to);
        expect(segments[i + 1]?.from ?? Infinity).toBe(to);
        expect(segmentAt(segments, from)).toBe(segments[i]);
        expect(segmentAt(segments, to - 1)).toBe(to === Infinity ? segmentAt(segments, Infinity) : segments[i]);
      }
    });
  });

  it('within one nothing changes: every change without an event is a cut', () => {
    holds((events) => {
      for (const { from, to, state } of segmentsAfter(events)) {
        const last = to === Infinity ? from + 10 * 365 * 86_400_000 : to - 1;
        for (const at of [Math.floor((from + last) / 2), last]) expect(textOf(state, at)).toBe(textOf(state, from));
      }
    });
  });
});

describe('a body', () => {
  it('is the same for every segment of its phase, and phases leave out no segment', () => {
    holds((events) => {
      const segments = segmentsAfter(events);
      const phases = phasesOf(segments);
      for (const { state, from } of segments) {
        const phase = segmentAt(phases, from) as Phase;
        expect(statusAt(state, from)).toBe(phase.status);
        expect(bodyText(NAMED, phase.state, phase.from)).toBe(JSON.stringify(bodyOf(NAMED, state, from)));
      }
      expect(phases.map(({ to }) => to).slice(0, -1)).toEqual(phases.map(({ from }) => from).slice(1));
      expect([phases[0]?.from, phases.at(-1)?.to]).toEqual([segments[0]?.from, segments.at(-1)?.to]);
    });
  });

  it('has the text that is made of it whole, however its parts are remembered', () => {
    holds((events) => {
      let soFar = NO_COMMITMENT;
      let near: Told | undefined;
      for (const event of events) {
        soFar = withEvent(soFar, event);
        for (const { state, from } of segmentsOf(soFar.timeline)) {
          const whole = JSON.stringify(bodyOf(NAMED, state, from));
          expect(bodyText(NAMED, state, from)).toBe(whole);
          const texts = slicesOf(NAMED, state, from, near);
          expect(putTogether(texts)).toBe(whole);
          near = { state, texts };
        }
      }
    });
  });
});

/** What each party has to reach is owed by one more, or one less. */
function changesWhoOwes({ before, after }: ReturnType<typeof stepsOf>[number]): boolean {
  const owing = ({ standings, endedSince }: State) => {
    const left = standings.committers().filter((code) => standings.get(code)?.position !== 'withdrew');
    const going = left.filter((code) => standings.get(code)?.endedAt === undefined);
    return endedSince !== undefined || going.length === 0 ? left : going;
  };
  return owing(before).join() !== owing(after).join();
}

/** The opening brings what is owed, who joins owes it from then on, and who leaves no longer. */
const mayMoveDelivery = (step: ReturnType<typeof stepsOf>[number]): boolean =>
  changesWhoOwes(step) ||
  (step.effect.act !== undefined
    ? step.effect.event.revision === 0
    : ['DeliveryReported', 'TermAdjudicated', 'CommitmentAmended'].includes(step.effect.event.type));

describe('law 4', () => {
  it('no act, no concern and no assertion moves delivery', () => {
    holds((events) => {
      for (const step of stepsOf(events)) {
        if (!mayMoveDelivery(step)) expect(step.after.delivery).toBe(step.before.delivery);
      }
    });
  });

  it('a history without one of its further acts, concerns or assertions has the same delivery at any time', () => {
    holds((events) => {
      const spoken = events.filter(
        (event) => (isAct(event) && event.revision > 0) || ['ConcernRaised', 'TermAsserted'].includes(event.type),
      );
      const whole = stepsOf(events);
      const joining = new Set(whole.filter(changesWhoOwes).map(({ effect }) => effect.event.id));
      for (const { id } of spoken.filter((event) => !joining.has(event.id))) {
        const part = stepsOf(events.filter((event) => event.id !== id));
        for (const { effect } of part) expect(levelAt(part, effect.at)).toBe(levelAt(whole, effect.at));
      }
    });
  });
});

const levelAt = (steps: ReturnType<typeof stepsOf>, at: number): string | undefined =>
  steps.findLast(({ effect }) => effect.at <= at)?.after.delivery.level;

describe('who owes it', () => {
  it('is who delivery is judged by, whatever changed it', () => {
    holds((events) => {
      for (const { after, effect } of stepsOf(events)) {
        if (after.endedSince !== undefined || after.kept.DeliveryReported.length === 0) continue;
        const judged = ({ parties }: State['delivery']) => [effect.event.type, ...parties.map(({ party }) => party)];
        expect(judged(after.delivery)).toEqual(judged(fulfilled(after, effect.at).delivery));
      }
    });
  });
});

describe('law 5', () => {
  it('the state as of an instant follows from the events in effect by then alone', () => {
    holds((events) => {
      const effects = effectsOf(events);
      const segments = segmentsAfter(events);
      for (const { at } of effects) {
        const counted = new Set(effects.filter((effect) => effect.at <= at).map(({ event }) => event.id));
        const alone = events.filter((event) => counted.has(rootOf(event, events)));
        const then = segmentAt(segmentsAfter(alone), at);
        const state = segmentAt(segments, at)?.state;
        expect(then && textOf(then.state, at)).toBe(state && textOf(state, at));
      }
    });
  });
});

/** The event a correction is about in the end; any other event is its own. */
function rootOf(event: CommitmentFact, events: readonly CommitmentFact[]): string {
  if (event.type !== 'RecordCorrected') return event.id;
  const target = events.find(({ id }) => id === event.data.event);
  return target === undefined ? event.data.event : rootOf(target, events);
}

const RANK: Readonly<Record<string, number>> = { announced: 1, agreed: 2, signed: 3, ratified: 4 };
const rank = (position: string | undefined): number => RANK[position ?? ''] ?? 0;

/** Where a party stood before an effect and stands after it. */
const movesIn = ({ before, after }: ReturnType<typeof stepsOf>[number]) =>
  before.standings.codes().map((code) => ({
    was: before.standings.get(code)?.position,
    is: after.standings.get(code)?.position,
  }));

describe('a position', () => {
  it('is never lowered but by a withdrawal, and a notice of withdrawal never revoked but by an act of its own', () => {
    holds((events) => {
      const steps = stepsOf(events).filter(({ effect }) => effect.event.type !== 'TermAdjudicated');
      const moves = steps.flatMap((step) => movesIn(step).map((move) => ({ ...move, by: step.effect.event.type })));
      const lowered = moves.filter(
        ({ was, is }) => !['withdrawing', 'withdrew'].includes(was ?? '') && rank(is) < rank(was),
      );
      expect(lowered.filter(({ is }) => is !== 'withdrawing' && is !== 'withdrew')).toEqual([]);
      const revoked = moves.filter(({ was, is }) => was === 'withdrawing' && is !== was && is !== 'withdrew');
      expect(revoked.filter(({ by }) => by !== 'WithdrawalRevoked')).toEqual([]);
    });
  });

  it('binds in spells that are in order and apart, each with what began and what ended it', () => {
    holds((events) => {
      for (const { state } of segmentsAfter(events)) {
        for (const { spells } of state.standings.all()) {
          const ends = spells.map(({ from, to, because }) => [from, to ?? Infinity, because.length] as const);
          expect(ends.every(([from, to, causes]) => from <= to && causes > (to === Infinity ? 0 : 1))).toBe(true);
          expect(ends.every(([, to], i) => to <= (ends[i + 1]?.[0] ?? Infinity))).toBe(true);
        }
      }
    });
  });

  it('is named in its view with its causes, which are on record', () => {
    holds((events) => {
      for (const { position } of viewsOf(events)) {
        for (const { position: stands, because } of position) {
          expect(stands === null || because.length > 0).toBe(true);
          expect(because.every((revision) => events[Number(revision)] !== undefined)).toBe(true);
        }
      }
    });
  });
});

describe('what is kept of all parties together', () => {
  it('is what counting them one by one finds', () => {
    holds((events) => {
      for (const { state } of segmentsAfter(events)) {
        const standings = state.standings.all();
        const committers = standings.filter(({ roles }) => roles.includes('committer'));
        expect(state.standings.tally).toEqual({
          left: committers.filter(({ position }) => position === 'withdrew').length,
          remaining: committers.filter(({ position }) => position !== 'withdrew').length,
          several: committers.filter(({ position, several }) => position !== 'withdrew' && several).length,
          bound: standings.filter(({ spells }) => spells.at(-1) !== undefined && spells.at(-1)?.to === undefined)
            .length,
          contested: standings.filter(({ contested }) => contested.length > 0).length,
        });
      }
    });
  });
});

const SCORE: Readonly<Record<string, number>> = { kept: 1, partly_kept: 0, not_kept: -1 };

const committersIn = ({ position, parties }: CommitmentView): readonly string[] =>
  parties
    .filter(({ role }) => role === 'committer')
    .map(({ code }) => code)
    .filter((code) => position.find(({ party }) => party === code)?.position !== 'withdrew');

const scoreOf = (own: CommitmentView['verdict'][number]['verdicts']): number | undefined =>
  SCORE[own.at(-1)?.verdict ?? ''];

const meanOf = (scores: readonly number[]): unknown =>
  scores.length === 0 ? null : expect.closeTo(scores.reduce((a, b) => a + b, 0) / scores.length, 3);

describe('law 7', () => {
  it('a collective score is the mean of what its committers scored, and of nothing else', () => {
    holds((events) => {
      for (const view of viewsOf(events)) {
        const codes = committersIn(view);
        for (const { stages, verdicts, collective, coverage } of view.verdict) {
          expect(stages[0]).toMatchObject({ collective, coverage });
          for (const one of stages) {
            const own = verdicts.filter(({ stage }) => stage === one.stage);
            const scores = codes.flatMap((code) => scoreOf(own.filter(({ party }) => party === code)) ?? []);
            expect([one.coverage, one.collective]).toEqual([
              { rated: scores.length, of: codes.length },
              meanOf(scores),
            ]);
          }
        }
      }
    });
  });
});
