// What a command refers to on other records. Whether it is there is asked of the authority, not of a follower that may lag.
import { type AggregateName, streamOf } from './aggregates.ts';
import type { Order } from './commands.ts';
import { CommitmentId, OfficeName, officeNamed, PartyCode, RecordName } from './primitives.ts';
import type { Refusal } from './refusal.ts';

export interface Reference {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly stream: string;
  /** the office of that party which is named, where one is */
  readonly office?: string;
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
  ['includes', 'party'],
  ['reporterOf', 'party'],
  ['belongsTo', 'party'],
  ['target', 'commitment'],
  ['supersededBy', 'commitment'],
]);

/** Those that may name an office, such as KR/president. Whatever else a speaker is called refers to nothing. */
const OFFICES: ReadonlySet<string> = new Set(['participants', 'speaker']);

type Found = (reference: Omit<Reference, 'stream'>) => void;

/** Every other record an order refers to, once each, and every office, in the order of the payload. */
export function referencesOf(order: Pick<Order, 'stream' | 'data'>): readonly Reference[] {
  const found = new Map<string, Reference>();
  collect(order.data, '', '', (reference) => {
    const stream = streamOf(reference.aggregate, reference.id);
    const named = `${stream}/${reference.office ?? ''}`;
    const isOther = stream !== order.stream || reference.office !== undefined;
    if (isOther && !found.has(named)) found.set(named, { ...reference, stream });
  });
  return [...found.values()];
}

/** Strings below a field that names a record are ids of it; the members of an object go by their own names. */
function collect(value: unknown, pointer: string, field: string, found: Found): void {
  if (typeof value === 'string') {
    collectNamed(value, pointer, field, found);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) collect(value[i], `${pointer}/${i}`, field, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, `${pointer}/${name}`, name, found);
    collectOffice(value, pointer, found);
  }
}

function collectNamed(named: string, pointer: string, field: string, found: Found): void {
  const office = OFFICES.has(field) ? officeNamed(named) : undefined;
  const aggregate = FIELDS.get(field);
  if (office !== undefined) found({ aggregate: 'party', id: office.party, office: office.office, pointer });
  else if (aggregate !== undefined) found({ aggregate, id: named, pointer });
}

/** Through which office a party has its role. */
function collectOffice(value: { readonly code?: unknown; readonly office?: unknown }, pointer: string, found: Found) {
  const { code, office } = value;
  if (typeof code === 'string' && typeof office === 'string') {
    found({ aggregate: 'party', id: code, office, pointer: `${pointer}/office` });
  }
}

const IDS = { commitment: CommitmentId, party: PartyCode, occasion: RecordName, source: RecordName } as const;

/** Whether there could be such a record at all: what could not be one is told as such. */
export const couldBe = ({ aggregate, id, office }: Reference): boolean =>
  IDS[aggregate].safeParse(id).success && (office === undefined || OfficeName.safeParse(office).success);

const HOW = {
  party: ['UNKNOWN_PARTY', 'register it first with RegisterParty'],
  source: ['UNKNOWN_SOURCE', 'capture it first with CaptureSource'],
  occasion: ['UNKNOWN_OCCASION', 'record it first with RecordOccasion'],
  commitment: ['UNKNOWN_COMMITMENT', 'check its id, or open it first with a speech act'],
  office: ['UNKNOWN_OFFICE', 'record it first with RecordOffice, or name the party alone'],
} as const;

const kindOf = ({ aggregate, office }: Reference): keyof typeof HOW => (office === undefined ? aggregate : 'office');
const nameOf = ({ id, office }: Reference): string => (office === undefined ? id : `${id}/${office}`);

/** A refusal of all that is not on record; its code is the first one's. Undefined where all is. */
export function unknownReferences(missing: readonly Reference[]): Refusal | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const errors = missing.map((reference) => ({
    pointer: reference.pointer,
    detail: `no ${kindOf(reference)} ${nameOf(reference)} is on record: ${HOW[kindOf(reference)][1]}`,
  }));
  const more = errors.length === 1 ? '' : `; ${errors.length - 1} more of what it names are not: errors lists each`;
  return { refused: HOW[kindOf(first)][0], detail: `${errors[0]?.detail}${more}`, errors };
}
