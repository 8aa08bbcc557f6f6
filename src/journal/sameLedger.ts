// Whether a journal is the copy of the ledger at hand: else it would go on with another's events after its own.
import type { EventStore } from '../store/eventStore.ts';
import type { EventRows } from '../store/sqlite/eventRows.ts';
import { DataDirRefused } from '../support/dataDir.ts';
import { envelopeOf, type JournalEntry } from './journal.ts';

export interface Copy {
  readonly dataDir: string;
  readonly file: string;
  readonly rows: EventRows;
}

/**
 * Looks for the journal's first and last event in the authority, at the revisions where the journal has them.
 * @throws DataDirRefused DATA_DIR_FOREIGN where one is not there; EventStoreError
 */
export async function refuseAnotherLedger(copy: Copy, authority: EventStore): Promise<void> {
  const { rows } = copy;
  const ends = [...rows.read(-1, 1), ...rows.read(rows.head().sequence - 1, 1)];
  for (const entry of ends) if (!(await holds(authority, entry))) throw foreign(copy, entry);
}

async function holds(authority: EventStore, entry: JournalEntry): Promise<boolean> {
  const { stream, revision, id } = envelopeOf(entry);
  const [there] = await authority.readStream(stream, { from: Number(revision), limit: 1 });
  return there?.id === id;
}

function foreign({ dataDir, file }: Copy, entry: JournalEntry): DataDirRefused {
  const { id, stream, revision } = envelopeOf(entry);
  return new DataDirRefused(
    'DATA_DIR_FOREIGN',
    `DATA_DIR ${dataDir}: ${file} was copied from another ledger, or the server lost events: event ${id} (sequence ` +
      `${entry.sequence}) is not at revision ${revision} of ${stream}. Check EVENTSTORE_URL and LEDGER_NAME; where the ` +
      'server is right, delete this DATA_DIR: it is copied afresh.',
  );
}
