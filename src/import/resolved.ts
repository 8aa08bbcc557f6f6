// What the references of an entry stand for: first what the entries before it in this import made, then what an
// earlier import did. An entry's events have ids that follow from its own, so those of an earlier import are looked up
// on record and never guessed.
import { AGGREGATE_NAMES, streamOf } from '../domain/aggregates.ts';
import { eventIdOf } from '../ledger/ids.ts';
import { keyOf, openedBy } from './ownId.ts';
import { type Earlier, type Made, type Reference, referencesIn, withReferences } from './references.ts';

export interface Dangling {
  /** JSON Pointer into the data */
  readonly pointer: string;
  readonly detail: string;
}

export interface Known {
  /** an entry of this import that came before */
  readonly find: (id: string) => Earlier | undefined;
  /** whether an event is on record */
  readonly onRecord: (event: string) => Promise<boolean>;
}

/** The data with every reference resolved, and the references that lead nowhere. */
export async function resolved(
  data: object,
  known: Known,
): Promise<{ readonly data: object; readonly dangling: readonly Dangling[] }> {
  const references = referencesIn(data);
  if (references.length === 0) return { data, dangling: [] };
  const found = new Map<string, string>();
  const dangling: Dangling[] = [];
  const fill = () => withReferences(data, ({ pointer, id }) => found.get(pointer) ?? `@${id}`);
  for (const holds of ['record', 'event'] as const) {
    const stream = streamIn(fill());
    for (const reference of references.filter((one) => one.holds === holds)) {
      const made = known.find(reference.id) ?? (await earlier(reference, stream, known));
      if (made === undefined || made === 'refused') dangling.push(leadsNowhere(reference, made));
      else found.set(reference.pointer, made[holds]);
    }
  }
  return { data: fill(), dangling };
}

/** What an entry of an earlier import made: the record it opened, or its event on the record that this entry is about. */
async function earlier(
  { id, holds }: Reference,
  stream: string | undefined,
  { onRecord }: Known,
): Promise<Made | undefined> {
  const record = openedBy(id);
  const on = holds === 'record' ? streamOf('commitment', record) : stream;
  if (on === undefined) return undefined;
  const event = eventIdOf(on, keyOf(id), 0);
  return (await onRecord(event)) ? { record, event } : undefined;
}

/** The stream of the record a payload is about; undefined where it names none. */
function streamIn(data: object): string | undefined {
  const aggregate = AGGREGATE_NAMES.find((name) => Object.hasOwn(data, name));
  const id = aggregate && (data as Readonly<Record<string, unknown>>)[aggregate];
  return aggregate !== undefined && typeof id === 'string' ? streamOf(aggregate, id) : undefined;
}

function leadsNowhere({ id, holds, pointer }: Reference, made: 'refused' | undefined): Dangling {
  if (made === 'refused') return { pointer, detail: `@${id} was refused itself: put that entry right first` };
  const elsewhere =
    holds === 'record'
      ? 'no entry of an earlier import that opened a commitment: name the one that opened it'
      : 'none that an earlier import recorded on this record';
  return {
    pointer,
    detail: `@${id} names no entry before this one, and ${elsewhere}; check the name, or move that entry up`,
  };
}
