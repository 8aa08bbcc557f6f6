// What a build folds: whole streams, one after the other, each record once.
import type { Journal, JournalEntry, Share } from '../../journal/journal.ts';
import { foldEvent } from '../commitments/fold.ts';
import { type ProjectedEvent, parsed, type Stream } from '../projection.ts';
import { FoldedRows } from './foldedRows.ts';
import { type Folding, foldStream } from './foldStream.ts';
import type { RowBatch } from './rowBatch.ts';

export interface FoldAsked {
  /** the last one to fold */
  readonly sequence: number;
  /** milliseconds since 1970: what the current rows are as of */
  readonly now: number;
  /** which of the journal's streams */
  readonly share: Share;
}

/** Characters of texts: a batch that has so many is handed over with the record it has come to. */
const LARGE = 2 ** 22;

export function* foldedBatches(
  journal: Pick<Journal, 'readByStream'>,
  { sequence, now, share }: FoldAsked,
  fold: Folding['fold'] = foldEvent,
): Generator<RowBatch, void, undefined> {
  const rows = new FoldedRows();
  for (const entries of journal.readByStream(sequence, share)) {
    let events = 0;
    for (const stream of streamsOf(entries)) {
      foldStream(rows, stream, { fold, now });
      events += stream.length;
      if (rows.characters < LARGE) continue;
      yield rows.take(events);
      events = 0;
    }
    yield rows.take(events);
  }
}

/** Parsed as they are folded: what lives no longer than a stream costs a heap next to nothing. */
function* streamsOf(entries: readonly JournalEntry[]): Generator<Stream, void, undefined> {
  let stream: [ProjectedEvent, ...ProjectedEvent[]] | undefined;
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
