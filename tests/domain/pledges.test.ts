// Pledges of the public record, told with its figures: what an assessor would say of each, the ledger says.
// Dates and figures are those of the communiqués and reports named; the rules are what is tested.
import { describe, expect, it } from 'vitest';
import { opened, type Said, said, seen } from '../support/history.ts';

const committers = (...codes: string[]) => codes.map((code) => ({ code, role: 'committer' }));
const reported = (reporter: string, effectiveAt: string, data: object): Said =>
  said('DeliveryReported', { reporter, effectiveAt, ...data });
const exactly = (n: number, unit: string) => ({ min: n, max: n, unit });

describe('vaccine doses: the G7 at Carbis Bay, 13 June 2021', () => {
  const pledge = opened(
    {
      title: 'At least 870 million doses within a year',
      effectiveAt: '2021-06-13',
      parties: committers('US', 'GB', 'EU', 'JP', 'CA'),
      quantity: { min: 870, unit: 'million doses' },
      deadline: '2022-06-13',
    },
    'ContributionPledged',
  );
  const shared = (reporter: string, effectiveAt: string, n: number, more: object = {}) =>
    reported(reporter, effectiveAt, { amount: exactly(n, 'million doses'), parties: [reporter], ...more });
  const announced = shared('US', '2021-06-10', 500, { counts: 'contracted', expected: '2022-06' });

  it('what is contracted is told with when it is expected, and moves nothing', () => {
    const view = seen([pledge, announced], '2021-07');
    expect(view).toMatchObject({ status: 'agreed', delivery: { level: 'nothing_on_record', basis: 'none' } });
    expect(view.delivery.outlook).toMatchObject([{ counts: 'contracted', expected: '2022-06', parties: ['US'] }]);
  });

  it('members whose doses are in the report of their union are not added to it', () => {
    const history = [
      pledge,
      shared('US', '2022-05-20', 530),
      shared('DE', '2022-05-20', 110),
      shared('EU', '2022-06-01', 400, { includes: ['DE', 'FR', 'IT'] }),
    ];
    const view = seen(history, '2022-06-05');
    expect([view.status, view.timeliness, view.delivery.basis]).toEqual(['delivered', 'met', 'own']);
    expect(view.delivery.amounts).toMatchObject([
      { amount: exactly(930, 'million doses'), overlaps: [{ parties: ['DE'], within: ['EU'] }] },
    ]);
  });
});

describe('a training programme: EUMAM Ukraine', () => {
  const programme = [
    opened(
      {
        title: 'Train 15,000 soldiers',
        effectiveAt: '2022-11-15',
        parties: committers('EU'),
        quantity: { min: 15_000, unit: 'soldiers trained' },
        deadline: '2024-11-15',
      },
      'ProjectAgreed',
    ),
    reported('EU', '2023-02-01', { level: 'in_progress' }),
    reported('EEAS', '2023-10-25', {
      amount: { min: 30_000, approx: true, unit: 'Soldiers  trained' },
      reporterOf: 'EU',
    }),
    said('CommitmentAmended', { quantity: { min: 60_000, unit: 'soldiers trained' }, effectiveAt: '2024-02-01' }),
    reported('EEAS', '2024-11-15', { amount: { min: 63_000, unit: 'soldiers trained' }, reporterOf: 'EU' }),
  ];

  it('is delivered before its date, goes on with a higher target, and rests on its own account', () => {
    const told = (asOf: string) => {
      const { status, timeliness, delivery } = seen(programme, asOf);
      return [status, timeliness, delivery.basis];
    };
    expect(told('2023-06')).toEqual(['in_progress', 'upcoming', 'own']);
    expect(told('2023-12')).toEqual(['delivered', 'met', 'own']);
    expect(told('2024-03')).toEqual(['in_progress', 'upcoming', 'own']);
    expect(told('2024-12')).toEqual(['delivered', 'met', 'own']);
  });
});

describe('shells for Ukraine: the EU Council, 20 March 2023', () => {
  const shells = [
    opened(
      {
        title: 'One million rounds in twelve months',
        effectiveAt: '2023-03-20',
        parties: committers('EU'),
        quantity: { min: 1_000_000, unit: 'rounds' },
        deadline: '2024-03',
      },
      'ContributionPledged',
    ),
    reported('EEAS', '2024-01-31', { amount: exactly(330_000, 'rounds'), reporterOf: 'EU' }),
    reported('EEAS', '2024-01-31', {
      amount: exactly(524_000, 'rounds'),
      reporterOf: 'EU',
      counts: 'forecast',
      expected: '2024-03',
    }),
    said('DeadlineSet', { deadline: '2024-12', firmness: 'firm', effectiveAt: '2024-04-15' }),
    reported('EEAS', '2024-11-18', { amount: exactly(980_000, 'rounds'), reporterOf: 'EU' }),
    reported('EEAS', '2024-12-31', { amount: { min: 1_000_000, unit: 'rounds' }, reporterOf: 'EU' }),
  ];

  it('missed its first deadline, which stays told after it was moved and delivered', () => {
    expect(seen(shells, '2024-04-01')).toMatchObject({ status: 'overdue', deadline: { firstOutcome: 'missed' } });
    expect(seen(shells, '2024-06')).toMatchObject({ status: 'in_progress', timeliness: 'upcoming' });
    expect(seen(shells, '2025-02')).toMatchObject({
      status: 'delivered',
      timeliness: 'met',
      deadline: { first: '2024-03', firstOutcome: 'missed', daysLate: 275, delivered: '2024-12-31' },
      delivery: { basis: 'own' },
    });
  });
});

describe('spending targets: NATO at Wales (2014) and The Hague (2025)', () => {
  const ofGdp = (n: number) => exactly(n, '% of GDP');
  const spent = (party: string, year: number, n: number) =>
    reported('NATO', `${year}-12-31`, { amount: ofGdp(n), parties: [party], window: String(year) });
  const wales = opened(
    {
      title: 'Move towards 2 % within a decade',
      effectiveAt: '2014-09-05',
      parties: committers('PL', 'DE', 'ES'),
      quantity: { min: 2, unit: '% of GDP' },
      target: { reachedBy: 'each_party', measure: 'rate', subject: 'defence expenditure' },
      deadline: '2024',
    },
    'ContributionPledged',
  );

  it('each ally reaches it or does not; the whole does once all do', () => {
    const history = [wales, spent('PL', 2023, 3.26), spent('DE', 2024, 2.1), spent('ES', 2024, 1.28)];
    const view = seen(history, '2025-01');
    expect([view.status, view.timeliness, view.delivery.basis]).toEqual(['overdue', 'overdue', 'independent']);
    expect(view.delivery.parties.map(({ party, level }) => [party, level])).toEqual([
      ['DE', 'delivered'],
      ['ES', 'partly_delivered'],
      ['PL', 'delivered'],
    ]);
    expect(seen([...history, spent('ES', 2025, 2)], '2026-01')).toMatchObject({
      status: 'delivered',
      timeliness: 'late',
      deadline: { firstOutcome: 'missed', daysLate: 365 },
    });
  });

  it('what is to be kept to every year is within or short, year by year', () => {
    const kept = opened(
      {
        title: 'At least 2 % annually',
        effectiveAt: '2023-07-11',
        parties: committers('PL'),
        quantity: { min: 2, unit: '% of GDP' },
        target: { duty: 'maintain', measure: 'rate' },
        deadline: '2023-12',
      },
      'ContributionPledged',
    );
    const history = [kept, spent('PL', 2023, 3.26), spent('PL', 2024, 1.9), spent('PL', 2025, 4.48)];
    const view = seen(history, '2026');
    expect([view.status, view.timeliness]).toEqual(['in_progress', 'met']);
    expect(view.delivery.parties[0]?.amounts.map(({ window }) => window)).toEqual(['2023', '2024', '2025']);
    expect(view.delivery.windows.map(({ window, fit }) => [window, fit])).toEqual([
      ['2023', 'within'],
      ['2024', 'short'],
      ['2025', 'within'],
    ]);
  });
});

describe('climate finance: USD 100 billion a year, Copenhagen 2009', () => {
  it('is not reached by what was paid in several currencies, which are never added up', () => {
    const pledge = opened({
      effectiveAt: '2009-12-18',
      quantity: { min: 100, unit: 'USD billion' },
      target: { measure: 'rate' },
      deadline: '2020',
    });
    const paid = (amount: object) => reported('OECD', '2022-06-01', { amount, window: '2020' });
    const view = seen([pledge, paid(exactly(60, 'USD billion')), paid(exactly(60, 'EUR billion'))], '2023');
    expect(view.status).toBe('overdue');
    expect(view.delivery.amounts).toHaveLength(2);
  });
});
