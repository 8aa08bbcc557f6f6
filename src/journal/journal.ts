// The journal: the ledger's events in one gapless order, 0, 1, 2…, the same on every node.
// Everything but a command's own decision is read from here. It is read synchronously: it is a local file.
import type { Envelope } from '../domain/envelope.ts';
import { DamagedFile, type DamageWatch } from '../support/damagedFile.ts';

export interface JournalEntry {
  /** the event's place in the journal: the only coordinate the public sees */
  readonly sequence: number;
  /** the journal's clock when it was recorded, milliseconds since 1970: the running maximum of `recordedAt` */
  readonly clock: number;
  /** the canonical text: what is kept, hashed and served */
  readonly text: string;
}

export interface JournalHead {
  /** of the last event; -1 where there is none */
  readonly sequence: number;
  /** the journal's clock, milliseconds; 0 where there is no event */
  readonly clock: number;
}

/** One of so many readers, from 0: each takes other batches, and together they take all. */
export interface Share {
  readonly reader: number;
  readonly readers: number;
}

/** An operational event, with its place in the one order of both kinds of stream. */
export interface PlacedOperation {
  /** its own number among the operations: 0, 1, 2… */
  readonly operation: number;
  /** the sequence of the last event before it; -1 where there is none */
  readonly after: number;
  /** canonical, as an entry's */
  readonly text: string;
}

export interface Journal {
  /** of its file; absent where nobody watches it */
  readonly damage?: DamageWatch;
  /** the path of the file its entries lie in: what a thread of its own reads them from */
  readonly file: string;
  head(): JournalHead;
  /** At most `limit` entries after `sequence`, in order. Start with -1. */
  read(after: number, limit: number): readonly JournalEntry[];
  /** A stream's entries by revision, up to and including `upTo` (a sequence; all where absent). */
  readStream(stream: string, upTo?: number): readonly JournalEntry[];
  /** Of a stream's last entry; -1 where there is none. */
  revisionOf(stream: string): number;
  /** The revisions streams were at, at a sequence, each named by the sequence of its first event; -1 before that. */
  revisionsAt(firsts: readonly number[], sequence: number): readonly number[];
  /** Every entry up to a sequence, stream after stream and each by revision, in batches of whole streams; of these, a share. */
  readByStream(upTo: number, share?: Share): Iterable<readonly JournalEntry[]>;
  /** The sequence of an event's id. */
  sequenceOf(eventId: string): number | undefined;
  /** The entry of an event's id. */
  find(eventId: string): JournalEntry | undefined;
  /** RFC 6962 leaf hashes (32 bytes each) of `count` entries from `first`, fewer at the end. */
  leaves(first: number, count: number): readonly Uint8Array[];
  /**
   * RFC 6962's root over the first `size` entries, 32 bytes: two journals with one root at a size have one history up to
   * there. @throws RangeError where there are not so many
   */
  rootAt(size: number): Uint8Array;
  /** The last sequence whose clock is at or before `instant` (milliseconds); -1 where none is. */
  sequenceAt(instant: number): number;
  /** That sequence, or one up to a 4,096th of the journal after it: sooner found, where a few too many do no harm. */
  sequenceNear(instant: number): number;
  /** Resolves when the head is beyond `sequence`, or `signal` aborts. */
  beyond(sequence: number, signal: AbortSignal): Promise<void>;
  /** At most `limit` operations after one, in order. Start with -1. */
  readOperations(after: number, limit: number): readonly PlacedOperation[];
  /** Whether the journal has reached what the authority held when it last looked; always so where it is the authority. */
  readonly caughtUp: boolean;
  /** Whether it ever had: before that it lacks what was recorded long ago, and answers nothing. */
  readonly complete: boolean;
}

const REMEDY = 'concordat verify says how far the history is what was signed (docs/operations.md, A file is damaged).';

/** Entries parse once, where they enter a fold. @throws DamagedFile where the text is no JSON: none was ever recorded */
export function envelopeOf({ sequence, text }: JournalEntry): Envelope {
  try {
    return JSON.parse(text) as Envelope;
  } catch (cause) {
    throw new DamagedFile(`entry ${sequence} of the ledger is damaged: its text is no JSON. ${REMEDY}`, cause);
  }
}
