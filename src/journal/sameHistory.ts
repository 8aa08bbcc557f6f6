// Whether a journal is the copy of the history at hand: asked at every start and on every new connection, before anything
// is read on, written or signed. Law: where one entry looked at stands otherwise in the authority, nothing goes on.
import { type Authority, EventStoreError, type FollowedEvent, type StorePosition } from '../store/eventStore.ts';
import type { EventRows } from '../store/sqlite/eventRows.ts';
import { entryText } from './entryText.ts';
import { envelopeOf, type JournalEntry } from './journal.ts';
import type { Place, Places } from './places.ts';

export interface Copy {
  readonly dataDir: string;
  readonly rows: EventRows;
  readonly places: Places;
  /** where copying goes on: the last event copied, of either kind of stream; undefined before the first */
  readonly cursor: StorePosition | undefined;
  readonly operations: EventRows;
}

/**
 * Compares the journal's last entries, its first, and some between at growing distances with what stands at the same
 * positions of the authority.
 * @throws EventStoreError DIVERGED with the first sequence that differs; what the authority throws
 */
export async function expectSameHistory(copy: Copy, authority: Authority): Promise<void> {
  for (const place of sampled(copy)) {
    if (!(await stands(copy, authority, place))) throw await divergence(copy, authority, place);
  }
  if (!(await cursorStands(copy, authority))) throw elsewhere(copy);
}

/** Law: what is read on begins after an event that stands where it was copied from; else what stands before it was never read. */
async function cursorStands({ cursor, rows, operations }: Copy, authority: Authority): Promise<boolean> {
  if (cursor === undefined) return true;
  const there = await at(authority, cursor);
  if (there === undefined) return false;
  const log = there.log === 'ledger' ? rows : operations;
  const [last] = log.read(log.head().sequence - 1, 1);
  return last !== undefined && entryText(there.envelope) === last.text;
}

const elsewhere = ({ dataDir, rows }: Copy): EventStoreError =>
  new EventStoreError(
    'DIVERGED',
    `The journal in ${dataDir} and the server are two histories from sequence ${rows.head().sequence + 1} on: the ` +
      'operational event up to which the server was read does not stand there any more. The server was restored to an ' +
      'older state. Nothing is copied, recorded or signed, and both are left as they are: docs/operations.md, The server ' +
      'went back, has the ways out.',
  );

/** The last place kept, those 1, 2, 4, 8… entries before it, and the first. */
function* sampled({ rows, places }: Copy): Generator<Place> {
  const head = rows.head().sequence;
  let seen = Number.POSITIVE_INFINITY;
  for (let back = 0; back <= head; back = back === 0 ? 1 : back * 2) {
    const place = places.upTo(head - back);
    if (place === undefined || place.sequence >= seen) continue;
    seen = place.sequence;
    yield place;
  }
  const first = places.from(0);
  if (first !== undefined && first.sequence < seen) yield first;
}

async function stands({ rows }: Copy, authority: Authority, { sequence, position }: Place): Promise<boolean> {
  const [entry] = rows.read(sequence - 1, 1);
  return entry !== undefined && isSame(await at(authority, position), entry);
}

/** A position of another engine is one at which nothing stands. */
async function at(authority: Authority, position: string): Promise<FollowedEvent | undefined> {
  try {
    return await authority.at(position);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const isSame = (there: FollowedEvent | undefined, { text }: JournalEntry): boolean =>
  there?.log === 'ledger' && entryText(there.envelope) === text;

/** @param differs a place known to be another one there */
async function divergence(copy: Copy, authority: Authority, differs: Place): Promise<EventStoreError> {
  const range = await firstDiffering(copy, authority, differs);
  const sequence = await firstMissing(copy, authority, range);
  const [entry] = copy.rows.read(sequence - 1, 1);
  const { id, type, stream, revision } = envelopeOf(entry as JournalEntry);
  return new EventStoreError(
    'DIVERGED',
    `The journal in ${copy.dataDir} and the server are two histories from sequence ${sequence} on: ${type} ${id}, ` +
      `revision ${revision} of ${stream}, does not stand there as it was copied. The journal holds ` +
      `${copy.rows.head().sequence + 1} entries. Either the server was restored to an older state or wiped, or ` +
      'EVENTSTORE_URL or LEDGER_NAME name another ledger. Nothing is copied, recorded or signed, and both are left as ' +
      'they are: docs/operations.md, The server went back, has the ways out.',
  );
}

interface Range {
  /** a sequence up to which all stands there; -1 is none */
  readonly same: number;
  readonly differs: number;
}

/** Law: two histories are the same up to one place, and none after it is. */
async function firstDiffering(copy: Copy, authority: Authority, { sequence }: Place): Promise<Range> {
  let range: Range = { same: -1, differs: sequence };
  for (;;) {
    const middle = copy.places.from(Math.floor((range.same + 1 + range.differs) / 2));
    const place = middle !== undefined && middle.sequence < range.differs ? middle : copy.places.from(range.same + 1);
    if (place === undefined || place.sequence >= range.differs) return range;
    range = (await stands(copy, authority, place))
      ? { ...range, same: place.sequence }
      : { ...range, differs: place.sequence };
  }
}

/** Between two places each entry is looked for in its own stream. */
async function firstMissing({ rows }: Copy, authority: Authority, { same, differs }: Range): Promise<number> {
  let [before, missing] = [same, differs];
  while (missing - before > 1) {
    const middle = Math.floor((before + missing) / 2);
    const [entry] = rows.read(middle - 1, 1);
    if (entry !== undefined && (await isInStream(authority, entry))) before = middle;
    else missing = middle;
  }
  return missing;
}

async function isInStream(authority: Authority, entry: JournalEntry): Promise<boolean> {
  const { stream, revision } = envelopeOf(entry);
  const [there] = await authority.ledger.readStream(stream, { from: Number(revision), limit: 1 });
  return there !== undefined && entryText(there) === entry.text;
}
