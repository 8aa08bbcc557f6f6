// What parts come to: laws over arbitrary parts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRead } from '../../src/domain/alike.ts';
import { type Part, type PartCount, type PartsCount, partsSum } from '../../src/domain/commitment/partsSum.ts';
import { rangeOf } from '../../src/domain/common.ts';

const UNITS = ['USD', 'usd', 'EUR'] as const;
const WINDOWS = [null, '2024', '2024-01-01/2024-12-31', '2025'] as const;
const bounds = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.constantFrom('both', 'min', 'max'));

const arbitraryCount: fc.Arbitrary<PartCount> = fc
  .record({
    measure: fc.constantFrom('sum', 'stock', 'rate'),
    subject: fc.constantFrom(null, 'ships', 'Ships'),
    window: fc.constantFrom(...WINDOWS),
    unit: fc.constantFrom(...UNITS),
    bounds,
    contested: fc.boolean(),
  })
  .map(({ unit, bounds: [a, b, which], ...count }) => ({
    ...count,
    amount: {
      ...(which === 'max' ? {} : { min: Math.min(a, b) }),
      ...(which === 'min' ? {} : { max: Math.max(a, b) }),
      unit,
    },
  })) as fc.Arbitrary<PartCount>;

const sameYear = (window: PartCount['window']): string =>
  window?.toString().startsWith('2024') ? '2024' : String(window);
const keyOf = ({ measure, subject, window }: PartCount | PartsCount, unit: string): string =>
  [measure, asRead(subject ?? ''), asRead(unit), measure === 'sum' ? sameYear(window) : ''].join('/');

/** As a part's answer tells them: of each measure, subject, unit and window one. */
const arbitraryParts: fc.Arbitrary<readonly Part[]> = fc
  .array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.array(arbitraryCount, { maxLength: 4 }), fc.array(fc.nat(9))), {
    maxLength: 8,
  })
  .map((all) =>
    all.map(([title, counts, links], index) => ({
      id: `part-${index}`,
      title,
      status: 'agreed',
      hasParts: false,
      committers: [title],
      links: links.map((target) => ({ relation: 'part_of', target: `part-${target}` })),
      counts: [
        ...new Map(
          counts.map((count) => [`${keyOf(count, count.amount.unit)} ${sameYear(count.window)}`, count]),
        ).values(),
      ],
    })),
  );

/** Of what is told, of each measure, subject, unit and window: the least and the most. */
function toldBy(parts: readonly Part[]): Map<string, readonly [number, number]> {
  const told = new Map<string, readonly [number, number]>();
  for (const count of parts.flatMap(({ counts }) => counts)) {
    if (count.measure !== 'sum') continue;
    const key = keyOf(count, count.amount.unit);
    const [least, most] = told.get(key) ?? [0, 0];
    const range = rangeOf(count.amount);
    told.set(key, [least + range.least, most + range.most]);
  }
  return told;
}

describe('the sum of parts', () => {
  it('is the sum of what each tells, of each measure, subject, unit and window by itself', () => {
    fc.assert(
      fc.property(arbitraryParts, (parts) => {
        const added = partsSum(parts).counts.flatMap((count) => {
          if (count.amount === null) return [];
          const { least, most } = rangeOf(count.amount);
          return [[keyOf(count, count.unit), [least, most]] as const];
        });
        expect(new Map(added)).toEqual(toldBy(parts));
        expect(added.length).toBe(toldBy(parts).size);
      }),
    );
  });

  it('is the same in whatever order the parts come', () => {
    const shuffled = arbitraryParts.chain((parts) =>
      fc.tuple(fc.constant(parts), fc.shuffledSubarray([...parts], { minLength: parts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([parts, others]) => {
        expect(partsSum(others)).toEqual(partsSum(parts));
      }),
    );
  });

  it('loses no part and no count', () => {
    fc.assert(
      fc.property(arbitraryParts, (parts) => {
        const { counts, missing } = partsSum(parts);
        expect(counts.flatMap((count) => count.parts).length).toBe(parts.flatMap((part) => part.counts).length);
        const named = new Set([...counts.flatMap((count) => count.parts), ...missing].map(({ id }) => id));
        expect(named.size).toBe(parts.length);
      }),
    );
  });
});
