// What a depositary's steps and conditions say, as the commands that record them.
import { DAY, day } from './calendar.ts';
import type { Deposited } from './plan.ts';
import { ahead, type Data, recorded, type Said, type Writing } from './said.ts';
import * as words from './words.ts';

/** What a writer needs to know of other steps. */
export interface Others {
  /** the event of the step that this one is about */
  readonly referred: (writing: Writing) => string;
  readonly committer: (writing: Writing) => string;
}

type Wording = (writing: Writing, others: Others) => readonly [command: string, data: Data];

const within = ({ step }: Writing, days: number): string => day(step.minute + days * DAY);

const WORDINGS: Readonly<Record<Deposited, Wording>> = {
  condition: ({ dice }) => ['AmendCommitment', { condition: dice.pick(words.CONDITIONS) }],
  settle: (writing, { referred }) => [
    'SettleCondition',
    { condition: referred(writing), outcome: writing.step.word, reason: writing.dice.pick(words.REASONS) },
  ],
  announce: (writing, { committer }) => ['AnnounceWithdrawal', { party: committer(writing) }],
  revoke: (writing, { referred }) => ['RevokeWithdrawal', { notice: referred(writing) }],
  suspend: (writing, { committer }) => [
    'SuspendOperation',
    {
      ...(writing.step.word === 'party' ? { parties: [committer(writing)] } : {}),
      ...(writing.dice.chance(0.3) ? { takesEffect: within(writing, 30) } : {}),
      ...(writing.dice.chance(0.2) ? { until: within(writing, writing.dice.between(200, 900)) } : {}),
    },
  ],
  resume: (writing, { referred }) => ['ResumeOperation', { suspension: referred(writing) }],
  apply: (writing, { committer }) => ['ApplyProvisionally', { parties: [committer(writing)] }],
  unapply: (writing, { committer }) => ['EndProvisionalApplication', { parties: [committer(writing)] }],
  contest: (writing, { referred, committer }) => [
    'ContestPosition',
    { contests: referred(writing), by: committer(writing), reason: writing.dice.pick(words.CONCERNS) },
  ],
  rule: (writing, { referred }) => [
    'AdjudicateTerm',
    { term: 'position', prefers: referred(writing), reason: writing.dice.pick(words.REASONS) },
  ],
  reserve: (writing, { committer }) => [
    'MakeReservation',
    { party: committer(writing), summary: writing.dice.pick(words.RESERVATIONS), provisions: 'article 11' },
  ],
  unreserve: (writing, { referred }) => ['WithdrawReservation', { reservation: referred(writing) }],
  object: (writing, { referred, committer }) => [
    'ObjectToReservation',
    { reservation: referred(writing), party: committer(writing), precludesForce: writing.dice.chance(0.2) },
  ],
  declare: (writing, { committer }) => [
    'MakeDeclaration',
    {
      party: committer(writing),
      summary: writing.dice.pick(words.RESERVATIONS),
      ...(writing.dice.chance(0.5)
        ? { territories: [writing.dice.pick(words.PLACES)], territorial: writing.dice.pick(['extends', 'excludes']) }
        : {}),
    },
  ],
  undeclare: (writing, { referred }) => ['WithdrawDeclaration', { declaration: referred(writing) }],
  rectify: () => ['CorrectText', { by: 'depositary', reads: 'three months', instead: 'tree months' }],
};

export function deposited(what: Deposited, writing: Writing, others: Others): Said {
  const [command, more] = WORDINGS[what](writing, others);
  return { command, data: { ...recorded(writing), ...more } };
}

export const isDeposited = (what: string): what is Deposited => Object.hasOwn(WORDINGS, what);

/** By which act a party signed or consented; of many it is not said. */
export function consentBy({ step, dice }: Writing): Data {
  if (step.word === 'signed') {
    return dice.chance(0.5) ? { by: dice.pick(['signature', 'definitive_signature', 'signature_ad_referendum']) } : {};
  }
  if (dice.chance(0.5)) return { means: dice.pick(['ratification', 'acceptance', 'approval']) };
  return { by: dice.pick(['ratification', 'acceptance', 'approval', 'formal_confirmation', 'consent_to_be_bound']) };
}

/** Facts of an instrument, which few records state. */
export const instrument = ({ life, dice }: Writing): Data =>
  life.noun === 'Agreement' && dice.chance(0.3)
    ? {
        consentBy: dice.pick(['signature', 'ratification', 'unknown']),
        binding: dice.pick(['legal', 'legal', 'political']),
        ...(dice.chance(0.4) ? { openForSignature: true } : {}),
      }
    : {};

/** What a quantity is meant as, where it is no sum to be filled up, and a step on the way. */
export function targetOf({ life, step, dice }: Writing): Data {
  const { measure, amount, unit } = life.target ?? {};
  if (measure === undefined || amount === undefined || unit === undefined) return {};
  const half = { quantity: { min: Math.ceil(amount / 2), unit }, by: ahead(step.minute, dice) };
  return { target: { measure, direction: 'at_least', ...(dice.chance(0.3) ? { steps: [half] } : {}) } };
}
