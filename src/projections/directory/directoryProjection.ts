// Projects what commitments refer to: parties, occasions and sources, one row each, made anew from the record's history.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readEvent } from '../../domain/read.ts';
import type { Journal } from '../../journal/journal.ts';
import { folding, type ProjectedEvent, type Projection } from '../projection.ts';
import { type DirectoryRecord, directoryAnswer } from './directoryAnswer.ts';

/** What a voided record leaves: its id, so that lists of what was known before still find it. */
export const VOIDED = '';

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

  #project({ record, sequence }: ProjectedEvent): void {
    const { aggregate: kind, id } = record as { readonly aggregate: DirectoryRecord['kind']; readonly id: string };
    const answer = directoryAnswer(this.#journal, { kind, id }, { sequence });
    const { revision, etag, body } = answer ?? { revision: 0, etag: '', body: VOIDED };
    this.#upsert.run(kind, id, revision, etag, body);
  }
}
