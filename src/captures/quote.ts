// Does a quote occur in a captured document? The wording counts; how it was set does not: white space, letter case,
// the forms of quotation marks, apostrophes and dashes, compatibility forms and invisible characters are folded.
import type { Capture } from './captureStore.ts';
import { wordsOf } from './plainText.ts';

export type QuoteFound =
  | {
      readonly found: 'present';
      /** of the folded text: where the quote begins, in characters */
      readonly at: number;
      /** the words around it, folded */
      readonly context: string;
    }
  | { readonly found: 'absent' }
  | { readonly found: 'unchecked'; readonly why: string };

/** A document made ready for any number of quotes. */
export interface Searchable {
  find(quote: string): QuoteFound;
}

const AROUND = 40;
/** Larger documents are kept, and not searched: it would hold up everybody else. */
const MAX_SEARCHED = 8 * 1024 * 1024;

export function searchable({ bytes, type }: Pick<Capture, 'bytes' | 'type'>): Searchable {
  const words = bytes.length > MAX_SEARCHED ? { unread: 'it is too large to be searched' } : wordsOf(bytes, type);
  if ('unread' in words) return { find: () => ({ found: 'unchecked', why: words.unread }) };
  const text = folded(words.text);
  return { find: (quote) => findIn(text, quote) };
}

/** Left out by whoever quotes: what stands around it must occur in this order. */
const OMISSION = / ?(?:\[\.\.\.\]|\(\.\.\.\)) ?/;

function findIn(text: string, quote: string): QuoteFound {
  const parts = folded(quote).split(OMISSION).filter(Boolean);
  if (parts.length === 0) return { found: 'absent' };
  let [start, end] = [-1, 0];
  for (const part of parts) {
    const at = text.indexOf(part, end);
    if (at < 0) return { found: 'absent' };
    if (start < 0) start = at;
    end = at + part.length;
  }
  return { found: 'present', at: start, context: text.slice(Math.max(0, start - AROUND), end + AROUND).trim() };
}

/** Soft hyphen, zero-width characters, directional marks, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Law: folding is idempotent, and applied alike to quote and document. */
const folded = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(/\u00b4/g, "'")
    .replace(/\u2033/g, '"')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u2018-\u201b\u2032\u0060]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb\u300c-\u300f]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
