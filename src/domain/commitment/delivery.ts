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

/** What moves delivery in effect: reports and adjudications of it. Both in effective order. */
export interface Reported {
  readonly reports: readonly Report[];
  readonly adjudications: readonly Dated<'TermAdjudicated'>[];
}

/** The delivery that reports amount to. Law: only what was delivered moves it, never a contract or a forecast. */
export function deliveryOf({ reports, adjudications }: Reported, target: Amount | undefined): Delivery {
  const made = reports.filter(({ event: { data } }) => (data.counts ?? 'delivered') === 'delivered');
  const rulings = adjudications.filter(({ event }) => event.data.term === 'delivery').toReversed();
  const counts = made.filter(({ event }) => event.data.amount !== undefined);
  const amounts = [...Map.groupBy(counts, (report) => amountOf(report).unit).values()].map((inUnit) =>
    cumulative(weighed(inUnit, rulings, contradicts)),
  );
  const levels = made.filter(({ event }) => event.data.level !== undefined);
  const said = weighed(levels, rulings, () => true).at(-1)?.event.data.level;
  return { level: levelOf(said, amounts, target), amounts };
}

/**
 * The reports that still weigh. Law: an adjudication sets aside what was on record when it was made and was said
 * before the report it prefers, or contradicts it; what was recorded since weighs again.
 * @param rulings the latest first
 */
function weighed(
  reports: readonly Report[],
  rulings: readonly Dated<'TermAdjudicated'>[],
  against: (preferred: Report, later: Report) => boolean,
): readonly Report[] {
  for (const { event: ruling } of rulings) {
    const place = reports.findIndex(({ event }) => event.id === ruling.data.prefers);
    const preferred = reports[place];
    if (preferred === undefined) continue;
    return reports.filter(
      (report, index) =>
        report === preferred ||
        report.event.revision > ruling.revision ||
        (index > place && !against(preferred, report)),
    );
  }
  return reports;
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

const amountOf = (report: Report): Amount => report.event.data.amount as Amount;

/** Law: a cumulative count never falls, so a later upper bound below an earlier lower one is a conflict. */
const contradicts = (earlier: Report, later: Report): boolean => upper(amountOf(later)) < lower(amountOf(earlier));

function cumulative(counts: readonly Report[]): Cumulative {
  const last = new Map(counts.map((report) => [report.event.data.reporter, report]));
  const latest = counts.filter((report) => last.get(report.event.data.reporter) === report);
  const contested = conflicting(latest);
  const amounts = latest.map(amountOf);
  const chosen = contested
    ? amounts.reduce((a, b) => (upper(b) < upper(a) || (upper(b) === upper(a) && lower(b) < lower(a)) ? b : a))
    : amounts.reduce((a, b) => (lower(b) >= lower(a) ? b : a));
  return { amount: chosen, contested, reports: latest };
}

/** Each against the highest lower bound before it: in one pass, since a history may have many reports. */
function conflicting(counts: readonly Report[]): boolean {
  let highest: Report | undefined;
  for (const report of counts) {
    if (highest !== undefined && contradicts(highest, report)) return true;
    if (highest === undefined || lower(amountOf(report)) > lower(amountOf(highest))) highest = report;
  }
  return false;
}
