// The events that entries make, decided here and now as the ledger's handler would: the same ids, the same metadata.
// For benchmarks and demonstrations on an empty ledger: references are known to be there, so nobody looks them up.
import { AGGREGATES, streamOf } from '../domain/aggregates.ts';
import type { JsonObject } from '../domain/canonicalJson.ts';
import { type Order, parseCommand } from '../domain/commands.ts';
import type { CommitmentRecord } from '../domain/commitment/record.ts';
import { asReport, groupingsOf, reportsAsMember } from '../domain/commitment/reporter.ts';
import { committersNamed } from '../domain/commitment/several.ts';
import type { RecordedEvent } from '../domain/corrections.ts';
import type { NewEvent } from '../domain/envelope.ts';
import type { Moment } from '../domain/moment.ts';
import { isGrouping, type PartyFact } from '../domain/party/party.ts';
import { referencesOf } from '../domain/references.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { publisherParties, type SourceFact } from '../domain/source/source.ts';
import { currentVersion } from '../domain/upcast.ts';
import { eventIdOf, payloadHashOf, recordIdOf } from '../ledger/ids.ts';
import { BoundedMap } from '../support/boundedMap.ts';
import { ACTOR, type Entry, keyOf, type Placed } from './entry.ts';
import { placedEntries } from './generate.ts';
import type { GenerateOptions } from './world.ts';

export interface DecideOptions extends GenerateOptions {
  /** the ledger's name; ids that commands leave to the ledger are made from it */
  readonly ledger?: string;
  readonly actor?: string;
  /** records kept in memory; one that was forgotten is made again from its earlier entries */
  readonly remembered?: number;
}

/** An append as the store takes it. */
export interface DecidedAppend {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: number | 'no_stream';
}

/** An entry that the domain refuses: the generator's mistake, never its caller's. */
class EntryRefused extends Error {
  constructor({ id, command }: Pick<Entry, 'id' | 'command'>, { refused, detail }: Refusal<string>) {
    super(`${command} ${id} is refused (${refused}): ${detail}`);
    this.name = 'EntryRefused';
  }
}

/** The appends a ledger would make of the generated entries, in order. @throws EntryRefused, RangeError */
export function* decidedAppends(options: DecideOptions): Generator<DecidedAppend, void, undefined> {
  const deciding = new Deciding(options);
  for (const placed of placedEntries(options)) yield deciding.append(placed);
}

const REMEMBERED = 10_000;

interface Known {
  /** of the last event; -1 while there is none */
  readonly revision: number;
  readonly record: unknown;
}

class Deciding {
  readonly #ledger: string;
  readonly #actor: string;
  readonly #known: BoundedMap<string, Known>;
  /** parties are few, and change for as long as the ledger runs */
  readonly #parties = new Map<string, Known>();
  /** by a source's stream: few sources are published by a party, and any report may cite one */
  readonly #publishers = new Map<string, readonly string[]>();

  constructor({ ledger = 'concordat', actor = ACTOR, remembered = REMEMBERED }: DecideOptions) {
    this.#ledger = ledger;
    this.#actor = actor;
    this.#known = new BoundedMap(remembered);
  }

  append({ entry, earlier }: Placed): DecidedAppend {
    const order = this.#parsed(entry);
    const records = order.aggregate === 'party' ? this.#parties : this.#known;
    const before =
      records.get(order.stream) ??
      again(order, earlier?.() ?? [], (one) => ({
        groupings: this.#groupingsIn(one),
        publishers: this.#publishersOf(one),
        memberOf: [],
      }));
    const others = this.#othersOf(order, before, Date.parse(entry.recordedAt));
    const { decided, after } = decide({ entry, order, others }, before);
    records.set(order.stream, after);
    if (order.aggregate === 'source') this.#publish(order.stream, after.record as readonly SourceFact[]);
    const events = newEvents(decided, { entry, order, actor: this.#actor });
    return { stream: order.stream, events, expected: before.revision < 0 ? 'no_stream' : before.revision };
  }

  #othersOf(order: Order, before: Known, recordedAt: number): Others {
    const groupings = this.#groupingsIn(order);
    const report = order.aggregate === 'commitment' ? asReport(order, before.record as CommitmentRecord) : undefined;
    if (report === undefined) return { groupings, publishers: [], memberOf: [] };
    return {
      groupings,
      publishers: this.#publishersOf(report),
      memberOf: this.#memberOf(report, before, recordedAt),
    };
  }

  /** As the ledger asks it of the parties' own records, all of which are remembered. */
  #groupingsIn({ aggregate, data }: Order): ReadonlySet<string> {
    const named = aggregate === 'commitment' ? committersNamed(data) : [];
    const recordOf = (code: string) => this.#parties.get(streamOf('party', code))?.record ?? [];
    return new Set(named.filter((code) => isGrouping(recordOf(code) as readonly PartyFact[])));
  }

  /** As the ledger asks it of the sources' own records. */
  #publishersOf(order: Order): Others['publishers'] {
    if (order.name !== 'ReportDelivery') return [];
    return referencesOf(order).flatMap(({ id, stream }) => {
      const parties = this.#publishers.get(stream);
      return parties === undefined ? [] : [{ source: id, parties }];
    });
  }

  /** As the ledger asks it of the groupings' own records. */
  #memberOf(order: Order, { record }: Known, recordedAt: number): readonly string[] {
    const codes = order.aggregate === 'commitment' ? groupingsOf(order, record as CommitmentRecord) : [];
    return codes.filter((code) => {
      const grouping = this.#parties.get(streamOf('party', code))?.record ?? [];
      return reportsAsMember(order, grouping as readonly PartyFact[], recordedAt);
    });
  }

  #publish(stream: string, record: readonly SourceFact[]): void {
    const parties = publisherParties(record);
    if (parties.length === 0) this.#publishers.delete(stream);
    else this.#publishers.set(stream, parties);
  }

  #parsed({ id, command, data }: Entry): Order {
    const mint = () => recordIdOf(this.#ledger, this.#actor, keyOf(id));
    return accepted({ id, command }, parseCommand(command, data, mint));
  }
}

/** A record that was forgotten, from entries that were parsed before: they are what they were. */
function again({ aggregate, stream, id }: Order, earlier: readonly Entry[], othersOf: (order: Order) => Others): Known {
  const nothing: Known = { revision: -1, record: AGGREGATES[aggregate].initial };
  return earlier.reduce((known, entry) => {
    const order = { name: entry.command, aggregate, id, stream, data: entry.data, text: '' };
    return decide({ entry, order, others: othersOf(order) }, known).after;
  }, nothing);
}

/** What a decision asks of other records. */
type Others = Required<Pick<Moment, 'groupings' | 'publishers' | 'memberOf'>>;
interface ToDecide {
  readonly entry: Entry;
  readonly order: Order;
  readonly others: Others;
}

function decide({ entry, order, others }: ToDecide, { record, revision }: Known) {
  const recordedAt = Date.parse(entry.recordedAt);
  const aggregate = AGGREGATES[order.aggregate];
  const decided = accepted(entry, aggregate.decide(order, record, { recordedAt, ...others }));
  const facts = decided.map(({ type, data }, index): RecordedEvent => {
    const id = eventIdOf(order.stream, keyOf(entry.id), index);
    return { id, type, data, revision: revision + 1 + index, recordedAt };
  });
  const after = facts.reduce((known, fact) => aggregate.enter(known, fact), record);
  return { decided: facts, after: { revision: revision + facts.length, record: after } };
}

interface Origin {
  readonly entry: Entry;
  readonly order: Order;
  readonly actor: string;
}

function newEvents(decided: readonly RecordedEvent[], { entry, order, actor }: Origin): NewEvent[] {
  const payloadHash = payloadHashOf(order);
  return decided.map(({ id, type, data }) => ({
    id,
    type,
    version: currentVersion(type),
    data: data as JsonObject,
    metadata: {
      recordedAt: entry.recordedAt,
      actor,
      key: keyOf(entry.id),
      payloadHash,
      imported: true,
      $correlationId: id,
      $causationId: id,
    },
  }));
}

function accepted<T>(entry: Pick<Entry, 'id' | 'command'>, outcome: T | Refusal<string>): T {
  if (isRefusal(outcome)) throw new EntryRefused(entry, outcome);
  return outcome as T;
}
