// What a commitment, or a party's part in it, hangs on. A condition is pending until it is met or dropped; both stay told.
import type { Because } from './because.ts';
import type { FactData } from './events.ts';
import type { Target } from './targetPayloads.ts';

export interface Condition {
  readonly text: string;
  /** whose own it is; of the commitment where undefined */
  readonly party: string | undefined;
  readonly standing: 'pending' | 'met' | 'dropped';
  /** the event that set it, and the one that settled it */
  readonly setBy: string;
  readonly settledBy: string | undefined;
  /** the revisions of the same */
  readonly because: Because;
}

interface Setting {
  readonly id: string;
  readonly revision: number;
  readonly data: { readonly condition?: string | null | undefined; readonly target?: Target | undefined };
}

/** An act or an amendment sets conditions. Law: one of the same party takes the place of what was pending before. */
export function withConditions(
  conditions: readonly Condition[],
  { id, revision, data }: Setting,
): readonly Condition[] {
  const { condition, target } = data;
  const own = (target?.shares ?? []).flatMap(({ party, condition: text }) =>
    text === undefined ? [] : [{ party, text }],
  );
  const whole = typeof condition === 'string' ? [{ party: undefined, text: condition }] : [];
  const set = [...whole, ...own].map((one) => ({
    ...one,
    standing: 'pending' as const,
    setBy: id,
    settledBy: undefined,
    because: [revision],
  }));
  if (set.length === 0 && condition !== null) return conditions;
  const replaced = new Set(set.map(({ party }) => party));
  const kept = conditions.filter(({ standing, party }) => standing !== 'pending' || !replaced.has(party));
  return [...(condition === null ? kept.map(dropped(id, revision)) : kept), ...set];
}

const dropped =
  (id: string, revision: number) =>
  (condition: Condition): Condition =>
    condition.party === undefined && condition.standing === 'pending'
      ? { ...condition, standing: 'dropped', settledBy: id, because: [...condition.because, revision] }
      : condition;

export const settled = (
  conditions: readonly Condition[],
  {
    id,
    revision,
    data,
  }: { readonly id: string; readonly revision: number; readonly data: FactData['ConditionSettled'] },
): readonly Condition[] =>
  conditions.map((one) =>
    one.setBy === data.condition && one.party === data.party
      ? { ...one, standing: data.outcome, settledBy: id, because: [...one.because.slice(0, 1), revision] }
      : one,
  );

/** What keeps a deadline from making the headline overdue. */
export const pendingOn = (conditions: readonly Condition[], party?: string): string | undefined =>
  conditions.find((one) => one.party === party && one.standing === 'pending')?.text;

/** Whether an event as it stands sets a condition, of the commitment or of a party. */
export const setsCondition = ({ condition, target }: Setting['data'], party: string | undefined): boolean =>
  party === undefined
    ? typeof condition === 'string'
    : (target?.shares ?? []).some((share) => share.party === party && share.condition !== undefined);
