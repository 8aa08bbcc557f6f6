// What the public reads of where a party stands. Two hundred of them are told again with each act on a treaty, so that what
// is made of a standing is made once for as long as the standing is the same.
import { bounds } from '../time.ts';
import { type Because, revisions } from './because.ts';
import { type Force, hasConsented } from './force.ts';
import { endedAt } from './over.ts';
import { isAbandoned } from './position.ts';
import { isAtLeastAgreed, isBound, type Spell, type Standing } from './standing.ts';
import type { State } from './state.ts';

/** What the view of each party follows from besides its standing. */
type Setting = Pick<Force, 'consentBy' | 'binding' | 'isOnRecord'> & {
  readonly lapsedAt: number | undefined;
  /** it ended for all, or too few are left */
  readonly isOver: boolean;
};

const settingAt = (state: State, at: number): Setting => {
  const { force, validUntil, standings, oneMayRemain } = state;
  const { consentBy, binding, isOnRecord } = force;
  const end = validUntil === undefined ? undefined : bounds(validUntil).end;
  const isOver = endedAt(state) <= at || isAbandoned(standings, oneMayRemain);
  return { consentBy, binding, isOnRecord, lapsedAt: end !== undefined && end <= at ? end : undefined, isOver };
};

/** Whether a party is bound. Where no entry into force is on record, that is not known of one that agreed, while it lasts. */
function boundIn(standing: Standing, { binding, isOnRecord, lapsedAt, isOver }: Setting): boolean | 'unknown' {
  if (binding === 'political' || lapsedAt !== undefined) return false;
  if (isBound(standing)) return true;
  if (isOver || standing.endedAt !== undefined) return false;
  const could = standing.roles.includes('committer') && isAtLeastAgreed(standing);
  return could && !isOnRecord ? 'unknown' : false;
}

const instant = (at: number): string => new Date(at).toISOString();
const some = <Item>(items: readonly Item[]): readonly Item[] | undefined => (items.length === 0 ? undefined : items);

const spellView = ({ from, to, because }: Spell, lapsedAt?: number) => {
  const end = to ?? (lapsedAt !== undefined && lapsedAt > from ? lapsedAt : undefined);
  return { from: instant(from), to: end === undefined ? null : instant(end), because: revisions(because) };
};

/** What began after validity had passed bound nobody, and applied to nobody. */
const begunView = (spells: readonly Spell[], lapsedAt: number | undefined) =>
  spells.filter(({ from }) => from < (lapsedAt ?? Infinity)).map((spell) => spellView(spell, lapsedAt));

const spellsView = ({ spells }: Standing, { binding, lapsedAt }: Setting) =>
  binding === 'political' ? [] : begunView(spells, lapsedAt);

const pendingView = (standing: Standing) =>
  standing.pending.map(({ position, at, by, revision }) => ({
    position,
    takesEffect: instant(at),
    by,
    because: [String(revision)],
  }));

/** The latest of those that have not ended. */
function suspendedView({ suspended }: Standing, lapsedAt: number | undefined) {
  const open = lapsedAt === undefined ? suspended.findLast(({ to }) => to === undefined) : undefined;
  if (open === undefined) return undefined;
  const { from, until, of, provisions, because } = open;
  return {
    from: instant(from),
    to: until === undefined ? null : instant(until),
    of,
    provisions,
    because: revisions(because),
  };
}

const announcedView = ({ announced }: Standing) =>
  announced && {
    event: announced.event,
    effectiveAt: announced.effectiveAt,
    takesEffect: announced.takesEffect,
    because: [String(announced.revision)],
  };

/**
 * A notice leaves what the party stands by until then; what was superseded for it alone leaves it there, bound by nothing; and
 * what was set aside would have said something else.
 */
const positionBecause = ({ heldBecause, because, endedBecause, setAsideBy }: Standing): Because => [
  ...new Set([...heldBecause, ...because, ...endedBecause, ...setAsideBy]),
];

function positionView(party: string, standing: Standing, setting: Setting) {
  const { position, by, since, basis, reaffirmed, contested } = standing;
  const { consentBy, lapsedAt } = setting;
  return {
    party,
    position: position ?? null,
    by,
    since: since === undefined ? null : instant(since),
    because: revisions(positionBecause(standing)),
    consented: hasConsented(standing, consentBy),
    bound: boundIn(standing, setting),
    spells: some(spellsView(standing, setting)),
    suspended: suspendedView(standing, lapsedAt),
    provisional: some(begunView(standing.provisional, lapsedAt)),
    pending: some(pendingView(standing)),
    announced: announcedView(standing),
    contested: some(contested.map(({ of, event, by: who, reason }) => ({ of, event, by: who, reason }))),
    basis,
    reaffirmed,
  };
}
export type PositionView = ReturnType<typeof positionView>;

interface Made {
  readonly party: string;
  readonly setting: Setting;
  readonly view: PositionView;
  readonly text: string;
}
const MADE = new WeakMap<Standing, Made>();

function made(party: string, standing: Standing, setting: Setting): Made {
  const known = MADE.get(standing);
  if (known !== undefined && known.party === party && isSame(known.setting, setting)) return known;
  const view = positionView(party, standing, setting);
  const fresh = { party, setting, view, text: JSON.stringify(view) };
  MADE.set(standing, fresh);
  return fresh;
}

const isSame = (a: Setting, b: Setting): boolean =>
  a.consentBy === b.consentBy &&
  a.binding === b.binding &&
  a.isOnRecord === b.isOnRecord &&
  a.lapsedAt === b.lapsedAt &&
  a.isOver === b.isOver;

const all = (state: State, at: number): readonly Made[] => {
  const setting = settingAt(state, at);
  const { standings } = state;
  return standings.codes().map((code) => made(code, standings.get(code) as Standing, setting));
};

export const positionsView = (state: State, at: number): readonly PositionView[] =>
  all(state, at).map(({ view }) => view);

/** The text that JSON.stringify makes of the same. */
export const positionsText = (state: State, at: number): string =>
  `[${all(state, at)
    .map(({ text }) => text)
    .join(',')}]`;
