// Which events in the server's order are a ledger's, in which of its two kinds of stream, and at which position.
// The server's own event in our streams, a tombstone, is no part of a ledger; whatever else others write there has its place.
import type { AllStreamRecordedEvent, Position } from '@eventstore/db-client';
import type { FollowedEvent, FollowedLog, StorePosition } from '../eventStore.ts';
import { recorded } from './recorded.ts';

/** Of the streams' names on the server, with their dots. */
export type Prefixes = Readonly<Record<FollowedLog, string>>;

/**
 * @param ledgerName keeps ledgers on one server apart
 * @throws RangeError where the name could not: `a-ops` would take the operations of `a` for its own events
 */
export function prefixesOf(ledgerName: string): Prefixes {
  if (/^[A-Za-z0-9_-]+$/.test(ledgerName) && !ledgerName.endsWith('-ops')) {
    return { ledger: `${ledgerName}.`, operations: `${ledgerName}-ops.` };
  }
  throw new RangeError(
    `LEDGER_NAME '${ledgerName}' is refused: letters, digits, '_' and '-' are allowed, and it must not end in -ops, ` +
      'which names the operational streams of the ledger before it',
  );
}

/** What the server itself writes into a stream that is deleted for good. Metadata are streams of their own, `$$…`. */
const TOMBSTONE = '$streamDeleted';

/** An event of a ledger's; undefined where it is somebody else's. */
export function followed(event: AllStreamRecordedEvent, prefixes: Prefixes): FollowedEvent | undefined {
  const log = event.type === TOMBSTONE ? undefined : logOf(event.streamId, prefixes);
  if (log === undefined) return undefined;
  return { log, ...recorded(event, prefixes[log]), position: formatPosition(event.position) };
}

function logOf(name: string, { ledger, operations }: Prefixes): FollowedLog | undefined {
  if (name.startsWith(ledger)) return 'ledger';
  return name.startsWith(operations) ? 'operations' : undefined;
}

function formatPosition({ commit, prepare }: Position): StorePosition {
  return `${commit}/${prepare}`;
}

/** @throws RangeError */
export function parsePosition(position: StorePosition): Position {
  const [, commit, prepare] = /^(\d{1,19})\/(\d{1,19})$/.exec(position) ?? [];
  if (commit === undefined || prepare === undefined || BigInt(prepare) > BigInt(commit)) {
    throw new RangeError(`'${position}' is no position of EventStoreDB`);
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
