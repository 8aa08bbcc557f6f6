// One record by its id: the answer made when it was projected, found and sent.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import { namesHolders } from '../holders/withNames.ts';
import type { Answer, AsOf } from '../projections/readModels.ts';
import { type LaterQueries, queriesFor } from './asking.ts';
import { asksClocks, type Clocks, clocksFor, now } from './clocks.ts';
import { formatFor, type Writers, written } from './formats.ts';
import { askedThen, placed, variesBy } from './memento.ts';
import { takesJsonOfNow } from './negotiation.ts';
import { NoParameters, parametersOf, RecordParameters } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';

export interface RecordRoute {
  /** what the record is called in a sentence */
  readonly noun: string;
  /** the parameter of the path that names it */
  readonly param: string;
  /** on the two clocks; as it is now where they are absent */
  readonly find: (queries: LaterQueries, id: string, at?: AsOf) => Promise<Answer | undefined>;
  /** the address of a record's TimeMap, where it has one */
  readonly timemap?: (id: string) => string;
  /** the formats it is offered in beside JSON; negotiated where there are any */
  readonly writers?: Writers;
}

/** A record whose answer of now is made already: the thread that serves answers it by itself. */
export interface ReadyRecordRoute extends RecordRoute {
  readonly current: (id: string) => Answer | undefined;
}

/** A record as it is now: the hot path. */
export function readCurrent(context: Context, { noun, current, writers }: ReadyRecordRoute) {
  const more = variesBy(writers !== undefined, true);
  return (id: string, req: IncomingMessage, res: ServerResponse): void => {
    const answer = current(id);
    if (answer === undefined) throw notOnRecord(noun, id);
    context.sendAnswer(req, res, { ...answer, clocks: now(context), more });
  };
}

export function readReadyRecord(context: Context, route: ReadyRecordRoute): Handler {
  const answerNow = readCurrent(context, route);
  const answerAt = readRecord(context, { ...route, find: foundReady(route) });
  return (req, res, actor) => (isUsual(req) ? answerNow(idIn(req, route.param), req, res) : answerAt(req, res, actor));
}

/** Asked for as it is now, in the one form that is made already. */
const isUsual = ({ method, url, headers }: Request): boolean =>
  method === 'GET' && !url.includes('?') && takesJsonOfNow(headers);

const foundReady =
  ({ find, current }: ReadyRecordRoute): RecordRoute['find'] =>
  async (queries, id, at) =>
    at === undefined ? current(id) : find(queries, id, at);

export const readRecord =
  (context: Context, { noun, param, find, timemap, writers }: RecordRoute): Handler =>
  async (req, res) => {
    const asked = askedThen(req, parametersOf(req, RecordParameters), context.clock());
    const format = formatFor(req, writers);
    const past = asksClocks(asked);
    const clocks = await clocksFor(asked, context);
    const id = idIn(req, param);
    const answer = await find(queriesFor(context.readModels, res), id, past ? clocks : undefined);
    const { link, headers } = placed(req, { asked, clocks, timemap: timemap?.(id), formats: writers !== undefined });
    if (answer === undefined) throw notOnRecord(noun, id, past ? clocks : undefined, [...headers, 'Link', link]);
    const { body, etag } = answer;
    const sent = written(format, { body, etag }, (other) => writers?.[other]([body], clocks) ?? body);
    const nextCut = past ? undefined : answer.nextCut;
    context.sendAnswer(req, res, { ...sent, clocks: erasable(clocks, body), nextCut, link, more: headers });
  };

/** Law: what holds the name of a person, which may be erased any day, is kept for good by nobody. */
export const erasable = (clocks: Clocks, body: string): Clocks =>
  clocks.immutable && namesHolders(body) ? { ...clocks, immutable: false } : clocks;

export const idIn = (req: Request, param: string): string => req.params[param] as string;

/** @param about of its place in time: names and values, in turn */
export function notOnRecord(noun: string, id: string, clocks?: Clocks, about: readonly string[] = []): Problem {
  const when =
    clocks === undefined
      ? 'on record here: check its id, or ask with minSequence= of the answer to the command that made it'
      : `on record as of ${new Date(clocks.asOf).toISOString()}, as known at sequence ${clocks.sequence}: ask for a later date, or without asOf, knownAt and atSequence`;
  const pairs = about.flatMap((name, index) => (index % 2 === 0 ? [[name, about[index + 1] ?? '']] : []));
  const headers = Object.fromEntries(pairs) as Record<string, string>;
  return new Problem('NOT_ON_RECORD', `no ${noun} ${id.slice(0, 100)} is ${when}`, { headers });
}

/** Refuses what an address without parameters is asked. */
export const takesNoParameters = (req: Request): void => {
  if (req.url.includes('?')) parametersOf(req, NoParameters);
};
