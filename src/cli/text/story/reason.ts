// Why the headline is what it is: the row of its table that matched, in words, with the sources of what made it match.
import { names } from '../../../domain/inWords.ts';
import type { Commitment } from '../commitment.ts';
import { day, saidAsDeadline, saidWithin } from '../dates.ts';
import { amountWords, saidOr, words } from '../words.ts';
import { shortOf } from './short.ts';
import { becauseRefs, commitmentWords, listed, named, occasionWords, type Story } from './story.ts';

export const reasonWords = (story: Story): string =>
  REASONS[story.commitment.status](story, story.commitment) +
  becauseRefs(story, story.commitment.because.status.events);

type Reason = (story: Story, commitment: Commitment) => string;

const REASONS: Readonly<Record<Commitment['status'], Reason>> = {
  void: () => 'every act was voided by a correction',
  superseded: (story) => endedWords(story),
  delivered: (story) => reportedWords(story),
  withdrawn: (story, { ended, position }) =>
    ended === null ? `${withdrewWords(story, position)} withdrew, and too few are left` : endedWords(story),
  lapsed: (story, { ended, validUntil }) =>
    ended?.how === 'lapsed' ? endedWords(story) : `it was valid until ${saidOr(validUntil)}`,
  overdue: (story) => overdueWords(story),
  stalled: (story) => reportedWords(story),
  in_progress: (story) => reportedWords(story),
  in_force: (_, { inForce }) =>
    inForce === false ? 'it is in force' : `it is in force since ${day(inForce.since)}: ${inForce.basis}`,
  agreed: (story, commitment) => `it was ${actWords(story, commitment.act.strongest)}${softWords(commitment)}`,
  proposed: (story, { act }) => `it was no more than ${actWords(story, act.strongest)}`,
};

const endedWords = (story: Story): string => {
  const { ended } = story.commitment;
  if (ended === null) return 'it ended';
  const by = ended.supersededBy === null ? '' : ` by ${commitmentWords(story, ended.supersededBy)}`;
  const whom = ended.parties === null ? '' : ` for ${partiesWords(story, ended.parties)}`;
  return `it ended${whom} ${saidOr(ended.effectiveAt)}, ${ended.how}${by}`;
};

const withdrewWords = (story: Story, position: Commitment['position']): string =>
  listed(position.filter((one) => one.position === 'withdrew').map(({ party }) => named(story, party)));

/** Those that have not reached it are named, where each has to and some have. */
function overdueWords(story: Story): string {
  const { deadline, target } = story.commitment;
  const late = (target?.parties ?? []).filter((one) => one.timeliness === 'overdue').map(({ party }) => party);
  if (late.length > 0) {
    return `a firm deadline of ${partiesWords(story, late)} has passed, and ${late.length === 1 ? 'it has' : 'they have'} not reached it`;
  }
  const due =
    deadline === null ? 'a firm deadline has passed' : `it was due ${saidAsDeadline(deadline.current)}, firmly`;
  const short = shortOf(story);
  if (short.length === 0) return `${due}, and nothing has reached it`;
  return `${due}, and ${partiesWords(story, short)} ${short.length === 1 ? 'has not reached its part' : 'have not reached their parts'}`;
}

const FEW = 4;
const partiesWords = (story: Story, codes: readonly string[]): string =>
  codes.length > FEW ? names(codes) : listed(codes.map((code) => named(story, code)));

/** Who says so, the latest first; or what was counted, where that made it so. */
function reportedWords(story: Story): string {
  const { level, reported } = story.commitment.delivery;
  const report = reported.findLast((one) => one.level === level);
  if (report !== undefined) {
    return `delivery is ${words(level)}, as ${named(story, report.reporter)} reported ${saidOr(report.effectiveAt)}`;
  }
  const counts = countsThat(story.commitment, level === 'delivered').map(
    ({ amount, window }) => amountWords(amount) + (window === null ? '' : ` ${saidWithin(window)}`),
  );
  return `what was counted ${level === 'delivered' ? 'has reached' : 'goes towards'} the target: ${counts.join(', ')}`;
}

/** Where the target is to have so much at least: the counts that have. */
function countsThat({ delivery: { amounts }, quantity, target }: Commitment, reached: boolean) {
  const least = target?.direction === 'at_least' ? quantity?.min : undefined;
  const enough = amounts.filter(({ amount, subject, contested }) => {
    const isAlike = amount.unit === quantity?.unit && subject === (target?.subject ?? null) && !contested;
    return isAlike && least !== undefined && (amount.min ?? 0) >= least;
  });
  return reached && enough.length > 0 ? enough : amounts;
}

function actWords(story: Story, act: Commitment['act']['strongest']): string {
  if (act === null) return 'said';
  const at = act.occasion === undefined ? '' : `, at ${occasionWords(story, act.occasion)}`;
  return `${act.act} ${saidOr(act.effectiveAt)}${at}`;
}

/** A stranger who sees a date go by asks why that changed nothing. */
const softWords = ({ deadline, timeliness }: Commitment): string =>
  timeliness === 'overdue' && deadline?.firmness === 'soft' ? '; its deadline has passed, but was a soft one' : '';
