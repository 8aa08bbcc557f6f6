// What the parts of a commitment come to together: counts that are equal in measure, subject, unit and window are added up.
// Law: nothing is converted, no year is added to another, and rates and stocks stand side by side; what may be counted twice
// is said, never taken away.
import { asRead } from '../alike.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { instantsOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import type { Status } from './headline.ts';
import { sumOf } from './shares.ts';
import type { Measure } from './targetPayloads.ts';

/** A count as a part's own answer tells it. */
export interface PartCount {
  readonly measure: Measure;
  readonly subject: string | null;
  readonly window: When | null;
  readonly amount: Amount;
  readonly contested: boolean;
}

/** A part, as of some clocks. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  /** it is made of parts itself, which are not looked into */
  readonly hasParts: boolean;
  readonly committers: readonly string[];
  readonly links: readonly { readonly relation: string; readonly target: string }[];
  /** what was delivered */
  readonly counts: readonly PartCount[];
}

type Named = Pick<Part, 'id' | 'title' | 'status' | 'hasParts'>;

/** Parts of which something may be counted twice: through a party that owes in each, or since one of them is in the other. */
export interface PossibleOverlap {
  readonly parts: readonly string[];
  readonly party: string | null;
  readonly relation: string | null;
}

export interface PartsCount {
  readonly measure: Measure;
  readonly subject: string | null;
  readonly unit: string;
  /** of a sum; of rates and stocks each has its own */
  readonly window: When | null;
  /** null where they stand side by side */
  readonly amount: Amount | null;
  readonly contested: boolean;
  readonly parts: readonly (Named & Pick<PartCount, 'amount' | 'window' | 'contested'>)[];
  readonly overlaps: readonly PossibleOverlap[];
}

export interface PartsSum {
  readonly counts: readonly PartsCount[];
  /** those of which nothing is counted */
  readonly missing: readonly Named[];
}

/** Whatever order the parts are in, the answer is the same. */
export function partsSum(parts: readonly Part[]): PartsSum {
  const ordered = parts.toSorted((a, b) => compare([a.title, a.id], [b.title, b.id]));
  const counted = ordered.flatMap((part) => part.counts.map((count): Counted => ({ part, count })));
  return {
    counts: [...Map.groupBy(counted, keyOf).values()].map(together).sort(inOrder),
    missing: ordered.filter(({ counts }) => counts.length === 0).map(named),
  };
}

interface Counted {
  readonly part: Part;
  readonly count: PartCount;
}

function keyOf({ count: { measure, subject, window, amount } }: Counted): string {
  const { least, most } = measure === 'sum' && window !== null ? instantsOf(window) : ANY_TIME;
  return canonicalJson([measure, asRead(subject ?? ''), asRead(amount.unit), String(least), String(most)]);
}
const ANY_TIME = { least: '', most: '' };

function together(all: readonly Counted[]): PartsCount {
  const { measure, subject, window, amount } = (all[0] as Counted).count;
  const isSum = measure === 'sum';
  return {
    measure,
    subject,
    unit: amount.unit,
    window: isSum ? window : null,
    amount: isSum ? sumOf(all.map(({ count }) => count.amount)) : null,
    contested: all.some(({ count }) => count.contested),
    parts: all
      .map(({ part, count }) => ({
        ...named(part),
        amount: count.amount,
        window: count.window,
        contested: count.contested,
      }))
      .sort((a, b) => compare([a.title, a.id, until(a)], [b.title, b.id, until(b)])),
    overlaps: overlapsOf([...new Set(all.map(({ part }) => part))]),
  };
}

const named = ({ id, title, status, hasParts }: Part): Named => ({ id, title, status, hasParts });

const overlapsOf = (parts: readonly Part[]): PossibleOverlap[] => [...sharedParties(parts), ...within(parts)];

function sharedParties(parts: readonly Part[]): PossibleOverlap[] {
  const owing = new Map<string, string[]>();
  for (const { id, committers } of parts) {
    for (const code of new Set(committers)) owing.set(code, [...(owing.get(code) ?? []), id]);
  }
  return [...owing]
    .filter(([, ids]) => ids.length > 1)
    .sort(([a], [b]) => compare([a], [b]))
    .map(([party, ids]) => ({ parts: ids, party, relation: null }));
}

/** Relations by which what one counts may be in what the other counts. */
const WITHIN: ReadonlySet<string> = new Set(['part_of', 'duplicate_of']);

function within(parts: readonly Part[]): PossibleOverlap[] {
  const there = new Set(parts.map(({ id }) => id));
  return parts.flatMap(({ id, links }) =>
    links
      .filter(({ relation, target }) => WITHIN.has(relation) && there.has(target))
      .map(({ relation, target }) => ({ parts: [id, target], party: null, relation })),
  );
}

const until = ({ window }: Pick<PartCount, 'window'>): number => (window === null ? Infinity : instantsOf(window).most);

const MEASURES: readonly Measure[] = ['sum', 'stock', 'rate'];
const orderOf = (one: PartsCount) => [
  MEASURES.indexOf(one.measure),
  asRead(one.subject ?? ''),
  asRead(one.unit),
  until(one),
  one.window === null ? Infinity : instantsOf(one.window).least,
];
const inOrder = (a: PartsCount, b: PartsCount): number => compare(orderOf(a), orderOf(b));

/** Place by place, each with its like. */
function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] as string | number;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
