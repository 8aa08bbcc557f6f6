// Projects what commitments refer to: parties, occasions and sources, one row each, made anew from the record's history.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readEvent } from '../../domain/read.ts';
import type { Journal } from '../../journal/journal.ts';
import { folding, type ProjectedEvent, type Projection } from '../projection.ts';
import type { Answer } from '../readModels.ts';
import { answerOf, type DirectoryRecord, directoryAnswer } from './directoryAnswer.ts';

/** What a voided record leaves: its id, so that lists of what was known before still find it. */
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
export function directoryRow(events: readonly [ProjectedEvent, ...ProjectedEvent[]]): DirectoryRow {
  const facts = events.map(({ envelope }) => readEvent(envelope));
  const record = recordIn(events[0]);
  return rowOf(record, answerOf(record.kind, facts));
}

/** Of an event that was read: its stream is one the ledger knows. */
function recordIn({ record }: ProjectedEvent): DirectoryRecord {
  const { aggregate, id } = record as { readonly aggregate: DirectoryRecord['kind']; readonly id: string };
  return { kind: aggregate, id };
}

export class DirectoryProjection implements Projection {
  readonly name = 'directory';
  readonly #journal: Journal;
  readonly #upsert: StatementSync;

  constructor({ db, journal }: { readonly db: DatabaseSync; readonly journal: Journal }) {
    this.#journal = journal;
    this.#upsert = db.prepare('INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)');
  }

  /** Whatever is no commitment's is this projection's to understand: an unknown stream stops it. */
  handles({ record }: ProjectedEvent): boolean {
    return record?.aggregate !== 'commitment';
  }

  apply(events: readonly ProjectedEvent[]): void {
    for (const event of events) folding(event, () => readEvent(event.envelope));
    for (const event of new Map(events.map((each) => [each.envelope.stream, each])).values()) {
      folding(event, () => this.#project(event));
    }
  }

  reset(): void {}

  #project(event: ProjectedEvent): void {
    const record = recordIn(event);
    const row = rowOf(record, directoryAnswer(this.#journal, record, { sequence: event.sequence }));
    this.#upsert.run(row.kind, row.id, row.revision, row.etag, row.body);
  }
}
