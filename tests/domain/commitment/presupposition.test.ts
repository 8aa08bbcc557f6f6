// What presupposes what: a step of a known date bounds what must have come before it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../src/domain/canonicalJson.ts';
import { commitmentOf, NO_COMMITMENT, withEvent } from '../../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../../src/domain/commitment/events.ts';
import { present } from '../../../src/domain/commitment/present.ts';
import { segmentsOf } from '../../../src/domain/commitment/timeline.ts';
import {
  BODY,
  corrected,
  historyOf,
  KR,
  opened,
  type Said,
  said,
  seen,
  shown,
  standingOf,
} from '../../support/history.ts';

const LATER = '2020-01-01';
const treaty = (effectiveAt: string, recorded = LATER): Said =>
  opened({ effectiveAt, parties: [KR, { code: 'JP', role: 'committer' }] }, 'AgreementAgreed', recorded);
const change = (position: string, effectiveAt: string, more = {}, recorded = LATER): Said =>
  said('PositionChanged', { party: 'KR', position, effectiveAt, ...more }, recorded);
const force = (effectiveAt: string, more = {}, recorded = LATER): Said =>
  said('EnteredIntoForce', { basis: 'as agreed', effectiveAt, ...more }, recorded);
const positionsOn = (history: readonly Said[], ...dates: string[]) =>
  dates.map((date) => standingOf(history, 'KR', date)?.position);

describe('what a step presupposes', () => {
  it('counts as early as the step that presupposes it, in whichever order they were recorded', () => {
    const signed = change('signed', '2010');
    const ratified = change('ratified', '2010-03-01');
    for (const history of [
      [treaty('2009-01-01'), signed, ratified],
      [treaty('2009-01-01'), ratified, signed],
    ]) {
      expect(positionsOn(history, '2010-02-28', '2010-03-01', '2011-01-01')).toEqual([
        'agreed',
        'ratified',
        'ratified',
      ]);
      expect(standingOf(history, 'KR', '2011-01-01')?.since).toBe('2010-03-01T00:00:00.000Z');
    }
  });

  it('is not undone by a signature of the same day, in whichever order they were recorded', () => {
    const day = [change('signed', '2010-03-01'), change('ratified', '2010-03-01')];
    for (const two of [day, day.toReversed()]) {
      expect(positionsOn([treaty('2009-01-01'), ...two], '2010-03-01')).toEqual(['ratified']);
    }
  });

  it('of an act of agreement, an entry into force bounds: in force and both bound from its day', () => {
    const history = [treaty('2016'), force('2016-11-04')];
    expect(shown(history, '2016-11-03')).toBeUndefined();
    expect(seen(history, '2017-01-01')).toMatchObject({
      status: 'in_force',
      inForce: { since: '2016-11-04T00:00:00.000Z' },
      position: [
        { party: 'JP', bound: true, spells: [{ from: '2016-11-04T00:00:00.000Z', to: null, because: ['1'] }] },
        { party: 'KR', bound: true },
      ],
    });
  });

  it('of several steps the earliest counts', () => {
    const history = [
      treaty('2009-01-01'),
      change('signed', '2010'),
      change('ratified', '2010-06-01'),
      force('2010-02-01', { parties: ['KR'] }),
    ];
    expect(positionsOn(history, '2010-01-31', '2010-02-01', '2010-06-01')).toEqual(['agreed', 'agreed', 'ratified']);
    const alone = [treaty('2010', '2010-12-31'), change('signed', '2010-05-01'), change('ratified', '2010-06-01')];
    expect(shown(alone, '2010-04-30')).toBeUndefined();
    expect(positionsOn(alone, '2010-05-01', '2010-06-01')).toEqual(['signed', 'ratified']);
  });

  it('stays where it is where something earlier gives it, or its earliest day is after the step', () => {
    const given = [
      treaty('2009-01-01'),
      change('signed', '2010-01-15'),
      change('signed', '2010'),
      change('ratified', '2010-03-01'),
    ];
    expect(positionsOn(given, '2010-01-15')).toEqual(['signed']);
    const after = [treaty('2009-01-01'), change('ratified', '2010-03-01'), change('signed', '2011')];
    expect(positionsOn(after, '2010-03-01', '2012')).toEqual(['ratified', 'ratified']);
    const late = [treaty('2016-12-01'), force('2016-11-04')];
    expect(shown(late, '2016-11-30')).toBeUndefined();
    expect(standingOf(late, 'KR', '2017')?.spells).toEqual([
      { from: '2016-12-01T00:00:00.000Z', to: null, because: ['1', '0'] },
    ]);
  });

  it('of who left and is back is to have come back', () => {
    const history = [
      treaty('2000-01-01'),
      force('2000-01-01'),
      said('AgreementAgreed', { parties: [{ code: 'AU', role: 'committer' }], effectiveAt: '2000-01-01' }, LATER),
      change('withdrawing', '2001-01-01', { takesEffect: '2002-01-01' }),
      change('ratified', '2013', { means: 'accession' }),
      force('2013-02-10', { parties: ['KR'] }),
    ];
    expect(positionsOn(history, '2012-12-31', '2013-02-10')).toEqual(['withdrew', 'ratified']);
    expect(standingOf(history, 'KR', '2013-03')?.bound).toBe(true);
  });

  it('of a notice that is revoked is the notice', () => {
    const history = [
      treaty('2009-01-01'),
      change('withdrawing', '2016', { takesEffect: '2018-01-01' }),
      said('WithdrawalRevoked', { notice: 'e0000000-0000-4000-8000-000000000001', effectiveAt: '2016-06-01' }, LATER),
    ];
    expect(positionsOn(history, '2016-06-01', '2019')).toEqual(['agreed', 'agreed']);
  });

  it('moves nothing that was known before the step was', () => {
    const history = [
      treaty('2009-01-01', '2009-01-01'),
      change('signed', '2010', {}, '2010-12-31'),
      change('ratified', '2010-03-01', {}, '2012-01-01'),
    ];
    expect(seen(history, '2010-03-01').position).toMatchObject([{}, { position: 'ratified' }]);
    expect(seen(history, '2010-03-01', '2011').position).toMatchObject([{}, { position: 'agreed' }]);
    expect(seen(history, '2010-12-31', '2011').position).toMatchObject([{}, { position: 'signed' }]);
  });

  it('is bounded no longer where the step was voided, and by its new date where it was corrected', () => {
    const history = [treaty('2009-01-01'), change('signed', '2010'), change('ratified', '2010-03-01')];
    const voided = corrected(2, { void: true }, '2021-01-01');
    expect(positionsOn([...history, voided], '2010-03-01', '2010-12-31')).toEqual(['agreed', 'signed']);
    const later = corrected(2, { replacement: { ...change('ratified', '2010-05-01').data } }, '2021-01-01');
    expect(positionsOn([...history, later], '2010-03-01', '2010-05-01')).toEqual(['agreed', 'ratified']);
  });
});

const DATES = ['2010', '2010-03', '2010-03-01', '2010-06-30', '2011', '2009/2011'];
const steps = fc
  .array(
    fc.record({
      what: fc.constantFrom('signed', 'ratified', 'withdrawing', 'force', 'act', 'void'),
      when: fc.constantFrom(...DATES),
      ahead: fc.constantFrom(undefined, ...DATES),
      party: fc.constantFrom('KR', 'JP'),
      at: fc.nat(9),
    }),
    { minLength: 1, maxLength: 12, size: 'max' },
  )
  .map((all) =>
    historyOf(
      treaty('2010'),
      ...all.map(({ what, when, ahead, party, at }, i) => {
        const more = ahead === undefined ? {} : { takesEffect: ahead };
        if (what === 'void') return corrected(Math.min(at, i), { void: true }, LATER);
        if (what === 'force') return force(when, { ...more, ...(at % 2 ? { parties: [party] } : {}) });
        if (what === 'act') return said('AgreementAgreed', { parties: [party], effectiveAt: when }, LATER);
        return change(what, when, { party, ...more });
      }),
    ),
  );

const textsOf = (timeline: Parameters<typeof segmentsOf>[0]) =>
  segmentsOf(timeline).map(({ from, to, state }) =>
    [
      from,
      to,
      canonicalJson(
        present({ id: BODY, noun: 'Agreement', title: 'x', corrections: [] }, state, from) as unknown as Json,
      ),
    ].join(' '),
  );

describe('a history of imprecise steps', () => {
  it('gives the same folded one by one as at once, voided steps included', () => {
    fc.assert(
      fc.property(steps, (events) => {
        let soFar = NO_COMMITMENT;
        for (const [i, event] of (events as CommitmentFact[]).entries()) {
          soFar = withEvent(soFar, event);
          expect(textsOf(soFar.timeline)).toEqual(
            textsOf(commitmentOf(events.slice(0, i + 1) as CommitmentFact[]).timeline),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives nobody a lower position than the highest that counts since it last left', () => {
    const rank = ['announced', 'agreed', 'signed', 'ratified'];
    fc.assert(
      fc.property(steps, (events) => {
        const { effects, states } = commitmentOf(events as CommitmentFact[]).timeline;
        for (const [i, state] of states.entries()) {
          for (const code of state.standings.codes()) {
            const [was, is] = [states[i - 1]?.standings.get(code), state.standings.get(code)];
            const fell = rank.indexOf(is?.position ?? '') < rank.indexOf(was?.position ?? '');
            expect(fell && !['withdrawing', 'withdrew'].includes(is?.position ?? '')).toBe(false);
          }
          expect(effects[i]?.at).toBeGreaterThanOrEqual(effects[i - 1]?.at ?? -Infinity);
        }
      }),
      { numRuns: 300 },
    );
  });
});
