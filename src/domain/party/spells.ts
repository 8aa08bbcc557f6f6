// When something was held, of changes that begin and end it: a membership, an office. Law: what ended had begun, so that a
// beginning of an imprecise date comes before the end where its earliest possible day allows that and nothing earlier does.
import { bounds, effectiveInstant, takesEffectAt, type When } from '../time.ts';

const DAY = 86_400_000;

export interface Spell {
  /** milliseconds since 1970; it was so from here */
  readonly from: number;
  /** Infinity while nothing ended it */
  readonly to: number;
  /** since when, as it was stated */
  readonly since: When;
  /** until when, as it was stated; undefined while nothing ended it */
  readonly until: When | undefined;
}

/** What lies ahead of a clock: a beginning or an end that comes true later. */
export interface AheadChange {
  readonly at: string;
  /** as it was stated: of what has an end alone, it may have been so before `at` */
  readonly stated: When;
}

/** Each beginning and each end of a spell that a clock has not reached. */
export const aheadOf = <Begins extends string, Ends extends string>(
  { from, to, since, until }: Spell,
  asOf: number,
  { begins, ends }: { readonly begins: Begins; readonly ends: Ends },
): readonly (AheadChange & { readonly change: Begins | Ends })[] => [
  ...(from > asOf ? [{ change: begins, at: new Date(from).toISOString(), stated: since }] : []),
  ...(to > asOf && until !== undefined ? [{ change: ends, at: new Date(to).toISOString(), stated: until }] : []),
];

export interface Change {
  readonly begins: boolean;
  readonly at: number;
  readonly earliest: number;
  readonly revision: number;
  readonly stated: When;
}

interface Stated {
  readonly data: { readonly effectiveAt: When; readonly takesEffect?: When | undefined };
  readonly recordedAt: number;
  readonly revision: number;
}

export function changeIn({ data, recordedAt, revision }: Stated, begins: boolean): Change {
  const said = effectiveInstant(data.effectiveAt, recordedAt);
  const { takesEffect } = data;
  const at = Math.max(said, takesEffect === undefined ? said : (takesEffectAt(takesEffect) ?? said));
  const stated = takesEffect ?? data.effectiveAt;
  const earliest = bounds(stated).start ?? -Infinity;
  return { begins, at, earliest: Math.floor(earliest / DAY) * DAY, revision, stated };
}

/** One holder's changes as the times in which it held. */
export const spellsOf = (changes: readonly Change[]): readonly Spell[] => spellsIn(ordered(changes));

const inOrder = (a: Change, b: Change): number => a.at - b.at || a.revision - b.revision;

/** Each end after the beginning that it presupposes. */
function ordered(changes: readonly Change[]): readonly Change[] {
  const own = changes.toSorted(inOrder);
  const waiting = new Set<Change>(own.filter(({ begins }) => begins));
  let isHeld = false;
  return own.flatMap((change) => {
    if (change.begins) {
      if (!waiting.delete(change)) return [];
      isHeld = true;
      return [change];
    }
    const needed = isHeld ? [] : [...waiting].filter(({ earliest }) => earliest <= change.at);
    for (const beginning of needed) waiting.delete(beginning);
    isHeld = false;
    return [...needed.map((beginning) => ({ ...beginning, at: change.at })), change];
  });
}

function spellsIn(changes: readonly Change[]): Spell[] {
  const spells: Spell[] = [];
  let open: Change | undefined;
  for (const change of changes) {
    if (change.begins) open ??= change;
    else if (open !== undefined) {
      const { at: from, stated: since } = open;
      if (from < change.at) spells.push({ from, to: change.at, since, until: change.stated });
      open = undefined;
    }
  }
  return open === undefined
    ? spells
    : [...spells, { from: open.at, to: Infinity, since: open.stated, until: undefined }];
}
