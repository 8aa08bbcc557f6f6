// A record's history from the journal: each event as it was recorded, in the order in which it became known.
import { AGGREGATE_NAMES, streamOf } from '../../domain/aggregates.ts';
import type { JsonObject } from '../../domain/canonicalJson.ts';
import type { Envelope } from '../../domain/envelope.ts';
import { effectiveInstant, When } from '../../domain/time.ts';
import { upcast } from '../../domain/upcast.ts';
import { envelopeOf, type Journal, type JournalEntry } from '../../journal/journal.ts';
import type { AsOf } from '../../projections/readModels.ts';

/** Of the commitment, party, occasion or source of this id, in the shape in which the API answers it. */
export function* historyTexts(
  journal: Journal,
  id: string,
  at: AsOf | undefined,
  byEffect: boolean,
): Generator<string, void, undefined> {
  const effective = new Map<string, number>();
  for (const entry of entriesOf(journal, id, at?.sequence)) {
    const envelope = envelopeOf(entry);
    const instant = instantOf(envelope, effective);
    effective.set(envelope.id, instant);
    if (!byEffect || at === undefined || instant <= at.asOf) yield itemText(entry, envelope);
  }
}

function entriesOf(journal: Journal, id: string, upTo: number | undefined): readonly JournalEntry[] {
  for (const aggregate of AGGREGATE_NAMES) {
    const entries = journal.readStream(streamOf(aggregate, id), upTo);
    if (entries.length > 0) return entries;
  }
  return [];
}

/** Law: a correction takes effect with the event it corrects. */
function instantOf({ type, data, metadata }: Envelope, earlier: ReadonlyMap<string, number>): number {
  const corrected = type === 'RecordCorrected' ? earlier.get(String(data.event)) : undefined;
  if (corrected !== undefined) return corrected;
  const recordedAt = Date.parse(metadata.recordedAt);
  const effectiveAt = When.safeParse(data.effectiveAt);
  return effectiveAt.success ? effectiveInstant(effectiveAt.data, recordedAt) : recordedAt;
}

function itemText(entry: JournalEntry, envelope: Envelope): string {
  const data = present(envelope);
  return JSON.stringify({
    sequence: String(entry.sequence),
    type: envelope.type,
    id: envelope.id,
    revision: envelope.revision,
    effectiveAt: data.effectiveAt ?? null,
    recordedAt: new Date(entry.clock).toISOString(),
    actor: envelope.metadata.actor,
    data,
    citations: data.citations ?? [],
  });
}

/** Data in its present version; as it was recorded where this program is older than that. */
function present({ type, version, data }: Envelope): JsonObject {
  try {
    return upcast(type, version, data);
  } catch {
    return data;
  }
}
