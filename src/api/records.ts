// One record by its id: the answer made when it was projected, found and sent.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { Answer, AsOf } from '../projections/readModels.ts';
import { asksClocks, type Clocks, clocksFor, now } from './clocks.ts';
import { NoParameters, parametersOf, RecordParameters } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';

export interface RecordRoute {
  /** what the record is called in a sentence */
  readonly noun: string;
  /** the parameter of the path that names it */
  readonly param: string;
  readonly current: (id: string) => Answer | undefined;
  /** on the two clocks */
  readonly at: (id: string, at: AsOf) => Answer | undefined;
}

/** A record as it is now: the hot path. */
export function readCurrent(context: Context, { noun, current }: RecordRoute) {
  return (id: string, req: IncomingMessage, res: ServerResponse): void => {
    const answer = current(id);
    if (answer === undefined) throw notOnRecord(noun, id);
    context.sendAnswer(req, res, { ...answer, clocks: now(context) });
  };
}

export function readRecord(context: Context, route: RecordRoute): Handler {
  const answerNow = readCurrent(context, route);
  const answerAt = readAt(context, route);
  return (req, res, actor) =>
    req.url.includes('?') ? answerAt(req, res, actor) : answerNow(idIn(req, route.param), req, res);
}

const readAt =
  (context: Context, { noun, param, current, at }: RecordRoute): Handler =>
  async (req, res) => {
    const asked = parametersOf(req, RecordParameters);
    const past = asksClocks(asked);
    const clocks = await clocksFor(asked, context);
    const id = idIn(req, param);
    const answer = past ? at(id, clocks) : current(id);
    if (answer === undefined) throw notOnRecord(noun, id, past ? clocks : undefined);
    const { body, etag, nextCut } = answer;
    context.sendAnswer(req, res, { body, etag, clocks, nextCut: past ? undefined : nextCut });
  };

export const idIn = (req: Request, param: string): string => req.params[param] as string;

export function notOnRecord(noun: string, id: string, clocks?: Clocks): Problem {
  const when =
    clocks === undefined
      ? 'on record here: check its id, or ask with minSequence= of the answer to the command that made it'
      : `on record as of ${new Date(clocks.asOf).toISOString()}, as known at sequence ${clocks.sequence}: ask for a later date, or without asOf, knownAt and atSequence`;
  return new Problem('NOT_ON_RECORD', `no ${noun} ${id.slice(0, 100)} is ${when}`);
}

/** Refuses what an address without parameters is asked. */
export const takesNoParameters = (req: Request): void => {
  if (req.url.includes('?')) parametersOf(req, NoParameters);
};
