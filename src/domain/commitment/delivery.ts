// Axis 3: what was delivered. Reports move it; speech acts, concerns and assertions never do.
import type { Amount } from '../primitives.ts';
import type { Dated } from './effect.ts';
import type { DeliveryLevel } from './payloads.ts';

export type Report = Dated<'DeliveryReported'>;

/** What has been counted as delivered so far, in one unit. */
export interface Cumulative {
  readonly amount: Amount;
  /** reporters contradict each other and nobody has adjudicated: the lowest stands */
  readonly contested: boolean;
  /** the latest count from each reporter, in effective order */
  readonly reports: readonly Report[];
}

export interface Delivery {
  readonly level: DeliveryLevel;
  /** by unit, in the order in which units appeared */
  readonly amounts: readonly Cumulative[];
}

const lower = ({ min }: Amount): number => min ?? 0;
const upper = ({ max }: Amount): number => max ?? Infinity;

/**
 * The delivery that reports in effective order amount to.
 * @param preferred the report an adjudication prefers: earlier counts no longer weigh, later ones do
 */
export function deliveryOf(reports: readonly Report[], target: Amount | undefined, preferred?: string): Delivery {
  const amounts = counted(reports, preferred);
  const said = reports.findLast((report) => report.event.data.level !== undefined)?.event.data.level;
  return { level: levelOf(said, amounts, target), amounts };
}

function levelOf(
  said: DeliveryLevel | undefined,
  amounts: readonly Cumulative[],
  target: Amount | undefined,
): DeliveryLevel {
  if (said === 'delivered' || amounts.some((amount) => reaches(amount, target))) return 'delivered';
  const some = amounts.some(({ amount }) => (amount.max ?? amount.min ?? 0) > 0);
  return some && said !== 'stalled' ? 'partly_delivered' : (said ?? 'not_started');
}

/** Law: only an uncontested or adjudicated count reaches a target, and only its lower bound counts. */
const reaches = ({ amount, contested }: Cumulative, target: Amount | undefined): boolean =>
  target !== undefined &&
  !contested &&
  amount.unit === target.unit &&
  lower(amount) >= (target.min ?? target.max ?? Infinity);

function counted(reports: readonly Report[], preferred: string | undefined): Cumulative[] {
  const counts = reports.filter(
    ({ event: { data } }) => data.amount !== undefined && (data.counts ?? 'delivered') === 'delivered',
  );
  const from = counts.findIndex((report) => report.event.id === preferred);
  const byUnit = Map.groupBy(counts, (report) => amountOf(report).unit);
  return [...byUnit.values()].map((inUnit) => {
    const adjudicated = from >= 0 && amountOf(counts[from] as Report).unit === amountOf(inUnit[0] as Report).unit;
    return cumulative(adjudicated ? counts.slice(from).filter((report) => inUnit.includes(report)) : inUnit);
  });
}

const amountOf = (report: Report): Amount => report.event.data.amount as Amount;

/** Law: a cumulative count never falls, so a later upper bound below an earlier lower one is a conflict. */
function cumulative(counts: readonly Report[]): Cumulative {
  const latest = [...new Map(counts.map((report) => [report.event.data.reporter, report])).values()];
  const contested = conflicting(latest);
  const amounts = latest.map(amountOf);
  const chosen = contested
    ? amounts.reduce((a, b) => (upper(b) < upper(a) || (upper(b) === upper(a) && lower(b) < lower(a)) ? b : a))
    : amounts.reduce((a, b) => (lower(b) >= lower(a) ? b : a));
  return { amount: chosen, contested, reports: latest };
}

function conflicting(latest: readonly Report[]): boolean {
  let highest = -Infinity;
  for (const report of latest.toSorted((a, b) => a.at - b.at || a.event.revision - b.event.revision)) {
    if (upper(amountOf(report)) < highest) return true;
    highest = Math.max(highest, lower(amountOf(report)));
  }
  return false;
}
