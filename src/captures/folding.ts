// How a text is folded for comparison: white space, letter case, the forms of quotation marks, apostrophes and dashes,
// compatibility forms and invisible characters. Law: time and memory are linear in the text, whatever somebody made it of.

/** Soft hyphen, zero-width characters, directional marks, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/**
 * What is put in order behind a letter. The four that are no marks begin with one when they are taken apart: the sign am of
 * Thai and Lao, and the voiced signs of halfwidth katakana.
 */
const MARK = '\\p{M}\u0e33\u0eb3\uff9e\uff9f';
/**
 * More marks in a row than any script has: Unicode's Stream-Safe Text Format draws the line at 30 as well (UAX #15). To
 * bring marks into their order, `normalize` takes the square of their number.
 */
const TOO_MANY_MARKS = new RegExp(`[${MARK}]{31}`, 'gu');
/** A run is searched for its end, not matched whole: millions of characters would overflow the matcher's stack. */
const NO_MARK = new RegExp(`[^${MARK}]`, 'gu');

/** Where the next match begins; the text's length where there is none. */
function next(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** As `normalize` does it, but for such a run of marks, which stays as it is: in a quote of it as in the document. */
function normalized(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const run = next(TOO_MANY_MARKS, text, at);
    const end = next(NO_MARK, text, run);
    parts.push(text.slice(at, run).normalize('NFKC'), text.slice(run, end));
    at = end;
  }
  return parts.join('');
}

/** Law: folding is idempotent, and applied alike to quote and document. Undefined where that would be longer than `most`. */
export function folded(text: string, most = Number.POSITIVE_INFINITY): string | undefined {
  const once = normalized(
    text
      .replace(INVISIBLE, '')
      .replace(/\u00b4/g, "'")
      .replace(/\u2033/g, '"'),
  );
  // a character may stand for eighteen
  if (once.length > most) return undefined;
  return (
    normalized(once.toLowerCase())
      .replace(/[\u2018-\u201b\u2032\u0060]/g, "'")
      .replace(/[\u201c-\u201f\u00ab\u00bb\u300c-\u300f]/g, '"')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      // most white space is a single blank already
      .replace(/\s{2,}|[^\S ]/g, ' ')
      .trim()
  );
}
