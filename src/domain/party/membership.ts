// Who was a member of a party when. Law: who left had joined, so that a joining of an imprecise date comes before the leaving
// where its earliest possible day allows that and nothing earlier does.
import { asCorrected } from '../corrections.ts';
import { bounds, effectiveInstant, takesEffectAt, type When } from '../time.ts';
import type { PartyFact } from './party.ts';

const DAY = 86_400_000;

export interface Membership {
  readonly member: string;
  /** milliseconds since 1970; it was so from here */
  readonly from: number;
  /** Infinity while it is a member */
  readonly to: number;
  /** since when, as it was stated */
  readonly since: When;
}

interface Change {
  readonly joined: boolean;
  readonly at: number;
  readonly earliest: number;
  readonly revision: number;
  readonly stated: When;
}

/** A party's members over time, by when membership began. */
export function membershipsOf(events: readonly PartyFact[]): readonly Membership[] {
  const changes = asCorrected(events).flatMap((event) =>
    event.type === 'MembershipChanged' ? [{ member: event.data.member, ...changeIn(event) }] : [],
  );
  const byMember = Map.groupBy(changes, ({ member }) => member);
  return [...byMember]
    .flatMap(([member, own]) => spellsOf(ordered(own)).map((spell) => ({ member, ...spell })))
    .sort((a, b) => a.from - b.from || (a.member < b.member ? -1 : 1));
}

export const isMemberAt = (events: readonly PartyFact[], member: string, at: number): boolean =>
  membershipsOf(events).some((one) => one.member === member && one.from <= at && at < one.to);

function changeIn({ data, recordedAt, revision }: Extract<PartyFact, { type: 'MembershipChanged' }>): Change {
  const said = effectiveInstant(data.effectiveAt, recordedAt);
  const { takesEffect } = data;
  const at = Math.max(said, takesEffect === undefined ? said : (takesEffectAt(takesEffect) ?? said));
  const stated = takesEffect ?? data.effectiveAt;
  const earliest = bounds(stated).start ?? -Infinity;
  return { joined: data.change === 'joined', at, earliest: Math.floor(earliest / DAY) * DAY, revision, stated };
}

const inOrder = (a: Change, b: Change): number => a.at - b.at || a.revision - b.revision;

/** A member's changes, each leaving after the joining that it presupposes. */
function ordered(changes: readonly Change[]): readonly Change[] {
  const own = changes.toSorted(inOrder);
  const waiting = new Set<Change>(own.filter(({ joined }) => joined));
  let isMember = false;
  return own.flatMap((change) => {
    if (change.joined) {
      if (!waiting.delete(change)) return [];
      isMember = true;
      return [change];
    }
    const needed = isMember ? [] : [...waiting].filter(({ earliest }) => earliest <= change.at);
    for (const joining of needed) waiting.delete(joining);
    isMember = false;
    return [...needed.map((joining) => ({ ...joining, at: change.at })), change];
  });
}

function spellsOf(changes: readonly Change[]): Omit<Membership, 'member'>[] {
  const spells: Omit<Membership, 'member'>[] = [];
  let open: Change | undefined;
  for (const change of changes) {
    if (change.joined) open ??= change;
    else if (open !== undefined) {
      if (open.at < change.at) spells.push({ from: open.at, to: change.at, since: open.stated });
      open = undefined;
    }
  }
  return open === undefined ? spells : [...spells, { from: open.at, to: Infinity, since: open.stated }];
}
