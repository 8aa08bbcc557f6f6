// Memento (RFC 7089): the past of a resource by datetime. The datetime is recorded time, and every instant has its
// memento: where nothing was on record yet, that is the 404 of then, never a later answer.
import type { IncomingMessage } from 'node:http';
import type { Clocks } from './clocks.ts';
import { queryOf, type RecordParameters } from './parameters.ts';
import { Problem } from './problem.ts';

/** RFC 7089, 2.1.1: one form only, IMF-fixdate, which is what toUTCString writes. */
const DATETIME =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [\d:]{8} GMT$/;

/** A datetime has no part smaller than its second: what was recorded within it was known in it. */
const WITHIN_A_SECOND = 999;

const asksKnown = ({ knownAt, atSequence }: RecordParameters): boolean =>
  knownAt !== undefined || atSequence !== undefined;

/**
 * What is asked, with the known clock at Accept-Datetime. An address that names its known clock is a memento itself:
 * there is nothing to negotiate about. A datetime ahead means now. @throws Problem where it is no datetime
 */
export function askedThen<Asked extends RecordParameters>(req: IncomingMessage, asked: Asked, now: number): Asked {
  const text = req.headers['accept-datetime'];
  if (text === undefined || asksKnown(asked)) return asked;
  return { ...asked, knownAt: Math.min(instantOf(String(text)) + WITHIN_A_SECOND, now) };
}

function instantOf(text: string): number {
  const instant = DATETIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant) && new Date(instant).toUTCString() === text) return instant;
  throw Problem.at(
    'INVALID_HEADER',
    'header',
    'Accept-Datetime',
    'is not a datetime as RFC 7089 writes it: send Thu, 26 Jun 2025 12:00:00 GMT',
  );
}

/** What an answer says of its place in time. */
export interface Placed {
  /** what was asked as an address: that of the memento, where there is one */
  readonly address: string;
  readonly link: string;
  readonly headers: readonly string[];
}

export interface Original {
  /** what is asked, Accept-Datetime included */
  readonly asked: RecordParameters;
  readonly clocks: Clocks;
  /** the address of its TimeMap, where it has one */
  readonly timemap?: string | undefined;
  /** whether its format is negotiated as well */
  readonly formats: boolean;
}

/** Every resource is its own TimeGate (RFC 7089, 4.1.2: 200 with Content-Location), and a memento names its original. */
export function placed(req: IncomingMessage, { asked, clocks, timemap, formats }: Original): Placed {
  const original = addressOf(req, {});
  const links = [`<${original}>; rel="original timegate"`];
  if (timemap !== undefined) links.push(`<${timemap}>; rel="timemap"; type="application/link-format"`);
  if (!asksKnown(asked)) return { address: original, link: links.join(', '), headers: variesBy(formats, true) };
  const given = queryOf(req);
  const isMemento = given.has('knownAt') || given.has('atSequence');
  const exact =
    asked.atSequence === undefined
      ? { knownAt: new Date(clocks.knownAt).toISOString() }
      : { atSequence: String(asked.atSequence) };
  const memento = addressOf(req, exact);
  const datetime = new Date(clocks.knownAt).toUTCString();
  links.push(`<${memento}>; rel="memento"; datetime="${datetime}"`);
  const headers = ['Memento-Datetime', datetime];
  return {
    address: memento,
    link: links.join(', '),
    headers: [...headers, ...variesBy(formats, !isMemento), ...(isMemento ? [] : ['Content-Location', memento])],
  };
}

/** Law: whatever is negotiated, by format or by datetime, says so, also where nobody asked. A memento is fixed in time. */
export function variesBy(formats: boolean, datetime: boolean): readonly string[] {
  const by = [...(formats ? ['Accept'] : []), ...(datetime ? ['Accept-Datetime'] : [])];
  return by.length === 0 ? [] : ['Vary', by.join(', ')];
}

/** The address that was asked, at a known clock or at none. */
function addressOf(req: IncomingMessage, clock: Readonly<Record<string, string>>): string {
  const query = queryOf(req);
  for (const name of ['knownAt', 'atSequence', 'minSequence']) query.delete(name);
  for (const [name, value] of Object.entries(clock)) query.set(name, value);
  const path = (req.url ?? '').split('?', 1)[0] ?? '';
  return query.size === 0 ? path : `${path}?${query}`;
}
