// What a command refers to on other records. Whether it is there is asked of the authority, not of a follower that may lag.
import { type AggregateName, streamOf } from './aggregates.ts';
import type { Order } from './commands.ts';
import type { Refusal } from './refusal.ts';

export interface Reference {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly stream: string;
  /** JSON Pointer into the payload */
  readonly pointer: string;
}

/** The fields of payloads that hold another record's id, at any depth, and the kind of record it is. */
const FIELDS: ReadonlyMap<string, AggregateName> = new Map([
  ['source', 'source'],
  ['occasion', 'occasion'],
  ['partOf', 'occasion'],
  ['party', 'party'],
  ['code', 'party'],
  ['member', 'party'],
  ['parties', 'party'],
  ['participants', 'party'],
  ['into', 'party'],
  ['target', 'commitment'],
  ['supersededBy', 'commitment'],
]);

/** Every other record an order refers to, once each, in the order of the payload. */
export function referencesOf(order: Order): readonly Reference[] {
  const found = new Map<string, Reference>();
  collect(order.data, '', undefined, (reference) => {
    if (reference.stream !== order.stream && !found.has(reference.stream)) found.set(reference.stream, reference);
  });
  return [...found.values()];
}

/** Strings below a field that names a record are ids of it; the members of an object go by their own names. */
function collect(
  value: unknown,
  pointer: string,
  aggregate: AggregateName | undefined,
  found: (reference: Reference) => void,
): void {
  if (typeof value === 'string') {
    if (aggregate !== undefined) found({ aggregate, id: value, stream: streamOf(aggregate, value), pointer });
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) collect(value[i], `${pointer}/${i}`, aggregate, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, `${pointer}/${name}`, FIELDS.get(name), found);
  }
}

const HOW = {
  party: ['UNKNOWN_PARTY', 'register it first with RegisterParty'],
  source: ['UNKNOWN_SOURCE', 'capture it first with CaptureSource'],
  occasion: ['UNKNOWN_OCCASION', 'record it first with RecordOccasion'],
  commitment: ['UNKNOWN_COMMITMENT', 'check its id, or open it first with a speech act'],
} as const;

/** A refusal of all that is not on record; its code is the first one's. Undefined where all is. */
export function unknownReferences(missing: readonly Reference[]): Refusal | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const errors = missing.map(({ aggregate, id, pointer }) => ({
    pointer,
    detail: `no ${aggregate} ${id} is on record: ${HOW[aggregate][1]}`,
  }));
  const more = errors.length === 1 ? '' : `; ${errors.length - 1} more of what it names are not: errors lists each`;
  return { refused: HOW[first.aggregate][0], detail: `${errors[0]?.detail}${more}`, errors };
}
