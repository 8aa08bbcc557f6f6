// A record's history from the journal of a folder, in the shape in which the API answers it.
import { AGGREGATE_NAMES, streamOf } from '../../domain/aggregates.ts';
import { historyItems, inEffect } from '../../journal/history.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import type { AsOf } from '../../projections/readModels.ts';

/** Of the commitment, party, occasion or source of this id. */
export function historyTexts(journal: Journal, id: string, at: AsOf | undefined, byEffect: boolean): string[] {
  const entries = entriesOf(journal, id, at?.sequence);
  const shown = byEffect && at !== undefined ? inEffect(entries, at.asOf) : entries;
  return historyItems(shown, entries);
}

function entriesOf(journal: Journal, id: string, upTo: number | undefined): readonly JournalEntry[] {
  for (const aggregate of AGGREGATE_NAMES) {
    const entries = journal.readStream(streamOf(aggregate, id), upTo);
    if (entries.length > 0) return entries;
  }
  return [];
}
