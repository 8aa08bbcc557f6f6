// A record's history, straight from the journal: every event as it was recorded, also those that were corrected.
import { type AggregateName, streamOf } from '../domain/aggregates.ts';
import type { JsonObject } from '../domain/canonicalJson.ts';
import type { Envelope } from '../domain/envelope.ts';
import { effectiveInstant, When } from '../domain/time.ts';
import { upcast } from '../domain/upcast.ts';
import { envelopeOf, type JournalEntry } from '../journal/journal.ts';
import { etagOf } from '../projections/answer.ts';
import { type Clocks, clocksFor } from './clocks.ts';
import { linksOf, listBody } from './lists.ts';
import { HistoryParameters, MAX_LIMIT, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { idIn, notOnRecord } from './records.ts';

export interface HistoryRoute {
  readonly aggregate: AggregateName;
  /** the parameter of the path that names the record */
  readonly param: string;
}

export function readHistory(context: Context, { aggregate, param }: HistoryRoute): Handler {
  return async (req, res) => {
    const asked = parametersOf(req, HistoryParameters);
    const clocks = await historyClocks(asked, context);
    const id = idIn(req, param);
    const recorded = context.journal.readStream(streamOf(aggregate, id), clocks.sequence);
    if (recorded.length === 0) throw notOnRecord(aggregate, id, clocks);
    const inEffect = asked.asOf === undefined ? recorded : effectiveBy(recorded, clocks.asOf);
    const { items, next, prev } = pageOf(inEffect, asked.limit ?? MAX_LIMIT, asked.cursor);
    const body = listBody(items.map(itemText));
    const etag = etagOf(recorded.length - 1, body);
    context.sendAnswer(req, res, { body, etag, clocks, link: linksOf(req, { next, prev }) });
  };
}

/** What the journal has is known, also where a read model stopped before it. */
async function historyClocks(asked: HistoryParameters, context: Context): Promise<Clocks> {
  const clocks = await clocksFor(asked, context);
  if (asked.knownAt !== undefined || asked.atSequence !== undefined) return clocks;
  const head = context.journal.head();
  return { ...clocks, sequence: head.sequence, knownAt: head.clock };
}

function pageOf<Item>(all: readonly Item[], limit: number, cursor: string | undefined) {
  const from = cursor === undefined ? 0 : startOf(cursor);
  return {
    items: all.slice(from, from + limit),
    next: from + limit < all.length ? cursorAt(from + limit) : undefined,
    prev: from > 0 ? cursorAt(Math.max(0, from - limit)) : undefined,
  };
}

const cursorAt = (start: number): string => Buffer.from(`h${start}`).toString('base64url');

function startOf(cursor: string): number {
  const [, start] = /^h(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (start !== undefined) return Number(start);
  throw Problem.at('INVALID_CURSOR', 'query', 'cursor', 'is none that this history gave: follow its links');
}

/** Law: a correction takes effect with the event it corrects. */
function effectiveBy(entries: readonly JournalEntry[], asOf: number): JournalEntry[] {
  const instants = new Map<string, number>();
  return entries.filter((entry) => {
    const envelope = envelopeOf(entry);
    const { event } = envelope.data;
    const corrected =
      envelope.type === 'RecordCorrected' && typeof event === 'string' ? instants.get(event) : undefined;
    const at = corrected ?? instantOf(envelope);
    instants.set(envelope.id, at);
    return at <= asOf;
  });
}

function instantOf({ data, metadata }: Envelope): number {
  const recordedAt = Date.parse(metadata.recordedAt);
  const effectiveAt = When.safeParse(data.effectiveAt);
  return effectiveAt.success ? effectiveInstant(effectiveAt.data, recordedAt) : recordedAt;
}

function itemText(entry: JournalEntry): string {
  const envelope = envelopeOf(entry);
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
