// References between entries: `@id` stands for what another entry made, in these files or in an earlier import.
// A field that holds a commitment's id gets the record's, one that holds an event's id the entry's first event's.

export interface Made {
  /** the id of the record the entry is about */
  readonly record: string;
  /** the id of the first event it made */
  readonly event: string;
}

/** What is known of an entry that came before: what it made, or that it made nothing. */
export type Earlier = Made | 'refused';

/** What a field holds: a record, or an event. */
type Holds = keyof Made;

const HOLDS: ReadonlyMap<string, Holds> = new Map([
  ['commitment', 'record'],
  ['target', 'record'],
  ['supersededBy', 'record'],
  ['event', 'event'],
  ['prefers', 'event'],
  ['about', 'event'],
  ['evidence', 'event'],
  ['concern', 'event'],
  ['notice', 'event'],
  ['suspension', 'event'],
  ['contests', 'event'],
  ['reservation', 'event'],
  ['modifies', 'event'],
  ['declaration', 'event'],
]);

export interface Reference {
  /** the entry's, without the sign */
  readonly id: string;
  readonly holds: Holds;
  /** JSON Pointer into the data */
  readonly pointer: string;
}

/** Every reference in a payload, in its order. */
export function referencesIn(data: object): readonly Reference[] {
  const found: Reference[] = [];
  withReferences(data, (reference) => {
    found.push(reference);
    return reference.id;
  });
  return found;
}

/** The data with each reference replaced by what it stands for. */
export function withReferences<Data extends object>(data: Data, standsFor: (reference: Reference) => string): Data {
  return walk(data, { standsFor, pointer: '', holds: undefined }) as Data;
}

interface Walk {
  readonly standsFor: (reference: Reference) => string;
  readonly pointer: string;
  readonly holds: Holds | undefined;
}

function walk(value: unknown, at: Walk): unknown {
  if (typeof value === 'string') {
    return at.holds !== undefined && value.startsWith('@')
      ? at.standsFor({ id: value.slice(1), holds: at.holds, pointer: at.pointer })
      : value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, { ...at, pointer: `${at.pointer}/${index}` }));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      walk(member, { ...at, pointer: `${at.pointer}/${escaped(name)}`, holds: holds(name, value) }),
    ]),
  );
}

/** A `condition` is words in an act, and an event's id where its `outcome` is told. */
function holds(name: string, within: object): Holds | undefined {
  return name === 'condition' && 'outcome' in within ? 'event' : HOLDS.get(name);
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
