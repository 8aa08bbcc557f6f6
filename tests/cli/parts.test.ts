// `parts` as a person reads it.
import { describe, expect, it } from 'vitest';
import { partsPage } from '../../src/cli/text/parts.ts';
import { partsSum } from '../../src/domain/commitment/partsSum.ts';

const part = (n: number, amounts: readonly object[], more: object = {}) => ({
  id: `${n}`,
  title: `Part ${n}`,
  status: 'in_progress',
  hasParts: false,
  committers: ['KR'],
  links: [],
  counts: amounts.map((amount) => ({ measure: 'sum', subject: null, window: '2024', contested: false, amount })),
  ...more,
});
const page = (parts: readonly object[], more: object = {}) =>
  partsPage(
    {
      commitment: { id: 'whole', title: 'A programme', status: 'agreed', quantity: { min: 20, unit: 'ships' } },
      ...partsSum(parts as Parameters<typeof partsSum>[0]),
      read: parts.length,
      total: parts.length,
      complete: true,
      ...more,
    },
    (id) => `#${id}`,
  );

describe('parts', () => {
  it('shows each sum with what each part adds, what may be counted twice, and what is missing', () => {
    const counted = [{ min: 3, max: 3, unit: 'ships' }];
    expect(page([part(1, counted), part(2, counted, { hasParts: true }), part(3, [])])).toBe(`\
A programme  #whole
agreed; to reach at least 20 ships; 3 parts

TOGETHER: 6 ships; 2024
  3 ships  #1  in progress  Part 1
  3 ships  #2  in progress  Part 2 (has parts of its own, which are not added)
  may be counted twice: KR owes in #1, #2

NOTHING COUNTED OF
  #3  in progress  Part 3
`);
  });

  it('shows rates side by side, each with its window, and says what is contested', () => {
    const rate = { measure: 'rate', subject: 'spending', amount: { min: 2, max: 2, unit: '% of GDP' } };
    const counts = [
      { ...rate, window: '2023', contested: true },
      { ...rate, window: '2024', contested: false },
    ];
    expect(page([part(1, [], { counts })])).toContain(`
SIDE BY SIDE: rates in % of GDP; spending, contested
  2 % of GDP (contested: the lowest)  2023  #1  in progress  Part 1
  2 % of GDP                          2024  #1  in progress  Part 1
`);
  });

  it('says where not all were read', () => {
    expect(page([part(1, [])], { total: 501, complete: false })).toContain('1 of 501 parts were read');
  });
});
