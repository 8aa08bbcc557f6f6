// Which of several formats a caller prefers: RFC 9110, 12.5.1. The most specific range of Accept decides on each format.
// Written here: `negotiator` gives no text/csv for `text/csv; charset=utf-8`, and hides the weights (decision 23).
import type { IncomingHttpHeaders } from 'node:http';

interface Range {
  readonly type: string;
  readonly subtype: string;
  /** has parameters other than the weight */
  readonly narrowed: boolean;
  readonly quality: number;
}

/** A weight is 0 to 1; what is none counts as the whole, as if it had not been said. More digits than three are taken. */
const QUALITY = /^q=(0(?:\.\d*)?|1(?:\.0*)?)$/;
/** 5.6.4: commas and semicolons in it separate nothing. One that is not closed goes to the end. */
const QUOTED = /"(?:[^"\\]|\\.?)*"?/gs;

function rangeOf(text: string): Range {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = ''] = range.split('/');
  const weight = parameters.map((parameter) => QUALITY.exec(parameter)?.[1]).find((found) => found !== undefined);
  const narrowed = parameters.some((parameter) => parameter !== '' && !parameter.startsWith('q='));
  return { type, subtype, narrowed, quality: Number(weight ?? 1) };
}

/**
 * A range with parameters is about one variant of its type. The formats have no variants, so it is asked only where no
 * range names the type as it is: `text/csv;header=absent;q=0, text/csv` takes text/csv.
 */
const specificity = ({ type, subtype, narrowed }: Range): number =>
  (type === '*' ? 0 : 2) + (subtype === '*' ? 0 : 2) - (narrowed ? 1 : 0);

function qualityOf(format: string, ranges: readonly Range[]): number {
  const [type, subtype] = format.split('/');
  const fitting = ranges.filter(
    (range) => (range.type === '*' || range.type === type) && (range.subtype === '*' || range.subtype === subtype),
  );
  const [closest] = fitting.sort((a, b) => specificity(b) - specificity(a));
  return closest?.quality ?? 0;
}

/** The format preferred; among equals the first that is offered. Undefined where none is acceptable. */
export function preferred<Format extends string>(
  accept: string | undefined,
  offered: readonly [Format, ...Format[]],
): Format | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.replaceAll(QUOTED, '""').split(',').map(rangeOf);
  let [best, quality]: [Format | undefined, number] = [undefined, 0];
  for (const format of offered) {
    const found = qualityOf(format, ranges);
    if (found > quality) [best, quality] = [format, found];
  }
  return best;
}

const USUAL: ReadonlySet<string | undefined> = new Set([undefined, '*/*', 'application/json']);

/** Whether what is made already will do: JSON, as it is now. Asked of every request, so it parses nothing. */
export const takesJsonOfNow = (headers: IncomingHttpHeaders): boolean =>
  USUAL.has(headers.accept) && headers['accept-datetime'] === undefined;
