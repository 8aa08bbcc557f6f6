// Does a quote occur in a captured document? The wording counts; how it was set does not (folding.ts).
// Law: a search takes time linear in the document, whatever it and the quote are made of.
import type { Capture } from './captureStore.ts';
import { folded } from './folding.ts';
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
  if (bytes.length > MAX_SEARCHED) return unchecked(TOO_LARGE);
  const words = wordsOf(bytes, type);
  if ('unread' in words) return unchecked(words.unread);
  const text = folded(words.text, MAX_SEARCHED);
  return text === undefined ? unchecked(TOO_LARGE) : { find: (quote) => findIn(text, quote) };
}

const TOO_LARGE = 'it is too large to be searched';
const unchecked = (why: string): Searchable => ({ find: () => ({ found: 'unchecked', why }) });

/** Left out by whoever quotes: what stands around it must occur in this order. */
const OMISSION = / ?(?:\[\.\.\.\]|\(\.\.\.\)) ?/;

function findIn(text: string, quote: string): QuoteFound {
  const parts = (folded(quote) ?? '').split(OMISSION).filter(Boolean);
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
