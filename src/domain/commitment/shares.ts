// One amount from several reports: of one delivery by several reporters, and of several parties that are added up.
// Law: what is in another report is never added to it, and what was not added is said.
import { commonAmount, rangeOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import { amountOf, covered, latestOfEach, type Report, type WhoseOf, whoseKey } from './reports.ts';
import type { Measure } from './targetPayloads.ts';

export interface Overlap {
  /** whose delivery was not added; null: the report of the whole */
  readonly parties: readonly string[] | null;
  /** in whose it is; null: in the whole's */
  readonly within: readonly string[] | null;
}

interface Agreed {
  readonly amount: Amount;
  readonly contested: boolean;
  readonly reports: readonly Report[];
  /** those of them that the amount follows from: of parts, those that are added */
  readonly from: readonly Report[];
}
export interface Together extends Agreed {
  readonly overlaps: readonly Overlap[];
  /** whose delivery the amount is, with members included; undefined where it is of the whole */
  readonly covers: readonly string[] | undefined;
}

/**
 * @param reports at least one, in effective order, all of one measure, subject, unit and window
 * @param wholeIsEarlier what is said of the whole is of a time before what is said of parties
 */
export function together(
  reports: readonly Report[],
  whoseOf: WhoseOf,
  measure: Measure,
  wholeIsEarlier = false,
): Together {
  const groups = Map.groupBy(reports, (report) => whoseKey(whoseOf(report)));
  const whole = groups.get('');
  const parts = [...groups.values()].filter((group) => group !== whole).map((group) => partOf(group, whoseOf, measure));
  if (parts.length === 0) return { ...agreed(reports, measure), overlaps: [], covers: undefined };
  const added = addedUp(parts);
  const goesOn = measure === 'sum' || wholeIsEarlier;
  return whole === undefined ? added : withWhole(added, parts, agreed(whole, measure), goesOn);
}

interface Part extends Agreed {
  readonly parties: readonly string[];
  /** with the members that a grouping's report includes */
  readonly covers: readonly string[];
}

function partOf(group: readonly Report[], whoseOf: WhoseOf, measure: Measure): Part {
  const parties = whoseOf(group[0] as Report) ?? [];
  const said = agreed(group, measure);
  return { ...said, parties, covers: [...new Set(said.reports.flatMap((report) => covered(report, parties)))] };
}

/** The widest first, so that a grouping's report stands and its members' are in it. */
function addedUp(parts: readonly Part[]): Together {
  const taken: Part[] = [];
  const overlaps: Overlap[] = [];
  for (const part of parts.toSorted((a, b) => b.covers.length - a.covers.length)) {
    const holder = taken.find(({ covers }) => part.covers.some((code) => covers.includes(code)));
    if (holder === undefined) taken.push(part);
    else overlaps.push({ parties: part.parties, within: holder.parties });
  }
  return {
    amount: sumOf(taken.map(({ amount }) => amount)),
    contested: taken.some(({ contested }) => contested),
    reports: inEffect(parts.flatMap(({ reports }) => reports)),
    from: inEffect(taken.flatMap(({ from }) => from)),
    overlaps,
    covers: parts.flatMap(({ covers }) => covers),
  };
}

/** Of ranges: the least and the most that all of them come to. @param amounts at least one, all in one unit */
export function sumOf(amounts: readonly Amount[]): Amount {
  const ranges = amounts.map(rangeOf);
  const [min, max] = [added(ranges.map(({ least }) => least)), added(ranges.map(({ most }) => most))];
  const unit = amounts[0]?.unit ?? '';
  const approx = amounts.some((amount) => amount.approx) ? { approx: true } : {};
  if (amounts.length === 1) return amounts[0] as Amount;
  return { ...(min > 0 || max === Infinity ? { min } : {}), ...(max < Infinity ? { max } : {}), ...approx, unit };
}

/** Decimal fractions as they are written: 0.1 and 0.2 make 0.3. */
const added = (numbers: readonly number[]): number => {
  const sum = numbers.reduce((a, b) => a + b, 0);
  return Number.isFinite(sum) ? Number(sum.toPrecision(15)) : sum;
};

/**
 * Law: a whole is no less than its parts. Of a sum the higher stands, and of what was there before; of anything else what is
 * said of the whole. @param goesOn what is said of parts later may be more
 */
function withWhole(parts: Together, each: readonly Part[], whole: Agreed, goesOn: boolean): Together {
  const reports = inEffect([...parts.reports, ...whole.reports]);
  const [of, ofParts] = [rangeOf(whole.amount), rangeOf(parts.amount)];
  const isLater = (whole.reports.at(-1)?.at ?? 0) >= (parts.reports.at(-1)?.at ?? 0);
  const below = of.most < ofParts.least;
  const contested = whole.contested || parts.contested || (below && (!goesOn || isLater));
  const standsWhole = contested ? of.least <= ofParts.least : !goesOn || of.least >= ofParts.least;
  return standsWhole
    ? {
        amount: whole.amount,
        contested,
        reports,
        from: whole.from,
        overlaps: each.map(({ parties }) => ({ parties, within: null })),
        covers: undefined,
      }
    : { ...parts, contested, reports, overlaps: [...parts.overlaps, { parties: null, within: null }] };
}

const inEffect = (reports: readonly Report[]): readonly Report[] =>
  reports.toSorted((a, b) => a.at - b.at || a.event.revision - b.event.revision);

/** What reporters of one delivery make of it between them. */
function agreed(all: readonly Report[], measure: Measure): Agreed {
  const reports = latestOfEach(all);
  const amounts = reports.map(amountOf);
  if (measure === 'sum') {
    const contested = isFalling(amounts);
    if (contested) return { amount: lowest(amounts), contested, reports, from: reports };
    const amount = highest(amounts);
    const says = (report: Report) => rangeOf(amountOf(report)).least === rangeOf(amount).least;
    return { amount, contested, reports, from: reports.filter(says) };
  }
  const common = commonAmount(amounts);
  return { amount: common ?? lowest(amounts), contested: common === undefined, reports, from: reports };
}

/** Each against the highest lower bound before it: in one pass, since a history may have many reports. */
function isFalling(amounts: readonly Amount[]): boolean {
  let floor = 0;
  for (const amount of amounts) {
    const { least, most } = rangeOf(amount);
    if (most < floor) return true;
    floor = Math.max(floor, least);
  }
  return false;
}

const highest = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((a, b) => (rangeOf(b).least >= rangeOf(a).least ? b : a));

const lowest = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((a, b) => {
    const [one, other] = [rangeOf(a), rangeOf(b)];
    return other.most < one.most || (other.most === one.most && other.least < one.least) ? b : a;
  });
