// Events as they leave the store: parsed once, here, with their data in its present version.
import { AGGREGATES, type AggregateName, recordOf } from './aggregates.ts';
import type { JsonObject } from './canonicalJson.ts';
import type { RecordedEvent } from './corrections.ts';
import type { Envelope } from './envelope.ts';
import { UPCASTERS, type Upcasters, upcast } from './upcast.ts';

/** An event that this program cannot read. It keeps its place and its leaf; a projection sets its record aside. */
export class UnreadableEvent extends Error {
  readonly event: string;
  constructor(event: string, reason: string) {
    super(`event ${event} cannot be read: ${reason}`);
    this.name = 'UnreadableEvent';
    this.event = event;
  }
}

/** @throws UnreadableEvent where stream, type, version or data are none this program knows */
export function readEvent(envelope: Envelope, upcasters: Upcasters = UPCASTERS): RecordedEvent {
  const record = recordOf(envelope.stream);
  if (record === undefined) throw new UnreadableEvent(envelope.id, `no record is kept in ${envelope.stream}`);
  const recordedAt = Date.parse(envelope.metadata.recordedAt);
  if (Number.isNaN(recordedAt)) throw new UnreadableEvent(envelope.id, 'its recordedAt is no instant');
  const data = dataOf(record.aggregate, envelope, upcasters);
  refuseOther(record, envelope.id, data);
  return { id: envelope.id, type: envelope.type, data, revision: Number(envelope.revision), recordedAt };
}

/** Law: the data name the record whose stream they lie in. The ledger writes no other, and a fold goes by either. */
function refuseOther({ aggregate, id }: { aggregate: AggregateName; id: string }, event: string, data: unknown): void {
  const named = (data as Readonly<Record<string, unknown>>)[aggregate];
  if (named !== id) throw new UnreadableEvent(event, `it lies in the stream of ${aggregate} ${id} and names another`);
}

function dataOf(aggregate: AggregateName, envelope: Envelope, upcasters: Upcasters): unknown {
  const { id, type } = envelope;
  const { events } = AGGREGATES[aggregate];
  const schema = Object.hasOwn(events, type) ? events[type] : undefined;
  if (schema === undefined) throw new UnreadableEvent(id, `a ${aggregate} has no event ${type}`);
  const parsed = schema.safeParse(present(envelope, upcasters));
  if (parsed.success)
    return type === 'RecordCorrected' ? withPresentReplacement(id, parsed.data, upcasters) : parsed.data;
  const issue = parsed.error.issues[0];
  throw new UnreadableEvent(id, `its data is no ${type}: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`);
}

function present(
  { id, type, version, data }: Pick<Envelope, 'id' | 'type' | 'version' | 'data'>,
  upcasters: Upcasters,
): unknown {
  try {
    return upcast(type, version, data, upcasters);
  } catch (error) {
    throw new UnreadableEvent(id, error instanceof Error ? error.message : String(error));
  }
}

/** What replaces an event's data is of that event's version when the correction was recorded. */
function withPresentReplacement(id: string, data: unknown, upcasters: Upcasters): unknown {
  const { replacement, corrects } = data as Correction;
  if (replacement === undefined || corrects === undefined) return data;
  const { type, version } = corrects;
  return { ...(data as Correction), replacement: present({ id, type, version, data: replacement }, upcasters) };
}
interface Correction {
  readonly replacement?: JsonObject;
  readonly corrects?: { readonly type: string; readonly version: number };
}
