// Times one look-up after another, of entries all over a ledger: the same ones on every side and in every round.
import { type Measured, measured } from '../harness/side.ts';

/** Knuth's multiplier: steps through any range without a pattern that a cache could learn. */
const STRIDE = 2_654_435_761;

/** @param lookUp gives how many bytes it found */
export async function timed(
  { events, count }: { readonly events: number; readonly count: number },
  lookUp: (sequence: number) => number,
): Promise<Measured> {
  const times: number[] = [];
  const all = await measured(() => {
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      if (lookUp((i * STRIDE) % events) === 0) throw new Error('an entry is empty');
      times.push(performance.now() - start);
    }
    return count;
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (count - 1))] ?? 0;
  return { ...all, p50: at(0.5), p99: at(0.99) };
}
