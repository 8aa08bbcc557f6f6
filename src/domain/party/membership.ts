// Who was a member of a party when. Law: who left had joined.
import { asCorrected } from '../corrections.ts';
import type { PartyFact } from './party.ts';
import { changeIn, type Spell, spellsOf } from './spells.ts';

export interface Membership extends Spell {
  readonly member: string;
}

/** A party's members over time, by when membership began. */
export function membershipsOf(events: readonly PartyFact[]): readonly Membership[] {
  const changes = asCorrected(events).flatMap((event) =>
    event.type === 'MembershipChanged'
      ? [{ member: event.data.member, ...changeIn(event, event.data.change === 'joined') }]
      : [],
  );
  const byMember = Map.groupBy(changes, ({ member }) => member);
  return [...byMember]
    .flatMap(([member, own]) => spellsOf(own).map((spell) => ({ member, ...spell })))
    .sort((a, b) => a.from - b.from || (a.member < b.member ? -1 : 1));
}

export const isMemberAt = (events: readonly PartyFact[], member: string, at: number): boolean =>
  membershipsOf(events).some((one) => one.member === member && one.from <= at && at < one.to);
