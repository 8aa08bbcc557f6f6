// What an answer's text names on other records: its sources, occasions and parties, found in the text as it is.
// Law: a member's name stands between plain quotation marks in JSON, and never in a string, where they are escaped.

export interface Named {
  readonly sources: readonly string[];
  readonly occasions: readonly string[];
  /** what is written as a code where one may stand */
  readonly codes: readonly string[];
}

/** Where a body holds a code, or the name of somebody who may be a party. */
const SPEAKING = 'code|party|by|reporter|reporterOf|assessor|readBy|speaker';
const ONE = new RegExp(`"(source|occasion|${SPEAKING})":"([A-Za-z0-9-]{1,64})"`, 'g');
const CODE = /^[A-Z0-9](?:[A-Z0-9-]{0,30}[A-Z0-9])?$/;
const SEVERAL = /"(?:parties|includes|within)":\[("[A-Z0-9-]+"(?:,"[A-Z0-9-]+")*)\]/g;

/** @param text JSON */
export function namedIn(text: string): Named {
  const [sources, occasions, codes] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [, member, name = ''] of text.matchAll(ONE)) {
    if (member === 'source') sources.add(name);
    else if (member === 'occasion') occasions.add(name);
    else if (CODE.test(name)) codes.add(name);
  }
  for (const [, list = ''] of text.matchAll(SEVERAL)) {
    for (const code of JSON.parse(`[${list}]`) as string[]) codes.add(code);
  }
  return { sources: [...sources].sort(), occasions: [...occasions].sort(), codes: [...codes].sort() };
}

const CITED = /"source":"([A-Za-z0-9-]{1,64})"/g;
/** The sources a text cites. @param text JSON */
export const citedIn = (text: string): readonly string[] =>
  text
    .matchAll(CITED)
    .map(([, id = '']) => id)
    .toArray();

/** The text with a mark at every citation of these sources. */
export function markRetracted(text: string, retracted: readonly string[]): string {
  if (retracted.length === 0) return text;
  const cited = new RegExp(`"source":"(?:${retracted.join('|')})"`, 'g');
  return text.replace(cited, (citation) => `${citation},"retracted":true`);
}
