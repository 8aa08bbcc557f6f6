// Both logs of the embedded file in their one order: an operation stands after the event that was last when it was appended.
// An event's position is its sequence, an operation's is that of the event before it, `+` and its own.
import { setImmediate } from 'node:timers/promises';
import { parseEnvelope } from '../../domain/envelope.ts';
import type { FollowedBatch, FollowedEvent, StorePosition } from '../eventStore.ts';
import type { EventLog } from './eventLog.ts';
import type { EventRow } from './eventRows.ts';
import type { OperationOrder } from './operationOrder.ts';

export interface BothLogs {
  readonly events: EventLog;
  readonly operations: EventLog;
  readonly order: OperationOrder;
}

export interface FollowOptions {
  readonly from: StorePosition | undefined;
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

/** The last event and the last operation that were read; -1 is none. */
interface Place {
  readonly event: number;
  readonly operation: number;
}

/** What a position names: an operation after an event, or that event itself. */
interface Named {
  readonly event: number;
  readonly operation: number | undefined;
}

export async function* followBoth(
  logs: BothLogs,
  { from, batchSize, signal }: FollowOptions,
): AsyncGenerator<FollowedBatch, void, undefined> {
  let place = from === undefined ? { event: -1, operation: -1 } : placeAfter(logs, parsePosition(from));
  let caughtUp = false;
  while (!signal.aborted) {
    const read = readAfter(logs, place, batchSize);
    place = read.place;
    if (read.events.length > 0 || !caughtUp) {
      caughtUp = !hasMore(logs, place);
      yield { events: read.events, caughtUp };
      await setImmediate();
    }
    if (!hasMore(logs, place)) await moved(logs, place, signal);
  }
}

/** The event or operation a position names; undefined where it is not there, or stands elsewhere. */
export function eventAt(logs: BothLogs, position: StorePosition): FollowedEvent | undefined {
  const { event, operation } = parsePosition(position);
  if (operation === undefined) {
    const [row] = logs.events.rows.read(event - 1, 1);
    return row && followedEvent(row);
  }
  const [row] = logs.operations.rows.read(operation - 1, 1);
  return row && logs.order.after(operation) === event ? followedOperation(row, event) : undefined;
}

function readAfter({ events, operations, order }: BothLogs, place: Place, limit: number) {
  const eventRows = events.rows.read(place.event, limit);
  const operationRows = operations.rows.read(place.operation, limit);
  const merged: FollowedEvent[] = [];
  let { event, operation } = place;
  let [nextEvent, nextOperation] = [0, 0];
  while (merged.length < limit) {
    const operationRow = operationRows[nextOperation];
    const eventRow = eventRows[nextEvent];
    const after = operationRow && order.after(operationRow.sequence);
    if (operationRow !== undefined && after !== undefined && (eventRow === undefined || after < eventRow.sequence)) {
      merged.push(followedOperation(operationRow, after));
      operation = operationRow.sequence;
      nextOperation++;
    } else if (eventRow !== undefined) {
      merged.push(followedEvent(eventRow));
      event = eventRow.sequence;
      nextEvent++;
    } else break;
  }
  return { events: merged, place: { event, operation } };
}

const hasMore = ({ events, operations }: BothLogs, { event, operation }: Place): boolean =>
  events.head().sequence > event || operations.head().sequence > operation;

async function moved({ events, operations }: BothLogs, place: Place, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const either = AbortSignal.any([signal, woken.signal]);
  await Promise.race([events.watch.beyond(place.event, either), operations.watch.beyond(place.operation, either)]);
  woken.abort();
}

function placeAfter({ operations, order }: BothLogs, { event, operation }: Named): Place {
  if (operation !== undefined) return { event, operation };
  const next = order.firstAfter(event);
  return { event, operation: next === undefined ? operations.head().sequence : next - 1 };
}

/** A row's clock is its bound in any copy: the running maximum is then the same. */
function followedEvent({ sequence, clock, text }: EventRow): FollowedEvent {
  return { log: 'ledger', envelope: parseEnvelope(text), position: String(sequence), clockBound: clock };
}

function followedOperation({ sequence, clock, text }: EventRow, after: number): FollowedEvent {
  return { log: 'operations', envelope: parseEnvelope(text), position: `${after}+${sequence}`, clockBound: clock };
}

function parsePosition(position: StorePosition): Named {
  const [, event, operation] = /^(-1(?=\+)|\d{1,15})(?:\+(\d{1,15}))?$/.exec(position) ?? [];
  if (event === undefined) throw new RangeError(`'${position}' is no position of the embedded store`);
  return { event: Number(event), operation: operation === undefined ? undefined : Number(operation) };
}
