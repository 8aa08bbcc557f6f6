// References between entries: `@id` stands for what an earlier entry made.
// A field that holds a commitment's id gets the record's, one that holds an event's id the entry's first event's.

export interface Made {
  /** the id of the record the entry is about */
  readonly record: string;
  /** the id of the first event it made */
  readonly event: string;
}

/** What is known of an entry that came before: what it made, or that it made nothing. */
export type Earlier = Made | 'refused';

const HOLDS: Readonly<Record<string, keyof Made>> = {
  commitment: 'record',
  target: 'record',
  supersededBy: 'record',
  event: 'event',
  prefers: 'event',
  about: 'event',
  evidence: 'event',
  concern: 'event',
};

export interface Dangling {
  readonly pointer: string;
  readonly detail: string;
}

type Find = (id: string) => Earlier | undefined;

/** The data with every reference resolved, or the first one that leads nowhere. */
export function resolve(data: object, find: Find): { readonly data: object } | Dangling {
  const dangling: Dangling[] = [];
  const resolved = walk(data, { find, dangling, pointer: '', holds: undefined });
  return dangling[0] ?? { data: resolved as object };
}

interface Walk {
  readonly find: Find;
  readonly dangling: Dangling[];
  readonly pointer: string;
  readonly holds: keyof Made | undefined;
}

function walk(value: unknown, at: Walk): unknown {
  if (typeof value === 'string') return at.holds !== undefined && value.startsWith('@') ? follow(value, at) : value;
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, { ...at, pointer: `${at.pointer}/${index}` }));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      walk(member, { ...at, pointer: `${at.pointer}/${name}`, holds: HOLDS[name] }),
    ]),
  );
}

function follow(reference: string, { find, dangling, pointer, holds }: Walk): string {
  const earlier = find(reference.slice(1));
  if (earlier !== undefined && earlier !== 'refused') return earlier[holds as keyof Made];
  const detail =
    earlier === 'refused'
      ? `${reference} was refused itself: put that entry right first`
      : `${reference} names no entry before this one: check the name, or move that entry up`;
  dangling.push({ pointer, detail });
  return reference;
}
