// Parties: who commits itself, and which parties are members of which at a date.
import type { z } from 'zod';
import { asCorrected, asRecorded, type Correctable, checkCorrection, type RecordedEvent } from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, type When } from '../time.ts';
import { membershipsOf } from './membership.ts';
import { checkHolder, checkOffice, checkOfficeCorrected, type OfficeView, officesOf } from './offices.ts';
import {
  ChangeMembership,
  ChangeOfficeHolder,
  ChangeParty,
  CorrectParty,
  PartyCorrected,
  RecordOffice,
  RegisterParty,
} from './payloads.ts';
import { type AheadChange, aheadOf } from './spells.ts';

export const PARTY_COMMANDS = {
  RegisterParty,
  ChangeMembership,
  ChangeParty,
  RecordOffice,
  ChangeOfficeHolder,
  CorrectRecord: CorrectParty,
};
export const PARTY_EVENTS = {
  PartyRegistered: RegisterParty,
  MembershipChanged: ChangeMembership,
  PartyChanged: ChangeParty,
  OfficeRecorded: RecordOffice,
  OfficeHolderChanged: ChangeOfficeHolder,
  RecordCorrected: PartyCorrected,
};

type Events = typeof PARTY_EVENTS;
export type PartyEvent = { [T in keyof Events]: { readonly type: T; readonly data: z.infer<Events[T]> } }[keyof Events];
export type PartyFact = PartyEvent & RecordedEvent;
type Commands = typeof PARTY_COMMANDS;
export type PartyCommand = {
  [N in keyof Commands]: { readonly name: N; readonly data: z.infer<Commands[N]> };
}[keyof Commands];

export function decideParty(
  command: PartyCommand,
  events: readonly PartyFact[],
  moment: Moment,
): readonly PartyEvent[] | Refusal {
  const { party } = command.data;
  if (command.name === 'RegisterParty') {
    return events.length === 0
      ? [{ type: 'PartyRegistered', data: command.data }]
      : refuse(
          'ALREADY_ON_RECORD',
          '/party',
          `${party} is registered already: use it, or CorrectRecord to change what is recorded of it`,
        );
  }
  if (events.length === 0)
    return refuse('UNKNOWN_PARTY', '/party', `no party ${party} is registered: register it first with RegisterParty`);
  return decideChange(command, events, moment);
}

type Change = Exclude<PartyCommand, { name: 'RegisterParty' }>;

/** Of a party that is on record. */
function decideChange(command: Change, events: readonly PartyFact[], moment: Moment): readonly PartyEvent[] | Refusal {
  switch (command.name) {
    case 'ChangeMembership':
      return checkMembership(command.data, moment) ?? [{ type: 'MembershipChanged', data: command.data }];
    case 'ChangeParty':
      return checkPartyChange(command.data, moment) ?? [{ type: 'PartyChanged', data: command.data }];
    case 'RecordOffice':
      return checkOffice(command.data, events) ?? [{ type: 'OfficeRecorded', data: command.data }];
    case 'ChangeOfficeHolder':
      return checkHolder(command.data, events, moment) ?? [{ type: 'OfficeHolderChanged', data: command.data }];
    case 'CorrectRecord':
      return (
        checkCorrection(events, judged(events, moment), command.data) ?? [
          { type: 'RecordCorrected', data: asRecorded(events, command.data) },
        ]
      );
    default:
      return command satisfies never;
  }
}

function checkMembership(data: z.infer<typeof ChangeMembership>, moment: Moment): Refusal | undefined {
  return data.member === data.party
    ? refuse('REFERS_TO_ITSELF', '/member', `${data.party} cannot be its own member: name another party`)
    : tooFarAhead(data.effectiveAt, moment);
}

function checkPartyChange(data: z.infer<typeof ChangeParty>, moment: Moment): Refusal | undefined {
  return data.into?.includes(data.party)
    ? refuse('REFERS_TO_ITSELF', '/into', `${data.party} cannot become itself: name the party that it became`)
    : tooFarAhead(data.effectiveAt, moment);
}

const judged = (events: readonly PartyFact[], moment: Moment): Correctable<PartyFact> => ({
  id: 'party',
  schemas: PARTY_EVENTS,
  judge(event, data) {
    if (event.type === 'MembershipChanged') return checkMembership(data as typeof event.data, moment);
    if (event.type === 'OfficeRecorded') return checkOfficeCorrected(event.data, data as typeof event.data);
    if (event.type === 'OfficeHolderChanged') return checkHolder(data as typeof event.data, events, moment);
    return event.type === 'PartyChanged' ? checkPartyChange(data as typeof event.data, moment) : undefined;
  },
});

/** Whether it is registered as a grouping. */
export const isGrouping = (events: readonly PartyFact[]): boolean =>
  asCorrected(events).find((event) => event.type === 'PartyRegistered')?.data.kind === 'grouping';

export interface PartyView {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly names: Readonly<Record<string, string>>;
  readonly notes: string | null;
  readonly members: readonly { readonly code: string; readonly since: When }[];
  /** who joins or leaves later, as is known; there only where somebody does */
  readonly ahead?: readonly (AheadChange & { readonly code: string; readonly change: 'joins' | 'leaves' })[];
  /** what became of it by then, in effective order; there only where something did */
  readonly changes?: readonly PartyChange[];
  /** what it was called before, until when, by then; there only where it was renamed */
  readonly formerNames?: readonly { readonly name: string; readonly until: When }[];
  readonly offices: readonly OfficeView[];
}

interface PartyChange {
  readonly change: 'renamed' | 'merged' | 'dissolved' | 'succeeded';
  readonly effectiveAt: When;
  readonly event: string;
  readonly name?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly into?: readonly string[];
}

function changesOf(events: readonly PartyFact[]): readonly (PartyChange & { readonly at: number })[] {
  return asCorrected(events)
    .flatMap((event) => {
      if (event.type !== 'PartyChanged') return [];
      const { change, effectiveAt, name, names, into } = event.data;
      const at = effectiveInstant(effectiveAt, event.recordedAt);
      const told = {
        ...(name === undefined ? {} : { name }),
        ...(names === undefined ? {} : { names }),
        ...(into === undefined ? {} : { into }),
      };
      return [{ at, revision: event.revision, told: { change, effectiveAt, event: event.id, ...told } }];
    })
    .sort((a, b) => a.at - b.at || a.revision - b.revision)
    .map(({ at, told }) => ({ at, ...told }));
}

/** @param first what it was registered as */
function formerNamesOf(first: string, became: readonly PartyChange[]) {
  let name = first;
  return became.flatMap(({ name: next, effectiveAt }) => {
    if (next === undefined) return [];
    const former = { name, until: effectiveAt };
    name = next;
    return [former];
  });
}

const lastRecorded = (events: readonly PartyFact[]): number =>
  events.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt), -Infinity);

const JOINS_OR_LEAVES = { begins: 'joins', ends: 'leaves' } as const;

/**
 * What the public reads of a party, with its name and members at an instant; undefined where its registration was voided.
 * Law: what it was registered as follows the known clock alone, which is the events given; what it became, both clocks.
 * @param asOf milliseconds since 1970; where it is not given, when the last of the events was recorded
 */
export function partyView(events: readonly PartyFact[], asOf = lastRecorded(events)): PartyView | undefined {
  const registered = asCorrected(events).find((event) => event.type === 'PartyRegistered');
  if (registered === undefined) return undefined;
  const { party, name, kind, names, notes } = registered.data;
  const became = changesOf(events).filter(({ at }) => at <= asOf);
  const renamed = became.findLast(({ change }) => change === 'renamed');
  const all = membershipsOf(events);
  const members = all.filter(({ from, to }) => from <= asOf && (to === Infinity || asOf < to));
  const ahead = all.flatMap(({ member: code, ...spell }) =>
    aheadOf(spell, asOf, JOINS_OR_LEAVES).map((change) => ({ code, ...change })),
  );
  return {
    code: party,
    name: renamed?.name ?? name,
    kind,
    names: renamed === undefined ? (names ?? {}) : (renamed.names ?? {}),
    notes: notes ?? null,
    members: members.map(({ member, since }) => ({ code: member, since })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    ...(ahead.length === 0 ? {} : { ahead }),
    ...(became.length === 0 ? {} : { changes: became.map(({ at: _, ...change }) => change) }),
    ...(renamed === undefined ? {} : { formerNames: formerNamesOf(name, became) }),
    offices: officesOf(events, asOf),
  };
}
