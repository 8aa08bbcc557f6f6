// Records set aside: one whose event cannot be folded has no answer as from that event on, and every other record goes on.
// It never decides what can be folded: whoever folds says so, and what was known before the event stays as it was.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AggregateName, streamOf } from '../domain/aggregates.ts';
import { sealed, unsealed } from './damage.ts';
import { INTO, inserting, type Value } from './into.ts';
import type { ProjectedEvent } from './projection.ts';

export interface SetAside {
  /** the record's, such as `commitment-<uuid>`; whatever it was called where it is no record of the ledger's */
  readonly stream: string;
  /** of the event that could not be folded: the first one that is not in the models */
  readonly sequence: number;
  /** its id */
  readonly event: string;
  readonly type: string;
  readonly reason: string;
}

/** What is asked about cannot be answered: its record was set aside. */
export class RecordSetAside extends Error {
  readonly aside: SetAside;
  constructor(aside: SetAside) {
    const { stream, event, sequence, type, reason } = aside;
    super(
      `${stream} is set aside: its event ${event}, a ${type} at sequence ${sequence}, cannot be folded by this program ` +
        `(${reason}). Its history can be read, and what was known of it before sequence ${sequence}; ` +
        'a version of Concordat that can fold the event brings it back by itself',
    );
    this.name = 'RecordSetAside';
    this.aside = aside;
  }
}

/** What is kept of a reason: it may quote the data. */
const LONGEST_REASON = 500;

export function asideOf({ sequence, envelope }: ProjectedEvent, error: unknown): SetAside {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const { stream, id: event, type } = envelope;
  return { stream, sequence, event, type, reason: reason.toWellFormed().slice(0, LONGEST_REASON).toWellFormed() };
}

export const asideValues = ({ stream, sequence, event, type, reason }: SetAside): Value[] => [
  stream,
  sequence,
  event,
  type,
  sealed(reason, [stream, sequence, event, type].join(' ')),
];

const COLUMNS = 'stream, sequence, event, type, reason';
const asideIn = (row: Readonly<Record<string, unknown>>): SetAside => {
  const [stream, sequence, event, type, kept] = row as unknown as [string, number, string, string, string];
  const reason = unsealed(kept, 'a record set aside', [stream, sequence, event, type].join(' '));
  return { stream, sequence, event, type, reason };
};

/** Those of a models' file: each is what was written, or DamagedModels is thrown. */
export class SetAsides {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #all: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare(inserting(INTO.set_aside));
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM set_aside WHERE stream = ?`);
    this.#all = db.prepare(`SELECT ${COLUMNS} FROM set_aside ORDER BY sequence`);
  }

  add(aside: SetAside): void {
    this.#insert.run(...asideValues(aside));
  }

  /** The record, where it is set aside by what is known at a sequence; by all that is known where that is absent. */
  find(aggregate: AggregateName, id: string, sequence = Infinity): SetAside | undefined {
    const row = this.#find.get(streamOf(aggregate, id));
    const aside = row && asideIn(row);
    return aside !== undefined && aside.sequence <= sequence ? aside : undefined;
  }

  /** @throws RecordSetAside where the record is set aside by what is known at a sequence */
  refuse(aggregate: AggregateName, id: string, sequence?: number): void {
    const aside = this.find(aggregate, id, sequence);
    if (aside !== undefined) throw new RecordSetAside(aside);
  }

  /** In the order of their sequences. */
  all(): SetAside[] {
    return this.#all.all().map(asideIn);
  }
}
