// Projects what commitments refer to: parties, occasions and sources, one row each, made anew from the record's history.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readEvent } from '../../domain/read.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ProjectedEvent, Projection, Stream } from '../projection.ts';
import type { Answer } from '../readModels.ts';
import { answerOf, directoryAnswer } from './directoryAnswer.ts';
import type { DirectoryRecord } from './directoryAt.ts';

/** What a record leaves that was voided or set aside: its id, so that lists of what was known before still find it. */
export const VOIDED = '';

export interface DirectoryRow extends DirectoryRecord {
  readonly revision: number;
  readonly etag: string;
  readonly body: string;
}

const rowOf = ({ kind, id }: DirectoryRecord, answer: Answer | undefined): DirectoryRow => {
  const { revision, etag, body } = answer ?? { revision: 0, etag: '', body: VOIDED };
  return { kind, id, revision, etag, body };
};

/** The row of a record of which these are all events. @throws UnreadableEvent */
export function directoryRow(events: Stream): DirectoryRow {
  const facts = events.map(({ envelope }) => readEvent(envelope));
  const record = recordIn(events[0]);
  return rowOf(record, answerOf(record.kind, facts));
}

/** Of a record that is set aside with an event. */
export const rowAside = (event: ProjectedEvent): DirectoryRow => rowOf(recordIn(event), undefined);

/** Its stream is one the ledger knows. */
function recordIn({ record }: ProjectedEvent): DirectoryRecord {
  const { aggregate, id } = record as { readonly aggregate: DirectoryRecord['kind']; readonly id: string };
  return { kind: aggregate, id };
}

/** A record has one more event. @param isNamed whether answers may name it already */
export type OnChanged = (record: DirectoryRecord, isNamed: boolean) => void;

interface DirectoryParts {
  readonly db: DatabaseSync;
  readonly journal: Journal;
  readonly onChanged?: OnChanged;
}

export class DirectoryProjection implements Projection {
  readonly name = 'directory';
  readonly #journal: Journal;
  readonly #upsert: StatementSync;
  readonly #onChanged: OnChanged;

  constructor({ db, journal, onChanged = () => {} }: DirectoryParts) {
    this.#journal = journal;
    this.#onChanged = onChanged;
    this.#upsert = db.prepare('INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)');
  }

  handles({ record }: ProjectedEvent): boolean {
    return record !== undefined && record.aggregate !== 'commitment';
  }

  apply(events: readonly ProjectedEvent[]): void {
    for (const { envelope } of events) readEvent(envelope);
    for (const event of new Map(events.map((each) => [each.envelope.stream, each])).values()) {
      const record = recordIn(event);
      this.#tell(record, event);
      this.#write(rowOf(record, directoryAnswer(this.#journal, record, { sequence: event.sequence })));
    }
  }

  setAside(event: ProjectedEvent): void {
    this.#tell(recordIn(event), event);
    this.#write(rowAside(event));
  }

  reset(): void {}

  /** Whoever is no party yet may be named by a code all the same; what is cited is on record before. */
  #tell(record: DirectoryRecord, { envelope }: ProjectedEvent): void {
    this.#onChanged(record, record.kind === 'party' || envelope.revision !== '0');
  }

  #write({ kind, id, revision, etag, body }: DirectoryRow): void {
    this.#upsert.run(kind, id, revision, etag, body);
  }
}
