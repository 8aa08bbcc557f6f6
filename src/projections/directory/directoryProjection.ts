// Projects what commitments refer to: parties, occasions and sources, one row each, made anew from the record's history.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AggregateName } from '../../domain/aggregates.ts';
import type { RecordedEvent } from '../../domain/corrections.ts';
import { type OccasionFact, occasionView } from '../../domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../domain/party/party.ts';
import { readEvent } from '../../domain/read.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import { etagOf } from '../answer.ts';
import { folding, type ProjectedEvent, type Projection } from '../projection.ts';

export type DirectoryName = Exclude<AggregateName, 'commitment'>;

/** The views of what is no commitment; undefined where the record's opening was voided. */
const VIEWS: Readonly<Record<DirectoryName, (events: readonly RecordedEvent[]) => object | undefined>> = {
  party: (events) => partyView(events as readonly PartyFact[]),
  occasion: (events) => occasionView(events as readonly OccasionFact[]),
  source: (events) => sourceView(events as readonly SourceFact[]),
};

/** A record's answer as its history up to a sequence makes it. */
function directoryAnswer(
  journal: Journal,
  kind: DirectoryName,
  id: string,
  upTo?: number,
): { readonly revision: number; readonly etag: string; readonly body: string } | undefined {
  const entries = journal.readStream(`${kind}-${id}`, upTo);
  const view = VIEWS[kind](entries.map((entry) => readEvent(envelopeOf(entry))));
  if (view === undefined) return undefined;
  const revision = entries.length - 1;
  const body = JSON.stringify({ ...view, revision: String(revision) });
  return { revision, etag: etagOf(revision, body), body };
}

export class DirectoryProjection implements Projection {
  readonly name = 'directory';
  readonly #journal: Journal;
  readonly #upsert: StatementSync;
  readonly #remove: StatementSync;

  constructor({ db, journal }: { readonly db: DatabaseSync; readonly journal: Journal }) {
    this.#journal = journal;
    this.#upsert = db.prepare('INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)');
    this.#remove = db.prepare('DELETE FROM entry WHERE kind = ? AND id = ?');
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
    const { aggregate, id } = record as { readonly aggregate: DirectoryName; readonly id: string };
    const answer = directoryAnswer(this.#journal, aggregate, id, sequence);
    if (answer === undefined) this.#remove.run(aggregate, id);
    else this.#upsert.run(aggregate, id, answer.revision, answer.etag, answer.body);
  }
}
