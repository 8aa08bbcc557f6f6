// Entries from JSON Lines: one on each line; empty lines are passed over.
import { doubledName } from '../support/doubledName.ts';
import { asEntry, type Found, faultOf, unreadable } from './entry.ts';
import type { Line } from './lines.ts';

export async function* jsonLinesEntries(
  file: string,
  lines: AsyncIterable<Line>,
): AsyncGenerator<Found, void, undefined> {
  for await (const { number, text } of lines) {
    if (text.trim() !== '') yield entryOf(text, { file, line: number });
  }
}

function entryOf(text: string, place: { readonly file: string; readonly line: number }): Found {
  const lineOf = () => place.line;
  try {
    const value: unknown = JSON.parse(text);
    const pointer = doubledName(text, value);
    if (pointer === undefined) return asEntry(value, place, lineOf);
    const detail = 'is there twice in one object, which JSON texts here may not have (RFC 7493): leave one out';
    return faultOf({ ...place, entry: undefined, lineOf }, 'BAD_JSON', [{ pointer, detail }]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unreadable(place, 'BAD_JSON', `the line is no JSON (${why}): write each entry on one line of its own`);
  }
}
