// Whether a JSON text gives a name twice in one object. RFC 7493 (I-JSON) has no such thing, and JSON.parse keeps the
// last of them without a word. It judges sound JSON only: parse the text first.

/**
 * The JSON Pointer of the first member whose name its object holds already; undefined where there is none.
 * @param text sound JSON
 * @param value what JSON.parse made of it
 */
export function doubledName(text: string, value: unknown): string | undefined {
  return colonsIn(text) === membersIn(value) ? undefined : locate(text);
}

const [QUOTE, COLON, BACKSLASH] = [34, 58, 92] as const;

/** Outside strings, each colon is a member. */
function colonsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === COLON) count++;
    else if (char === QUOTE) at = endOfString(text, at);
  }
  return count;
}

/** The place of the quote that closes the string which opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Without recursion: a text may nest deeper than a stack is. */
function membersIn(value: unknown): number {
  const open: unknown[] = [value];
  let count = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const members = Object.values(next);
    if (!Array.isArray(next)) count += members.length;
    for (const member of members) open.push(member);
  }
  return count;
}

interface Container {
  /** of an object, the names so far; of a list, nothing */
  readonly names: Set<string> | undefined;
  /** the member one is in: its name, or its index */
  at: string | number;
}

/** Strings that are followed by a colon are names; brackets and commas say where one is. */
const TOKEN = /"(?:[^"\\]+|\\.)*"(\s*:)?|[[\]{},]/g;

function locate(text: string): string | undefined {
  const path: Container[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    const name = colon === undefined ? undefined : token.slice(0, -colon.length);
    if (name === undefined) move(path, token);
    else if (!isNew(path.at(-1), name)) return pointerOf(path);
  }
  return undefined;
}

function move(path: Container[], token: string): void {
  const within = path.at(-1);
  if (token === '{') path.push({ names: new Set(), at: '' });
  else if (token === '[') path.push({ names: undefined, at: 0 });
  else if (token === '}' || token === ']') path.pop();
  else if (token === ',' && typeof within?.at === 'number') within.at++;
}

function isNew(within: Container | undefined, quoted: string): boolean {
  if (within?.names === undefined) return true;
  const name = JSON.parse(quoted) as string;
  within.at = name;
  return within.names.size < within.names.add(name).size;
}

const pointerOf = (path: readonly Container[]): string =>
  path.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
