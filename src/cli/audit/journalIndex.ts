// Rows of the journal bear what their text says already: the stream, the revision, the clock. No leaf covers these
// columns, and histories are found by them, so they are held to the texts, which the tree does cover.
import type { Fault } from '../../audit/verify/report.ts';
import { envelopeOf, type Journal, type JournalEntry } from '../../journal/journal.ts';
import type { Progress } from '../progress.ts';

/** Law: RFC 8785 sorts a leaf's members, so these stand at its end. */
const TAIL = /"revision":"(\d+)","stream":"([^"\\]+)","type":"[^"\\]+","version":\d+\}$/;
const TAIL_LENGTH = 400;
/** Metadata stand after the data, and nothing after them has such a member. */
const RECORDED = '"recordedAt":"';
const INSTANT_LENGTH = 24;
const PAGE = 2_048;

/** The first entry, in some order, that a history would not be given where it belongs; undefined where there is none. */
export async function indexFault(journal: Journal, upTo: number, progress: Progress): Promise<Fault | undefined> {
  let counted = 0;
  for (const entries of journal.readByStream(upTo)) {
    const fault = streamsFault(journal, entries);
    if (fault !== undefined) return fault;
    counted += entries.length;
    progress.at(counted, upTo + 1, `${counted} of ${upTo + 1} entries found in their streams`);
    await new Promise(setImmediate);
  }
  if (counted !== upTo + 1) return lost(counted, upTo + 1);
  return clockFault(journal, upTo);
}

/** Whole streams, one after the other: each begins at revision 0 and goes on without a gap. */
function streamsFault(journal: Journal, entries: readonly JournalEntry[]): Fault | undefined {
  let [stream, next] = ['', 0];
  for (const entry of entries) {
    const said = placeOf(entry);
    if (said.revision === 0) [stream, next] = [said.stream, 0];
    const isLost = said.revision === 0 && journal.readStream(stream, entry.sequence)[0]?.sequence !== entry.sequence;
    if (isLost || said.stream !== stream || said.revision !== next) return misplaced(entry, said);
    next++;
  }
  return undefined;
}

interface Place {
  readonly stream: string;
  readonly revision: number;
}

function placeOf(entry: JournalEntry): Place {
  const [, revision, stream] = TAIL.exec(entry.text.slice(-TAIL_LENGTH)) ?? [];
  if (revision !== undefined && stream !== undefined) return { stream, revision: Number(revision) };
  const envelope = envelopeOf(entry);
  return { stream: envelope.stream, revision: Number(envelope.revision) };
}

async function clockFault(journal: Journal, upTo: number): Promise<Fault | undefined> {
  let clock = 0;
  for (let after = -1; after < upTo; ) {
    const entries = journal.read(after, Math.min(PAGE, upTo - after));
    for (const entry of entries) {
      clock = Math.max(clock, recordedAt(entry.text));
      if (entry.clock !== clock) return clockDiffers(entry, clock);
    }
    after = entries.at(-1)?.sequence ?? upTo;
    await new Promise(setImmediate);
  }
  return undefined;
}

function recordedAt(text: string): number {
  const at = text.lastIndexOf(RECORDED) + RECORDED.length;
  return Date.parse(text.slice(at, at + INSTANT_LENGTH)) || 0;
}

const misplaced = ({ sequence }: JournalEntry, { stream, revision }: Place): Fault => ({
  code: 'ENTRY_CHANGED',
  sequence,
  message:
    `entry ${sequence} says that it is revision ${revision} of ${stream}, and the journal does not find it there: ` +
    'its text is as signed, its row was changed. Histories and read models made from it cannot be trusted.',
});

const lost = (found: number, there: number): Fault => ({
  code: 'ENTRY_MISSING',
  message: `the journal has ${there} entries and finds ${found} of them by their streams: its index was changed`,
});

const clockDiffers = ({ sequence, clock }: JournalEntry, expected: number): Fault => ({
  code: 'ENTRY_CHANGED',
  sequence,
  message:
    `entry ${sequence} was recorded by the journal's clock at ${new Date(expected).toISOString()}, and its row says ` +
    `${new Date(clock).toISOString()}: its text is as signed, its row was changed. Answers by known date cannot be trusted.`,
});
