import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRead, readAlike } from '../../src/domain/alike.ts';
import { commonAmount, commonTime, instantsOf, rangeOf } from '../../src/domain/common.ts';

describe('words', () => {
  it.each([
    ['case', '% of GDP', '% of gdp'],
    ['white space, also without a break', 'rounds of 155 mm', 'rounds  of 155\u00a0mm'],
    ['Unicode form', 'caf\u00e9s', 'cafe\u0301s'],
  ])('read alike whatever their %s', (_, one, other) => {
    expect(readAlike(one, other)).toBe(true);
  });

  it('that differ otherwise do not', () => {
    expect(readAlike('USD', 'EUR')).toBe(false);
  });

  it('are compared in a form that stays as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => asRead(asRead(text)) === asRead(text)));
  });
});

describe('the time that all allow', () => {
  it.each([
    [['2020-01', '2020-01-01'], '2020-01-01'],
    [['2020', '2020-03/2020-05', { from: '2020-04' }], { from: '2020-04-01', to: '2020-05-31' }],
    [['2020-01-01T10:00:00+01:00', '2020-01-01T09:00:00Z'], '2020-01-01T10:00:00+01:00'],
    [['2020-01-01', '2020-01-01T09:00:00Z'], '2020-01-01T09:00:00Z'],
    [[{ from: '2020', text: 'the new decade' }, { from: '2020' }], { from: '2020', text: 'the new decade' }],
    [['2020-01-01', '2020-01-02'], undefined],
    [['2020-01-01T10:00:00Z', '2020-01-01T09:00:00Z'], undefined],
    [['2020-01-01', '2020-01-02T00:00:00Z'], undefined],
  ])('of %j is %j', (times, common) => {
    expect(commonTime(times)).toEqual(common);
  });
});

describe('the amount that all allow', () => {
  it.each([
    [[{ min: 100 }, { min: 120, max: 120 }], { min: 120, max: 120 }],
    [[{ min: 100 }, { max: 120 }], { min: 100, max: 120 }],
    [
      [
        { min: 5, max: 5, approx: true },
        { min: 5, max: 5 },
      ],
      { min: 5, max: 5 },
    ],
    [[{ min: 3, max: 3 }, { min: 5 }], undefined],
  ])('of %j is %j', (amounts, common) => {
    const inTonnes = amounts.map((amount) => ({ ...amount, unit: 'tonnes' }));
    expect(commonAmount(inTonnes)).toEqual(common && { ...common, unit: 'tonnes' });
  });

  const amount = fc
    .record({ min: fc.nat(9), more: fc.nat(9), open: fc.boolean() })
    .map(({ min, more, open }) => ({ min, ...(open ? {} : { max: min + more }), unit: 'x' }));

  it('lies within each, says no less than they say together, and is the same in any order', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 5 }), (amounts) => {
        const common = commonAmount(amounts);
        const ranges = amounts.map(rangeOf);
        const least = Math.max(...ranges.map((range) => range.least));
        const most = Math.min(...ranges.map((range) => range.most));
        expect(common && rangeOf(common)).toEqual(least <= most ? { least, most } : undefined);
        const reversed = commonAmount(amounts.toReversed());
        expect(reversed && rangeOf(reversed)).toEqual(common && rangeOf(common));
      }),
    );
  });

  it('of any times means what each of them means', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2020-02-${String(n).padStart(2, '0')}`);
    const time = fc.oneof(
      day,
      fc.record({ from: day }),
      fc.record({ to: day }),
      fc.tuple(day, day).map((days) => days.sort().join('/')),
    );
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 4 }), (times) => {
        const common = commonTime(times);
        if (common === undefined) return;
        for (const each of times) {
          expect(instantsOf(common).least).toBeGreaterThanOrEqual(instantsOf(each).least);
          expect(instantsOf(common).most).toBeLessThanOrEqual(instantsOf(each).most);
        }
      }),
    );
  });
});
