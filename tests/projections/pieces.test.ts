// Long texts in pieces: what is put together again is what was told, and one changed entry costs its piece alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pieces, whole } from '../../src/projections/commitments/pieces.ts';
import { DamagedModels } from '../../src/projections/damage.ts';

const entries = (said: readonly string[]): string =>
  JSON.stringify(
    said.map((one, index) => ({ party: `P${index}`, said: one, of: [{ revision: 1, by: one }], basis: 'own' })),
  );

describe('a text in pieces', () => {
  it('is put together again as it was, whatever it says and whatever the commitment said before', () => {
    const texts = fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 20, maxLength: 60 }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(texts, (all) => {
        const added: string[] = [];
        let pieces = new Pieces();
        for (const said of all) {
          const text = entries(said);
          const kept = pieces.kept(text, (no, piece) => expect(added.push(piece)).toBe(no + 1));
          expect(whole(`{${kept},"next":1}`, (no) => added[no] ?? '')).toBe(`{${text},"next":1}`);
          // read again from what was added, it goes on as before
          pieces = new Pieces(added);
          expect(pieces.kept(text, () => expect.unreachable())).toBe(kept);
        }
      }),
    );
  });

  it('shares with the one before it all but what changed', () => {
    const said = Array.from({ length: 200 }, (_, index) => `what is said of number ${index}`);
    const pieces = new Pieces();
    pieces.kept(entries(said), () => undefined);
    for (const changed of [0, 77, 199]) {
      const added: string[] = [];
      pieces.kept(entries(said.with(changed, 'something else')), (_, piece) => added.push(piece));
      expect(added).toHaveLength(1);
      expect(added.join().length).toBeLessThan(1_000);
    }
  });

  it('of which a piece is not there is not put together', () => {
    const text = entries(Array.from({ length: 60 }, (_, index) => `what is said of number ${index}`));
    const kept = new Pieces().kept(text, () => undefined);
    expect(() => new Pieces().whole(kept)).toThrow(DamagedModels);
  });

  it('is kept as it is where it is short, or one entry', () => {
    const pieces = new Pieces();
    for (const text of ['[]', JSON.stringify([{ title: 'x'.repeat(5_000) }])]) {
      expect(pieces.kept(text, () => expect.unreachable())).toBe(text);
    }
  });
});
