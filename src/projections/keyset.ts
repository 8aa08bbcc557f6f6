// Keyset cursors: where a page ended, in the list's own order, opaque to who follows them. No offsets, so a page costs
// the same wherever it lies and nothing shifts when rows arrive.
import { InvalidCursor } from './readModels.ts';

export interface Keyset {
  readonly direction: 'next' | 'prev';
  readonly key: readonly (string | number)[];
}

const encodeKeyset = ({ direction, key }: Keyset): string =>
  Buffer.from(JSON.stringify([direction === 'next' ? 1 : 0, ...key])).toString('base64url');

/** @throws InvalidCursor where the text is no cursor whose key has these types */
export function decodeKeyset(text: string, types: readonly ('string' | 'number')[]): Keyset {
  const [forward, ...key] = decoded(text);
  const fits = key.length === types.length && key.every((part, index) => typeof part === types[index]);
  if (!fits || (forward !== 0 && forward !== 1)) throw new InvalidCursor();
  return { direction: forward === 1 ? 'next' : 'prev', key: key as (string | number)[] };
}

function decoded(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(value)) return value;
  } catch {
    // what is no JSON is no cursor either
  }
  throw new InvalidCursor();
}

export interface Keyed {
  readonly key: readonly (string | number)[];
  readonly text: string;
}

/**
 * A page of rows read in the direction asked for, one more than fits to see whether there are others.
 * @param rows in the order they were read: for `prev` that is backwards
 * @param lookedAt where reading stopped before the page was full; undefined where it came to an end
 */
export function pageOf(rows: readonly Keyed[], limit: number, asked: Keyset | undefined, lookedAt?: Keyset['key']) {
  const full = rows.length > limit;
  const kept = rows.slice(0, limit);
  const beyond = full ? kept.at(-1)?.key : lookedAt;
  const backwards = asked?.direction === 'prev';
  if (backwards) kept.reverse();
  const next = backwards ? kept.at(-1)?.key : beyond;
  const prev = backwards ? beyond : asked && kept[0]?.key;
  return {
    items: kept.map(({ text }) => text),
    next: next && encodeKeyset({ direction: 'next', key: next }),
    prev: prev && encodeKeyset({ direction: 'prev', key: prev }),
  };
}
