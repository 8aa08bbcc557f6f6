// Where one party stands: its position, what lies ahead of it, and when it was bound. Pure steps from one standing to the next.
// Law: a position only rises. Lowering it takes a withdrawal that takes effect, or a correction.
import type { Role } from '../primitives.ts';
import type { When } from '../time.ts';
import { type Because, together } from './because.ts';
import type { Position } from './payloads.ts';
import type { ConsentBy } from './treatyPayloads.ts';

/** A stretch of time, milliseconds since 1970, and the revisions of the events that began and ended it. */
export interface Spell {
  readonly from: number;
  /** undefined while nothing has ended it */
  readonly to: number | undefined;
  readonly because: readonly number[];
}

/** A change of position that lies ahead. */
export interface Pending {
  readonly position: Position;
  readonly at: number;
  readonly by: ConsentBy | undefined;
  readonly event: string;
  readonly revision: number;
}

export interface Suspension extends Spell {
  /** of this party, or of the commitment as a whole */
  readonly of: 'party' | 'whole';
  readonly event: string;
  readonly provisions: string | undefined;
  /** when it is to end, where that is known */
  readonly until: number | undefined;
}

/** That somebody disputes what an event says of a party. */
export interface Contest {
  /** the event disputed */
  readonly of: string;
  readonly event: string;
  readonly revision: number;
  readonly by: string;
  readonly reason: string;
}

export interface Announced {
  readonly event: string;
  readonly revision: number;
  readonly effectiveAt: When;
  readonly takesEffect: When | undefined;
}

export interface Standing {
  /** a party may both give and receive */
  readonly roles: readonly Role[];
  /** a grouping: it counts as several */
  readonly several: boolean;
  /** by role, the office of that party which acts for it or bears it; undefined where none is named */
  readonly offices: Readonly<Partial<Record<Role, string>>> | undefined;
  readonly position: Position | undefined;
  /** of a party that gave notice of withdrawal: where it stands until that takes effect */
  readonly held: Position | undefined;
  /** since when, and the revisions of the events that made that */
  readonly heldSince: number | undefined;
  readonly heldBecause: Because;
  /** the notices of withdrawal that were not revoked, in effective order; none once it withdrew */
  readonly notices: readonly Cause[];
  /** contests and the adjudications that preferred them: why it says nothing of what they set aside */
  readonly setAsideBy: Because;
  /** its last withdrawal: why it stands no higher, once it is back */
  readonly left: Because;
  /** the act of consent that gave the position, where it is on record */
  readonly by: ConsentBy | undefined;
  readonly since: number | undefined;
  /** the revisions of the events that made the position */
  readonly because: readonly number[];
  /** by when they come true, then in journal order */
  readonly pending: readonly Pending[];
  readonly announced: Announced | undefined;
  /** when it was bound */
  readonly spells: readonly Spell[];
  /** an entry into force that came before its consent, by revision: it binds from that on */
  readonly awaits: number | undefined;
  /** when an end of the commitment first ended it for this party, milliseconds since 1970 */
  readonly endedAt: number | undefined;
  /** the revisions of the ends that were of this party alone: why it is bound by nothing */
  readonly endedBecause: Because;
  /** ended for it alone while it took part: it is a party again once it consents anew */
  readonly mayReturn: boolean;
  readonly suspended: readonly Suspension[];
  /** when it applied the commitment provisionally */
  readonly provisional: readonly Spell[];
  readonly contested: readonly Contest[];
  /** whether its own word is on record, or only what others attribute to it */
  readonly basis: 'own' | 'attributed';
  /** of its last reaffirmation, as stated */
  readonly reaffirmed: When | undefined;
  /** the events that said something of it, in effective order */
  readonly said: readonly string[];
}

export type Move = (standing: Standing) => Standing;

/** An event, as far as it bears on a standing. */
export interface Cause {
  readonly event: string;
  readonly revision: number;
  readonly at: number;
}

const BEGINNING: Standing = {
  roles: ['committer'],
  several: false,
  offices: undefined,
  position: undefined,
  held: undefined,
  heldSince: undefined,
  heldBecause: [],
  notices: [],
  setAsideBy: [],
  left: [],
  by: undefined,
  since: undefined,
  because: [],
  pending: [],
  announced: undefined,
  spells: [],
  awaits: undefined,
  endedAt: undefined,
  endedBecause: [],
  mayReturn: false,
  suspended: [],
  provisional: [],
  contested: [],
  basis: 'attributed',
  reaffirmed: undefined,
  said: [],
};

/** The standing after one more thing was said of it. What changes nothing is remembered too: it may be contested. */
export function moved(before: Standing | undefined, event: string, move: Move): Standing {
  const known = before ?? BEGINNING;
  return { ...move(known), said: known.said.at(-1) === event ? known.said : [...known.said, event] };
}

const RANK: Readonly<Record<Position, number>> = {
  withdrew: 0,
  withdrawing: 0,
  announced: 1,
  agreed: 2,
  signed: 3,
  ratified: 4,
};
/** Of two signatures the one that says more; a confirmed one is as good as any. */
const SIGNED_RANK: Partial<Record<ConsentBy, number>> = { signature_ad_referendum: -1, definitive_signature: 1 };

const higher = (a: Position | undefined, b: Position): boolean => a === undefined || RANK[b] > RANK[a];
const saysMore = (standing: Standing, by: ConsentBy | undefined): boolean =>
  by !== undefined && (standing.by === undefined || (SIGNED_RANK[by] ?? 0) > (SIGNED_RANK[standing.by] ?? 0));

/** Law: a new position revokes no notice of withdrawal, is never lower, and brings back who withdrew or was superseded alone. */
export const raised = (standing: Standing, to: Position, by: ConsentBy | undefined, cause: Cause): Standing =>
  higherOf(standing.mayReturn && RANK[to] >= RANK.agreed ? returned(standing, cause) : standing, to, by, cause);

/** Superseded for it alone, and consenting anew: a party from then on, bound by an entry into force that comes after its end. */
function returned(standing: Standing, cause: Cause): Standing {
  const why = [standing.endedBecause, [cause.revision]];
  const isLeaving = standing.position === 'withdrawing';
  const back = { ...standing, endedAt: undefined, endedBecause: [], mayReturn: false };
  return consenting(
    isLeaving
      ? { ...back, heldBecause: together([back.heldBecause, ...why]) }
      : { ...back, because: together([back.because, ...why]) },
    cause,
  );
}

function higherOf(standing: Standing, to: Position, by: ConsentBy | undefined, cause: Cause): Standing {
  if (standing.position === 'withdrawing') {
    return higher(standing.held, to)
      ? { ...standing, held: to, by, heldSince: cause.at, heldBecause: [...standing.left, cause.revision] }
      : standing;
  }
  if (higher(standing.position, to)) {
    return consenting(
      { ...standing, position: to, by, since: cause.at, because: [...standing.left, cause.revision] },
      cause,
    );
  }
  if (standing.position !== to || !saysMore(standing, by)) return standing;
  return consenting({ ...standing, by, because: together([standing.because, [cause.revision]]) }, cause);
}

/** An entry into force that came first binds from the consent on. */
function consenting(standing: Standing, { at, revision }: Cause): Standing {
  const { awaits } = standing;
  if (awaits === undefined || !isAtLeastAgreed(standing)) return standing;
  return bound({ ...standing, awaits: undefined }, at, [awaits, revision]);
}

export function notified(standing: Standing, cause: Cause): Standing {
  const { position, since, because } = standing;
  if (position === 'withdrew') return standing;
  const stands = position === 'withdrawing' ? {} : { held: position, heldSince: since, heldBecause: because };
  return {
    ...standing,
    ...stands,
    position: 'withdrawing',
    // who had left was back before it gave notice, whatever raises it meanwhile
    left: standing.left.length === 0 ? standing.left : together([standing.left, because]),
    notices: [...standing.notices, cause],
    since: cause.at,
    because: [cause.revision],
    announced: undefined,
  };
}

export function ahead(standing: Standing, pending: Pending): Standing {
  const all = [...standing.pending, pending].sort((a, b) => a.at - b.at || a.revision - b.revision);
  return { ...standing, pending: all };
}

/** A change that lay ahead comes true; nothing where it was revoked. */
export function cameTrue(standing: Standing, cause: Cause): Standing {
  const due = standing.pending.find(({ event }) => event === cause.event);
  if (due === undefined) return standing;
  const rest = { ...standing, pending: standing.pending.filter((one) => one !== due) };
  return due.position === 'withdrew' ? left(rest, cause) : raised(rest, due.position, due.by, cause);
}

/** Law: who leaves has used up every notice it gave by then: none makes it leave again once it is back. */
export function left(standing: Standing, { at, revision }: Cause): Standing {
  if (standing.position === 'withdrew') return standing;
  return {
    ...unbound(standing, at, revision),
    provisional: closed(standing.provisional, at, revision),
    suspended: closed(standing.suspended, at, revision),
    position: 'withdrew',
    held: undefined,
    heldSince: undefined,
    heldBecause: [],
    notices: [],
    pending: standing.pending.filter(({ position }) => position !== 'withdrew'),
    left: [revision],
    by: undefined,
    since: at,
    because: [revision],
    awaits: undefined,
  };
}

/** A notice is revoked before it takes effect: the party stands where it stood, since then, or by another notice it gave. */
export function revoked(standing: Standing, notice: string, cause: Cause): Standing {
  if (standing.announced?.event === notice) return { ...standing, announced: undefined };
  const notices = standing.notices.filter(({ event }) => event !== notice);
  const others = { ...standing, notices, pending: standing.pending.filter(({ event }) => event !== notice) };
  if (standing.position !== 'withdrawing') return others;
  const last = notices.at(-1);
  if (last !== undefined) return { ...others, since: last.at, because: [last.revision] };
  return {
    ...others,
    position: standing.held,
    held: undefined,
    heldSince: undefined,
    heldBecause: [],
    since: standing.heldSince,
    because: [...standing.heldBecause, cause.revision],
  };
}

/** Where it stands whatever notice it gave. */
export const standsAt = ({ position, held }: Standing): Position | undefined =>
  position === 'withdrawing' ? held : position;

export const isAtLeastAgreed = (standing: Standing): boolean => RANK[standsAt(standing) ?? 'withdrew'] >= RANK.agreed;

const last = <Item extends Spell>(spells: readonly Item[]): Item | undefined => spells.at(-1);
export const isOpen = (spells: readonly Spell[]): boolean =>
  spells.length > 0 && (last(spells) as Spell).to === undefined;

export const isBound = ({ spells }: Standing): boolean => isOpen(spells);

/** Spells with those that are open closed at an instant. */
export function closed<Item extends Spell>(spells: readonly Item[], to: number, revision: number): readonly Item[] {
  if (!spells.some((spell) => spell.to === undefined)) return spells;
  return spells.map((spell) =>
    spell.to === undefined ? { ...spell, to, because: together([spell.because, [revision]]) } : spell,
  );
}

/** Bound from an instant on, unless it ended for the party. Law: entry into force for a party ends its provisional application. */
export function bound(standing: Standing, from: number, because: readonly number[]): Standing {
  if (isBound(standing) || standing.endedAt !== undefined) return standing;
  return {
    ...standing,
    spells: [...standing.spells, { from, to: undefined, because }],
    provisional: closed(standing.provisional, from, because.at(-1) ?? 0),
    awaits: undefined,
  };
}

export const unbound = (standing: Standing, at: number, revision: number): Standing =>
  isBound(standing) ? { ...standing, spells: closed(standing.spells, at, revision) } : standing;
