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
export const areaCode = (area: string): string => `a${area}`;

/** Adds a count to others, so many times. */
export function add(into: Count[], { code, n }: Count, times: number): void {
  const at = into.findIndex((count) => count.code === code);
  const known = into[at];
  if (known === undefined) into.push({ code, n: n * times });
  else into[at] = { code, n: known.n + n * times };
}

/** As it is kept, with spaces between: `n s9 co=2`. What counts once says no number. */
export const countText = (code: string, n: number): string => (n === 1 ? code : `${code}=${n}`);

/** Calls for each code of a text, with how often it counts. */
export function eachIn(text: string, use: (code: string, n: number) => void): void {
  for (const said of text.split(' ')) {
    const sign = said.indexOf('=');
    if (sign < 0) use(said, 1);
    else use(said.slice(0, sign), Number(said.slice(sign + 1)));
  }
}
