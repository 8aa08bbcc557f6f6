// Deadlines with what became of each: those that were moved, and by how much something was late.
import type { ActData } from '../../../domain/commitment/payloads.ts';
import { names } from '../../../domain/inWords.ts';
import { bounds, type When } from '../../../domain/time.ts';
import type { Commitment } from '../commitment.ts';
import { said, saidAsDeadline } from '../dates.ts';
import { grid } from '../grid.ts';
import type { ToldEvent } from '../told.ts';
import { overFor } from './over.ts';
import { shortOf } from './short.ts';
import { named, refsOf, type Story, section } from './story.ts';

type Deadline = NonNullable<Commitment['deadline']>;

/** A deadline as it was set, or set again. */
interface SetOnce {
  readonly deadline: When;
  readonly firmness: string;
  readonly event: ToldEvent;
}

interface Owner {
  readonly party: string | undefined;
  readonly deadline: Deadline;
}

const DAY = 86_400_000;
const HEAD = ['WHOSE', 'DEADLINE', 'SET', 'WHAT BECAME OF IT'];

export function deadlineLines(story: Story): string[] {
  const { deadline, target } = story.commitment;
  const whole = deadline === null ? [] : [{ party: undefined, deadline }];
  const parties = (target?.parties ?? []).flatMap((one) =>
    one.deadline === null ? [] : [{ party: one.party, deadline: one.deadline }],
  );
  const rows = [...whole, ...parties].flatMap((owner) => rowsOf(story, owner));
  return section('DEADLINES', grid(HEAD, rows, story.width));
}

function rowsOf(story: Story, owner: Owner): string[][] {
  const set = setBy(story, owner.party);
  const whose = owner.party === undefined ? '' : named(story, owner.party);
  const { first, current, firmness, moves } = owner.deadline;
  if (set.length !== moves + 1) {
    const row = [whose, `${saidAsDeadline(current)} (${firmness})`, '', currentWords(story, owner)];
    return moves === 0 ? [row] : [[whose, saidAsDeadline(first), '', firstWords(owner.deadline)], row];
  }
  return set.map((one, index) => [
    whose,
    `${saidAsDeadline(one.deadline)} (${one.firmness})`,
    `${one.event.effectiveAt === undefined ? '' : said(one.event.effectiveAt)}${refsOf(story, one.event)}`,
    index === set.length - 1 ? currentWords(story, owner) : movedWords(owner.deadline, set, index),
  ]);
}

/** Law: what was set by the act that opened the record, and what was set since, in effective order. */
function setBy({ told, clocks }: Story, party: string | undefined): SetOnce[] {
  return told.standing(Date.parse(clocks.asOf)).flatMap((event) => {
    const { data, type } = event;
    if (type === 'DeadlineSet' && data.party === party)
      return [{ deadline: data.deadline as When, firmness: String(data.firmness), event }];
    const given = data.title === undefined ? undefined : deadlineIn(data, party);
    return given === undefined ? [] : [{ deadline: given, firmness: 'firm', event }];
  });
}

/** What the act that opened the record gives: to all, or to one party with its share. */
function deadlineIn(data: ToldEvent['data'], party: string | undefined): When | undefined {
  const { deadline, target } = data as Pick<ActData, 'deadline' | 'target'>;
  return party === undefined ? deadline : target?.shares?.find((share) => share.party === party)?.deadline;
}

/** One that another took the place of. */
function movedWords(deadline: Deadline, set: readonly SetOnce[], index: number): string {
  const [own, next] = [set[index], set[index + 1]];
  if (own === undefined || next === undefined) return '';
  const to = said(next.deadline);
  const { start: was = -Infinity, end = Infinity } = bounds(own.deadline);
  if (next.event.at < end && !(index === 0 && deadline.firstOutcome === 'met')) {
    return `${(bounds(next.deadline).start ?? Infinity) < was ? 'brought forward' : 'moved'} before it passed, to ${to}`;
  }
  const outcome = index === 0 ? firstWords(deadline) : `missed${ownLateWords(deadline, own.deadline)}`;
  return `${outcome}; moved to ${to}`;
}

const OUTCOMES = { open: 'lies ahead', met: 'met', missed: 'missed', moved: 'moved before it passed' };

const firstWords = ({ firstOutcome, delivered, daysLate }: Deadline): string =>
  OUTCOMES[firstOutcome] + (firstOutcome === 'moved' ? '' : lateWords(delivered, daysLate));

const dayWords = (days: number): string => `${days} day${days === 1 ? '' : 's'}`;

export const lateWords = (delivered: string | null, daysLate: number | null): string =>
  delivered === null ? '' : `, delivered ${said(delivered)}${daysLate === null ? '' : `, ${dayWords(daysLate)} late`}`;

/** Law: the days that the answer has are the first deadline's; each later one tells its own. */
const ownLateWords = ({ delivered }: Deadline, due: When): string => lateWords(delivered, daysLateFor(delivered, due));

function daysLateFor(delivered: string | null, due: When): number | null {
  const { end } = bounds(due);
  const reached = delivered === null ? undefined : Date.parse(delivered);
  const isLate = reached !== undefined && end !== undefined && reached + DAY > end;
  return isLate ? Math.max(1, Math.floor((reached - end) / DAY) + 1) : null;
}

/** Law: the one that holds is told by what became of it alone: timeliness of the whole may be another date's. */
function currentWords(story: Story, { deadline, party }: Owner): string {
  const { delivered, current, firstOutcome, moves } = deadline;
  const late = moves === 0 ? deadline.daysLate : daysLateFor(delivered, current);
  if (delivered !== null) return `${late === null ? 'met' : 'late'}${lateWords(delivered, late)}`;
  if (moves === 0 && firstOutcome === 'moved') return 'each party has a deadline of its own';
  return unmetWords(story, current, party);
}

/** Nothing has reached it: counted up to the day that it was over. */
function unmetWords(story: Story, due: When, party: string | undefined): string {
  const [over, asOf] = [overFor(story, party), Date.parse(story.clocks.asOf)];
  const { start = -Infinity, end = Infinity } = bounds(due);
  const until = Math.min(over.at, asOf);
  if (until < end) {
    if (over.at <= asOf) return `still open ${over.words}`;
    return asOf >= start ? 'due' : 'upcoming';
  }
  const days = dayWords(Math.floor((until - end) / DAY) + 1);
  const what = missedBy(party === undefined ? shortOf(story) : [], over.at <= asOf);
  return `overdue: ${[what, over.words].filter((text) => text !== '').join(' ')}, ${days} after`;
}

function missedBy(short: readonly string[], isOver: boolean): string {
  if (short.length === 0) return `nothing ${isOver ? 'had' : 'has'} reached it`;
  const has = short.length === 1 ? 'has' : 'have';
  return `${names(short)} ${isOver ? 'had' : has} not reached it`;
}

/** What became of a step: open, where it was not over before. */
export function stepWords(story: Story, by: When, outcome: string): string {
  const over = overFor(story);
  if (outcome !== 'open' || over.at > Date.parse(story.clocks.asOf)) return outcome;
  return over.at < (bounds(by).end ?? Infinity) ? `still open ${over.words}` : outcome;
}
