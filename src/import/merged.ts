// Several histories as one, in the order in which their facts became known. Each is read as it is needed and keeps its
// own order; memory holds one entry of each.
import { type Found, isFault } from './entry.ts';

interface Head {
  readonly found: Found;
  /** when it became known, milliseconds: never before the entry that stands before it in its history */
  readonly at: number;
  /** its history's place among the others: of what became known at one instant, the first named comes first */
  readonly index: number;
}

/** Law: an entry without a recorded time is recorded now, so it comes after all that bring one. */
const NOW = Infinity;

export async function* merged(histories: readonly AsyncIterable<Found>[]): AsyncGenerator<Found, void, undefined> {
  const iterators = histories.map((history) => history[Symbol.asyncIterator]());
  const heads: Head[] = [];
  const advance = async (index: number, before: number) => {
    const next = await iterators[index]?.next();
    if (next !== undefined && next.done !== true)
      insert(heads, { found: next.value, at: knownAt(next.value, before), index });
  };
  try {
    for (const index of iterators.keys()) await advance(index, -Infinity);
    for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
      yield head.found;
      await advance(head.index, head.at);
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}

function knownAt(found: Found, before: number): number {
  if (isFault(found)) return before;
  const { recordedAt } = found.entry;
  return recordedAt === undefined ? NOW : Math.max(before, Date.parse(recordedAt));
}

const comesFirst = (a: Head, b: Head): boolean => a.at < b.at || (a.at === b.at && a.index < b.index);

/** The heads stand from the last to the first. */
function insert(heads: Head[], head: Head): void {
  let [from, to] = [0, heads.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (comesFirst(head, heads[middle] as Head)) from = middle + 1;
    else to = middle;
  }
  heads.splice(from, 0, head);
}
