// An array that a JSON text holds under a name, found without reading the rest of it.

export interface Found {
  /** where the array begins and ends in the text */
  readonly from: number;
  readonly to: number;
}

/** The first of that name; undefined where there is none. @param text JSON, without white space between its tokens */
export function arrayNamed(text: string, name: string): Found | undefined {
  const at = text.indexOf(`"${name}":[`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  return { from, to: endOf(text, from) };
}

/** Strings are passed over whole: what opens or closes in one does not count. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;

function endOf(text: string, from: number): number {
  let depth = 0;
  TOKEN.lastIndex = from;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    if (token[0] === '[' || token[0] === '{') depth++;
    if (token[0] === ']' || token[0] === '}') depth--;
    if (depth === 0) return TOKEN.lastIndex;
  }
  return text.length;
}
