// What is counted of commitments, as short codes: they are the keys of every count that is kept, in the log of moves and
// in tallies. A code is a letter for the measure and its value: `s9` is the tenth status, `pKR` a party.
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status, TIMELINESS, type Timeliness } from '../../domain/commitment/headline.ts';
import { DELIVERY, type DeliveryValue, Verdict } from '../../domain/commitment/payloads.ts';
import type { Rater, Scored } from '../../domain/commitment/verdicts.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { COMMITMENTS, type Count } from './counts.ts';

export const STAGES = ['final', 'interim'] as const;
export type Stage = (typeof STAGES)[number];
export const VERDICTS = Verdict.options;

export const statusCode = (status: Status): string => `s${STATUSES.indexOf(status)}`;
export const deliveryCode = (level: DeliveryValue): string => `d${DELIVERY.indexOf(level)}`;
export const timelinessCode = (timeliness: Timeliness): string => `t${TIMELINESS.indexOf(timeliness)}`;
export const kindCode = (kind: Kind): string => `k${KINDS.indexOf(kind)}`;
/** A party's own ruling verdict; with the party behind a colon where it is not the scope's own. */
export const verdictCode = (stage: Stage, verdict: Verdict): string =>
  `v${STAGES.indexOf(stage)}${VERDICTS.indexOf(verdict)}`;

/** How many parties are rated and how many could be, each once. */
export const COVERAGE = { rated: 'cr', of: 'co' } as const;

const SCORED = ['kept', 'partly_kept', 'not_kept'] as const satisfies readonly Scored[];
/** Scores within one assessor, scale and stage: of those who owe; and, with the party behind a colon, a party's own. */
export const SCORES = { owing: 'r', own: 'w' } as const;

/** Names are written so that they hold nothing that separates codes. */
export const scoreCode = (of: keyof typeof SCORES, { assessor, scale, stage }: Rater, verdict: Scored): string =>
  `${SCORES[of]}${STAGES.indexOf(stage)}${SCORED.indexOf(verdict)}${encodeURIComponent(JSON.stringify([assessor, scale]).toWellFormed())}`;

/** What a code of a score says, its letter aside. */
export function scoreIn(value: string): Rater & { readonly verdict: Scored } {
  const [assessor, scale] = JSON.parse(decodeURIComponent(value.slice(2))) as [string, string | null];
  const stage = STAGES[Number(value[0])] as Stage;
  return { assessor, scale, stage, verdict: SCORED[Number(value[1])] as Scored };
}

/** What a month counts: commitments that came on record as of it, were first agreed, first delivered, first ended in it. */
export const MILESTONES = { opened: 'o', agreed: 'g', delivered: 'f', ended: 'e' } as const;
export type Milestone = keyof typeof MILESTONES;

/** @param month since the year 0 */
export const milestoneCode = (milestone: Milestone, month: number): string => `${MILESTONES[milestone]}${month}`;

export const MILESTONE_NAMES = Object.keys(MILESTONES) as Milestone[];

/** The same object for the same code: there are few, and every stretch has some. */
const ONCE = new BoundedMap<string, Count>(20_000);
export const once = (code: string): Count => ONCE.getOrMake(code, (made) => ({ code: made, n: 1 }));

export const ONE = once(COMMITMENTS);
const byName = <Name extends string>(names: readonly Name[], codeOf: (name: Name) => string) => {
  const counts = Object.fromEntries(names.map((name) => [name, once(codeOf(name))])) as Record<Name, Count>;
  return (name: Name): Count => counts[name];
};
export const statusCount = byName(STATUSES, statusCode);
export const deliveryCount = byName(DELIVERY, deliveryCode);
export const timelinessCount = byName(TIMELINESS, timelinessCode);
