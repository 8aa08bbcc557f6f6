// What becomes of a treaty with its depositary, and of a condition: chapters of a few steps each, which few lives have.
import type { About } from './chapters.ts';
import type { Plan } from './plan.ts';

type Chapter = (plan: Plan, about: About) => void;

/** A notice is revoked before its earliest effect, 90 days on: also at the pace of what is watched. */
const leaving: Chapter = (plan, { committers }) => {
  const { dice } = plan;
  const party = dice.below(committers);
  if (dice.chance(0.4)) plan.add('announce', [30, 400], { party });
  const notice = plan.add('notice', [30, 300], { party });
  if (dice.chance(0.6)) plan.add('revoke', [5, 60], { of: notice });
};

const suspending: Chapter = (plan, { committers }) => {
  const { dice } = plan;
  const suspended = plan.add('suspend', [60, 500], {
    party: dice.below(committers),
    word: dice.pick(['party', 'whole']),
  });
  if (dice.chance(0.5)) disputed(plan, suspended, committers);
  if (dice.chance(0.5)) plan.add('resume', [60, 500], { of: suspended });
};

function disputed(plan: Plan, of: number, committers: number): void {
  const contest = plan.add('contest', [5, 90], { of, party: plan.dice.below(committers) });
  if (plan.dice.chance(0.5)) plan.add('rule', [60, 400], { of: plan.dice.chance(0.5) ? contest : of });
}

const applying: Chapter = (plan, { committers }) => {
  const party = plan.dice.below(committers);
  plan.add('apply', [10, 90], { party });
  if (plan.dice.chance(0.5)) plan.add('unapply', [90, 700], { party });
};

const reserving: Chapter = (plan, { committers }) => {
  const { dice } = plan;
  const made = plan.add('reserve', [5, 200], { party: dice.below(committers) });
  if (dice.chance(0.4)) plan.add('object', [20, 300], { of: made, party: dice.below(committers) });
  if (dice.chance(0.3)) plan.add('unreserve', [200, 900], { of: made });
};

const declaring: Chapter = (plan, { committers }) => {
  const made = plan.add('declare', [5, 300], { party: plan.dice.below(committers) });
  if (plan.dice.chance(0.3)) plan.add('undeclare', [200, 900], { of: made });
};

const rectifying: Chapter = (plan) => {
  plan.add('rectify', [30, 400]);
};

const CHAPTERS: readonly Chapter[] = [leaving, suspending, applying, reserving, declaring, rectifying];

export const depositing: Chapter = (plan, about) => {
  if (about.committers > 0) plan.dice.pick(CHAPTERS)(plan, about);
};

export const conditional: Chapter = (plan) => {
  const set = plan.add('condition', [30, 300]);
  if (plan.dice.chance(0.7))
    plan.add('settle', [60, 500], { of: set, word: plan.dice.pick(['met', 'met', 'dropped']) });
};
