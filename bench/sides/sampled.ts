// What a ledger can be asked about, found by reading entries all over it: the same ones on every side.

import type { Journal } from '../../src/journal/journal.ts';
import { envelopeOf } from '../../src/journal/journal.ts';

export interface Sampled {
  readonly ids: readonly string[];
  readonly parties: readonly string[];
  readonly areas: readonly string[];
  /** of titles */
  readonly words: readonly string[];
  /** of openings */
  readonly occasions: readonly string[];
}

/** Knuth's multiplier: steps through any range without a pattern that a cache could learn. */
const STRIDE = 2_654_435_761;
const COMMITMENT = 'commitment-';

/** Law: what is more frequent in the ledger is more frequent here. @param count entries looked at */
export function sampled(journal: Journal, count: number): Sampled {
  const events = journal.head().sequence + 1;
  const found = { ids: [], parties: [], areas: [], words: [], occasions: [] } as Record<keyof Sampled, string[]>;
  for (let i = 0; i < count; i++) {
    const [entry] = journal.read(((i * STRIDE) % events) - 1, 1);
    if (entry === undefined) continue;
    const { stream, data } = envelopeOf(entry);
    if (!stream.startsWith(COMMITMENT)) continue;
    found.ids.push(stream.slice(COMMITMENT.length));
    if (typeof data.title !== 'string') continue;
    found.words.push(...(data.title.match(/\p{L}{4,}/gu) ?? []));
    found.areas.push(...((data.areas ?? []) as string[]));
    found.parties.push(...(data.parties as { code: string }[]).map(({ code }) => code));
    if (typeof data.occasion === 'string') found.occasions.push(data.occasion);
  }
  return found;
}
