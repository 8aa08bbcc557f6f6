// What a build folds: whole streams, one after the other, each commitment once. Law: it makes the rows that following makes.
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { readEvent } from '../../domain/read.ts';
import type { Journal, JournalEntry, Share } from '../../journal/journal.ts';
import { foldEvent, writeCurrent } from '../commitments/fold.ts';
import { unloaded } from '../commitments/loaded.ts';
import { directoryRow } from '../directory/directoryProjection.ts';
import { type ProjectedEvent, parsed } from '../projection.ts';
import { movesBetween } from '../statistics/moves.ts';
import { NO_STRETCHES, stretchesOf } from '../statistics/stretches.ts';
import { FoldedRows } from './foldedRows.ts';
import type { RowBatch } from './rowBatch.ts';

export interface FoldAsked {
  /** the last one to fold */
  readonly sequence: number;
  /** milliseconds since 1970: what the current rows are as of */
  readonly now: number;
  /** which of the journal's streams */
  readonly share: Share;
}

/** @throws PoisonEvent, UnreadableEvent */
export function* foldedBatches(
  journal: Pick<Journal, 'readByStream'>,
  { sequence, now, share }: FoldAsked,
): Generator<RowBatch, void, undefined> {
  const rows = new FoldedRows();
  for (const entries of journal.readByStream(sequence, share)) {
    for (const stream of streamsOf(entries)) {
      if (stream[0].record?.aggregate === 'commitment') foldCommitment(rows, stream, now);
      else rows.addEntry(directoryRow(stream));
    }
    yield rows.take(entries.length);
  }
}

type Stream = [ProjectedEvent, ...ProjectedEvent[]];

/** Parsed as they are folded: what lives no longer than a stream costs a heap next to nothing. */
function* streamsOf(entries: readonly JournalEntry[]): Generator<Stream, void, undefined> {
  let stream: Stream | undefined;
  for (const entry of entries) {
    const event = parsed(entry);
    if (stream?.[0].envelope.stream === event.envelope.stream) stream.push(event);
    else {
      if (stream !== undefined) yield stream;
      stream = [event];
    }
  }
  if (stream !== undefined) yield stream;
}

function foldCommitment(rows: FoldedRows, events: Stream, now: number): void {
  const [{ sequence, record, clock }] = events;
  let loaded = unloaded({ no: sequence, id: record?.id ?? '', openedAt: clock });
  let counted = NO_STRETCHES;
  for (const { envelope, sequence, clock } of events) {
    loaded = foldEvent(rows, loaded, readEvent(envelope) as CommitmentFact, sequence);
    const before = counted;
    counted = stretchesOf(loaded, before);
    rows.addMoves(sequence, clock, movesBetween(before.all, counted.all));
  }
  writeCurrent(rows, loaded, now);
}
