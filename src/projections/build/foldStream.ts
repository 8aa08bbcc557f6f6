// Folds a whole stream into the rows of a build, or sets its record aside at the first event that cannot be folded.
// Law: it makes the rows that following makes, event after event, and sets aside what following sets aside.
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { readEvent } from '../../domain/read.ts';
import type { Journal } from '../../journal/journal.ts';
import { type FoldEvent, takeOut, writeCurrent } from '../commitments/fold.ts';
import { type Loaded, unloaded } from '../commitments/loaded.ts';
import { directoryRow, namesOf, rowAside } from '../directory/directoryProjection.ts';
import { type ProjectedEvent, parsed, type Stream } from '../projection.ts';
import { asideOf, type SetAside } from '../setAside.ts';
import { movesBetween } from '../statistics/moves.ts';
import { NO_STRETCHES, type Stretches, stretchesOf } from '../statistics/stretches.ts';
import { FoldedRows } from './foldedRows.ts';

export interface Folding {
  readonly fold: FoldEvent;
  /** milliseconds since 1970: what the current rows are as of */
  readonly now: number;
}

/** @returns what is set aside, if it is */
export function foldStream(rows: FoldedRows, events: Stream, folding: Folding): SetAside | undefined {
  const aside = foldOf(events)(rows, events, folding);
  if (aside !== undefined) rows.addAside(aside);
  return aside;
}

/** Whether a record set aside comes out the same with what folds now: its history up to a sequence is folded, and no row kept. */
export function isStillAside(
  journal: Pick<Journal, 'readStream'>,
  { stream, sequence }: SetAside,
  upTo: number,
  folding: Folding,
): boolean {
  const [first, ...others] = journal.readStream(stream, upTo).map(parsed);
  return first === undefined || foldStream(new FoldedRows(), [first, ...others], folding)?.sequence === sequence;
}

type FoldRecord = (rows: FoldedRows, events: Stream, folding: Folding) => SetAside | undefined;

function foldOf([{ record, envelope }]: Stream): FoldRecord {
  if (record === undefined) return (_, [first]) => asideOf(first, new Error(`no record is kept in ${envelope.stream}`));
  return record.aggregate === 'commitment' ? foldCommitment : foldDirectory;
}

const foldDirectory: FoldRecord = (rows, events) => {
  try {
    rows.addEntry(directoryRow(events));
    for (const event of events) rows.addNames(namesOf(event));
    return undefined;
  } catch (error) {
    // most events fold: which one does not is looked for where one does not
    const failing = events.find((_, index) => !isRow(events.slice(0, index + 1))) ?? events[0];
    for (const event of events.slice(0, events.indexOf(failing))) rows.addNames(namesOf(event));
    rows.addEntry(rowAside(events[0]));
    return asideOf(failing, error);
  }
};

function isRow([first, ...others]: readonly ProjectedEvent[]): boolean {
  try {
    if (first !== undefined) directoryRow([first, ...others]);
    return true;
  } catch {
    return false;
  }
}

interface Folded {
  readonly loaded: Loaded;
  readonly counted: Stretches;
}

const foldCommitment: FoldRecord = (rows, events, { fold, now }) => {
  const { folded, fault } = foldEach(rows, events, fold);
  const failed = fault ?? currentFault(rows, folded.loaded, { events, now });
  if (failed === undefined) return undefined;
  // what the event at fault has written in part is dropped with all of the record, and what came before it folded again
  rows.dropRecord();
  const before = foldEach(rows, events.slice(0, events.indexOf(failed.event)), fold, events[0]).folded;
  const { sequence, clock } = failed.event;
  takeOut(rows, before.loaded, sequence);
  rows.addMoves(sequence, clock, movesBetween(before.counted.all, []));
  rows.endRecord();
  return asideOf(failed.event, failed.error);
};

interface Failed {
  readonly event: ProjectedEvent;
  readonly error: unknown;
}

function foldEach(
  rows: FoldedRows,
  events: readonly ProjectedEvent[],
  fold: FoldEvent,
  first = events[0] as ProjectedEvent,
): { readonly folded: Folded; readonly fault: Failed | undefined } {
  let folded: Folded = {
    loaded: unloaded({ no: first.sequence, id: first.record?.id ?? '', openedAt: first.clock }),
    counted: NO_STRETCHES,
  };
  for (const event of events) {
    try {
      const loaded = fold(rows, folded.loaded, readEvent(event.envelope) as CommitmentFact, event);
      const counted = stretchesOf(loaded, folded.counted);
      rows.addMoves(event.sequence, event.clock, movesBetween(folded.counted.all, counted.all));
      folded = { loaded, counted };
    } catch (error) {
      return { folded, fault: { event, error } };
    }
  }
  return { folded, fault: undefined };
}

/** What is wrong with the answer of now is its last event's fault. */
function currentFault(
  rows: FoldedRows,
  loaded: Loaded,
  { events, now }: { readonly events: Stream; readonly now: number },
): Failed | undefined {
  try {
    writeCurrent(rows, loaded, now);
    rows.endRecord();
    return undefined;
  } catch (error) {
    return { event: events.at(-1) ?? events[0], error };
  }
}
