// The words of a captured document: what a reader sees of it, as far as a quote could be found there.
// HTML is read simply and in one pass: no script runs, nothing is fetched, and broken markup costs no more than its length.
import { isUtf8 } from 'node:buffer';

const MARKUP = /^(?:text\/html|application\/(?:.*\+)?xml|text\/xml)\b/;
const TEXT = /^(?:text\/|application\/(?:json|jsonl|yaml|(?:.*\+)json)\b)/;
const UNKNOWN = 'application/octet-stream';

/** Its text; or why it has none that is read here. */
export type Words = { readonly text: string } | { readonly unread: string };

export function wordsOf(bytes: Uint8Array, type: string): Words {
  const isMarkup = MARKUP.test(type) || (type === UNKNOWN && looksLikeHtml(bytes));
  if (!isMarkup && !TEXT.test(type) && type !== UNKNOWN) return { unread: `${type} is not read` };
  if (!isUtf8(bytes) || bytes.includes(0)) return { unread: 'it is not text in UTF-8' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString().toLowerCase();
  return { text: isMarkup ? withoutMarkup(text) : text };
}

const looksLikeHtml = (bytes: Uint8Array): boolean =>
  /^\s*(?:<!--|<!doctype html|<html)/i.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));

/** Within a sentence; every other tag parts words. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr'.split(
    ' ',
  ),
);
/** Their content is no text of the document. */
const OPAQUE = new Set(['script', 'style', 'template']);
const NAME = /\/?([a-z][a-z0-9:-]*)/y;

/** @param html in lower case */
function withoutMarkup(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    parts.push(html.slice(at, open < 0 ? undefined : open));
    if (open < 0) break;
    const { end, instead } = tagAt(html, open);
    parts.push(instead);
    at = end;
  }
  return decoded(parts.join(''));
}

function tagAt(html: string, open: number): { readonly end: number; readonly instead: string } {
  if (html.startsWith('<!--', open)) return { end: after(html, '-->', open + 4), instead: '' };
  NAME.lastIndex = open + 1;
  const name = NAME.exec(html)?.[1];
  if (name === undefined) {
    const declares = html[open + 1] === '!' || html[open + 1] === '?';
    return declares ? { end: after(html, '>', open), instead: ' ' } : { end: open + 1, instead: '<' };
  }
  const end = after(html, '>', open);
  if (OPAQUE.has(name) && html[open + 1] !== '/')
    return { end: after(html, '>', after(html, `</${name}`, end)), instead: ' ' };
  return { end, instead: INLINE.has(name) ? '' : ' ' };
}

/** What is never closed reaches to the end, as in a browser. */
function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  ndash: '-',
  mdash: '-',
  hellip: '...',
  middot: '·',
  lsquo: "'",
  rsquo: "'",
  sbquo: "'",
  ldquo: '"',
  rdquo: '"',
  bdquo: '"',
  laquo: '«',
  raquo: '»',
  euro: '€',
  pound: '£',
  sect: '§',
};

/** Letters with marks: `eacute` is e with an acute. */
const MARKS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  caron: '\u030c',
  ring: '\u030a',
};

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/g, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? lettered(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

function lettered(name: string): string | undefined {
  const mark = MARKS[name.slice(1)];
  return mark === undefined ? undefined : `${name[0]}${mark}`.normalize('NFC');
}
