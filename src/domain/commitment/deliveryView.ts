// What the public reads of delivery: its level, whose account that is, each count, and every report behind them.

import { revisions } from './because.ts';
import type { Count } from './counts.ts';
import type { Delivery, PartyDelivery, WindowFit } from './delivery.ts';
import { isOfDelivery, type Report } from './reports.ts';
import { asCorrectedBy, saidAt } from './said.ts';

interface Told {
  readonly delivery: Delivery;
  readonly kept: { readonly DeliveryReported: readonly Report[] };
}

export const deliveryView = ({ delivery, kept: { DeliveryReported: reports } }: Told) => ({
  level: delivery.level,
  contested: delivery.contested,
  basis: delivery.basis,
  because: revisions(delivery.because),
  amounts: delivery.amounts.map(countView),
  windows: delivery.windows.map(windowView),
  parties: delivery.parties.map(partyView),
  reported: reports.filter(isOfDelivery).map(reportView),
  outlook: reports.filter((report) => !isOfDelivery(report)).map(reportView),
});

const partyView = ({ party, level, contested, basis, because, amounts, windows }: PartyDelivery) => ({
  party,
  level,
  contested,
  basis,
  because: revisions(because),
  amounts: amounts.map(countView),
  windows: windows.map(windowView),
});

const windowView = ({ window, amount, fit }: WindowFit) => ({ window: window ?? null, amount, fit });

const countView = ({ amount, contested, measure, subject, window, reports, overlaps }: Count) => ({
  amount,
  contested,
  measure,
  subject: subject ?? null,
  window: window ?? null,
  reports: reports.map(countedView),
  overlaps,
});

const countedView = ({ event }: Report) => ({
  event: event.id,
  effectiveAt: event.data.effectiveAt,
  ...asCorrectedBy(event),
  reporter: event.data.reporter,
  amount: event.data.amount,
});

const reportView = (report: Report) => {
  const { data } = report.event;
  return {
    ...saidAt(report),
    reporter: data.reporter,
    reporterOf: data.reporterOf ?? null,
    level: data.level ?? null,
    amount: data.amount ?? null,
    counts: data.counts ?? 'delivered',
    measure: data.measure ?? null,
    subject: data.subject ?? null,
    window: data.window ?? null,
    parties: data.parties ?? null,
    includes: data.includes ?? null,
    expected: data.expected ?? null,
    citations: data.citations,
  };
};
