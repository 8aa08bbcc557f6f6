// Turns of so many at a time: nobody is passed over, and none is lost where somebody gives up.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Turns } from '../../src/projections/threads/turns.ts';

it('come to those who wait in the order in which they came, and as many at a time as there are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(5), { maxLength: 40 }), async (many, steps) => {
      const turns = new Turns(many);
      const [came, left]: [number[], AbortController[]] = [[], []];
      let [asked, having, gone] = [0, 0, 0];
      for (const step of steps) {
        if (step < 3) {
          const [number, signal] = [asked++, new AbortController()];
          left.push(signal);
          void turns.take(signal.signal).then((isTurn) => {
            if (isTurn) came.push(number);
          });
        } else if (step < 5 && came.length > gone) {
          gone++;
          turns.give();
        } else left.at(-1)?.abort();
        await Promise.resolve();
        await Promise.resolve();
        having = came.length - gone;
        expect(having).toBeLessThanOrEqual(many);
        expect(turns.waiting === 0 || having === many).toBe(true);
        expect(came).toEqual(came.toSorted((a, b) => a - b));
      }
    }),
  );
});
