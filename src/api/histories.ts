// A record's history, straight from the journal: every event as it was recorded, also those that were corrected.
import { type AggregateName, streamOf } from '../domain/aggregates.ts';
import { historyItems, inEffect } from '../journal/history.ts';
import { etagOf } from '../projections/answer.ts';
import { type Clocks, clocksFor } from './clocks.ts';
import { formatFor, historyWriters, written } from './formats.ts';
import { linksOf, listBody } from './lists.ts';
import { askedThen, placed } from './memento.ts';
import { HistoryParameters, MAX_LIMIT, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { idIn, notOnRecord } from './records.ts';
import { timemapOf } from './timemap.ts';

export interface HistoryRoute {
  readonly aggregate: AggregateName;
  /** the parameter of the path that names the record */
  readonly param: string;
}

export function readHistory(context: Context, { aggregate, param }: HistoryRoute): Handler {
  return async (req, res) => {
    const asked = askedThen(req, parametersOf(req, HistoryParameters), context.clock());
    const writers = historyWriters(() => historyItems(recorded, recorded));
    const format = formatFor(req, writers);
    const clocks = await historyClocks(asked, context);
    const id = idIn(req, param);
    const recorded = context.journal.readStream(streamOf(aggregate, id), clocks.sequence);
    const timemap = aggregate === 'commitment' ? timemapOf(id) : undefined;
    const place = placed(req, { asked, clocks, timemap, formats: true });
    if (recorded.length === 0) throw notOnRecord(aggregate, id, clocks, [...place.headers, 'Link', place.link]);
    const entries = asked.asOf === undefined ? recorded : inEffect(recorded, clocks.asOf);
    const { items, next, prev } = pageOf(entries, asked.limit ?? MAX_LIMIT, asked.cursor);
    const texts = historyItems(items, recorded);
    const body = listBody(texts);
    const json = { body, etag: etagOf(recorded.length - 1, body) };
    const sent = written(format, json, (other) => writers[other](texts, clocks), asked);
    const link = linksOf({ next, prev }, place);
    context.sendAnswer(req, res, { ...sent, clocks, link, more: place.headers });
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
