// What becomes of a command on a record: the events it decides, or all that is wrong with it, told at once. What it refers
// to is asked of the authority's own streams.
import { AGGREGATES, type DecidedEvent } from '../domain/aggregates.ts';
import type { Order } from '../domain/commands.ts';
import { type PartFit, partFit } from '../domain/partFit.ts';
import { type Reference, referencesOf, unknownReferences } from '../domain/references.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { together } from '../domain/together.ts';
import { momentOf } from './momentOf.ts';
import type { Streams } from './streams.ts';

interface Judge {
  readonly streams: Streams;
  /** milliseconds since 1970 */
  readonly recordedAt: number;
}

export async function judged(
  order: Order,
  record: unknown,
  { streams, recordedAt }: Judge,
): Promise<readonly DecidedEvent[] | Refusal> {
  const missing = await missingReferences(referencesOf(order), streams);
  const moment = await momentOf(order, record, recordedAt, streams);
  const decided = AGGREGATES[order.aggregate].decide(order, record, moment);
  return isRefusal(decided) ? (together(missing, decided as Refusal) as Refusal) : (missing ?? decided);
}

/** A payload that does not fit its schema, refused with all else that is wrong with it. @param id of the record it would open */
export async function judgedInPart(
  { name, payload }: { readonly name: string; readonly payload: unknown },
  refusal: Refusal,
  id: string,
  judge: Judge,
): Promise<Refusal> {
  const part = partFit(name, payload, refusal, id);
  if (part === undefined) return refusal;
  const missing = await missingReferences(part.references, judge.streams);
  return together(refusal, missing, await refusedInPart(part, judge)) as Refusal;
}

/** Law: of a field that does not fit its schema no rule speaks. */
async function refusedInPart({ order, unfit }: PartFit, { streams, recordedAt }: Judge): Promise<Refusal | undefined> {
  if (order === undefined) return undefined;
  const { record } = await streams.load(order.aggregate, order.stream, true);
  const moment = { ...(await momentOf(order, record, recordedAt, streams)), unfit };
  const decided = AGGREGATES[order.aggregate].decide(order, record, moment);
  if (!isRefusal(decided)) return undefined;
  const errors = decided.errors.filter(({ pointer }) => !unfit.has(pointer.split('/')[1] ?? ''));
  return errors.length === 0 ? undefined : ({ ...decided, errors } as Refusal);
}

/** All of them at once. */
async function missingReferences(references: readonly Reference[], streams: Streams): Promise<Refusal | undefined> {
  const missing: Reference[] = [];
  for (const reference of references) {
    if (!(await streams.holds(reference))) missing.push(reference);
  }
  return unknownReferences(missing);
}
