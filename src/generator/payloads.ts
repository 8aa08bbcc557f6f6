// What each step of a life says, as the command that records it. A payload follows from the life and the step's number.
import { DAY, day, year } from './calendar.ts';
import { consentBy, deposited, instrument, isDeposited, targetOf } from './deposits.ts';
import { Dice, TRACK } from './dice.ts';
import { commitmentIdOf, eventOf } from './entry.ts';
import { type Life, lastOpenedBy } from './life.ts';
import type { Deposited, Step, What } from './plan.ts';
import { ahead, amount, cited, type Data, recorded, type Said, type Writing } from './said.ts';
import * as words from './words.ts';
import type { World } from './world.ts';

type Writer = (writing: Writing) => Said;

export const entryIdOf = ({ seed }: World, { index }: Life, number: number): string =>
  `g${seed}/c${index + 1}/${number + 1}`;

export function write(world: World, life: Life, number: number): Said {
  const step = life.steps[number] as Step;
  const dice = new Dice(world.seed, TRACK.payload, life.index * 256 + number);
  const writing = { world, life, number, step, dice };
  const { what } = step;
  return isDeposited(what) ? deposited(what, writing, { referred, committer }) : WRITERS[what](writing);
}

const eventOfStep = ({ world, life }: Writing, number: number): string =>
  eventOf(`commitment-${life.id}`, entryIdOf(world, life, number));
const referred = (writing: Writing): string => eventOfStep(writing, writing.step.of ?? 0);
const committer = ({ life, step }: Writing): string => life.committers[step.party ?? 0] as string;

function opening({ world, life, step, dice, ...rest }: Writing): Said {
  const { noun, verb, committers, others, target } = life;
  const area = dice.pick(words.AREAS);
  const title = `${dice.pick(words.TITLES[noun]).replace('{area}', area)}: ${committers.slice(0, 2).join(' and ')}`;
  const role = dice.pick(['beneficiary', 'addressee', 'bearer'] as const);
  const parties = [
    ...committers.map((code) => ({ code, role: 'committer' })),
    ...others.map((code) => ({ code, role })),
  ];
  return {
    command: `${verb}${noun}`,
    data: {
      ...recorded({ world, life, step, dice, ...rest }),
      title: `${title}, ${life.index + 1}`,
      parties,
      areas: [...new Set([area, ...(dice.chance(0.5) ? [dice.pick(words.AREAS)] : [])])],
      ...(target === undefined ? {} : { quantity: amount(target.amount, target.unit) }),
      ...targetOf({ world, life, step, dice, ...rest }),
      ...instrument({ world, life, step, dice, ...rest }),
      ...(target !== undefined || dice.chance(0.2) ? { deadline: ahead(step.minute, dice) } : {}),
      ...(dice.chance(0.08) ? { validUntil: year(step.minute + dice.between(800, 3_000) * DAY) } : {}),
      ...(dice.chance(0.05) ? { condition: dice.pick(words.CONDITIONS) } : {}),
      ...(dice.chance(0.1) ? { terms: [{ term: 'level', value: dice.pick(words.LEVELS) }] } : {}),
    },
  };
}

function act(writing: Writing): Said {
  const { life, step, dice } = writing;
  const parties = dice.chance(0.6) ? life.committers : [dice.pick(life.committers)];
  const areas = dice.chance(0.2) ? { areas: [dice.pick(words.AREAS)] } : {};
  return { command: `${step.verb}${life.noun}`, data: { ...recorded(writing), parties, ...areas } };
}

const RELATIONS = {
  treaty: ['amends', 'protocol_to', 'part_of', 'replaces', 'implements'],
  other: ['implements', 'follows_from', 'part_of', 'continues', 'replaces'],
} as const;

const CLAIMS: Readonly<Record<string, (dice: Dice, step: Step) => unknown>> = {
  level: (dice, { value }) => words.LEVELS[(dice.below(2) + 2 * (value ?? 0)) % words.LEVELS.length],
  name: (_, { value }) => (value === 0 ? 'as the text of the parties has it' : 'as the press calls it'),
  date: (dice, { minute, value }) => day(minute - (30 + dice.below(5) + 10 * (value ?? 0)) * DAY),
};

/** The year before: what evidence speaks of, and the window of the verdicts that rest on it. */
const period = ({ minute }: Step): string => year(minute - 300 * DAY);

/** The ends that need nothing else; where nothing was opened since, a commitment cannot have been superseded. */
function end(writing: Writing): Said {
  const { world, life, step } = writing;
  const later = lastOpenedBy(world, step.minute);
  const superseded = step.word === 'superseded' && later > life.index;
  const how = superseded
    ? { how: 'superseded', supersededBy: commitmentIdOf(world.seed, later) }
    : { how: plainEnd(step.word) };
  return { command: 'EndCommitment', data: { ...recorded(writing), ...how } };
}
const plainEnd = (word: string | undefined): string => (word === undefined || word === 'superseded' ? 'lapsed' : word);

/** The corrected event's data, with the one thing put right that such records are most often wrong in. */
function correction(writing: Writing): Said {
  const { world, life, step, dice } = writing;
  const { data } = write(world, life, step.of ?? 0);
  const replacement = { ...data, ...righted(life.steps[step.of ?? 0] as Step, data, dice) };
  const cause = dice.pick(['recorder', 'recorder', 'source'] as const);
  return { command: 'CorrectRecord', data: { ...correcting(writing), cause, replacement } };
}

function righted({ what, minute }: Step, data: Data, dice: Dice): Data {
  if (what === 'open') return { title: `${String(data.title)} (corrected)`, areas: [dice.pick(words.AREAS)] };
  if (what === 'level') return { level: dice.pick(['in_preparation', 'in_progress']) };
  if (what === 'deadline') return { deadline: ahead(minute, dice) };
  return { effectiveAt: day(minute - dice.between(1, 30) * DAY) };
}

function correcting(writing: Writing): Data {
  const { life, dice } = writing;
  const reason = dice.pick(words.REASONS);
  return { commitment: life.id, citations: cited(writing), event: referred(writing), reason };
}

const WRITERS: Readonly<Record<Exclude<What, Deposited>, Writer>> = {
  open: opening,
  act,
  position: (writing) => {
    const { word } = writing.step;
    const by = consentBy(writing);
    return said('ChangePosition', writing, { party: committer(writing), position: word, ...by });
  },
  force: (writing) => said('EnterIntoForce', writing, { basis: writing.dice.pick(words.BASES) }),
  notice: (writing) => {
    const takesEffect = day(writing.step.minute + writing.dice.between(90, 400) * DAY);
    return said('ChangePosition', writing, { party: committer(writing), position: 'withdrawing', takesEffect });
  },
  accession: (writing) => {
    const { actors } = writing.world.cast;
    const party = actors[writing.dice.favour(actors.length)]?.code;
    return said('ChangePosition', writing, { party, position: 'ratified', means: 'accession' });
  },
  assert: (writing) => {
    const term = writing.step.word as string;
    return said('AssertTerm', writing, { term, value: CLAIMS[term]?.(writing.dice, writing.step) });
  },
  adjudicate: (writing) =>
    said('AdjudicateTerm', writing, {
      term: writing.step.word,
      prefers: referred(writing),
      reason: writing.dice.pick(words.REASONS),
    }),
  deadline: (writing) =>
    said('SetDeadline', writing, { deadline: ahead(writing.step.minute, writing.dice), firmness: writing.step.word }),
  level: (writing) => said('ReportDelivery', writing, { reporter: reporter(writing), level: writing.step.word }),
  count: (writing) => {
    const who = writing.step.word === 'own' ? (writing.life.committers[0] as string) : words.ASSESSORS[3];
    return said('ReportDelivery', writing, { reporter: who, amount: counted(writing), ...windowOf(writing) });
  },
  outlook: (writing) => {
    const counts = writing.dice.pick(['contracted', 'forecast'] as const);
    return said('ReportDelivery', writing, {
      reporter: reporter(writing),
      amount: counted(writing),
      counts,
      ...windowOf(writing),
    });
  },
  evidence: (writing) =>
    said('SubmitEvidence', writing, { about: period(writing.step), summary: writing.dice.pick(words.SUMMARIES) }),
  review: (writing) =>
    said('ReviewEvidence', writing, {
      evidence: referred(writing),
      outcome: writing.step.word,
      reason: writing.dice.pick(words.REASONS),
    }),
  assess: (writing) =>
    said('IssueAssessment', writing, {
      assessor: writing.dice.pick(words.ASSESSORS),
      party: committer(writing),
      window: period(writing.life.steps[writing.step.of ?? 0] as Step),
      stage: writing.dice.pick(['interim', 'final']),
      verdict: writing.step.word,
      ...rated(writing),
      evidence: [referred(writing)],
      reason: writing.dice.pick(words.REASONS),
    }),
  concern: (writing) =>
    said('RaiseConcern', writing, {
      by: reporter(writing),
      kind: writing.dice.pick(['concern', 'review']),
      summary: writing.dice.pick(words.CONCERNS),
    }),
  answer: (writing) =>
    said('AnswerConcern', writing, {
      concern: referred(writing),
      by: committer(writing),
      summary: writing.dice.pick(words.SUMMARIES),
    }),
  link: (writing) => {
    const { world, life, dice } = writing;
    const relation = dice.pick(RELATIONS[life.noun === 'Agreement' ? 'treaty' : 'other']);
    return said('LinkCommitments', writing, { relation, target: commitmentIdOf(world.seed, dice.below(life.index)) });
  },
  amend: (writing) => {
    const areas = [writing.dice.pick(words.AREAS), writing.dice.pick(words.AREAS)];
    const condition = writing.dice.chance(0.2) ? { condition: null } : {};
    return said('AmendCommitment', writing, { areas: [...new Set(areas)], ...condition });
  },
  correct: correction,
  void: (writing) => ({
    command: 'CorrectRecord',
    data: { ...correcting(writing), cause: 'recorder', void: true },
  }),
  end,
};

/** A rate is over the year before; of a stock some say when it was counted. */
const windowOf = ({ life, step }: Writing): Data => (life.target?.measure === 'rate' ? { window: period(step) } : {});

/** Some assessors rate on a scale of their own, and say themselves what that means. */
function rated({ step, dice }: Writing): Data {
  if (!dice.chance(0.25)) return {};
  const { scale, ratings } = dice.pick(words.SCALES);
  return { scale, rating: ratings[step.word as keyof typeof ratings] };
}

const said = (command: string, writing: Writing, more: Data): Said => ({
  command,
  data: { ...recorded(writing), ...more },
});

const reporter = ({ life, dice }: Writing): string =>
  dice.chance(0.6) ? dice.pick(life.committers) : dice.pick(words.ASSESSORS);

function counted({ life, step }: Writing): Data {
  const { amount: target, unit } = life.target ?? { amount: 100, unit: 'EUR million' };
  return amount(Math.round(Math.min(1.1, step.value ?? 0) * target), unit);
}
