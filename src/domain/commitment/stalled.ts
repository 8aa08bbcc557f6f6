// Whether what was said to be stalled has gone on since: a later count that rose says so, whoever counted.
// Law: a first count says nothing of it, since nobody knows what there was when it stalled.
import { instantsOf, rangeOf } from '../common.ts';
import { type Count, type Counting, isOfLine, type Series, seriesOf } from './counts.ts';
import type { Report } from './reports.ts';

interface GoneOn {
  /** what the counts that rose had risen from */
  readonly from: readonly Report[];
}

/** Undefined where it has not. @param stalled the report that says it is stalled */
export function goneOn(
  counting: Counting,
  series: readonly Series[],
  stalled: Report,
  isFilledUp: boolean,
): GoneOn | undefined {
  const place = counting.reports.indexOf(stalled);
  const then = seriesOf({ ...counting, reports: counting.reports.slice(0, place + 1).filter(isCount) });
  const risen = series.flatMap((counts) => {
    const before = then.find(([count]) => count !== undefined && isOfLine(count, counts[0]));
    return risenIn(counts, before ?? [], stalled, isFilledUp);
  });
  return risen.length === 0 ? undefined : { from: risen.flatMap((count) => count?.reports ?? []) };
}

const isCount = ({ event }: Report): boolean => event.data.amount !== undefined;

/** What each count that rose had risen from; undefined of one of a window since. */
function risenIn(now: Series, then: Series, stalled: Report, isFilledUp: boolean): (Count | undefined)[] {
  if (now[0]?.measure !== 'sum') {
    const [last, before] = [now.at(-1), then.at(-1)];
    return last && before && isFurther(last, before, isFilledUp) ? [before] : [];
  }
  return now.flatMap((count) => {
    const before = then.find((one) => isSameWindow(one, count));
    if (before === undefined) return isOfSince(count, stalled) ? [undefined] : [];
    return isFurther(count, before, isFilledUp) ? [before] : [];
  });
}

function isFurther(now: Count, then: Count, isFilledUp: boolean): boolean {
  const [is, was] = [rangeOf(now.amount), rangeOf(then.amount)];
  if (now.contested) return false;
  return isFilledUp ? is.least > was.least && is.most >= was.most : is.most < was.most && is.least <= was.least;
}

const isOfSince = ({ window, amount, contested }: Count, { at }: Report): boolean =>
  window !== undefined && instantsOf(window).least >= at && !contested && rangeOf(amount).least > 0;

const bounded = ({ window }: Count): string => {
  if (window === undefined) return '';
  const { least, most } = instantsOf(window);
  return `${least}/${most}`;
};
const isSameWindow = (a: Count, b: Count): boolean => bounded(a) === bounded(b);
