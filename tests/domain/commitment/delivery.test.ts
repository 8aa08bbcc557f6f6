import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { corrected, eventAt, opened, type Said, said, seen } from '../../support/history.ts';

const report = (reporter: string, effectiveAt: string, data: object, recorded?: string): Said =>
  said('DeliveryReported', { reporter, effectiveAt, ...data }, recorded);
const count = (reporter: string, effectiveAt: string, amount: object | number, recorded?: string): Said =>
  report(reporter, effectiveAt, { amount: sized(amount) }, recorded);
const sized = (amount: object | number) =>
  typeof amount === 'number' ? { min: amount, max: amount, unit: 'tanks' } : { unit: 'tanks', ...amount };
const prefers = (revision: number, effectiveAt: string): Said =>
  said('TermAdjudicated', {
    term: 'delivery',
    prefers: eventAt(revision),
    reason: 'its count is audited',
    effectiveAt,
  });
const contribution = opened({ quantity: { min: 100, unit: 'tanks' } }, 'ContributionPledged');
const deliveredBy = (all: readonly Said[], asOf = '2025-12') => {
  const { delivery, status } = seen(all, asOf);
  return { level: delivery.level, status, amounts: delivery.amounts };
};

describe('delivery', () => {
  it('has nothing on record while nobody reports it, which does not say that it was not started', () => {
    expect(deliveredBy([contribution])).toMatchObject({ level: 'nothing_on_record', status: 'agreed' });
  });

  it.each([
    ['in_preparation', 'in_progress'],
    ['in_progress', 'in_progress'],
    ['partly_delivered', 'in_progress'],
    ['stalled', 'stalled'],
    ['delivered', 'delivered'],
    ['not_started', 'agreed'],
  ])('reported as %s makes the headline %s', (level, status) => {
    expect(deliveredBy([contribution, report('KR', '2025-07-01', { level })])).toMatchObject({ level, status });
  });

  it('follows the latest report in effect, also backwards', () => {
    const history = [
      contribution,
      report('KR', '2025-08-01', { level: 'stalled' }),
      report('KR', '2025-07-01', { level: 'in_progress' }, '2025-09-01'),
    ];
    expect(deliveredBy(history, '2025-07-15').level).toBe('in_progress');
    expect(deliveredBy(history, '2025-08-15').level).toBe('stalled');
  });

  it('is moved by what was delivered, never by a contract or a forecast', () => {
    for (const counts of ['contracted', 'forecast']) {
      const outlook = report('KR', '2025-07-01', { counts, amount: sized(100), level: 'delivered' });
      const view = seen([contribution, outlook], '2025-12');
      expect(view.delivery).toMatchObject({ level: 'nothing_on_record', outlook: [{ counts, reporter: 'KR' }] });
      expect(view.status).toBe('agreed');
    }
  });

  it('a report says a level, an amount or both', () => {
    given(contribution).whenOnBody('ReportDelivery', { reporter: 'KR' }).refuses('INVALID_PAYLOAD');
    given(contribution)
      .whenOnBody('ReportDelivery', { reporter: 'KR', level: 'in_progress' })
      .records('DeliveryReported');
  });
});

describe('levels', () => {
  const says = (reporter: string, effectiveAt: string, level: string) => report(reporter, effectiveAt, { level });
  const found = (...all: Said[]) => {
    const { delivery, contested } = seen([contribution, ...all], '2025-12');
    return [delivery.level, contested];
  };

  it.each([
    ['delivered', 'not_started', 'not_started'],
    ['delivered', 'stalled', 'stalled'],
    ['partly_delivered', 'stalled', 'stalled'],
    ['in_progress', 'in_preparation', 'in_preparation'],
  ])('%s, and later by another %s, contradict each other: the lowest stands', (first, later, stands) => {
    expect(found(says('KR', '2025-07-01', first), says('PL', '2025-08-01', later))).toEqual([stands, ['delivery']]);
  });

  it.each([
    ['in_progress', 'stalled', 'stalled'],
    ['stalled', 'in_progress', 'in_progress'],
    ['not_started', 'delivered', 'delivered'],
    ['delivered', 'delivered', 'delivered'],
  ])('%s, and later by another %s, do not', (first, later, stands) => {
    expect(found(says('KR', '2025-07-01', first), says('PL', '2025-08-01', later))).toEqual([stands, []]);
  });

  it('of one reporter, which may think again, do not', () => {
    expect(found(says('KR', '2025-07-01', 'delivered'), says('KR', '2025-08-01', 'in_progress'))).toEqual([
      'in_progress',
      [],
    ]);
  });

  it('are contradicted by counts: delivered by a later count that falls short, and a full count by a later level', () => {
    expect(found(says('KR', '2025-07-01', 'delivered'), count('PL', '2025-08-01', 40))).toEqual([
      'partly_delivered',
      ['delivery'],
    ]);
    expect(found(count('KR', '2025-07-01', 100), says('PL', '2025-08-01', 'not_started'))).toEqual([
      'not_started',
      ['delivery'],
    ]);
    expect(found(count('PL', '2025-07-01', 40), says('KR', '2025-08-01', 'in_progress'))).toEqual([
      'partly_delivered',
      [],
    ]);
  });

  it('of delivered is taken back by a later count of the same reporter that falls short, and no other level is', () => {
    expect(found(says('KR', '2025-07-01', 'delivered'), count('KR', '2025-08-01', 40))).toEqual([
      'partly_delivered',
      [],
    ]);
    expect(found(says('KR', '2025-07-01', 'stalled'), count('KR', '2025-08-01', 40))).toEqual(['stalled', []]);
    // an earlier level is not back once what replaced it was taken back
    const stalledBefore = [says('KR', '2025-06-30', 'stalled'), says('KR', '2025-07-01', 'delivered')];
    expect(found(...stalledBefore, count('KR', '2025-08-01', 40))).toEqual(['partly_delivered', []]);
    expect(found(says('KR', '2025-07-01', 'delivered'), count('KR', '2025-08-01', 100))).toEqual(['delivered', []]);
    const raised = said('CommitmentAmended', { quantity: { min: 120, unit: 'tanks' }, effectiveAt: '2025-07-15' });
    expect(found(says('KR', '2025-07-01', 'delivered'), raised)).toEqual(['delivered', []]);
    expect(found(says('KR', '2025-07-01', 'delivered'), raised, count('KR', '2025-08-01', 110))).toEqual([
      'partly_delivered',
      [],
    ]);
  });

  it('are shown with every report, its reporter and its source, whatever stands', () => {
    const { delivery } = seen(
      [contribution, says('KR', '2025-07-01', 'delivered'), says('PL', '2025-08-01', 'not_started')],
      '2025-12',
    );
    expect(delivery.reported).toMatchObject([
      { reporter: 'KR', level: 'delivered', effectiveAt: '2025-07-01', citations: [{ source: 'july-report' }] },
      { reporter: 'PL', level: 'not_started', effectiveAt: '2025-08-01', citations: [{ source: 'july-report' }] },
    ]);
  });

  it('while contested reach no deadline', () => {
    const history = [
      opened({ deadline: '2025-09' }),
      says('KR', '2025-07-01', 'delivered'),
      says('PL', '2025-08-01', 'in_progress'),
    ];
    expect(seen(history, '2025-07-15').timeliness).toBe('met');
    expect(seen(history, '2025-10')).toMatchObject({ status: 'overdue', deadline: { firstOutcome: 'missed' } });
  });
});

describe('the basis of delivery', () => {
  const basis = (...all: Said[]) => seen([contribution, ...all], '2025-12').delivery.basis;
  const by = (reporter: string, more: object = {}) => report(reporter, '2025-07-01', { level: 'in_progress', ...more });
  const cited = (...sources: string[]) => sources.map((source) => ({ source, as: 'own' }));

  it('is none while nobody reports, own where a committer does, independent where others do, both where both do', () => {
    expect(basis()).toBe('none');
    expect(basis(by('KR'))).toBe('own');
    expect(basis(by('observatory'))).toBe('independent');
    expect(basis(by('KR'), by('observatory'))).toBe('both');
  });

  it('is own where the reporter is an organ or a member of a committer', () => {
    expect(basis(by('the defence ministry', { reporterOf: 'KR' }))).toBe('own');
    expect(basis(by('the defence ministry', { reporterOf: 'JP' }))).toBe('independent');
  });

  it('is own where a committer publishes all that is cited', () => {
    expect(basis(by('JP', { memberOf: ['NATO'] }))).toBe('own');
    expect(basis(by('JP', { memberOf: ['EU'] }))).toBe('independent');
    const publishers = [{ source: 'ministry-note', parties: ['KR'] }];
    const note = by('observatory', { publishers, citations: cited('ministry-note') });
    expect(basis(note)).toBe('own');
    expect(basis(by('observatory', { publishers, citations: cited('ministry-note', 'audit') }))).toBe('independent');
  });

  it('stays where a correction on record lacks what the ledger knew of a report that cites the same', () => {
    const note = { publishers: [{ source: 'ministry-note', parties: ['KR'] }], citations: cited('ministry-note') };
    const first = by('observatory', note);
    const { publishers: _, ...told } = first.data;
    const replaced = (more: object) =>
      corrected(1, { replacement: { ...told, level: 'stalled', ...more } }, '2025-07-02');
    expect(basis(first, replaced({}))).toBe('own');
    expect(basis(first, replaced({ citations: cited('audit') }))).toBe('independent');
    expect(basis(first, replaced({ publishers: [] }))).toBe('independent');
    const member = by('JP', { memberOf: ['NATO'] });
    const { memberOf: __, ...asJp } = member.data;
    const as = (reporter: string) => corrected(1, { replacement: { ...asJp, reporter } }, '2025-07-02');
    expect([basis(member, as('JP')), basis(member, as('PL'))]).toEqual(['own', 'independent']);
  });

  it('is of what was delivered: a forecast gives none', () => {
    expect(basis(by('KR', { counts: 'forecast' }))).toBe('none');
  });
});

describe('what delivery follows from', () => {
  const rests = (...all: Said[]) => {
    const { level, basis, because } = seen([contribution, ...all], '2025-12').delivery;
    return [level, basis, because];
  };
  const of = (party: string, reporter: string, effectiveAt: string, size: number) =>
    report(reporter, effectiveAt, { parties: [party], amount: sized(size) });

  it('is no report that an adjudication set aside', () => {
    const conflict = [count('KR', '2025-07-01', 60), count('PL', '2025-08-01', 40)];
    expect(rests(...conflict)).toEqual(['partly_delivered', 'both', ['1', '2']]);
    expect(rests(...conflict, prefers(1, '2025-09-01'))).toEqual(['partly_delivered', 'own', ['1', '3']]);
    expect(rests(...conflict, prefers(2, '2025-09-01'))).toEqual(['partly_delivered', 'independent', ['2', '3']]);
  });

  it('once delivered is no report that falls short', () => {
    expect(rests(count('PL', '2025-07-01', { min: 20, max: 100 }), count('KR', '2025-08-01', 100))).toEqual([
      ...['delivered', 'own'],
      ['2'],
    ]);
    expect(rests(count('PL', '2025-07-01', 40), report('KR', '2025-08-01', { level: 'delivered' }))).toEqual([
      ...['delivered', 'own'],
      ['2'],
    ]);
    const inProgress = report('PL', '2025-07-01', { level: 'in_progress' });
    expect(rests(inProgress, count('KR', '2025-08-01', 100))).toEqual(['delivered', 'own', ['2']]);
    const twice = [count('PL', '2025-07-01', 100), report('KR', '2025-08-01', { level: 'delivered' })];
    expect(rests(...twice)).toEqual(['delivered', 'both', ['1', '2']]);
  });

  it('are those that are added up, where together they reach it', () => {
    const parts = [of('KR', 'KR', '2025-07-01', 60), of('NATO', 'a desk', '2025-07-02', 10)];
    expect(rests(...parts, of('NATO', 'NATO', '2025-07-03', 42))).toEqual(['delivered', 'own', ['1', '3']]);
  });

  it('is where each party has to reach it what makes each of them reach it', () => {
    const each = opened(
      { quantity: { min: 100, unit: 'tanks' }, target: { reachedBy: 'each_party' } },
      'ContributionPledged',
    );
    const all = [of('KR', 'KR', '2025-07-01', 100), of('NATO', 'a desk', '2025-07-02', 10)];
    const { delivery } = seen([each, ...all, of('NATO', 'NATO', '2025-07-03', 120)], '2025-12');
    expect(delivery).toMatchObject({ level: 'delivered', basis: 'own', because: ['1', '3'] });
  });

  it('once delivered by a count has all of it in what it names (property)', () => {
    const drawn = fc.record({ reporter: fc.constantFrom('KR', 'a desk', 'PL'), size: fc.nat(130), more: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (all) => {
        const reports = all.map(({ reporter, size, more }, index) =>
          count(reporter, `2025-07-0${index + 1}`, { min: size, max: size + more }),
        );
        const { level, because, basis } = seen([contribution, ...reports], '2025-12').delivery;
        if (level !== 'delivered') return;
        const named = because.map((revision) => all[Number(revision) - 1]);
        expect(named.every((one) => one !== undefined && one.size >= 100)).toBe(true);
        const own = named.filter((one) => one?.reporter === 'KR').length;
        expect(basis).toBe(own === named.length ? 'own' : own === 0 ? 'independent' : 'both');
      }),
    );
  });
});

describe('a cumulative count', () => {
  it('of some makes it partly delivered, and of the target delivered', () => {
    expect(deliveredBy([contribution, count('KR', '2025-07-01', 40)])).toMatchObject({
      level: 'partly_delivered',
      status: 'in_progress',
    });
    expect(deliveredBy([contribution, count('KR', '2025-07-01', 100)])).toMatchObject({
      level: 'delivered',
      status: 'delivered',
    });
  });

  it('reaches the target by its lower bound alone, in its own unit', () => {
    expect(deliveredBy([contribution, count('KR', '2025-07-01', { min: 90, max: 110 })]).level).toBe(
      'partly_delivered',
    );
    expect(deliveredBy([contribution, count('KR', '2025-07-01', { min: 500, unit: 'shells' })]).level).toBe(
      'partly_delivered',
    );
    expect(deliveredBy([contribution, count('KR', '2025-07-01', { min: 0, max: 0 })]).level).toBe('not_started');
  });

  it('is the latest from each reporter: a reporter that corrects its own count is in no conflict', () => {
    const history = [contribution, count('KR', '2025-07-01', 60), count('KR', '2025-08-01', 50)];
    expect(deliveredBy(history).amounts).toMatchObject([{ amount: sized(50), contested: false, reports: [{}] }]);
  });

  it('of several reporters who agree is the highest', () => {
    const history = [contribution, count('KR', '2025-07-01', 40), count('PL', '2025-08-01', { min: 50, max: 70 })];
    expect(deliveredBy(history).amounts).toMatchObject([
      { amount: sized({ min: 50, max: 70 }), contested: false, reports: [{ reporter: 'KR' }, { reporter: 'PL' }] },
    ]);
  });

  it('is shown with the reports in effective order', () => {
    const history = [
      contribution,
      count('KR', '2025-07-01', 40),
      count('PL', '2025-08-01', 50),
      count('KR', '2025-09-01', 60),
    ];
    expect(deliveredBy(history).amounts?.[0]?.reports.map(({ reporter }) => reporter)).toEqual(['PL', 'KR']);
  });

  it('while reporters conflict is the lowest, and reaches nothing', () => {
    const history = [contribution, count('KR', '2025-07-01', 100), count('PL', '2025-08-01', 70)];
    const view = seen(history, '2025-12');
    expect(view.delivery).toMatchObject({
      level: 'partly_delivered',
      amounts: [{ amount: sized(70), contested: true }],
    });
    expect(view.contested).toEqual(['delivery']);
    expect(seen(history, '2025-07').status).toBe('delivered');
    const above = [contribution, count('KR', '2025-07-01', 120), count('PL', '2025-08-01', 110)];
    expect(deliveredBy(above)).toMatchObject({ level: 'partly_delivered', status: 'in_progress' });
  });

  it('is amended with its target: a lower target may already be reached', () => {
    const history = [
      contribution,
      count('KR', '2025-07-01', 40),
      said('CommitmentAmended', { quantity: { min: 40, unit: 'tanks' }, effectiveAt: '2025-09-01' }),
    ];
    expect(deliveredBy(history, '2025-08').level).toBe('partly_delivered');
    expect(deliveredBy(history, '2025-10').level).toBe('delivered');
  });
});

describe('a report of a date before the opening', () => {
  it('is held against what was promised from the opening on, and not only once something else is reported', () => {
    const early = count('KR', '2025-01-10', 100, '2025-09-01');
    expect(deliveredBy([contribution, early])).toMatchObject({ level: 'delivered', status: 'delivered' });
  });
});

describe('delivery by each party', () => {
  it('is reached once the last of those that fell short has left, without another report', () => {
    const history = [
      opened({
        quantity: { min: 100, unit: 'tanks' },
        target: { direction: 'at_least', duty: 'attain', reachedBy: 'each_party' },
      }),
      count('KR', '2025-07-01', 100),
      said('PositionChanged', {
        party: 'NATO',
        position: 'withdrawing',
        takesEffect: '2025-09-01',
        effectiveAt: '2025-08-01',
      }),
    ];
    expect(deliveredBy(history, '2025-08-15').level).toBe('partly_delivered');
    expect(deliveredBy(history, '2025-09-15')).toMatchObject({ level: 'delivered', status: 'delivered' });
  });
});

describe('an adjudication of delivery', () => {
  const conflict = [contribution, count('KR', '2025-07-01', 100), count('PL', '2025-08-01', 70)];

  it('that prefers the earlier count settles the conflict', () => {
    const view = seen([...conflict, prefers(1, '2025-09-01')], '2025-12');
    expect(view).toMatchObject({ status: 'delivered', contested: [] });
    expect(seen([...conflict, prefers(1, '2025-09-01')], '2025-08-15').contested).toEqual(['delivery']);
  });

  it('that prefers the later count settles it too', () => {
    expect(deliveredBy([...conflict, prefers(2, '2025-09-01')])).toMatchObject({
      level: 'partly_delivered',
      amounts: [{ amount: sized(70), contested: false }],
    });
  });

  it('lets what was reported since weigh again', () => {
    const reopened = [...conflict, prefers(1, '2025-09-01'), count('PL', '2025-10-01', 80)];
    expect(seen(reopened, '2025-12').contested).toEqual(['delivery']);
    const goesOn = [...conflict, prefers(2, '2025-09-01'), count('KR', '2025-10-01', 100)];
    expect(deliveredBy(goesOn).level).toBe('delivered');
  });

  it('of one unit leaves that of another', () => {
    const shells = (reporter: string, effectiveAt: string, min: number) =>
      count(reporter, effectiveAt, { min, max: min, unit: 'shells' });
    const history = [
      ...conflict,
      shells('KR', '2025-07-01', 9),
      shells('PL', '2025-08-01', 5),
      prefers(1, '2025-09-01'),
      prefers(4, '2025-09-02'),
    ];
    expect(seen(history, '2025-12').contested).toEqual([]);
  });

  const of = (party: string, reporter: string, effectiveAt: string, size: number) =>
    report(reporter, effectiveAt, { parties: [party], amount: sized(size) });
  const whole = (reporter: string, effectiveAt: string, size: number) => count(reporter, effectiveAt, size);

  it('of one party leaves what was said of others', () => {
    const both = [
      contribution,
      of('KR', 'KR', '2025-07-01', 60),
      of('NATO', 'NATO', '2025-07-02', 42),
      of('NATO', 'a desk', '2025-07-03', 10),
      prefers(2, '2025-09-01'),
    ];
    expect(seen(both, '2025-12')).toMatchObject({
      contested: [],
      delivery: { level: 'delivered', amounts: [{ amount: sized({ min: 102, max: 102 }) }] },
    });
  });

  it('of any one party changes nothing of what another delivered (property)', () => {
    const drawn = fc.record({
      party: fc.constantFrom('KR', 'NATO'),
      reporter: fc.constantFrom('KR', 'a desk', 'PL'),
      size: fc.nat(60),
    });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), fc.nat(), (all, pick) => {
        const reports = all.map(({ party, reporter, size }, index) =>
          of(party, reporter, `2025-07-0${index + 1}`, size),
        );
        const preferred = pick % all.length;
        const past = [contribution, ...reports, prefers(preferred + 1, '2025-09-01')];
        const now = seen(past, '2025-12').delivery;
        const others = (one: typeof now) => one.parties.filter(({ party }) => party !== all[preferred]?.party);
        const before = seen(past, '2025-08-15').delivery;
        expect(others(now)).toEqual(others(before));
        // what the whole counts is what each party's own account comes to
        if (now.contested || before.contested) return;
        const sum = now.parties.reduce((most, one) => most + (one.amounts[0]?.amount.max ?? 0), 0);
        expect(now.amounts[0]?.amount.max).toBe(sum);
      }),
    );
  });

  it('settles between a whole and its parts what cannot be true of both, either way', () => {
    const parts = [contribution, of('KR', 'KR', '2025-07-01', 60), of('NATO', 'NATO', '2025-07-02', 42)];
    const conflicting = [...parts, whole('a desk', '2025-07-03', 50)];
    const found = (...all: Said[]) => {
      const { contested, delivery } = seen([...conflicting, ...all], '2025-12');
      return [contested, delivery.amounts[0]?.amount.max];
    };
    expect(found()).toEqual([['delivery'], 50]);
    expect(found(prefers(3, '2025-09-01'))).toEqual([[], 50]);
    expect(found(prefers(2, '2025-09-01'))).toEqual([[], 102]);
    expect(found(prefers(3, '2025-09-01'), prefers(2, '2025-09-02'))).toEqual([[], 50]);
    expect(found(prefers(3, '2025-09-01'), prefers(1, '2025-09-02'))).toEqual([[], 102]);
  });

  it('of a whole leaves the parts that it can be true with, which go on', () => {
    const past = [
      contribution,
      of('KR', 'KR', '2025-07-01', 60),
      whole('a desk', '2025-07-02', 70),
      whole('PL', '2025-07-03', 50),
      prefers(2, '2025-09-01'),
      of('NATO', 'NATO', '2025-10-01', 42),
    ];
    expect(seen(past, '2025-09-15').delivery.amounts[0]?.amount.max).toBe(70);
    expect(seen(past, '2025-12').delivery.amounts[0]?.amount.max).toBe(102);
  });

  it('settles a level as it does a count', () => {
    const levels = [
      contribution,
      report('KR', '2025-07-01', { level: 'delivered' }),
      report('PL', '2025-08-01', { level: 'stalled' }),
    ];
    expect(deliveredBy([...levels, prefers(1, '2025-09-01')]).level).toBe('delivered');
    const since = report('PL', '2025-10-01', { level: 'in_progress' });
    expect(deliveredBy([...levels, prefers(1, '2025-09-01'), since]).level).toBe('in_progress');
  });

  it('prefers a report of this commitment', () => {
    given(...conflict)
      .whenOnBody('AdjudicateTerm', { term: 'delivery', prefers: eventAt(0), reason: 'x' })
      .refuses('WRONG_EVENT_TYPE', '/prefers');
    given(...conflict)
      .whenOnBody('AdjudicateTerm', { term: 'delivery', prefers: eventAt(7), reason: 'x' })
      .refuses('UNKNOWN_EVENT', '/prefers');
  });
});
