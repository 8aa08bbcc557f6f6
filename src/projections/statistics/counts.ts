// Counts by code, and how they are kept as text. It knows no domain: the thread that writes a build loads nothing else.

export interface Count {
  readonly code: string;
  readonly n: number;
}
/** How often each code counts, each of them once; a code that is absent counts 0. A few, so a list of them is found fastest. */
export type Counts = readonly Count[];

/** One for each commitment. */
export const COMMITMENTS = 'n';
/** In the scope of everything, at how many places events moved something: what makes a month crowded. */
export const PLACES = 'm';
export const partyCode = (party: string): string => `p${party}`;
/** The scope of what a party has a part in and owes nothing of. */
export const unowedCode = (party: string): string => `u${party}`;
export const areaCode = (area: string): string => `a${area}`;

/** A count while it is added up. */
export interface Sum extends Count {
  n: number;
}

/** Adds a count to others, so many times. */
export function add(into: Sum[], { code, n }: Count, times: number): void {
  for (const known of into) {
    if (known.code !== code) continue;
    known.n += n * times;
    return;
  }
  into.push({ code, n: n * times });
}

/** As it is kept, with spaces between: `n s9 co=2`. What counts once says no number. */
export const countText = (code: string, n: number): string => (n === 1 ? code : `${code}=${n}`);

const [SPACE, SIGN] = [' '.charCodeAt(0), '='.charCodeAt(0)];

/** Calls for each code of a text with how often it counts. */
export function eachIn(text: string, use: (code: string, n: number) => void): void {
  for (let [start, sign, at] = [0, -1, 0]; at <= text.length; at++) {
    const char = at < text.length ? text.charCodeAt(at) : SPACE;
    if (char === SIGN) sign = at;
    if (char !== SPACE) continue;
    if (sign < 0) use(text.slice(start, at), 1);
    else use(text.slice(start, sign), Number(text.slice(sign + 1, at)));
    [start, sign] = [at + 1, -1];
  }
}

const ALL_MONTHS = { from: -Infinity, to: Infinity };

/**
 * Counts by the month in which they come as well: a line for each, `24161 s9=-1 t2`, in any order.
 * @param months the second one not included
 */
export function eachMonthIn(
  text: string,
  use: (month: number, code: string, n: number) => void,
  { from, to } = ALL_MONTHS,
): void {
  for (let [start, end] = [0, 0]; start < text.length; start = end + 1) {
    const newLine = text.indexOf('\n', start);
    end = newLine < 0 ? text.length : newLine;
    const space = text.indexOf(' ', start);
    const month = Number(text.slice(start, space));
    if (month >= from && month < to) eachIn(text.slice(space + 1, end), (code, n) => use(month, code, n));
  }
}

/** What counts in a month, as one code. */
export const inMonth = (month: number, code: string): string => `${month} ${code}`;
