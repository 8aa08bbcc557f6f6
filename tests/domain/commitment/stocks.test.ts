// What there is of several parties together: a stock of each stands until it is reported again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opened, type Said, said, seen } from '../../support/history.ts';

const committer = (code: string) => ({ code, role: 'committer' });
const mines = (n: number) => ({ min: n, max: n, unit: 'mines' });
const promised = (quantity: object, target: object = {}, more: object = {}) =>
  opened({
    parties: [committer('AA'), committer('BB')],
    effectiveAt: '2009-01-01',
    quantity: { unit: 'mines', ...quantity },
    target: { measure: 'stock', ...target },
    deadline: '2010-12-31',
    ...more,
  });
const counts = (n: number, effectiveAt: string, parties?: readonly string[], more: object = {}): Said =>
  said('DeliveryReported', {
    reporter: parties?.[0] ?? 'a desk',
    effectiveAt,
    amount: mines(n),
    ...(parties === undefined ? {} : { parties }),
    ...more,
  });
const told = (...all: readonly Said[]) => {
  const { delivery, status, contested } = seen(all, '2011-02');
  return [status, delivery.level, delivery.amounts[0]?.amount.max, contested];
};

describe('a stock of several parties', () => {
  it('is what each of them had last, whoever reported last', () => {
    const [none, most, least] = [promised({ max: 0 }), promised({ max: 10 }), promised({ min: 10 })];
    expect(told(none, counts(5000, '2010-04-30', ['AA']), counts(0, '2010-10-30', ['BB']))).toEqual([
      ...['overdue', 'in_progress', 5000],
      [],
    ]);
    expect(told(most, counts(20, '2010-10-29', ['AA']), counts(3, '2010-10-30', ['BB']))).toEqual([
      ...['overdue', 'in_progress', 23],
      [],
    ]);
    expect(told(least, counts(7, '2010-10-29', ['AA']), counts(4, '2010-10-30', ['BB']))).toEqual([
      ...['delivered', 'delivered', 11],
      [],
    ]);
  });

  it('is told with every report that it is made of', () => {
    const all = [promised({ min: 10 }), counts(7, '2010-10-29', ['AA']), counts(4, '2010-10-30', ['BB'])];
    const { delivery } = seen(all, '2011-02');
    expect(delivery.because).toEqual(['1', '2']);
    expect(delivery.amounts[0]?.reports.map(({ reporter }) => reporter)).toEqual(['AA', 'BB']);
  });

  it('stands until the party reports again, in any order', () => {
    const falls = [
      counts(5000, '2010-04-30', ['AA']),
      counts(0, '2010-10-29', ['BB']),
      counts(0, '2010-10-30', ['AA']),
    ];
    expect(told(promised({ max: 0 }), ...falls)[1]).toBe('delivered');
    expect(told(promised({ max: 0 }), ...falls.toReversed())[1]).toBe('delivered');
  });

  it('is not known to be little while one that owes it has not reported', () => {
    for (const max of [0, 10]) {
      expect(told(promised({ max }), counts(0, '2010-10-30', ['BB']))).toEqual(['overdue', 'in_progress', 0, []]);
      expect(told(promised({ max }), counts(0, '2010-10-29', ['AA']), counts(0, '2010-10-30', ['BB']))[1]).toBe(
        'delivered',
      );
      expect(told(promised({ max }), counts(0, '2010-10-30'))[1]).toBe('delivered');
    }
    const left = said('PositionChanged', {
      ...{ party: 'AA', position: 'withdrawing', takesEffect: '2010-11-01', effectiveAt: '2010-11-01' },
    });
    const more = promised({ max: 10 }, {}, { parties: [committer('AA'), committer('BB'), committer('CC')] });
    expect(told(more, counts(1, '2010-10-29', ['BB']), counts(1, '2010-10-30', ['CC']))[1]).toBe('in_progress');
    expect(told(more, counts(1, '2010-10-29', ['BB']), counts(1, '2010-10-30', ['CC']), left)[1]).toBe('delivered');
  });

  it('that says that it has none left has been counted', () => {
    const done = said('DeliveryReported', {
      reporter: 'AA',
      parties: ['AA'],
      level: 'delivered',
      effectiveAt: '2010-10-01',
    });
    expect(told(promised({ max: 0 }), done, counts(0, '2010-10-30', ['BB']))[1]).toBe('delivered');
    expect(told(promised({ max: 10 }), done, counts(0, '2010-10-30', ['BB']))[1]).toBe('in_progress');
  });

  it('told of the whole takes the place of all before it, and stands until all that owe it have said more', () => {
    const least = promised({ max: 10 });
    const parts = [counts(20, '2010-03-01', ['AA']), counts(3, '2010-03-02', ['BB'])];
    expect(told(least, ...parts, counts(9, '2010-04-01'))).toEqual(['delivered', 'delivered', 9, []]);
    const whole = counts(5000, '2010-01-01');
    expect(told(least, whole, counts(3, '2010-03-02', ['BB']))).toEqual(['overdue', 'in_progress', 5000, []]);
    expect(told(least, whole, counts(3, '2010-03-02', ['BB']), counts(4, '2010-03-03', ['AA']))).toEqual([
      ...['delivered', 'delivered', 7],
      [],
    ]);
    // a whole is no less than its parts, and a later part contradicts no earlier whole
    expect(told(promised({ min: 10 }), counts(5, '2010-01-01'), counts(12, '2010-03-02', ['BB']))).toEqual([
      ...['delivered', 'delivered', 12],
      [],
    ]);
  });

  it('told of several takes the place of what is told of one of them, and the other way round', () => {
    const none = promised({ max: 0 });
    const both = counts(5, '2010-03-01', ['AA', 'BB']);
    expect(told(none, both, counts(0, '2010-04-01', ['AA']))[1]).toBe('in_progress');
    expect(told(none, both, counts(0, '2010-04-01', ['AA']), counts(0, '2010-04-02', ['BB']))[1]).toBe('delivered');
    expect(told(none, counts(4, '2010-02-01', ['AA']), counts(0, '2010-03-01', ['AA', 'BB']))[1]).toBe('delivered');
    const grouping = counts(8, '2010-03-01', ['AA'], { includes: ['DE'] });
    expect(told(promised({ min: 8 }), grouping, counts(2, '2010-04-01', ['DE']))).toEqual([
      ...['delivered', 'delivered', 8],
      [],
    ]);
  });

  it('is added up where each party has to reach the target too', () => {
    const each = promised({ min: 5 }, { reachedBy: 'each_party' });
    expect(told(each, counts(7, '2010-10-29', ['AA']), counts(6, '2010-10-30', ['BB']))).toEqual([
      ...['delivered', 'delivered', 13],
      [],
    ]);
  });

  it('is the sum of what each said last, whatever was said in between (property)', () => {
    const one = fc.record({ party: fc.constantFrom('AA', 'BB'), n: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (all) => {
        const reports = all.map(({ party, n }, i) => counts(n, `2010-03-${String(i + 1).padStart(2, '0')}`, [party]));
        const { delivery } = seen([promised({ max: 10 }), ...reports], '2011-02');
        const last = ['AA', 'BB'].flatMap((party) => all.findLast((told) => told.party === party)?.n ?? []);
        const sum = last.reduce((a, b) => a + b, 0);
        expect(delivery.amounts[0]?.amount.max).toBe(sum);
        expect(delivery.level === 'delivered').toBe(last.length === 2 && sum <= 10);
      }),
    );
  });
});

describe('what a rate comes to in a window', () => {
  it('is not known to be little while one that owes it has not reported of that window', () => {
    const emitted = promised({ max: 10 }, { measure: 'rate' }, { deadline: '2012' });
    const year = (n: number, party: string, window: string) =>
      counts(n, `${Number(window) + 1}-01-15`, [party], { window });
    const known = [emitted, year(3, 'AA', '2009'), year(4, 'BB', '2009')];
    expect(seen(known, '2010-02').delivery.level).toBe('delivered');
    expect(told(emitted, ...known.slice(1), year(3, 'AA', '2010'))).toEqual([...['in_progress', 'in_progress', 7], []]);
  });
});

describe('a party of those that have to have little together', () => {
  const lines = (...all: readonly Said[]) =>
    seen(all, '2011-02').delivery.parties.map(({ party, level, amounts }) => [party, level, amounts[0]?.amount.max]);

  it('has delivered where none is to be left and it has none, and is on its way where it has some', () => {
    expect(lines(promised({ max: 0 }), counts(5000, '2010-04-30', ['AA']), counts(0, '2010-10-30', ['BB']))).toEqual([
      ['AA', 'in_progress', 5000],
      ['BB', 'delivered', 0],
    ]);
  });

  it('is on its way whatever it has, where all together may have some', () => {
    expect(lines(promised({ max: 10 }), counts(20, '2010-04-30', ['AA']), counts(0, '2010-10-30', ['BB']))).toEqual([
      ['AA', 'in_progress', 20],
      ['BB', 'in_progress', 0],
    ]);
  });
});
