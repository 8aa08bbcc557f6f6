// What presupposes what: who ratified had signed, who left had joined. A step whose date is known bounds that of what it
// presupposes. Law: it follows from the events known, whatever the order in which they were recorded.
import { bounds, takesEffectAt } from '../time.ts';
import { VERBS } from './acts.ts';
import { type ActEffect, type Effect, type FactEffect, statedIn } from './effect.ts';

const DAY = 86_400_000;

/** The table of docs/lifecycle.md. Each step, and what must have come before it. */
export const PRESUPPOSES = {
  agreed: ['act'],
  signed: ['act'],
  ratified: ['act', 'signed'],
  withdrawing: ['act', 'consent'],
  in_force: ['act', 'consent'],
  provisional: ['act'],
  suspended: ['act', 'consent'],
  ended: ['act'],
  revoked: ['named'],
  resumed: ['named'],
  contested: ['named'],
  objected: ['named'],
  retracted: ['named'],
} as const satisfies Record<string, readonly ('act' | 'consent' | 'signed' | 'named')[]>;
type Step = keyof typeof PRESUPPOSES;

/** From what presupposes most to what presupposes least: a step is placed before what it presupposes is. */
const LEVEL: Readonly<Record<Step, number>> = {
  revoked: 5,
  resumed: 5,
  contested: 6,
  objected: 5,
  retracted: 5,
  suspended: 4,
  withdrawing: 3,
  in_force: 3,
  provisional: 3,
  ended: 3,
  ratified: 2,
  signed: 1,
  agreed: 0,
};
const LEVELS = [6, 5, 4, 3, 2, 1, 0] as const;

/** An event in its place: from when it counts, what it gives, what it presupposes and what follows it at the same instant. */
export interface Place {
  readonly effect: Effect;
  /** from when it counts, bounded by what presupposes it */
  at: number;
  readonly gives: readonly string[];
  readonly step: Step | undefined;
  /** each is one thing that must have come before; any of its keys' givers will do */
  readonly needs: readonly string[];
  /** the parties whose notice of withdrawal it is */
  readonly leaves: string | undefined;
  /** those that it bounds, which come before it */
  readonly before: Place[];
}

export interface Placing {
  readonly places: readonly Place[];
  /** what is presupposed and given by nothing earlier: another event that gives it may move others */
  readonly open: ReadonlySet<string>;
}

/** Whether an event bears on the order of others, or others on its own. */
export const isOrdered = (effect: Effect, open: Placing['open']): boolean =>
  effect.act === undefined
    ? stepOf(effect) !== undefined
    : open.size > 0 && givenByAct(effect).some((key) => open.has(key));

export function placed(effects: readonly Effect[]): Placing {
  const places = effects.map(placeOf);
  const givers = giversIn(places);
  const steps = Map.groupBy(
    places.filter(({ step }) => step !== undefined),
    ({ step }) => LEVEL[step as Step],
  );
  const open = new Set<string>();
  let leavings: Leavings = new Map();
  for (const level of LEVELS) {
    // by now what revokes a notice is in its place
    if (level === 4) leavings = leavingsIn(places);
    for (const step of steps.get(level) ?? []) bindBefore(step, { givers, leavings, open });
  }
  return { places, open };
}

type Givers = ReadonlyMap<string, readonly Place[]>;
/** By party, when it left, in order. */
type Leavings = ReadonlyMap<string, readonly { readonly at: number; readonly by: Place }[]>;

function placeOf(effect: Effect): Place {
  const gives = effect.act === undefined ? givenByFact(effect) : givenByAct(effect);
  const step = effect.act === undefined ? stepOf(effect) : undefined;
  const needs = effect.act === undefined && step !== undefined ? needsOf(step, effect) : [];
  const { event } = effect;
  const leaves = event.type === 'PositionChanged' && step === 'withdrawing' ? partyOf(effect) : undefined;
  return { effect, at: effect.at, gives, step, needs, leaves, before: [] };
}

const partyOf = ({ event }: Effect): string => (event.data as { readonly party: string }).party;

function givenByAct({ act, event, voided }: ActEffect): readonly string[] {
  if (voided) return [];
  const consents = VERBS[act.verb].gives === 'agreed' || (act.verb === 'Reaffirm' && event.revision === 0);
  if (!consents) return ['act'];
  const parties = event.data.parties.flatMap((party) =>
    typeof party === 'string' ? [party] : party.role === 'committer' ? [party.code] : [],
  );
  return ['act', 'consent', ...parties.map((code) => `consent ${code}`)];
}

function givenByFact({ event }: FactEffect): readonly string[] {
  const named = `event ${event.id}`;
  if (event.type !== 'PositionChanged') return [named];
  const { party, position } = event.data;
  if (position === 'announced' || position === 'withdrawing') return [named];
  const consent = [named, 'consent', `consent ${party}`];
  return position === 'signed' ? [...consent, `signed ${party}`] : consent;
}

/** Accession, succession and the like take no signature. */
const AFTER_SIGNATURE = new Set<string | undefined>([
  undefined,
  'ratification',
  'acceptance',
  'approval',
  'confirmation_of_signature',
]);

function stepOf({ event }: Exclude<Effect, ActEffect>): Step | undefined {
  switch (event.type) {
    case 'PositionChanged':
      return event.data.position === 'announced' ? 'agreed' : event.data.position;
    case 'EnteredIntoForce':
      return 'in_force';
    case 'ProvisionallyApplied':
    case 'ProvisionalApplicationEnded':
      return 'provisional';
    case 'OperationSuspended':
      return 'suspended';
    case 'CommitmentEnded':
      return 'ended';
    case 'WithdrawalRevoked':
      return 'revoked';
    case 'OperationResumed':
      return 'resumed';
    case 'PositionContested':
      return 'contested';
    case 'ReservationObjected':
      return 'objected';
    case 'ReservationWithdrawn':
    case 'DeclarationWithdrawn':
      return 'retracted';
    default:
      return undefined;
  }
}

function needsOf(step: Step, effect: FactEffect): readonly string[] {
  return PRESUPPOSES[step].flatMap((needed) => {
    if (needed === 'act') return ['act'];
    if (needed === 'named') return namedIn(effect).map((id) => `event ${id}`);
    if (needed === 'signed') return signs(effect) ? [`signed ${partyOf(effect)}`] : [];
    return consentNeeded(effect);
  });
}

const signs = ({ event }: FactEffect): boolean =>
  event.type === 'PositionChanged' && AFTER_SIGNATURE.has(event.data.by ?? event.data.means);

/** Of each party named; of any where none is. */
function consentNeeded({ event }: FactEffect): readonly string[] {
  if (event.type === 'PositionChanged') return [`consent ${event.data.party}`];
  const { parties } = event.data as { readonly parties?: readonly string[] };
  return parties?.map((code) => `consent ${code}`) ?? ['consent'];
}

const NAMES = ['notice', 'suspension', 'contests', 'reservation', 'declaration'] as const;
const namedIn = ({ event }: FactEffect): readonly string[] => {
  const data = event.data as Partial<Record<(typeof NAMES)[number], string>>;
  return NAMES.flatMap((name) => data[name] ?? []);
};

const byOwnTime = (a: Place, b: Place): number =>
  a.effect.at - b.effect.at || a.effect.event.revision - b.effect.event.revision;

function giversIn(places: readonly Place[]): Givers {
  const givers = new Map<string, Place[]>();
  for (const place of places) {
    for (const key of place.gives) {
      const known = givers.get(key);
      if (known === undefined) givers.set(key, [place]);
      else known.push(place);
    }
  }
  for (const own of givers.values()) own.sort(byOwnTime);
  return givers;
}

/** From when an event presupposes: an entry into force that lies ahead does once it has come. */
const presupposesAt = ({ step, at, effect }: Place): number =>
  step === 'in_force' ? Math.max(at, dueIn(effect) ?? at) : at;

function dueIn({ event }: Effect): number | undefined {
  const { takesEffect } = event.data as { readonly takesEffect?: Parameters<typeof takesEffectAt>[0] };
  return takesEffect === undefined ? undefined : takesEffectAt(takesEffect);
}

function leavingsIn(places: readonly Place[]): Leavings {
  const revoked = Map.groupBy(
    places.filter(({ step }) => step === 'revoked'),
    ({ needs }) => needs[0],
  );
  const leavings = places.flatMap((by) => {
    const due = by.leaves === undefined ? undefined : dueIn(by.effect);
    if (by.leaves === undefined || due === undefined) return [];
    const at = Math.max(by.at, due);
    const isRevoked = revoked.get(`event ${by.effect.event.id}`)?.some((revocation) => revocation.at < at) ?? false;
    return isRevoked ? [] : [{ party: by.leaves, at, by }];
  });
  return Map.groupBy(
    leavings.sort((a, b) => a.at - b.at),
    ({ party }) => `consent ${party}`,
  );
}

/**
 * Law: what a step presupposes, and nothing earlier gives, came before it where its earliest possible day allows that.
 * What a party gave before it left is given no longer.
 */
function bindBefore(step: Place, { givers, leavings, open }: Known): void {
  const at = presupposesAt(step);
  const isEarlier = ({ effect }: Place): boolean =>
    effect.at < at || (effect.at === at && effect.event.revision < step.effect.event.revision);
  for (const need of step.needs) {
    const all = givers.get(need) ?? [];
    const left = leavings.get(need)?.findLast((leaving) => leaving.by !== step && leaving.at <= at)?.at;
    if (isGiven(all, left, isEarlier)) continue;
    open.add(need);
    for (const giver of all) if (!isEarlier(giver) && couldBeBy(giver, at)) bind(giver, step, at);
  }
}

interface Known {
  readonly givers: Givers;
  readonly leavings: Leavings;
  readonly open: Set<string>;
}

function isGiven(all: readonly Place[], left: number | undefined, isEarlier: (giver: Place) => boolean): boolean {
  const [first] = all;
  if (left === undefined) return first !== undefined && isEarlier(first);
  return all.some((giver) => giver.effect.at >= left && isEarlier(giver));
}

const couldBeBy = ({ effect }: Place, at: number): boolean => {
  const stated = statedIn(effect.event);
  const start = stated === undefined ? effect.at : (bounds(stated).start ?? -Infinity);
  return Math.floor(start / DAY) * DAY <= at;
};

function bind(giver: Place, step: Place, at: number): void {
  giver.at = Math.min(giver.at, at);
  step.before.push(giver);
}
