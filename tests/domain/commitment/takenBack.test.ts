// Levels and counts that speak against each other, of whatever is measured: what is taken back, what is contested, what goes on.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/canonicalJson.ts';
import { eventAt, opened, type Said, said, seen } from '../../support/history.ts';

const tanks = (n: number) => ({ min: n, max: n, unit: 'tanks' });
const promised = (quantity: object, target: JsonObject = {}, more: JsonObject = {}) =>
  opened({ quantity: { unit: 'tanks', ...quantity }, target, ...more }, 'ContributionPledged');
const report = (reporter: string, effectiveAt: string, data: object): Said =>
  said('DeliveryReported', { reporter, effectiveAt, ...data });
const says = (reporter: string, effectiveAt: string, level: string) => report(reporter, effectiveAt, { level });
const counts = (reporter: string, effectiveAt: string, n: number, more: object = {}) =>
  report(reporter, effectiveAt, { amount: tanks(n), ...more });
const found = (all: readonly Said[], asOf = '2026-02') => {
  const { delivery, contested } = seen(all, asOf);
  return [delivery.level, contested.length > 0];
};

const SHORT: readonly (readonly [string, Said, (reporter: string, at: string) => Said, string])[] = [
  ['a sum', promised({ min: 100 }), (by, at) => counts(by, at, 40), 'partly_delivered'],
  ['a stock', promised({ min: 100 }, { measure: 'stock' }), (by, at) => counts(by, at, 40), 'partly_delivered'],
  [
    'a rate',
    promised({ min: 100 }, { measure: 'rate' }),
    (by, at) => counts(by, at, 40, { window: '2025-09' }),
    'partly_delivered',
  ],
  [
    'just so much',
    promised({ min: 100, max: 100 }, { direction: 'exactly' }),
    (by, at) => counts(by, at, 40),
    'partly_delivered',
  ],
  ['none left', promised({ max: 0 }), (by, at) => counts(by, at, 5), 'in_progress'],
  ['at most so much', promised({ max: 3 }), (by, at) => counts(by, at, 5), 'in_progress'],
];

describe('delivered, and a later count that falls short', () => {
  it.each(SHORT)('of %s: its own reporter takes it back, another contradicts it', (_, opening, short, level) => {
    const delivered = [opening, says('KR', '2025-08-15', 'delivered')];
    expect(found(delivered)).toEqual(['delivered', false]);
    expect(found([...delivered, short('KR', '2025-09-30')])).toEqual([level, false]);
    expect(found([...delivered, short('NATO', '2025-09-30')])).toEqual([level, true]);
  });

  it('of a rate: a count of a window that was over before says nothing against it', () => {
    const rate = [promised({ min: 100 }, { measure: 'rate' }), says('KR', '2025-08-15', 'delivered')];
    for (const by of ['KR', 'NATO'])
      expect(found([...rate, counts(by, '2025-09-30', 40, { window: '2024' })])).toEqual(['delivered', false]);
  });

  it('of a sum: a count of a window, which is not all so far, says nothing against it', () => {
    const sum = [promised({ min: 100 }), says('KR', '2025-08-15', 'delivered')];
    expect(found([...sum, counts('NATO', '2025-09-30', 40, { window: '2025-09' })])).toEqual(['delivered', false]);
  });

  it('of a stock, which may fall: it contradicts no earlier count, nor what was reached in time', () => {
    const stock = promised({ min: 100 }, { measure: 'stock' });
    expect(found([stock, counts('KR', '2025-08-15', 100), counts('NATO', '2025-09-30', 40)])).toEqual([
      'partly_delivered',
      false,
    ]);
    const due = promised({ min: 100 }, { measure: 'stock' }, { deadline: '2025-08-31' });
    const inTime = [due, says('KR', '2025-08-15', 'delivered')];
    for (const by of ['KR', 'NATO'])
      expect(found([...inTime, counts(by, '2025-09-30', 40)])).toEqual(['delivered', false]);
    const late = [due, says('KR', '2025-09-15', 'delivered')];
    expect(found([...late, counts('NATO', '2025-09-30', 40)])).toEqual(['partly_delivered', true]);
  });

  it('of what is to be maintained: each window stands by itself', () => {
    const kept = promised({ max: 3 }, { duty: 'maintain' }, { deadline: '2025-07' });
    const all = [kept, says('KR', '2025-08-15', 'delivered'), counts('NATO', '2025-09-30', 5)];
    expect(found(all)).toEqual(['in_progress', false]);
  });
});

describe('a full count, and a later level below delivered', () => {
  it.each([
    ['stalled', 'stalled'],
    ['not_started', 'not_started'],
    ['in_progress', 'in_progress'],
  ])('of %s: its own reporter takes the count back, another contradicts it', (level, stands) => {
    for (const target of [{}, { measure: 'stock' }]) {
      const full = [promised({ min: 100 }, target), counts('KR', '2025-07-15', 40), counts('KR', '2025-08-15', 100)];
      expect(found(full)).toEqual(['delivered', false]);
      expect(found([...full, says('KR', '2025-09-15', level)])).toEqual([stands, false]);
      expect(found([...full, says('NATO', '2025-09-15', level)])).toEqual([stands, true]);
    }
  });

  it('is taken back also where it was given with a level, and counts again once it is counted again', () => {
    const full = [promised({ min: 100 }), report('KR', '2025-08-15', { level: 'delivered', amount: tanks(100) })];
    const stalled = [...full, says('KR', '2025-09-15', 'stalled')];
    expect(found(stalled)).toEqual(['stalled', false]);
    expect(found([...stalled, counts('KR', '2025-10-15', 100)])).toEqual(['delivered', false]);
  });

  it('takes back no count of another, and none that falls short', () => {
    const all = [promised({ min: 100 }), counts('PL', '2025-07-15', 30), counts('KR', '2025-07-16', 40)];
    expect(found([...all, says('KR', '2025-09-15', 'in_progress')])).toEqual(['partly_delivered', false]);
  });

  it('is set aside where an adjudication prefers that level', () => {
    const all = [promised({ min: 100 }), counts('KR', '2025-08-15', 100), says('NATO', '2025-09-15', 'in_preparation')];
    const prefers = (revision: number) =>
      said('TermAdjudicated', {
        ...{ term: 'delivery', prefers: eventAt(revision), reason: 'audited', effectiveAt: '2025-10-01' },
      });
    expect(found([...all, prefers(2)])).toEqual(['in_preparation', false]);
    expect(found([...all, prefers(1)])).toEqual(['delivered', false]);
  });
});

describe('what is stalled', () => {
  const paid = (reporter: string, effectiveAt: string, n: number, more: object = {}) =>
    counts(reporter, effectiveAt, n, more);
  const stalled = [promised({ min: 100 }), paid('BB', '2025-07-01', 10), says('AA', '2025-08-01', 'stalled')];

  it('goes on once a later count has risen, whoever counts', () => {
    expect(found(stalled)).toEqual(['stalled', false]);
    for (const by of ['AA', 'BB', 'PL'])
      expect(found([...stalled, paid(by, '2025-09-01', 20)])).toEqual(['partly_delivered', false]);
    expect(seen([...stalled, paid('BB', '2025-09-01', 20)], '2026').status).toBe('in_progress');
  });

  it('follows then from what the count had risen from as well', () => {
    expect(seen([...stalled, paid('BB', '2025-09-01', 20)], '2026').delivery.because).toEqual(['1', '2', '3']);
  });

  it('stays so where a count is no more, or the first', () => {
    expect(found([...stalled, paid('BB', '2025-09-01', 10)])).toEqual(['stalled', false]);
    expect(found([...stalled, counts('BB', '2025-09-01', 20, { subject: 'shells' })])).toEqual(['stalled', false]);
    const none = [promised({ min: 100 }), says('AA', '2025-08-01', 'stalled')];
    expect(found([...none, paid('BB', '2025-09-01', 10)])).toEqual(['stalled', false]);
  });

  it('may be said to be so again', () => {
    expect(found([...stalled, paid('BB', '2025-09-01', 20), says('AA', '2025-10-01', 'stalled')])).toEqual([
      'stalled',
      false,
    ]);
  });

  it('goes on where a party counts more, a window since has some, and fewer are left of what is to be removed', () => {
    const part = paid('AA', '2025-09-01', 5, { parties: ['NATO'] });
    const parts = [promised({ min: 100 }), paid('BB', '2025-07-01', 10, { parties: ['KR'] }), stalled[2] as Said];
    expect(found([...parts, part])).toEqual(['partly_delivered', false]);
    const year = (window: string) => paid('BB', '2025-12-01', 5, { window });
    expect(found([...stalled, year('2025-10')])).toEqual(['partly_delivered', false]);
    expect(found([...stalled, year('2025-07')])).toEqual(['stalled', false]);
    const left = [promised({ max: 0 }), paid('BB', '2025-07-01', 10), says('AA', '2025-08-01', 'stalled')];
    expect(found([...left, paid('BB', '2025-09-01', 7)])).toEqual(['in_progress', false]);
    expect(found([...left, paid('BB', '2025-09-01', 12)])).toEqual(['stalled', false]);
  });
});
