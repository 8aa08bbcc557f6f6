// What an adjudication of a position sets aside: from then on all is as if the event had never been recorded.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../src/domain/canonicalJson.ts';
import { commitmentOf, NO_COMMITMENT, withEvent } from '../../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../../src/domain/commitment/events.ts';
import { present } from '../../../src/domain/commitment/present.ts';
import { type Segment, segmentAt, segmentsOf } from '../../../src/domain/commitment/timeline.ts';
import { arbitraryHistory } from '../../support/arbitraryHistory.ts';
import { BODY, eventAt, type Said, said, seen } from '../../support/history.ts';
import { agreement, bound, change, days, force, of, TODAY } from '../../support/treaty.ts';

const contest = (revision: number, effectiveAt: string): Said =>
  said('PositionContested', { contests: eventAt(revision), by: 'BO', reason: 'it was void', effectiveAt }, TODAY);
const settled = (revision: number, effectiveAt: string): Said =>
  said(
    'TermAdjudicated',
    { term: 'position', prefers: eventAt(revision), reason: 'as a court held', effectiveAt },
    TODAY,
  );

/** Of two parties one leaves, so that the other is bound alone no longer; the leaving is disputed and set aside. */
const history = [
  agreement(['AA', 'BB'], '2000-01-01'),
  force('2001-01-01'),
  change('AA', 'withdrawing', '2010-01-01', { takesEffect: '2011-01-01' }),
  contest(2, '2011-02-01'),
  settled(3, '2012-01-01'),
];

describe('a withdrawal that is set aside', () => {
  it('took effect until then, for its party and for those it left behind', () => {
    expect(seen(history, '2011-06-01')).toMatchObject({ status: 'withdrawn', contested: ['position'] });
    expect(of(history, 'AA', '2011-06-01')).toMatchObject({ position: 'withdrew', bound: false });
    expect(of(history, 'BB', '2011-06-01')).toMatchObject({ position: 'agreed', bound: false });
  });

  it('gives from then on what stood before: the headline, the position, and the spells of the others', () => {
    const view = seen(history, '2012-01-01');
    expect(view).toMatchObject({ status: 'in_force', contested: [], inForce: { because: ['1'] } });
    for (const party of ['AA', 'BB']) {
      expect(of(history, party, '2012-01-01')).toMatchObject({ position: 'agreed', bound: true });
      expect(days(of(history, party, '2012-01-01')?.spells)).toEqual(['2001-01-01/']);
    }
    expect(withoutWhy(JSON.stringify(view.position))).toEqual(
      withoutWhy(JSON.stringify(seen(history.slice(0, 2), '2012-01-01').position)),
    );
  });

  it('does not take effect where it was set aside before its day', () => {
    const early = [...history.slice(0, 3), contest(2, '2010-02-01'), settled(3, '2010-03-01')];
    expect(bound(early, 'AA', '2010-12-31', '2011-01-01')).toEqual([true, true]);
    expect(of(early, 'AA', '2012-01-01')).toMatchObject({ position: 'agreed', pending: undefined });
  });

  it('counts again where a later adjudication prefers it', () => {
    const again = [...history, settled(2, '2013-01-01')];
    expect(seen(again, '2012-06-01').status).toBe('in_force');
    expect(seen(again, '2013-01-01')).toMatchObject({ status: 'withdrawn', contested: [] });
    expect(days(of(again, 'BB', '2013-01-01')?.spells)).toEqual(['2001-01-01/2011-01-01']);
    expect(of(again, 'AA', '2012-06-01')?.because).toEqual(['0', '3', '4']);
    expect(of(again, 'AA', '2013-01-01')?.because).toEqual(['2', '5']);
  });

  it('leaves what else was said meanwhile', () => {
    const back = [
      ...history.slice(0, 4),
      change('CC', 'ratified', '2011-03-01', { by: 'accession' }),
      settled(3, '2012-01-01'),
    ];
    expect(of(back, 'CC', '2012-06-01')).toMatchObject({ position: 'ratified' });
    expect(bound(back, 'AA', '2012-06-01')).toEqual([true]);
  });

  it('is contested no more by another once it is set aside, and one contest settled stays settled with the next', () => {
    const two = [
      ...history,
      change('BB', 'withdrawing', '2013-01-01', { takesEffect: '2014-01-01' }),
      contest(5, '2014-02-01'),
      settled(6, '2015-01-01'),
    ];
    expect(seen(two, '2014-06-01')).toMatchObject({ status: 'withdrawn', contested: ['position'] });
    expect(seen(two, '2015-01-01')).toMatchObject({ status: 'in_force', contested: [] });
  });
});

describe('a suspension that lies ahead', () => {
  it('may be contested before it begins, and never begins where it is set aside', () => {
    const ahead = [
      ...history.slice(0, 2),
      said('OperationSuspended', { parties: ['AA'], effectiveAt: '2010-01-01', takesEffect: '2011-01-01' }, TODAY),
      contest(2, '2010-02-01'),
    ];
    expect(seen(ahead, '2010-06-01').contested).toEqual(['position']);
    expect(of(ahead, 'AA', '2011-06-01')?.suspended).toBeDefined();
    expect(of([...ahead, settled(3, '2010-08-01')], 'AA', '2011-06-01')?.suspended).toBeUndefined();
  });
});

const textOf = ({ state, from }: Segment): string =>
  canonicalJson(present({ id: BODY, noun: 'Body', title: 'x', corrections: [] }, state, from) as unknown as Json);

/** Why it is so names what set an event aside, which a fold that never saw it cannot. */
const withoutWhy = (text: string): unknown =>
  JSON.parse(text, (name, value) => (name === 'because' ? undefined : value));

/** By what is in effect at an instant: of each event contested, the last adjudication that prefers it or a contest of it. */
function asideAt(events: readonly CommitmentFact[], at: number): ReadonlySet<string> {
  const inEffect = commitmentOf(events).timeline.effects.filter((effect) => effect.at <= at);
  const said = inEffect.map(
    ({ event }, place) => ({ ...event, place }) as unknown as CommitmentFact & { place: number },
  );
  const contests = said.flatMap((event) => (event.type === 'PositionContested' ? [event] : []));
  const rulings = said.flatMap((event) => (event.type === 'TermAdjudicated' ? [event] : []));
  const contested = new Set(contests.map(({ data }) => data.contests));
  const aside = [...contested].filter((id) => {
    const concerns = (prefers: string, place: number) =>
      prefers === id || contests.some((one) => one.id === prefers && one.data.contests === id && one.place < place);
    const last = rulings.findLast(({ data, place }) => data.term === 'position' && concerns(data.prefers, place));
    return last !== undefined && last.data.prefers !== id;
  });
  return new Set(aside);
}

const rootOf = (event: CommitmentFact, events: readonly CommitmentFact[]): string => {
  if (event.type !== 'RecordCorrected') return event.id;
  const target = events.find(({ id }) => id === event.data.event);
  return target === undefined ? event.data.event : rootOf(target, events);
};

describe('what is set aside', () => {
  it('is as a fold says that never saw it, one by one and at once', () => {
    const seenAside = { count: 0 };
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        fc.pre(events.some((event) => event.type === 'TermAdjudicated' && event.data.term === 'position'));
        const all = segmentsOf(commitmentOf(events).timeline);
        const oneByOne = segmentsOf(events.reduce(withEvent, NO_COMMITMENT).timeline);
        expect(oneByOne.map(textOf)).toEqual(all.map(textOf));
        for (const segment of all) {
          const aside = asideAt(events, segment.from);
          seenAside.count += aside.size;
          const others = events.filter((event) => !aside.has(rootOf(event, events)));
          const then = segmentAt(segmentsOf(commitmentOf(others).timeline), segment.from);
          expect(then && withoutWhy(textOf({ ...then, from: segment.from }))).toEqual(withoutWhy(textOf(segment)));
        }
      }),
      { numRuns: 60, maxSkipsPerRun: 1_000 },
    );
    expect(seenAside.count).toBeGreaterThan(0);
  });
});
