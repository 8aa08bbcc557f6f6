// Reports of delivery: which of them still weigh, and of whose delivery they speak.
import { canonicalJson } from '../canonicalJson.ts';
import type { Amount } from '../primitives.ts';
import { type Because, NOTHING } from './because.ts';
import type { Dated } from './effect.ts';

export type Report = Dated<'DeliveryReported'>;
/** Of those that have an amount. */
export const amountOf = (report: Report): Amount => report.event.data.amount as Amount;
export const reporterOf = (report: Report): string => report.event.data.reporter;
export const isOfDelivery = ({ event: { data } }: Report): boolean => (data.counts ?? 'delivered') === 'delivered';

/** Reports and adjudications of them, both in effective order. */
export interface Reported {
  readonly reports: readonly Report[];
  readonly adjudications: readonly Dated<'TermAdjudicated'>[];
}
/** Adjudications of delivery, the latest first. */
export type Rulings = readonly Dated<'TermAdjudicated'>[];

/**
 * The reports that still weigh, of one and the same delivery. Law: an adjudication sets aside what was on record when it was made and was said
 * before the report it prefers, or contradicts it; what was recorded since weighs again.
 */
export function weighed(
  reports: readonly Report[],
  rulings: Rulings,
  against: (preferred: Report, later: Report) => boolean,
): Weighed {
  for (const { event: ruling } of rulings) {
    const place = reports.findIndex(({ event }) => event.id === ruling.data.prefers);
    const preferred = reports[place];
    if (preferred === undefined) continue;
    const weighing = reports.filter(
      (report, index) =>
        report === preferred ||
        report.event.revision > ruling.revision ||
        (index > place && !against(preferred, report)),
    );
    return { reports: weighing, settledBy: [ruling.revision] };
  }
  return { reports, settledBy: NOTHING };
}

export interface Weighed {
  readonly reports: readonly Report[];
  /** the adjudication that says which, where there is one */
  readonly settledBy: Because;
}

export const revisionsOf = (reports: readonly Report[]): Because => reports.map(({ event }) => event.revision);

/** The latest from each reporter, in effective order: a reporter that corrects itself is in no conflict. */
export function latestOfEach(reports: readonly Report[]): readonly Report[] {
  const last = new Map(reports.map((report) => [reporterOf(report), report]));
  return reports.filter((report) => last.get(reporterOf(report)) === report);
}

/** The parties of whose delivery a report speaks; undefined where it speaks of the whole. */
export type WhoseOf = (report: Report) => readonly string[] | undefined;

/** Where each party has its own target, a party that says nothing else speaks of itself. */
export const whoseBy =
  (forEach: boolean, committers: ReadonlySet<string>): WhoseOf =>
  (report) => {
    const { parties, reporter } = report.event.data;
    return parties ?? (forEach && committers.has(reporter) ? [reporter] : undefined);
  };

/** Whose delivery a report's amount holds: with the members a grouping's report includes. */
export const covered = ({ event: { data } }: Report, whose: readonly string[]): readonly string[] =>
  [...new Set([...whose, ...(data.includes ?? [])])].sort();

export const whoseKey = (whose: readonly string[] | undefined): string =>
  whose === undefined ? '' : canonicalJson([...new Set(whose)].sort());
