// Which counts of one measure, subject, unit and window weigh once delivery was adjudicated.
// Law: an adjudication is about the delivery its report is about. What is said of others stays, unless it cannot be true with it.
import { rangeOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import { together as inOne } from './because.ts';
import { amountOf, type Report, type Rulings, type Weighed, type WhoseOf, weighed, whoseKey } from './reports.ts';
import { together } from './shares.ts';
import type { Measure } from './targetPayloads.ts';

interface Adjudged {
  readonly rulings: Rulings;
  readonly whoseOf: WhoseOf;
  readonly measure: Measure;
  readonly contradicts: (preferred: Report, later: Report) => boolean;
}

/** @param slot in effective order */
export function weighingIn(slot: readonly Report[], by: Adjudged): Weighed {
  if (by.rulings.length === 0) return weighed(slot, by.rulings, by.contradicts);
  const groups = Map.groupBy(slot, (report) => whoseKey(by.whoseOf(report)));
  const each = [...groups.values()].map((group) => weighed(group, by.rulings, by.contradicts));
  const weighing = new Set(each.flatMap(({ reports }) => reports));
  const left = slot.filter((report) => weighing.has(report));
  const { reports, settledBy } = groups.size > 1 ? wholeOrParts(left, by) : { reports: left, settledBy: [] };
  return { reports, settledBy: inOne([...each.map((one) => one.settledBy), settledBy]) };
}

/** A whole and its parts where they contradict each other: the latest adjudication that prefers one of them settles it. */
function wholeOrParts(reports: readonly Report[], by: Adjudged): Weighed {
  for (const { event: ruling } of by.rulings) {
    const preferred = reports.find(({ event }) => event.id === ruling.data.prefers);
    if (preferred === undefined) continue;
    const known = reports.filter(({ event }) => event.revision < ruling.revision);
    const isWhole = (report: Report) => by.whoseOf(report) === undefined;
    const parts = known.filter((report) => !isWhole(report));
    const aside = isWhole(preferred)
      ? partsAgainst(preferred, parts, by)
      : wholesAgainst(preferred, parts, { ...by, wholes: known.filter(isWhole) });
    if (aside.length > 0)
      return { reports: reports.filter((report) => !aside.includes(report)), settledBy: [ruling.revision] };
  }
  return { reports, settledBy: [] };
}

/** A sum goes on: only what was said of the parts before can be more than the whole. */
function partsAgainst(whole: Report, parts: readonly Report[], by: Adjudged): readonly Report[] {
  const before = parts.filter((part) => by.measure !== 'sum' || isBefore(part, whole));
  return before.length > 0 && isBelow(amountOf(whole), together(before, by.whoseOf, by.measure).amount) ? before : [];
}

function wholesAgainst(
  part: Report,
  parts: readonly Report[],
  { wholes, rulings, whoseOf, measure }: Adjudged & { readonly wholes: readonly Report[] },
): readonly Report[] {
  if (parts.length === 0) return [];
  const ofParts = together(parts, whoseOf, measure).amount;
  const wasPreferred = ({ event }: Report) => rulings.some((one) => one.event.data.prefers === event.id);
  return wholes.filter(
    (whole) =>
      (measure !== 'sum' || isBefore(part, whole)) &&
      isBelow(amountOf(whole), wasPreferred(whole) ? amountOf(part) : ofParts),
  );
}

const isBelow = (one: Amount, other: Amount): boolean => rangeOf(one).most < rangeOf(other).least;
const isBefore = (one: Report, other: Report): boolean =>
  one.at < other.at || (one.at === other.at && one.event.revision < other.event.revision);
