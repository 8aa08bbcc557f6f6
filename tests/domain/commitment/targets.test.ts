import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { eventAt, opened, type Said, said, seen } from '../../support/history.ts';

const committer = (code: string) => ({ code, role: 'committer' });
const report = (reporter: string, effectiveAt: string, data: object, recorded?: string): Said =>
  said('DeliveryReported', { reporter, effectiveAt, ...data }, recorded);
const exactly = (n: number, unit: string) => ({ min: n, max: n, unit });
const axes = (all: readonly Said[], asOf: string) => {
  const { status, timeliness, delivery } = seen(all, asOf);
  return [status, delivery.level, timeliness];
};

describe('a ceiling', () => {
  const warheads = (n: number, effectiveAt: string) =>
    report('RU', effectiveAt, { amount: exactly(n, 'deployed warheads') });
  const ceiling = (more: object = {}) =>
    opened(
      {
        parties: [committer('RU')],
        effectiveAt: '2010-04-08',
        quantity: { max: 1550, unit: 'deployed warheads' },
        deadline: '2018-02-05',
        ...more,
      },
      'AgreementAgreed',
    );

  it('that is exceeded is not delivered, and overdue once its date has passed', () => {
    const exceeded = [ceiling(), warheads(1790, '2011-09-01')];
    expect(axes(exceeded, '2011-12')).toEqual(['in_progress', 'in_progress', 'upcoming']);
    expect(axes(exceeded, '2018-03')).toEqual(['overdue', 'in_progress', 'overdue']);
  });

  it('that is kept by its date is delivered and met', () => {
    const kept = [ceiling(), warheads(1790, '2011-09-01'), warheads(1350, '2018-02-01')];
    expect(axes(kept, '2018-02-03')).toEqual(['delivered', 'delivered', 'met']);
    expect(axes(kept, '2020')).toEqual(['delivered', 'delivered', 'met']);
    expect(seen(kept, '2020').target).toMatchObject({ direction: 'at_most', measure: 'stock', duty: 'attain' });
  });

  it('is no longer kept where a later count before its date exceeds it', () => {
    const again = [ceiling(), warheads(1350, '2012-01-01'), warheads(1700, '2014-01-01')];
    expect(axes(again, '2013')).toEqual(['delivered', 'delivered', 'met']);
    expect(axes(again, '2015')).toEqual(['in_progress', 'in_progress', 'upcoming']);
  });

  it('is kept only where all that a count could be is at most it', () => {
    const about = report('RU', '2018-02-01', { amount: { min: 1500, max: 1600, unit: 'deployed warheads' } });
    expect(axes([ceiling(), about], '2018-02-03')[1]).toBe('in_progress');
  });

  it('on a sum is known to be kept only once its date has come', () => {
    const budget = ceiling({ quantity: { max: 100, unit: 'Mt' }, target: { measure: 'sum' } });
    const emitted = (n: number, at: string) => report('RU', at, { amount: exactly(n, 'Mt') });
    expect(axes([budget, emitted(40, '2014-01-01')], '2015')[1]).toBe('in_progress');
    const whole = [budget, emitted(40, '2014-01-01'), emitted(90, '2018-02-05')];
    expect(axes(whole, '2018-03')).toEqual(['delivered', 'delivered', 'met']);
  });

  it('of nothing means that none is left', () => {
    const none = ceiling({ quantity: { max: 0, unit: 'deployed warheads' } });
    expect(seen([none], '2011').target).toMatchObject({ direction: 'none_left' });
    expect(axes([none, warheads(0, '2017-01-01')], '2017')).toEqual(['delivered', 'delivered', 'met']);
    expect(axes([none, warheads(1, '2017-01-01')], '2019')[0]).toBe('overdue');
  });
});

describe('a quantity to be reached exactly', () => {
  it.each([
    [95, 'partly_delivered'],
    [100, 'delivered'],
    [105, 'partly_delivered'],
  ])('of 100 is by %d %s', (n, level) => {
    const target = opened({ quantity: exactly(100, 'seats'), target: { direction: 'exactly' } });
    expect(axes([target, report('KR', '2025-07-01', { amount: exactly(n, 'Seats') })], '2026')[1]).toBe(level);
  });

  it('of which both bounds are given is at least that, unless it is said to be exact', () => {
    const pledged = opened({ quantity: exactly(100, 'tanks') });
    expect(axes([pledged, report('KR', '2025-07-01', { amount: exactly(120, 'tanks') })], '2026')[1]).toBe('delivered');
  });
});

describe('what is to be reached by each party', () => {
  const each = (more: object = {}) =>
    opened(
      {
        parties: [committer('PL'), committer('ES')],
        effectiveAt: '2025-06-25',
        quantity: { min: 3.5, unit: '% of GDP' },
        target: { reachedBy: 'each_party', measure: 'rate', ...more },
        deadline: '2035',
      },
      'ContributionPledged',
    );
  const spent = (party: string, share: number, year: number, more: object = {}) =>
    report(
      party,
      `${year}-12-31`,
      { amount: exactly(share, '% of GDP'), window: String(year), ...more },
      `${year + 1}-03-01`,
    );

  it('is not reached by all where one has reached it', () => {
    const view = seen([each(), spent('PL', 4.48, 2025)], '2026-06');
    expect([view.status, view.timeliness]).toEqual(['in_progress', 'upcoming']);
    expect(view.delivery.parties).toMatchObject([
      { party: 'ES', level: 'nothing_on_record', basis: 'none' },
      { party: 'PL', level: 'delivered', basis: 'own' },
    ]);
    expect(view.target?.parties).toMatchObject([
      { party: 'ES', quantity: { min: 3.5 } },
      { party: 'PL', quantity: { min: 3.5 } },
    ]);
  });

  it('is reached where all have, and by who still owes it', () => {
    const both = [each(), spent('PL', 4.48, 2025), spent('ES', 3.6, 2034)];
    expect(axes(both, '2035-04')).toEqual(['delivered', 'delivered', 'met']);
    const left = said('PositionChanged', {
      party: 'ES',
      position: 'withdrawing',
      takesEffect: '2026-01-01',
      effectiveAt: '2025-12-01',
    });
    expect(axes([each(), left, spent('PL', 4.48, 2026)], '2027-04')[1]).toBe('delivered');
  });

  it('may differ by party', () => {
    const own = each({ shares: [{ party: 'ES', quantity: { min: 2.1, unit: '% of GDP' } }] });
    const view = seen([own, spent('ES', 2.1, 2025)], '2026-06');
    expect(view.delivery.parties).toMatchObject([{ party: 'ES', level: 'delivered' }, { party: 'PL' }]);
    expect(view.status).toBe('in_progress');
  });

  it('is counted of whom a report names, whoever reports', () => {
    const byNato = report('NATO', '2025-12-31', {
      amount: exactly(3.6, '% of GDP'),
      window: '2025',
      parties: ['ES'],
    });
    expect(seen([each(), byNato], '2026-06').delivery.parties).toMatchObject([
      { party: 'ES', level: 'delivered', basis: 'independent' },
      { party: 'PL', level: 'nothing_on_record' },
    ]);
  });

  it('with a deadline of its own is overdue by that, and due next is what ends first', () => {
    const own = each({ shares: [{ party: 'ES', deadline: '2030' }] });
    expect(axes([own], '2030-07')).toEqual(['agreed', 'nothing_on_record', 'due']);
    const late = seen([own, spent('PL', 4.48, 2025)], '2031-02');
    expect([late.status, late.timeliness]).toEqual(['overdue', 'overdue']);
    expect(late.target?.parties).toMatchObject([
      { party: 'ES', timeliness: 'overdue', deadline: { first: '2030', firstOutcome: 'missed' } },
      { party: 'PL', timeliness: null, deadline: null },
    ]);
    expect(seen([own, spent('ES', 3.5, 2029)], '2031-02')).toMatchObject({
      status: 'in_progress',
      timeliness: 'upcoming',
      target: { parties: [{ timeliness: 'met', deadline: { firstOutcome: 'met' } }, {}] },
    });
  });

  it('whose own deadline is moved keeps what became of the first', () => {
    const own = each({ shares: [{ party: 'ES', deadline: '2030' }] });
    const moved = said('DeadlineSet', { party: 'ES', deadline: '2032', firmness: 'firm', effectiveAt: '2031-05-01' });
    expect(seen([own, moved], '2031-06').target?.parties[0]).toMatchObject({
      timeliness: 'upcoming',
      deadline: { first: '2030', current: '2032', moves: 1, firstOutcome: 'missed' },
    });
    given(own)
      .whenOnBody('SetDeadline', { party: 'FR', deadline: '2032', firmness: 'firm' })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/party');
  });

  it('with a condition of its own is not overdue while that is pending', () => {
    const own = each({ shares: [{ party: 'ES', deadline: '2030', condition: 'if its parliament assents' }] });
    expect(seen([own], '2031-02').status).toBe('agreed');
    const met = said('ConditionSettled', {
      condition: eventAt(0),
      party: 'ES',
      outcome: 'met',
      effectiveAt: '2031-03-01',
    });
    expect(seen([own, met], '2031-04')).toMatchObject({
      status: 'overdue',
      target: { parties: [{ conditions: [{ standing: 'met', settledBy: eventAt(1) }] }, {}] },
    });
  });

  it('is owed by a party that has a role', () => {
    given()
      .whenOnBody('PledgeContribution', {
        title: 'T',
        parties: [committer('PL')],
        target: { shares: [{ party: 'ES', deadline: '2030' }] },
      })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/target/shares/0/party');
    given(each())
      .whenOnBody('AmendCommitment', {
        roles: [committer('FR')],
        target: { reachedBy: 'each_party', shares: [{ party: 'FR', deadline: '2030' }] },
      })
      .records('CommitmentAmended');
  });
});

describe('what all reach together', () => {
  const doses = opened({
    parties: [committer('EU'), committer('US'), committer('JP')],
    quantity: { min: 1.5, unit: 'million doses' },
  });
  const gave = (party: string, n: number, more: object = {}, reporter = party) =>
    report(reporter, '2025-07-01', { amount: exactly(n, 'million doses'), parties: [party], ...more });

  it('is added up of the parties, one report each', () => {
    const view = seen([doses, gave('EU', 0.9), gave('US', 0.5), gave('US', 0.6)], '2026');
    expect(view.delivery).toMatchObject({ level: 'delivered', amounts: [{ amount: exactly(1.5, 'million doses') }] });
    expect(view.delivery.parties).toMatchObject([
      { party: 'EU', amounts: [{ amount: { min: 0.9 } }] },
      { party: 'US', amounts: [{ amount: { min: 0.6 } }] },
    ]);
  });

  it('counts a member in its grouping’s report once, and says so', () => {
    const grouping = gave('EU', 1.0, { includes: ['DE'] });
    const { delivery } = seen([doses, gave('DE', 0.4), grouping], '2026');
    expect(delivery.amounts).toMatchObject([
      {
        amount: exactly(1, 'million doses'),
        overlaps: [{ parties: ['DE'], within: ['EU'] }],
        reports: [{ reporter: 'DE' }, { reporter: 'EU' }],
      },
    ]);
    expect(delivery.parties.map(({ party, amounts }) => [party, amounts[0]?.amount.min])).toEqual([
      ['DE', 0.4],
      ['EU', 1],
    ]);
    expect(seen([doses, gave('DE', 0.4), gave('EU', 1.0)], '2026').delivery.amounts[0]?.amount.min).toBe(1.4);
  });

  it('is no less than its parts: a later report of the whole that is contradicts them', () => {
    const whole = (n: number, effectiveAt: string) =>
      report('COVAX', effectiveAt, { amount: exactly(n, 'million doses') });
    const parts = [doses, gave('EU', 0.9), gave('US', 0.5)];
    const less = seen([...parts, whole(1.2, '2025-08-01')], '2026');
    expect(less.contested).toEqual(['delivery']);
    expect(less.delivery.amounts[0]).toMatchObject({ amount: { min: 1.2 }, contested: true });
    expect(seen([...parts, whole(1.2, '2025-06-28')], '2026').delivery.amounts[0]).toMatchObject({
      amount: { min: 1.4 },
      contested: false,
    });
    expect(seen([...parts, whole(1.6, '2025-08-01')], '2026').delivery).toMatchObject({
      level: 'delivered',
      amounts: [
        {
          amount: { min: 1.6 },
          overlaps: [
            { parties: ['EU'], within: null },
            { parties: ['US'], within: null },
          ],
        },
      ],
    });
  });

  it('converts no currency and adds up no units', () => {
    const pledge = opened({ quantity: { min: 100, unit: 'USD million' } });
    const paid = (party: string, n: number, unit: string) =>
      report(party, '2025-07-01', { amount: exactly(n, unit), parties: [party] });
    const { delivery } = seen([pledge, paid('KR', 60, 'USD million'), paid('NATO', 60, 'EUR million')], '2026');
    expect(delivery.amounts.map(({ amount }) => amount)).toEqual([
      exactly(60, 'USD million'),
      exactly(60, 'EUR million'),
    ]);
    expect(delivery.level).toBe('partly_delivered');
  });

  it('is delivered by level where each party says so', () => {
    const done = (party: string, level = 'delivered') => report(party, '2025-07-01', { level, parties: [party] });
    expect(axes([doses, done('EU'), done('US')], '2026')[1]).toBe('partly_delivered');
    expect(axes([doses, done('EU'), done('US'), done('JP')], '2026')[1]).toBe('delivered');
    expect(seen([doses, done('EU'), done('US', 'not_started')], '2026').contested).toEqual([]);
  });
});

describe('a rate', () => {
  const aYear = opened(
    {
      parties: [committer('DEVELOPED')],
      effectiveAt: '2009-12-18',
      quantity: { min: 100, unit: 'USD billion' },
      target: { measure: 'rate' },
      deadline: '2020',
    },
    'ContributionPledged',
  );
  const mobilised = (n: number, year: number, reporter = 'OECD') =>
    report(reporter, `${year + 2}-06-01`, { amount: exactly(n, 'USD billion'), window: String(year) });

  it('of USD 100 billion a year by 2020 is never reached by a sum, missed its deadline, and was reached for 2022', () => {
    const years = [aYear, mobilised(83.3, 2020), mobilised(89.6, 2021), mobilised(115.9, 2022)];
    expect(axes(years, '2023-12')).toEqual(['overdue', 'partly_delivered', 'overdue']);
    const now = seen(years, '2024-12');
    expect([now.status, now.timeliness]).toEqual(['delivered', 'late']);
    expect(now.deadline).toMatchObject({
      first: '2020',
      firstOutcome: 'missed',
      delivered: '2022-12-31',
      daysLate: 730,
    });
    expect(now.delivery.amounts.map(({ window, amount }) => [window, amount.min])).toEqual([
      ['2020', 83.3],
      ['2021', 89.6],
      ['2022', 115.9],
    ]);
    expect(now.delivery.basis).toBe('independent');
  });

  it('of other windows contradicts nothing, and of the same one does where both cannot be true', () => {
    const years = [aYear, mobilised(83.3, 2020), mobilised(79, 2021)];
    expect(seen(years, '2024').contested).toEqual([]);
    const oxfam = [...years, mobilised(21, 2020, 'Oxfam')];
    const view = seen(oxfam, '2024');
    expect(view.contested).toEqual(['delivery']);
    expect(view.delivery.amounts).toMatchObject([
      { window: '2020', amount: { min: 21 }, contested: true, reports: [{}, {}] },
      { window: '2021', contested: false },
    ]);
    expect(seen([...years, mobilised(83.3, 2020, 'UNFCCC')], '2024').contested).toEqual([]);
  });

  it('names its window', () => {
    const amount = exactly(80, 'usd  billion');
    given(aYear).whenOnBody('ReportDelivery', { reporter: 'OECD', amount }).refuses('INVALID_PAYLOAD', '/window');
    given(aYear)
      .whenOnBody('ReportDelivery', { reporter: 'OECD', amount, measure: 'rate' })
      .refuses('INVALID_PAYLOAD', '/window');
    given(aYear).whenOnBody('ReportDelivery', { reporter: 'OECD', amount, measure: 'sum' }).records('DeliveryReported');
    given(aYear).whenOnBody('ReportDelivery', { reporter: 'OECD', amount, window: '2019' }).records('DeliveryReported');
  });

  it('is no sum: counts of another measure or subject are neither compared nor added', () => {
    const sum = report('OECD', '2024-06-01', { amount: exactly(500, 'USD billion'), measure: 'sum' });
    const loans = report('OECD', '2024-06-01', {
      amount: exactly(300, 'USD billion'),
      window: '2022',
      subject: 'loans alone',
    });
    const view = seen([aYear, sum, loans, mobilised(90, 2022)], '2025');
    expect(view.contested).toEqual([]);
    expect(view.status).toBe('overdue');
    expect(view.delivery.amounts).toHaveLength(3);
  });
});

describe('what is to be maintained', () => {
  const limit = opened(
    {
      parties: [committer('IR')],
      effectiveAt: '2015-07-14',
      quantity: { max: 300, unit: 'kg UF6' },
      target: { duty: 'maintain' },
      deadline: '2016-01-16',
      validUntil: '2031-01-15',
    },
    'AgreementAgreed',
  );
  const held = (n: number, effectiveAt: string) => report('IAEA', effectiveAt, { amount: exactly(n, 'kg UF6') });

  it('is never delivered: each window is within or exceeded, and a breach leaves met standing', () => {
    const history = [limit, held(280, '2016-01-10'), held(130, '2017-05-01'), held(350, '2019-07-01')];
    expect(axes(history, '2018')).toEqual(['in_progress', 'in_progress', 'met']);
    const breached = seen(history, '2020');
    expect([breached.status, breached.timeliness]).toEqual(['in_progress', 'met']);
    expect(breached.deadline).toMatchObject({ firstOutcome: 'met', daysLate: null });
    expect(breached.delivery.windows).toMatchObject([
      { window: '2017-05-01', fit: 'within' },
      { window: '2019-07-01', fit: 'exceeded', amount: { min: 350 } },
    ]);
    expect(seen(history, '2031-02').status).toBe('lapsed');
  });

  it('has missed its date where it was not within by then, and is late once it is', () => {
    const history = [limit, held(9000, '2016-01-10'), held(250, '2016-03-01')];
    expect(axes(history, '2016-02')).toEqual(['overdue', 'in_progress', 'overdue']);
    expect(axes(history, '2016-04')).toEqual(['in_progress', 'in_progress', 'late']);
    expect(axes([limit, held(250, '2015-12-01'), held(400, '2016-01-02')], '2016-02')[2]).toBe('overdue');
  });

  it('is not delivered by a report that says so', () => {
    const says = report('IR', '2016-01-01', { level: 'delivered' });
    expect(axes([limit, says], '2016-02')).toEqual(['in_progress', 'in_progress', 'met']);
  });
});

describe('steps and a baseline', () => {
  const phaseDown = opened(
    {
      parties: [committer('US')],
      effectiveAt: '2016-10-15',
      quantity: { max: 15, unit: '% of baseline' },
      target: {
        measure: 'rate',
        subject: 'HFC consumption',
        baseline: { value: exactly(303.9, 'Mt CO2e'), date: '2011/2013', source: 'july-report' },
        prices: 'current',
        steps: [
          { quantity: { max: 90, unit: '% of baseline' }, by: '2019' },
          { quantity: { max: 60, unit: '% of baseline' }, by: '2024' },
        ],
      },
      deadline: '2036',
    },
    'AgreementAgreed',
  );
  const consumed = (n: number, year: number) =>
    report('EPA', `${year + 1}-05-01`, { amount: exactly(n, '% of baseline'), window: String(year) });

  it('have dates of their own, and what became of each is told', () => {
    const history = [phaseDown, consumed(85, 2019), consumed(70, 2023), consumed(58, 2025)];
    const steps = (asOf: string) => seen(history, asOf).target?.steps;
    expect(steps('2019-06')).toMatchObject([{ outcome: 'open' }, { outcome: 'open' }]);
    expect(steps('2020-12')).toMatchObject([
      { by: '2019', outcome: 'met', delivered: '2019-12-31' },
      { outcome: 'open' },
    ]);
    expect(steps('2025-02')).toMatchObject([{ outcome: 'met' }, { outcome: 'missed', delivered: null }]);
    expect(steps('2026-06')).toMatchObject([
      { outcome: 'met' },
      { outcome: 'missed', delivered: '2025-12-31', daysLate: 365 },
    ]);
    expect(seen(history, '2026-06')).toMatchObject({
      status: 'in_progress',
      target: { baseline: { value: { min: 303.9 }, date: '2011/2013', source: 'july-report' }, prices: 'current' },
    });
  });

  it('a step passes without an event, and so does the answer', () => {
    expect(seen([phaseDown], '2019-12-31').target?.steps[0]?.outcome).toBe('open');
    expect(seen([phaseDown], '2020-01-01').target?.steps[0]?.outcome).toBe('missed');
  });

  it('belong to the opening, and are amended whole', () => {
    given(phaseDown)
      .whenOnBody('AgreeAgreement', { parties: ['US'], target: { measure: 'rate' } })
      .refuses('NOT_IN_A_FURTHER_ACT', '/target');
    const amended = said('CommitmentAmended', { target: { measure: 'rate' }, effectiveAt: '2020-01-01' });
    expect(seen([phaseDown, amended], '2021').target).toMatchObject({ steps: [], baseline: null });
  });
});

describe('a condition', () => {
  const conditional = opened({ condition: 'if a facility is funded', deadline: '2025-09' });

  it.each(['met', 'dropped'])('that is %s no longer holds a deadline up, and stays told', (outcome) => {
    const settled = said('ConditionSettled', { condition: eventAt(0), outcome, effectiveAt: '2025-11-01' });
    expect(seen([conditional, settled], '2025-10-15')).toMatchObject({
      status: 'agreed',
      condition: 'if a facility is funded',
      conditions: [{ standing: 'pending', settledBy: null }],
    });
    expect(seen([conditional, settled], '2025-11-15')).toMatchObject({
      status: 'overdue',
      condition: null,
      conditions: [{ text: 'if a facility is funded', standing: outcome, setBy: eventAt(0), settledBy: eventAt(1) }],
    });
  });

  it('cleared by an amendment is dropped', () => {
    const cleared = said('CommitmentAmended', { condition: null, effectiveAt: '2025-11-01' });
    expect(seen([conditional, cleared], '2025-12').conditions).toMatchObject([{ standing: 'dropped' }]);
  });

  it('is named by the event that set it', () => {
    const settle = (condition: string, more: object = {}) =>
      given(conditional, report('KR', '2025-07-01', { level: 'in_progress' })).whenOnBody('SettleCondition', {
        condition,
        outcome: 'met',
        ...more,
      });
    settle(eventAt(0)).records('ConditionSettled');
    settle(eventAt(0), { party: 'KR' }).refuses('WRONG_EVENT_TYPE', '/condition');
    settle(eventAt(1)).refuses('WRONG_EVENT_TYPE', '/condition');
    settle(eventAt(7)).refuses('UNKNOWN_EVENT', '/condition');
  });
});
