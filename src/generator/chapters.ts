// The chapters a commitment's life is made of, each a few steps that belong together.
import type { Noun, Verb } from '../domain/commitment/acts.ts';
import { conditional, depositing } from './depositary.ts';
import type { Plan } from './plan.ts';

/** What a chapter needs to know of the commitment. */
export interface About {
  readonly noun: Noun;
  readonly verb: Verb;
  readonly committers: number;
  readonly counted: boolean;
  /** there is none before it that it could be linked to */
  readonly first: boolean;
}

type Chapter = (plan: Plan, about: About) => void;

const LEVELS = ['in_preparation', 'in_progress', 'partly_delivered', 'delivered'] as const;

/** Talks lead to a binding act, or to nothing. */
const AGREES: Readonly<Record<Noun, Verb>> = {
  Body: 'Agree',
  Cooperation: 'Agree',
  Project: 'Agree',
  Statement: 'Declare',
  Agreement: 'Agree',
  Contribution: 'Pledge',
};

export const negotiation: Chapter = (plan, { noun, verb }) => {
  if (verb !== 'Propose' && verb !== 'Discuss' && verb !== 'Explore') return;
  if (noun !== 'Statement' && plan.dice.chance(0.25)) plan.add('act', [20, 300], { verb: 'Discuss' });
  if (plan.dice.chance(0.7)) plan.add('act', [20, 500], { verb: AGREES[noun] });
};

export const treaty: Chapter = (plan, about) => {
  const { committers } = about;
  const { dice } = plan;
  const parties = Math.min(committers, 3);
  if (dice.chance(0.6)) plan.add('position', [0, 60], { party: dice.below(parties), word: 'signed' });
  for (let party = 0; party < parties; party++) {
    if (dice.chance(0.5)) plan.add('position', [30, 400], { party, word: 'ratified' });
  }
  if (dice.chance(0.3)) depositing(plan, about);
  if (dice.chance(0.6)) plan.add('force', [10, 200]);
};

const reaffirmation: Chapter = (plan) => {
  plan.add('act', [100, 700], { verb: 'Reaffirm' });
};

const progress: Chapter = (plan) => {
  const { dice } = plan;
  if (dice.chance(0.35)) plan.add('deadline', [5, 120], { word: dice.chance(0.6) ? 'firm' : 'soft' });
  const reached = dice.between(1, LEVELS.length);
  for (const level of LEVELS.slice(dice.below(reached), reached)) plan.add('level', [60, 400], { word: level });
  if (reached < LEVELS.length && dice.chance(0.15)) plan.add('level', [90, 500], { word: 'stalled' });
  if (reached < LEVELS.length && dice.chance(0.2)) plan.add('deadline', [5, 90], { word: 'firm' });
};

/** Counts rise; sometimes a second reporter counts less than the first, and sometimes that is settled. */
const counting: Chapter = (plan, about) => {
  if (!about.counted) return progress(plan, about);
  const { dice } = plan;
  if (dice.chance(0.3)) plan.add('outlook', [10, 200], { value: dice.share() });
  let value = 0;
  for (let left = dice.between(1, 3); left > 0; left--) {
    value += dice.share() * 0.5;
    const counted = plan.add('count', [80, 360], { value, word: 'own' });
    if (!dice.chance(0.15)) continue;
    plan.add('count', [5, 60], { value: value / 2, word: 'other' });
    if (dice.chance(0.5)) plan.add('adjudicate', [10, 90], { of: counted, word: 'delivery' });
  }
};

const evidence: Chapter = (plan, { committers }) => {
  const { dice } = plan;
  const submitted = plan.add('evidence', [60, 400]);
  if (dice.chance(0.2)) return;
  const accepted = dice.chance(0.85);
  plan.add('review', [3, 60], { of: submitted, word: accepted ? 'accepted' : 'rejected' });
  if (!accepted) return;
  for (let party = 0; party < Math.min(2, committers) && dice.chance(0.7); party++) {
    plan.add('assess', [5, 90], { of: submitted, party, word: dice.pick(['kept', 'partly_kept', 'not_kept']) });
  }
};

const concern: Chapter = (plan) => {
  const raised = plan.add('concern', [10, 300]);
  if (plan.dice.chance(0.6)) plan.add('answer', [5, 120], { of: raised });
};

const contest: Chapter = (plan) => {
  const { dice } = plan;
  const word = dice.pick(['level', 'name', 'date']);
  const first = plan.add('assert', [1, 90], { word, value: 0 });
  if (dice.chance(0.6)) plan.add('assert', [1, 90], { word, value: 1 });
  if (dice.chance(0.4)) plan.add('adjudicate', [20, 200], { of: first, word });
};

const departure: Chapter = (plan, { committers }) => {
  if (committers < 2) return;
  plan.add('notice', [200, 1_200], { party: plan.dice.below(committers) });
};

const accession: Chapter = (plan) => {
  plan.add('accession', [60, 700]);
};
const amendment: Chapter = (plan) => {
  plan.add('amend', [90, 700]);
};
const link: Chapter = (plan, { first }) => {
  if (first) return;
  plan.add('link', [1, 200]);
};

/** What a correction may be of: what it puts in place is then still what could have been recorded. */
const CORRECTABLE: ReadonlySet<string> = new Set(['open', 'act', 'level', 'count', 'deadline', 'assert']);
const VOIDABLE: ReadonlySet<string> = new Set(['act', 'level', 'count']);

const correction: Chapter = (plan) => {
  const { dice, steps } = plan;
  const voids = dice.chance(0.25);
  const fit = steps.flatMap(({ what }, index) => ((voids ? VOIDABLE : CORRECTABLE).has(what) ? [index] : []));
  if (fit.length > 0) plan.add(voids ? 'void' : 'correct', [1, 500], { of: dice.pick(fit) });
};

/** How often, of a hundred, each chapter comes next. */
const NEXT: readonly (readonly [number, Chapter])[] = [
  [19, progress],
  [19, counting],
  [14, evidence],
  [12, contest],
  [10, reaffirmation],
  [7, concern],
  [6, amendment],
  [4, link],
  [3, departure],
  [2, accession],
  [2, treaty],
  [1, depositing],
  [1, conditional],
];

export function nextChapter(plan: Plan, about: About): void {
  let throwOf = plan.dice.below(100);
  for (const [weight, chapter] of NEXT) {
    throwOf -= weight;
    if (throwOf >= 0) continue;
    chapter(plan, about);
    return;
  }
}

/** Any life may hold errors, and most that run out are ended on record. */
export function closing(plan: Plan): void {
  const { dice } = plan;
  if (dice.chance(0.12)) correction(plan, NOTHING);
  if (dice.chance(0.01)) plan.add('void', [1, 60], { of: 0 });
  if (dice.chance(0.14)) {
    plan.add('end', [100, 900], { word: dice.pick(['superseded', 'withdrawn', 'lapsed', 'dissolved']) });
  }
}
const NOTHING: About = { noun: 'Body', verb: 'Agree', committers: 0, counted: false, first: true };
