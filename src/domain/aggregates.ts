// The four kinds of stream a ledger has, behind one shape: what enters a record, and what may be decided on it.
import type { z } from 'zod';
import { decide } from './commitment/decide.ts';
import type { CommitmentCommand, CommitmentEvent, CommitmentFact } from './commitment/events.ts';
import { COMMITMENT_COMMANDS, COMMITMENT_EVENTS } from './commitment/events.ts';
import { type CommitmentRecord, enter, NOTHING_ON_RECORD } from './commitment/record.ts';
import type { RecordedEvent } from './corrections.ts';
import type { Moment } from './moment.ts';
import {
  decideOccasion,
  OCCASION_COMMANDS,
  OCCASION_EVENTS,
  type OccasionCommand,
  type OccasionFact,
} from './occasion/occasion.ts';
import { decideParty, PARTY_COMMANDS, PARTY_EVENTS, type PartyCommand, type PartyFact } from './party/party.ts';
import type { Refusal } from './refusal.ts';
import { decideSource, SOURCE_COMMANDS, SOURCE_EVENTS, type SourceCommand, type SourceFact } from './source/source.ts';

export const AGGREGATE_NAMES = ['commitment', 'party', 'occasion', 'source'] as const;
export type AggregateName = (typeof AGGREGATE_NAMES)[number];

export interface DecidedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** A kind of record, whatever its own types are: commands and events are parsed before they get here. */
export interface Aggregate<Record = unknown, Command = unknown> {
  readonly name: AggregateName;
  readonly commands: Readonly<{ [name: string]: z.ZodType }>;
  readonly events: Readonly<{ [type: string]: z.ZodType }>;
  readonly initial: Record;
  enter(record: Record, event: RecordedEvent): Record;
  decide(command: Command, record: Record, moment: Moment): readonly DecidedEvent[] | Refusal;
}

const append = <E>(events: readonly E[], event: RecordedEvent): readonly E[] => [...events, event as E];

const commitment: Aggregate<CommitmentRecord, CommitmentCommand> = {
  name: 'commitment',
  commands: COMMITMENT_COMMANDS,
  events: COMMITMENT_EVENTS,
  initial: NOTHING_ON_RECORD,
  enter: (record, event) => enter(record, event as CommitmentFact),
  decide: (command, record, moment): readonly CommitmentEvent[] | Refusal => decide(command, record, moment),
};
const party: Aggregate<readonly PartyFact[], PartyCommand> = {
  name: 'party',
  commands: PARTY_COMMANDS,
  events: PARTY_EVENTS,
  initial: [],
  enter: append,
  decide: decideParty,
};
const occasion: Aggregate<readonly OccasionFact[], OccasionCommand> = {
  name: 'occasion',
  commands: OCCASION_COMMANDS,
  events: OCCASION_EVENTS,
  initial: [],
  enter: append,
  decide: decideOccasion,
};
const source: Aggregate<readonly SourceFact[], SourceCommand> = {
  name: 'source',
  commands: SOURCE_COMMANDS,
  events: SOURCE_EVENTS,
  initial: [],
  enter: append,
  decide: decideSource,
};

export const AGGREGATES: Readonly<Record<AggregateName, Aggregate>> = {
  commitment: commitment as Aggregate,
  party: party as Aggregate,
  occasion: occasion as Aggregate,
  source: source as Aggregate,
};

export const streamOf = (aggregate: AggregateName, id: string): string => `${aggregate}-${id}`;

/** The kind of record a stream holds and its id there; undefined where its name is none of the ledger's. */
export function recordOf(stream: string): { readonly aggregate: AggregateName; readonly id: string } | undefined {
  const aggregate = AGGREGATE_NAMES.find((name) => stream.startsWith(`${name}-`));
  return aggregate === undefined ? undefined : { aggregate, id: stream.slice(aggregate.length + 1) };
}
