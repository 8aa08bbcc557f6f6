// Parties: who commits itself, and which parties are members of which at a date.
import { z } from 'zod';
import {
  asCorrected,
  asRecorded,
  type Correctable,
  checkCorrection,
  correctedAs,
  correction,
  REPLACES_OR_VOIDS,
  type RecordedEvent,
  replacesOrVoids,
} from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { Citations, PartyCode, text } from '../primitives.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, When } from '../time.ts';

const RegisterParty = z.strictObject({
  party: PartyCode,
  name: text(200),
  kind: z.enum(['state', 'organisation', 'grouping', 'political_party', 'agency', 'company', 'other']),
  /** other names, by language tag (BCP 47) */
  names: z.record(text(35), text(200)).optional(),
  notes: text(2000).optional(),
  citations: Citations.optional(),
});
const ChangeMembership = z.strictObject({
  /** the party whose members change */
  party: PartyCode,
  member: PartyCode,
  change: z.enum(['joined', 'left']),
  effectiveAt: When,
  citations: Citations.optional(),
});
const correct = { party: PartyCode, citations: Citations.optional(), ...correction };
const CorrectParty = z.strictObject(correct).refine(replacesOrVoids, { error: REPLACES_OR_VOIDS });

export const PARTY_COMMANDS = { RegisterParty, ChangeMembership, CorrectRecord: CorrectParty };
export const PARTY_EVENTS = {
  PartyRegistered: RegisterParty,
  MembershipChanged: ChangeMembership,
  RecordCorrected: z.strictObject({ ...correct, ...correctedAs }).refine(replacesOrVoids, { error: REPLACES_OR_VOIDS }),
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
  if (command.name === 'CorrectRecord') {
    return (
      checkCorrection(events, judged(moment), command.data) ?? [
        { type: 'RecordCorrected', data: asRecorded(events, command.data) },
      ]
    );
  }
  return checkMembership(command.data, moment) ?? [{ type: 'MembershipChanged', data: command.data }];
}

function checkMembership(data: z.infer<typeof ChangeMembership>, moment: Moment): Refusal | undefined {
  return data.member === data.party
    ? refuse('REFERS_TO_ITSELF', '/member', `${data.party} cannot be its own member: name another party`)
    : tooFarAhead(data.effectiveAt, moment);
}

const judged = (moment: Moment): Correctable<PartyFact> => ({
  id: 'party',
  schemas: PARTY_EVENTS,
  judge: (event, data) =>
    event.type === 'MembershipChanged' ? checkMembership(data as typeof event.data, moment) : undefined,
});

export interface Membership {
  readonly member: string;
  /** milliseconds since 1970; it was so from here */
  readonly from: number;
  /** Infinity while it is a member */
  readonly to: number;
}

export interface PartyView {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly names: Readonly<Record<string, string>>;
  readonly notes: string | null;
  readonly members: readonly { readonly code: string; readonly since: When }[];
}

const changes = (events: readonly PartyFact[]) =>
  asCorrected(events)
    .filter((event) => event.type === 'MembershipChanged')
    .map((event) => ({ ...event, at: effectiveInstant(event.data.effectiveAt, event.recordedAt) }))
    .sort((a, b) => a.at - b.at || a.revision - b.revision);

/** A party's members over time, by when membership began. */
export function membershipsOf(events: readonly PartyFact[]): readonly Membership[] {
  const open = new Map<string, number>();
  const closed: Membership[] = [];
  for (const { at, data } of changes(events)) {
    const from = open.get(data.member);
    if (data.change === 'joined') open.set(data.member, from ?? at);
    else if (from !== undefined && open.delete(data.member)) closed.push({ member: data.member, from, to: at });
  }
  const current = [...open].map(([member, from]) => ({ member, from, to: Infinity }));
  return [...closed, ...current].sort((a, b) => a.from - b.from || (a.member < b.member ? -1 : 1));
}

/**
 * What the public reads of a party, with the members it had at an instant; undefined where its registration was voided.
 * Law: name and kind belong to the record and follow the known clock alone, which is the events given.
 * @param asOf milliseconds since 1970
 */
export function partyView(events: readonly PartyFact[], asOf = Infinity): PartyView | undefined {
  const registered = asCorrected(events).find((event) => event.type === 'PartyRegistered');
  if (registered === undefined) return undefined;
  const { party, name, kind, names, notes } = registered.data;
  const members = new Map<string, When>();
  for (const { at, data } of changes(events)) {
    if (at > asOf) break;
    if (data.change === 'left') members.delete(data.member);
    else if (!members.has(data.member)) members.set(data.member, data.effectiveAt);
  }
  return {
    code: party,
    name,
    kind,
    names: names ?? {},
    notes: notes ?? null,
    members: [...members].map(([code, since]) => ({ code, since })).sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}
