// What answers show of the parties, occasions and sources that they name: as of both clocks, without a second request.
// Law: a record's events are kept only until it is told that there is one more, so that no older one is ever shown.
import type { RecordedEvent } from '../../domain/corrections.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { type DirectoryName, type DirectoryRecord, directoryView } from '../directory/directoryAt.ts';
import { factOf } from '../facts.ts';
import type { AsOf } from '../readModels.ts';

interface Kept {
  readonly sequences: readonly number[];
  readonly events: readonly RecordedEvent[];
  /** the sequence of the first event that cannot be read: the record says nothing from there on */
  readonly unreadable: number;
}

/** So many records' events are kept: most have one. */
const KEPT = 20_000;

export class DirectoryShown {
  readonly #journal: Pick<Journal, 'readStream'>;
  readonly #kept: BoundedMap<string, Kept> | undefined;

  /** @param isTold whether somebody tells what has changed: nothing is kept where nobody does */
  constructor(journal: Pick<Journal, 'readStream'>, isTold: boolean) {
    this.#journal = journal;
    this.#kept = isTold ? new BoundedMap(KEPT) : undefined;
  }

  /** A record has one more event. */
  forget({ kind, id }: DirectoryRecord): void {
    this.#kept?.delete(`${kind}-${id}`);
  }

  source(id: string, at: AsOf) {
    return this.#shown({ kind: 'source', id }, at, ({ publisher, title, published, address, retracted }) => ({
      id,
      title,
      publisher,
      published,
      address,
      retracted,
    }));
  }

  occasion(id: string, at: AsOf) {
    return this.#shown({ kind: 'occasion', id }, at, ({ title, kind, date }) => ({ id, title, kind, date }));
  }

  party(code: string, at: AsOf) {
    return this.#shown({ kind: 'party', id: code }, at, ({ name }) => ({ code, name }));
  }

  /** Undefined where it is not on record, or its opening was voided. */
  #shown<Name extends DirectoryName, View>(
    record: DirectoryRecord & { readonly kind: Name },
    { asOf, sequence }: AsOf,
    show: (view: NonNullable<ReturnType<typeof directoryView<Name>>>) => View,
  ): View | undefined {
    const { sequences, events, unreadable } = this.#eventsOf(record);
    if (unreadable <= sequence) return undefined;
    const known = sequences.findLastIndex((one) => one <= sequence) + 1;
    const view = directoryView(record.kind, known === events.length ? events : events.slice(0, known), asOf);
    return view && show(view);
  }

  #eventsOf({ kind, id }: DirectoryRecord): Kept {
    const stream = `${kind}-${id}`;
    return this.#kept?.getOrMake(stream, (asked) => this.#read(asked)) ?? this.#read(stream);
  }

  #read(stream: string): Kept {
    const [sequences, events]: [number[], RecordedEvent[]] = [[], []];
    for (const entry of this.#journal.readStream(stream)) {
      const event = readable(entry);
      if (event === undefined) return { sequences, events, unreadable: entry.sequence };
      sequences.push(entry.sequence);
      events.push(event);
    }
    return { sequences, events, unreadable: Number.POSITIVE_INFINITY };
  }
}

/** Law: a fault of one record is that record's alone: what names it is answered all the same. */
function readable(entry: JournalEntry): RecordedEvent | undefined {
  try {
    return factOf(entry);
  } catch {
    return undefined;
  }
}
