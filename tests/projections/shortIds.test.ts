// Short ids name one commitment alone, whichever ids there are.
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHORTEST_ID, ShortIds } from '../../src/projections/commitments/shortIds.ts';
import { SCHEMA } from '../../src/projections/schema.ts';

/** Ids that share much: of few digits, and alike up to anywhere. */
const id = fc
  .tuple(fc.array(fc.constantFrom(...'0af'), { minLength: 32, maxLength: 32 }), fc.oneof(fc.constant(32), fc.nat(32)))
  .map(([digits, from]) =>
    digits
      .map((digit, at) => (at < from ? '0' : digit))
      .join('')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );

/** @param aside of them those that are set aside and have no row of their own */
function shortIds(ids: readonly string[], aside: (index: number) => boolean): ShortIds {
  const db = new DatabaseSync(':memory:', { returnArrays: true });
  db.exec(SCHEMA);
  const row = db.prepare(
    `INSERT INTO commitment VALUES (?, ?, 0, NULL, 0, 0, '', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
  );
  const set = db.prepare(`INSERT INTO set_aside VALUES (?, 0, '', '', '')`);
  for (const [index, one] of ids.entries()) {
    if (aside(index)) set.run(`commitment-${one}`);
    else row.run(index, one);
  }
  set.run('party-00000000');
  return new ShortIds(db, { revisionOf: () => 0 });
}

describe('a short id', () => {
  it('is the shortest beginning, of eight characters at least, that no other commitment has', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 12 }), fc.nat(5), (ids, every) => {
        const named = shortIds(ids, (index) => index % (every + 2) === 1);
        for (const one of ids) {
          const [found, ...more] = named.beginning(one);
          expect([found?.id, more]).toEqual([one, []]);
          const short = found?.short ?? '';
          expect(one.startsWith(short) && short.length >= SHORTEST_ID).toBe(true);
          expect(named.beginning(short)).toEqual([found]);
          const shorter = short.slice(0, -1);
          expect(shorter.length < SHORTEST_ID || ids.some((other) => other !== one && other.startsWith(shorter))).toBe(
            true,
          );
        }
      }),
    );
  });

  it('is found from four characters on, and nothing is by what is no beginning of an id', () => {
    const named = shortIds(['00000000-0000-4000-8000-000000000000'], () => false);
    for (const start of ['', '000', '000000000', '00000000_', '%', 'KR', '0000000g']) {
      expect(named.beginning(start)).toEqual([]);
    }
    for (const start of ['0000', '0000000', '00000000-'])
      expect(named.beginning(start).map(({ short }) => short)).toEqual(['00000000']);
  });
});
