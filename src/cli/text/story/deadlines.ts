// Deadlines with what became of each: those that were moved, and by how much something was late.
import { bounds, type When } from '../../../domain/time.ts';
import type { Commitment } from '../commitment.ts';
import { said, saidAsDeadline } from '../dates.ts';
import { grid } from '../grid.ts';
import type { ToldEvent } from '../told.ts';
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
  readonly timeliness: string;
}

const DAY = 86_400_000;
const HEAD = ['WHOSE', 'DEADLINE', 'SET', 'WHAT BECAME OF IT'];

export function deadlineLines(story: Story): string[] {
  const { deadline, timeliness, target } = story.commitment;
  const whole = deadline === null ? [] : [{ party: undefined, deadline, timeliness }];
  const parties = (target?.parties ?? []).flatMap((one) =>
    one.deadline === null ? [] : [{ party: one.party, deadline: one.deadline, timeliness: one.timeliness ?? '' }],
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
    return moves === 0 ? [row] : [[whose, saidAsDeadline(first), '', outcomeWords(owner.deadline)], row];
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
    const opens = party === undefined && data.title !== undefined && data.deadline !== undefined;
    return opens ? [{ deadline: data.deadline as When, firmness: 'firm', event }] : [];
  });
}

/** One that another took the place of. */
function movedWords(deadline: Deadline, set: readonly SetOnce[], index: number): string {
  const [own, next] = [set[index], set[index + 1]];
  const to = next === undefined ? '' : `moved to ${said(next.deadline)}`;
  if (index === 0) return [outcomeWords(deadline), to].filter((text) => text !== '').join('; ');
  const passed = own !== undefined && next !== undefined && next.event.at >= (bounds(own.deadline).end ?? Infinity);
  return passed ? `missed${ownLateWords(deadline, own.deadline)}; ${to}` : `before it passed, ${to}`;
}

const OUTCOMES = { open: 'lies ahead', met: 'met', missed: 'missed', moved: 'moved before it passed' };

const outcomeWords = ({ firstOutcome, delivered, daysLate }: Deadline): string =>
  OUTCOMES[firstOutcome] + (firstOutcome === 'moved' ? '' : lateWords(delivered, daysLate));

const dayWords = (days: number): string => `${days} day${days === 1 ? '' : 's'}`;

export const lateWords = (delivered: string | null, daysLate: number | null): string =>
  delivered === null ? '' : `, delivered ${said(delivered)}${daysLate === null ? '' : `, ${dayWords(daysLate)} late`}`;

/** Law: the days that the answer has are the first deadline's; each later one tells its own. */
function ownLateWords({ delivered }: Deadline, due: When): string {
  const { end } = bounds(due);
  const reached = delivered === null ? undefined : Date.parse(delivered);
  const isLate = reached !== undefined && end !== undefined && reached + DAY > end;
  return lateWords(delivered, isLate ? Math.max(1, Math.floor((reached - end) / DAY) + 1) : null);
}

/** The one that holds. */
function currentWords({ clocks }: Story, { deadline, timeliness }: Owner): string {
  const { delivered, current } = deadline;
  if (timeliness === 'late') return timeliness + ownLateWords(deadline, current);
  if (timeliness !== 'overdue' && timeliness !== 'due') return timeliness + lateWords(delivered, null);
  const { end } = bounds(current);
  const over = end === undefined ? 0 : Math.floor((Date.parse(clocks.asOf) - end) / DAY) + 1;
  return timeliness === 'overdue' && over > 0 ? `overdue: nothing has reached it, ${dayWords(over)} after` : timeliness;
}
