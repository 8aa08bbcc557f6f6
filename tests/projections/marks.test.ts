// Marks of texts: which years they tell apart, and that an index of words keeps each for itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/domain/commitment/acts.ts';
import { STATUSES } from '../../src/domain/commitment/headline.ts';
import { kindMark, statusMarks, statusMarksBy } from '../../src/projections/commitments/marks.ts';

const YEAR = 31_557_600_000;
const instants = fc.integer({ min: Date.UTC(1960), max: Date.UTC(2060) });
const statuses = fc.constantFrom(...STATUSES);

describe('the marks of a status', () => {
  it('find whatever began by an instant, and nothing that began a year and more after it', () => {
    const law = fc.property(statuses, instants, instants, (status, from, asOf) => {
      const by = new Set(statusMarksBy(status, asOf));
      const isFound = statusMarks(status, from).some((mark) => by.has(mark));
      if (from <= asOf) expect(isFound).toBe(true);
      if (from >= asOf + YEAR && asOf >= Date.UTC(1980) && from < Date.UTC(2043)) expect(isFound).toBe(false);
    });
    fc.assert(law, { numRuns: 2_000 });
  });

  it('are those of no other status and of no kind, each one character for private use', () => {
    const law = fc.property(statuses, statuses, instants, instants, (status, other, from, asOf) => {
      const by = new Set(statusMarksBy(other, asOf));
      if (status !== other) expect(statusMarks(status, from).some((mark) => by.has(mark))).toBe(false);
      for (const kind of KINDS) expect(by.has(kindMark(kind))).toBe(false);
      for (const mark of [...by, ...KINDS.map(kindMark)]) expect(mark).toBeLessThan(0xf8ff - 0xe000);
    });
    fc.assert(law);
  });

  it('of all up to an instant are few', () => {
    fc.assert(fc.property(statuses, instants, (status, asOf) => statusMarksBy(status, asOf).length <= 10));
  });
});
