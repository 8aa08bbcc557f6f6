// A ledger as it comes about when whoever sends commands sends anything that a schema takes: through parseCommand and the
// deciders, as the command handler does. What is refused is left out; what is accepted must be folded.
import { hash } from 'node:crypto';
import type { z } from 'zod';
import { AGGREGATES, type AggregateName } from '../../../src/domain/aggregates.ts';
import type { JsonObject } from '../../../src/domain/canonicalJson.ts';
import { parseCommand } from '../../../src/domain/commands.ts';
import { actOfCommand } from '../../../src/domain/commitment/acts.ts';
import type { CommitmentRecord } from '../../../src/domain/commitment/record.ts';
import type { RecordedEvent } from '../../../src/domain/corrections.ts';
import { envelopeText, MAX_LEAF_BYTES, type NewEvent, parseEnvelope } from '../../../src/domain/envelope.ts';
import { hasOffice } from '../../../src/domain/party/offices.ts';
import type { PartyFact } from '../../../src/domain/party/party.ts';
import { readEvent } from '../../../src/domain/read.ts';
import { type Reference, referencesOf } from '../../../src/domain/references.ts';
import { isRefusal } from '../../../src/domain/refusal.ts';
import { currentVersion } from '../../../src/domain/upcast.ts';
import { Dice } from './dice.ts';
import { CODES, NAMES } from './oddValues.ts';
import { defOf, payload, type World } from './payloads.ts';

/** A command for one kind of record. */
interface Variant {
  readonly name: string;
  readonly aggregate: AggregateName;
  readonly schema: z.ZodType;
}
export const VARIANTS: readonly Variant[] = (Object.keys(AGGREGATES) as AggregateName[]).flatMap((aggregate) =>
  Object.entries(AGGREGATES[aggregate].commands).map(([name, schema]) => ({ name, aggregate, schema })),
);

export const commandOf = ({ name, aggregate }: Pick<Variant, 'name' | 'aggregate'>): string => `${aggregate} ${name}`;
/** A field of a command. Speech acts have one payload between them. */
const fieldOf = ({ name, aggregate }: Variant, field: string): string =>
  `${actOfCommand(name) === undefined ? commandOf({ name, aggregate }) : 'a speech act'}, ${field}`;

/** Of a command, each field that may be left out: all of them are to be accepted at least once. */
export function fieldsOf(variant: Variant): string[] {
  const { schema } = variant;
  const shapes = defOf(schema).options?.map((option) => defOf(option).shape) ?? [defOf(schema).shape];
  const members = shapes.flatMap((shape) => Object.entries(shape ?? {}));
  return members.flatMap(([field, member]) => (defOf(member).type === 'optional' ? [fieldOf(variant, field)] : []));
}

const FIELDS = new Map(VARIANTS.map((variant) => [variant, fieldsOf(variant)]));

/** Records that others refer to, by their names, and what puts them on record. */
const NAMED: Readonly<Partial<Record<AggregateName, readonly string[]>>> = {
  party: CODES,
  source: NAMES,
  occasion: NAMES,
};
const OPENINGS = VARIANTS.filter(({ name }) => ['RegisterParty', 'CaptureSource', 'RecordOccasion'].includes(name));

interface Known {
  readonly record: unknown;
  readonly events: readonly RecordedEvent[];
}

export interface Accepted {
  readonly stream: string;
  readonly event: NewEvent;
  readonly expected: number | 'no_stream';
}

/** Which events a field is about. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  evidence: ['EvidenceSubmitted'],
  concern: ['ConcernRaised'],
  prefers: ['TermAsserted', 'DeliveryReported'],
  notice: ['PositionChanged', 'WithdrawalAnnounced'],
  suspension: ['OperationSuspended'],
  contests: ['PositionChanged', 'EnteredIntoForce', 'OperationSuspended'],
  reservation: ['ReservationMade'],
  modifies: ['ReservationMade'],
  declaration: ['DeclarationMade'],
};

interface ActDrawn {
  readonly parties?: readonly (string | { readonly code: string })[];
}

const codeOf = (party: string | { readonly code: string }): string => (typeof party === 'string' ? party : party.code);

/** An act as one that opens a record: a title, a role for every party, and shares of who has one. */
const opening = (made: Record<string, unknown>): Record<string, unknown> => {
  const { parties = [] } = made as ActDrawn;
  return {
    title: 'A title',
    ...shared(made, parties[0]),
    parties: parties.map((party, index) =>
      typeof party === 'string' || index === 0 ? { code: codeOf(party), role: 'committer' } : party,
    ),
  };
};

interface Shared {
  readonly target?: { readonly shares?: readonly { readonly party: string; readonly condition?: string }[] };
}

function shared(made: Record<string, unknown>, party: string | { readonly code: string } | undefined) {
  const { target } = made as Shared;
  if (target?.shares === undefined || party === undefined) return made;
  return { ...made, target: { ...target, shares: target.shares.map((share) => ({ ...share, party: codeOf(party) })) } };
}

/** A party's own condition, where one was set. */
function settling(made: Record<string, unknown>, past: readonly RecordedEvent[]): Record<string, unknown> {
  const set = past.flatMap(({ id, data }) =>
    ((data as Shared).target?.shares ?? []).flatMap(({ party, condition }) =>
      condition === undefined ? [] : [{ party, condition: id }],
    ),
  );
  return made.party === undefined ? made : { ...made, ...set[0] };
}

/** A succession, where a predecessor is named. */
function succeeding(made: Record<string, unknown>): Record<string, unknown> {
  const { means: _means, ...rest } = made;
  return made.succeeds === undefined ? made : { ...rest, position: 'ratified', by: 'succession' };
}

/** A rating that somebody reads as a verdict. */
const rated = (made: Record<string, unknown>): Record<string, unknown> =>
  made.readBy === undefined ? made : { rating: 'B', scale: 'A to D', ...made, verdict: 'inconclusive' };

/** An act as one on a record that is there. */
function further(made: Record<string, unknown>): Record<string, unknown> {
  const { title: _t, quantity: _q, deadline: _d, validUntil: _v, condition: _c, ...rest } = made;
  const parties = (made as ActDrawn).parties?.map((party) =>
    typeof party === 'string' ? { code: party, role: 'addressee' } : party,
  );
  return rest.instrument === undefined ? { ...rest, parties } : rest;
}

const termOf = ({ data }: RecordedEvent): unknown => (data as { readonly term?: unknown }).term ?? 'level';

const START = Date.parse('2020-01-01T08:00:00Z');
const uuid = (seed: string): string => {
  const hex = hash('sha256', seed);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export class CommandLedger {
  now = START;
  handed = 0;
  readonly accepted: Set<string>;
  readonly #dice: Dice;
  readonly #seed: number;
  readonly #known = new Map<string, Known>();
  readonly #commitments: readonly string[];

  /** @param accepted what was accepted so far, here and elsewhere: the rest, commands and fields, is tried more often */
  constructor(seed: number, commitments: number, accepted: Set<string>) {
    this.accepted = accepted;
    this.#dice = new Dice(seed);
    this.#seed = seed;
    this.#commitments = Array.from({ length: commitments }, (_, index) => uuid(`${seed} commitment ${index}`));
  }

  get streams(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** Hands in commands until so many were handed in; gives what is accepted. */
  *commands(count: number): Generator<Accepted, void, undefined> {
    for (const last = this.handed + count; this.handed < last; this.handed++) {
      this.now += this.#dice.isOne(3) ? 0 : this.#dice.roll(3_600_000 * 40);
      yield* this.#hand(this.#chosen());
    }
  }

  /** First what others refer to; then anything, and what was not accepted yet more often. */
  #chosen(): Variant {
    const opening = OPENINGS.find(({ aggregate }) => this.#unopened(aggregate).length > 0);
    if (opening !== undefined) return opening;
    const missing = VARIANTS.filter((variant) => this.#isWanted(variant));
    return this.#dice.pick(missing.length > 0 && this.#dice.isOne(2) ? missing : VARIANTS);
  }

  #isWanted(variant: Variant): boolean {
    const isMissing = (one: string) => !this.accepted.has(one);
    return isMissing(commandOf(variant)) || (FIELDS.get(variant) ?? []).some(isMissing);
  }

  #hand(variant: Variant): Accepted[] {
    const { schema, aggregate, name } = variant;
    const id = this.#recordFor(variant);
    const past = this.#known.get(`${aggregate}-${id}`)?.events ?? [];
    const world = this.#world(variant, past);
    const { [aggregate]: _, ...drawn } = payload(schema, this.#dice, world) as Record<string, unknown>;
    const made = { ...drawn, ...(id === undefined ? {} : { [aggregate]: id }) };
    const whole = this.#fitted(variant, made, past, world);
    const order = parseCommand(name, whole, () => uuid(`${this.#seed} minted ${this.handed}`));
    if (isRefusal(order) || order.aggregate !== aggregate) return [];
    if (referencesOf(order).some((reference) => !this.#holds(reference))) return [];
    const known = this.#known.get(order.stream) ?? { record: AGGREGATES[aggregate].initial, events: [] };
    const decided = AGGREGATES[aggregate].decide(order, known.record, { recordedAt: this.now });
    if (isRefusal(decided)) return [];
    const events = decided.map(({ type, data }, index) => this.#eventOf(type, data as JsonObject, index));
    const accepted = this.#entered(order.stream, aggregate, known, events);
    if (accepted.length === 0) return [];
    for (const field of Object.keys({ ...whole, [aggregate]: id })) this.accepted.add(fieldOf(variant, field));
    this.accepted.add(commandOf(variant));
    return accepted;
  }

  #holds({ stream, office }: Reference): boolean {
    const known = this.#known.get(stream);
    return known !== undefined && (office === undefined || hasOffice(known.events as readonly PartyFact[], office));
  }

  #unopened(aggregate: AggregateName): string[] {
    return (NAMED[aggregate] ?? []).filter((name) => !this.#known.has(`${aggregate}-${name}`));
  }

  /** Mostly a record that is there and fits; undefined where the ledger is to name it. */
  #recordFor(variant: Variant): string | undefined {
    const { aggregate, name } = variant;
    if (aggregate === 'commitment') return this.#commitmentFor(name);
    if (!OPENINGS.includes(variant)) return this.#dice.pick(NAMED[aggregate] ?? []);
    const [unopened] = this.#unopened(aggregate);
    return unopened ?? (aggregate === 'party' ? `P-${this.handed}` : undefined);
  }

  #commitmentFor(name: string): string {
    const act = actOfCommand(name);
    const fitting = this.#commitments.filter((id) => {
      const noun = (this.#known.get(`commitment-${id}`)?.record as CommitmentRecord | undefined)?.noun;
      return act === undefined ? noun !== undefined : noun === undefined || noun === act.noun;
    });
    return this.#dice.pick(fitting.length > 0 ? fitting : this.#commitments);
  }

  #world(variant: Variant, past: readonly RecordedEvent[]): World {
    return {
      now: this.now,
      commitments: this.#commitments,
      eventsFor: (field) => {
        const fitting = past.filter(({ type }) => ABOUT[field]?.includes(type) ?? true);
        const found = fitting.length > 0 ? fitting : past;
        return found.length > 0 ? found.map(({ id }) => id) : [uuid('none')];
      },
      isWanted: (field) => !this.accepted.has(fieldOf(variant, field)),
    };
  }

  /** Mostly so that it is accepted: what a record takes depends on what is on it. */
  #fitted(
    { name, aggregate }: Variant,
    made: Record<string, unknown>,
    past: readonly RecordedEvent[],
    world: World,
  ): Record<string, unknown> {
    if (name === 'CorrectRecord') return this.#corrected(made, aggregate, past, world);
    if (name === 'ChangePosition') return succeeding(made);
    if (name === 'SettleCondition') return settling(made, past);
    if (name === 'IssueAssessment') return rated(made);
    if (name === 'AmendCommitment') return shared(made, (past[0]?.data as ActDrawn | undefined)?.parties?.[0]);
    if (actOfCommand(name) !== undefined && !this.#dice.isOne(10))
      return past.length === 0 ? opening(made) : further(made);
    const preferred = past.find(({ id }) => id === made.prefers);
    if (preferred === undefined || this.#dice.isOne(4)) return made;
    return { ...made, term: preferred.type === 'DeliveryReported' ? 'delivery' : termOf(preferred) };
  }

  /** What replaces an event's data is drawn from that event's schema, or is what it was with something else in it. */
  #corrected(
    made: Record<string, unknown>,
    aggregate: AggregateName,
    recorded: readonly RecordedEvent[],
    world: World,
  ): Record<string, unknown> {
    const past = recorded.length > 0 ? recorded : (this.#known.get(`${aggregate}-${made[aggregate]}`)?.events ?? []);
    if (past.length === 0) return made;
    const target = this.#dice.pick(past);
    const { void: _void, replacement: _replacement, ...rest } = made;
    if (this.#dice.isOne(4)) return { ...rest, event: target.id, void: true };
    const before = target.data as Record<string, unknown>;
    const schema = AGGREGATES[aggregate].events[target.type] as z.ZodType;
    const drawn = payload(schema, this.#dice, world) as Record<string, unknown>;
    const one = this.#dice.pick(Object.keys(drawn));
    const changed = this.#dice.isOne(2) ? drawn : { ...before, [one]: drawn[one] };
    const own = { ...changed, [aggregate]: before[aggregate] };
    const replacement = target.type === 'RecordCorrected' ? this.#corrected(own, aggregate, past, world) : own;
    const again = target.type === 'RecordCorrected' ? { ...replacement, event: before.event } : replacement;
    return { ...rest, event: target.id, replacement: again };
  }

  #eventOf(type: string, data: JsonObject, index: number): NewEvent {
    const id = uuid(`${this.#seed} event ${this.handed} ${index}`);
    const metadata = {
      recordedAt: new Date(this.now).toISOString(),
      actor: 'anybody',
      key: `key-${this.handed}`,
      payloadHash: '',
      $correlationId: id,
      $causationId: id,
    };
    return { id, type, version: currentVersion(type), data, metadata };
  }

  #entered(stream: string, aggregate: AggregateName, known: Known, events: readonly NewEvent[]): Accepted[] {
    const texts = events.map((event, index) => envelopeText(event, stream, known.events.length + index));
    if (texts.some((text) => Buffer.byteLength(text) > MAX_LEAF_BYTES)) return [];
    const facts = texts.map((text) => readEvent(parseEnvelope(text)));
    const record = facts.reduce((before, fact) => AGGREGATES[aggregate].enter(before, fact), known.record);
    this.#known.set(stream, { record, events: [...known.events, ...facts] });
    return events.map((event, index) => {
      const revision = known.events.length + index - 1;
      return { stream, event, expected: revision < 0 ? 'no_stream' : revision };
    });
  }
}
