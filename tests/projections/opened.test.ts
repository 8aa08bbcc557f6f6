// Where lists in the order of opening look for what held at an instant: stretches of the journal, and in each what lags.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonOf } from '../../src/projections/commitments/leadAndLag.ts';
import { openedFor } from '../../src/projections/commitments/opened.ts';
import { lateOf } from '../../src/projections/commitments/words.ts';

const DAY = 86_400_000;
const HOURS = fc.integer({ min: 0, max: 12 * 365 * 24 });

/** A journal of so many days between one event and the next. */
function journalOf(days: readonly number[]) {
  let clock = Date.parse('2010-01-01T00:00:00Z');
  const clocks = days.map((passed) => {
    clock += passed * DAY;
    return clock;
  });
  return { clocks, sequenceNear: (instant: number) => clocks.findLastIndex((at) => at <= instant) };
}

describe('what held at an instant', () => {
  it('lies in one stretch of the journal, there among what lags as it does, and began in no later season', () => {
    fc.assert(
      fc.property(
        fc.record({
          days: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }),
          place: fc.nat(),
          hoursBefore: HOURS,
          hoursHeld: HOURS,
          short: fc.constantFrom(0, 5, 1_000),
        }),
        ({ days, place, hoursBefore, hoursHeld, short }) => {
          const { clocks, sequenceNear } = journalOf(days);
          const opened = place % clocks.length;
          const openedAt = clocks[opened] ?? 0;
          const from = openedAt - hoursBefore * (DAY / 24);
          const asOf = from + hoursHeld * (DAY / 24);
          const { lag, season } = lateOf(from, openedAt);
          const stretches = openedFor({ sequenceNear }, { asOf, sequence: clocks.length - 1 }, short);
          const found = stretches.late
            .flat()
            .filter((one) => one.lag === lag && one.after < opened && opened <= one.upTo);
          expect(found.length + Number(opened <= stretches.upTo)).toBe(1);
          if (found.length > 0) expect(season).toBeLessThanOrEqual(seasonOf(asOf));
          const ends = [stretches.upTo, ...stretches.late.map((ones) => Math.max(...ones.map(({ upTo }) => upTo)))];
          for (const [index, ones] of stretches.late.entries()) {
            for (const { after } of ones) expect(after).toBe(ends[index]);
          }
        },
      ),
    );
  });
});
