import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askedInstant,
  bounds,
  effectiveInstant,
  isTooFarAhead,
  overlaps,
  takesEffectAt,
  When,
} from '../../src/domain/time.ts';

const iso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString().replace('T00:00:00.000Z', '');
const spans = (when: When) => {
  const { start, lastDay, end } = bounds(when);
  return [iso(start), iso(lastDay), iso(end)];
};

describe('a stated time', () => {
  it.each<[When, (string | undefined)[]]>([
    ['2025-06-25', ['2025-06-25', '2025-06-25', '2025-06-26']],
    ['2025-06', ['2025-06-01', '2025-06-30', '2025-07-01']],
    ['2024-02', ['2024-02-01', '2024-02-29', '2024-03-01']],
    ['2025-12', ['2025-12-01', '2025-12-31', '2026-01-01']],
    ['2025', ['2025-01-01', '2025-12-31', '2026-01-01']],
    ['2025-07/2025-09', ['2025-07-01', '2025-09-30', '2025-10-01']],
    ['2025-06-25/2025', ['2025-06-25', '2025-12-31', '2026-01-01']],
    ['2025-06-25T14:00:00+02:00', Array(3).fill('2025-06-25T12:00:00.000Z')],
    ['2025-06-25T14:00Z/2025-06-25', ['2025-06-25T14:00:00.000Z', '2025-06-25T14:00:00.000Z', '2025-06-26']],
    [{ from: '2025-09-20', to: '2025-09', text: 'late September' }, ['2025-09-20', '2025-09-30', '2025-10-01']],
    [{ from: '2025' }, ['2025-01-01', undefined, undefined]],
    [{ to: '2025-06' }, [undefined, '2025-06-30', '2025-07-01']],
    ['0050', ['0050-01-01', '0050-12-31', '0051-01-01']],
  ])('%j spans %j: its start, its last day, its end', (when, expected) => {
    expect(When.parse(when)).toEqual(when);
    expect(spans(when)).toEqual(expected);
  });

  it.each([
    '2025-02-29',
    '2025-06-31',
    '2025-13',
    '2025-00',
    '2025-06-00',
    '25-06-25',
    '2025-6-5',
    '2025-06-25T14:00',
    '2025-06-25T25:00Z',
    '2025-02-30T10:00Z',
    '2025-09/2025-07',
    '2025-06-25/2025-06-24',
    '2025/2026/2027',
    'late September',
    '',
    20250625,
    null,
    { text: 'late September' },
    { from: '2025-09', to: '2025-07' },
    { from: '2025-09', until: '2025-10' },
  ])('%j is none: the calendar, the order or a bound is missing', (when) => {
    expect(When.safeParse(when).success).toBe(false);
  });

  it('of a wrong type is refused with the forms that are right', () => {
    expect(When.safeParse(5).error?.issues[0]?.message).toContain('2025-06-25');
    expect(When.safeParse('soon').error?.issues[0]?.message).toContain('2025-06-25');
  });

  it('never ends before it starts, and its last day lies within it', () => {
    const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9998-12-31'), noInvalidDate: true });
    const text = fc
      .tuple(day, fc.constantFrom(4, 7, 10, 24))
      .map(([date, length]) => date.toISOString().slice(0, length));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const when = `${from}/${to}`;
        fc.pre(When.safeParse(when).success);
        const { start = NaN, lastDay = NaN, end = NaN } = bounds(when);
        expect(start).toBeLessThanOrEqual(lastDay);
        expect(lastDay).toBeLessThanOrEqual(end);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the effective instant', () => {
  const recorded = Date.parse('2025-07-29T08:00:00Z');

  it.each<[string, When, string]>([
    ['is the start of the day', '2025-06-25', '2025-06-25'],
    ['is the start of the last day of a month', '2025-04', '2025-04-30'],
    ['is the start of the last day of a range', '2025-04/2025-05', '2025-05-31'],
    ['is the instant of an instant', '2025-06-25T14:00:00Z', '2025-06-25T14:00:00.000Z'],
    ['is the recording where the last day lies after it', '2025', '2025-07-29T08:00:00.000Z'],
    ['is the recording where no end is stated', { from: '2025-04' }, '2025-07-29T08:00:00.000Z'],
    ['is the start of the last day where only an end is stated', { to: '2025-04' }, '2025-04-30'],
  ])('%s', (_, when, expected) => {
    expect(iso(effectiveInstant(when, recorded))).toBe(expected);
  });

  it('is never after the recording', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 0, max: 4e12 }), (year, at) => {
        expect(effectiveInstant(String(year), at)).toBeLessThanOrEqual(at);
      }),
    );
  });

  it('may start up to 14 hours after the recording: the day begins so early in the easternmost zone', () => {
    const noon = Date.parse('2025-06-25T10:00:00Z');
    expect(isTooFarAhead('2025-06-26', noon)).toBe(false);
    expect(isTooFarAhead('2025-06-26', noon - 1)).toBe(true);
    expect(isTooFarAhead('2025', noon)).toBe(false);
  });

  it('is not too far ahead where only an end is stated: it may have begun long ago', () => {
    expect(isTooFarAhead({ to: '2030' }, recorded)).toBe(false);
    expect(isTooFarAhead({ from: '2030' }, recorded)).toBe(true);
  });
});

describe('what lies ahead', () => {
  it.each<[When, string]>([
    ['2026-03-01', '2026-03-01'],
    ['2026', '2026-12-31'],
    [{ from: '2026-03-01' }, '2026-03-01'],
  ])('%j takes effect at the start of the last day it could mean', (when, expected) => {
    expect(iso(takesEffectAt(when))).toBe(expected);
  });

  it.each<[When, When, boolean]>([
    ['2025-09', '2025-09-26', true],
    ['2025-09', '2025-10', false],
    ['2025-09-30', '2025-10-01', false],
    [{ from: '2025-09' }, '2030', true],
    [{ to: '2025-09' }, '2025-10', false],
  ])('%j and %j overlap: %j', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });
});

describe('a date asked about', () => {
  it.each([
    ['2025-05-01', '2025-05-01T23:59:59.999Z'],
    ['2025-05', '2025-05-31T23:59:59.999Z'],
    ['2025', '2025-12-31T23:59:59.999Z'],
    ['2025-05-01T12:00:00Z', '2025-05-01T12:00:00.000Z'],
  ])('%s means %s', (text, expected) => {
    expect(iso(askedInstant(text))).toBe(expected);
  });

  it.each(['2025-05-01/2025-06-01', 'today', ''])('%j is none', (text) => {
    expect(askedInstant(text)).toBeUndefined();
  });
});
