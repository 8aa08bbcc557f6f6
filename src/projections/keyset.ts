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
 */
export function pageOf(rows: readonly Keyed[], limit: number, asked: Keyset | undefined) {
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  const backwards = asked?.direction === 'prev';
  if (backwards) kept.reverse();
  const [first, last] = [kept[0], kept.at(-1)];
  const hasNext = backwards || more;
  const hasPrev = backwards ? more : asked !== undefined;
  return {
    items: kept.map(({ text }) => text),
    next: hasNext && last !== undefined ? encodeKeyset({ direction: 'next', key: last.key }) : undefined,
    prev: hasPrev && first !== undefined ? encodeKeyset({ direction: 'prev', key: first.key }) : undefined,
  };
}
