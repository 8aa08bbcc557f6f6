// The parties of a generated ledger as commands: all are registered at its start, and groupings change over the years.
import { DAY, day, instant, SPAN } from './calendar.ts';
import type { Party } from './cast.ts';
import { Dice, TRACK } from './dice.ts';
import type { Placed } from './entry.ts';
import type { World } from './world.ts';

export function* parties({ seed, cast }: World): Generator<Placed, void, undefined> {
  for (const { code, name, kind } of cast.actors) {
    const id = `g${seed}/party-${code.toLowerCase()}`;
    yield {
      entry: { id, command: 'RegisterParty', data: { party: code, name, kind }, recordedAt: instant(0) },
      minute: 0,
    };
  }
}

/** Now and then a party takes another name: a few in the whole of the time. */
export function* partyChanges({ seed, cast }: World): Generator<Placed, void, undefined> {
  const dice = new Dice(seed, TRACK.partyChange, 0);
  const changed = cast.states.filter((_, index) => index % 8 === 3);
  for (const [index, { code, name }] of changed.entries()) {
    const minute = Math.floor((SPAN * (index + 1)) / (changed.length + 1));
    const data = {
      party: code,
      change: 'renamed',
      name: `New ${name}`,
      effectiveAt: day(minute - dice.between(0, 200) * DAY),
    };
    const id = `g${seed}/party-${code.toLowerCase()}/2`;
    yield { entry: { id, command: 'ChangeParty', data, recordedAt: instant(minute) }, minute };
  }
}

/** Founding members at the start, known by the year alone; then somebody joins or leaves a grouping now and then. */
export function* memberships(world: World): Generator<Placed, void, undefined> {
  const { groupings, states } = world.cast;
  const dice = new Dice(world.seed, TRACK.membership, 0);
  const members = new Map<Party, Set<string>>(groupings.map((grouping) => [grouping, new Set()]));
  let count = 0;
  const change = (grouping: Party, member: string, minute: number, effectiveAt: string): Placed => {
    const left = members.get(grouping)?.delete(member) === true;
    if (!left) members.get(grouping)?.add(member);
    const data = { party: grouping.code, member, change: left ? 'left' : 'joined', effectiveAt };
    const id = `g${world.seed}/membership-${++count}`;
    return { entry: { id, command: 'ChangeMembership', data, recordedAt: instant(minute) }, minute };
  };
  for (const grouping of groupings) {
    const founders = new Set(Array.from({ length: dice.between(3, 9) }, () => states[dice.below(states.length)]?.code));
    for (const code of founders)
      if (code !== undefined) yield change(grouping, code, 0, String(dice.between(1995, 2009)));
  }
  const changes = 4 * groupings.length;
  for (let index = 1; index <= changes; index++) {
    const minute = Math.floor((SPAN * index) / (changes + 1));
    const grouping = dice.pick(groupings);
    const code = dice.pick(states).code;
    yield change(grouping, code, minute, day(minute - dice.between(0, 200) * DAY));
  }
}

/** So many parties have the office of their head on record. */
const WITH_OFFICE = 6;
/** A head holds office for so many years, minutes. */
const TERM = 5 * 365 * DAY;

/** The head of each of a few parties, and who took that office and left it. Who it is are ids that say nothing. */
export function* offices({ seed, cast }: World): Generator<Placed, void, undefined> {
  const heads = cast.actors.slice(0, WITH_OFFICE).map((party) => ({
    ...party,
    ...(party.kind === 'state'
      ? { office: 'president', title: 'President' }
      : { office: 'secretary-general', title: 'Secretary General' }),
  }));
  for (const { code, office, title } of heads) {
    const id = `g${seed}/office-${code.toLowerCase()}`;
    const data = { party: code, office, title };
    yield { entry: { id, command: 'RecordOffice', data, recordedAt: instant(0) }, minute: 0 };
  }
  const dice = new Dice(seed, TRACK.office, 0);
  const holders = heads.map(() => uuid(dice));
  for (let term = 0; term * TERM < SPAN; term++) {
    for (const [index, { code, office }] of heads.entries()) {
      const minute = term * TERM + index * DAY;
      const change = (holder: string | undefined, word: 'took' | 'left'): Placed => {
        const data = { party: code, office, holder, change: word, effectiveAt: day(minute) };
        const id = `g${seed}/office-${code.toLowerCase()}/${term}-${word}`;
        return { entry: { id, command: 'ChangeOfficeHolder', data, recordedAt: instant(minute) }, minute };
      };
      if (term > 0) {
        yield change(holders[index], 'left');
        holders[index] = uuid(dice);
      }
      yield change(holders[index], 'took');
    }
  }
}

/** As a random one is written (RFC 9562, 5.4). */
const uuid = (dice: Dice): string => dice.hex(4).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
