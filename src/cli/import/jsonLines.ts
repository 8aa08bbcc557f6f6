// Entries from JSON Lines: one on each line; empty lines are passed over.
import { asEntry, type Found } from './entry.ts';
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
  try {
    return asEntry(JSON.parse(text), place, () => place.line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = `the line is no JSON (${why}): write each entry on one line of its own`;
    return { ...place, entry: undefined, code: 'BAD_JSON', pointer: '', detail };
  }
}
