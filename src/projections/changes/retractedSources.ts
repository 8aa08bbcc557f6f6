// Retractions of sources, as far as they were known, and which commitments rest on a source.
// Law: who cites what is read from the rows that lists are filtered by; of a source that is set aside nothing is told.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamOf } from '../../domain/aggregates.ts';
import { asCorrected } from '../../domain/corrections.ts';
import type { SourceFact } from '../../domain/source/source.ts';
import { effectiveInstant, type When } from '../../domain/time.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { AT_MOST } from '../../support/sql.ts';
import { factOf } from '../facts.ts';
import type { Keyset } from '../keyset.ts';
import { parsed } from '../projection.ts';
import type { SetAsides } from '../setAside.ts';

export interface Retraction {
  readonly source: string;
  /** the event's id */
  readonly event: string;
  readonly sequence: number;
  /** the journal's clock */
  readonly clock: number;
  /** milliseconds since 1970: from when it counts */
  readonly at: number;
  readonly effectiveAt: When;
  readonly reason: string;
  readonly actor: string;
}

export interface Resting {
  readonly no: number;
  readonly id: string;
}

type Retracted = SourceFact & { readonly type: 'SourceRetracted' };

export class RetractedSources {
  readonly #journal: Pick<Journal, 'readStream'>;
  readonly #asides: SetAsides;
  readonly #changed: StatementSync;
  readonly #cited: StatementSync;
  readonly #resting: Readonly<Record<Keyset['direction'], StatementSync>>;

  constructor(db: DatabaseSync, journal: Pick<Journal, 'readStream'>, asides: SetAsides) {
    this.#journal = journal;
    this.#asides = asides;
    this.#changed = db.prepare(CHANGED);
    this.#cited = db.prepare(`${CHANGED} AND EXISTS (
      SELECT 1 FROM commitment AS c CROSS JOIN facet AS f INDEXED BY facet_source ON f.commitment = c.no
      WHERE c.id = ? AND f.name = 'source' AND f.value = e.id)`);
    this.#resting = { next: db.prepare(restingSql('next')), prev: db.prepare(restingSql('prev')) };
  }

  /** Each source's that stands, as corrections leave it. @param citedBy of those alone that a commitment ever cited */
  standing(sequence: number, citedBy?: string): readonly Retraction[] {
    return this.#sources(citedBy).flatMap((source) => {
      const read = this.#read(source, sequence);
      const facts = asCorrected(read.map(({ fact }) => fact));
      const last = facts.findLast(({ type }) => type === 'SourceRetracted');
      const entry = read.find(({ fact }) => fact.id === last?.id)?.entry;
      return last === undefined || entry === undefined ? [] : [retractionOf(entry, last as Retracted)];
    });
  }

  /** Every one as it was recorded, also one that was corrected since. */
  recorded(sequence: number, citedBy: string): readonly Retraction[] {
    return this.#sources(citedBy).flatMap((source) =>
      this.#read(source, sequence).flatMap(({ entry, fact }) => retractionIn(entry, fact) ?? []),
    );
  }

  /** What an entry of a source's stream retracts. */
  inEntry(source: string, entry: JournalEntry): Retraction | undefined {
    if (this.#asides.find('source', source, entry.sequence) !== undefined) return undefined;
    return retractionIn(entry, factOf<SourceFact>(entry));
  }

  /** The commitments that cited the source when that was recorded, after one of them. */
  resting(
    { source, clock, sequence }: Retraction,
    direction: Keyset['direction'],
    place: number,
    limit: number,
  ): readonly Resting[] {
    const rows = this.#resting[direction].all(source, place, clock, sequence, sequence, limit);
    return rows.map((row) => {
      const [no, id] = row as unknown as [number, string];
      return { no, id };
    });
  }

  #sources(citedBy: string | undefined): readonly string[] {
    const rows = citedBy === undefined ? this.#changed.all() : this.#cited.all(citedBy);
    return rows.map((row) => String(row[0]));
  }

  #read(source: string, sequence: number): readonly { readonly entry: JournalEntry; readonly fact: SourceFact }[] {
    if (this.#asides.find('source', source, sequence) !== undefined) return [];
    const entries = this.#journal.readStream(streamOf('source', source), sequence);
    return entries.map((entry) => ({ entry, fact: factOf<SourceFact>(entry) }));
  }
}

/** What was captured and nothing since was never retracted. */
const CHANGED = `SELECT e.id FROM entry AS e INDEXED BY entry_changed WHERE e.kind = 'source' AND e.revision > 0`;

const restingSql = (direction: Keyset['direction']): string => {
  const [beyond, order] = direction === 'next' ? ['>', 'ASC'] : ['<', 'DESC'];
  return `SELECT DISTINCT f.commitment, c.id FROM facet AS f JOIN commitment AS c ON c.no = f.commitment
    WHERE f.name = 'source' AND f.value = ? AND f.commitment ${beyond} ?
      AND f.effective_from <= ? AND f.known_from <= ? AND f.known_to > ? ORDER BY f.commitment ${order} ${AT_MOST}`;
};

const retractionIn = (entry: JournalEntry, fact: SourceFact): Retraction | undefined =>
  fact.type === 'SourceRetracted' ? retractionOf(entry, fact as Retracted) : undefined;

function retractionOf(entry: JournalEntry, { id, data, recordedAt }: Retracted): Retraction {
  const { sequence, clock } = entry;
  const { source, effectiveAt, reason } = data;
  const { actor } = parsed(entry).envelope.metadata;
  return {
    ...{ source, event: id, sequence, clock, effectiveAt, reason, actor },
    at: effectiveInstant(effectiveAt, recordedAt),
  };
}
