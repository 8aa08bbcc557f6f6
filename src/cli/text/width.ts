// How many cells of a terminal a text takes. It counts at least what terminals show, so that no line is longer than it seems.
import { eastAsianWidth } from 'get-east-asian-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Marks that stand on what is before them, joiners, the vowels and final consonants that join a Hangul syllable, and stems and
 * flags of notes: a note takes one cell, in one character or put together of several.
 */
const NO_CELL = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff\u{1d165}\u{1d166}\u{1d16d}-\u{1d172}]/u;
/** Of the formatting characters, those that are shown all the same. */
const SHOWN = /[\u00ad\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]/;
const EMOJI = /^\p{RGI_Emoji}$/v;
/** A text of nothing else takes a cell a character. */
const PLAIN = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*$/;

/** What is shown as one, and is never cut within. */
export const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += cellsOf(segment);
  return width;
}

/** Of one grapheme: an emoji takes two cells however it is put together, anything else what its parts take. */
function cellsOf(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const part of grapheme) width += cellsOfPart(part);
  return width;
}

const cellsOfPart = (part: string): number =>
  NO_CELL.test(part) && !SHOWN.test(part) ? 0 : eastAsianWidth(part.codePointAt(0) ?? 0);
