// Lists: pages of answers made before, joined as text, with links to the next and the previous page.
import type { z } from 'zod';
import { type AskedAt, type AsOf, InvalidCursor, type Page, type Paging } from '../projections/readModels.ts';
import { listEtagOf } from './answers.ts';
import { type LaterQueries, queriesFor } from './asking.ts';
import { type Clocks, clocksFor } from './clocks.ts';
import { formatFor, type Writers, written } from './formats.ts';
import { askedThen, type Placed, placed } from './memento.ts';
import { type ListParameters, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { erasable } from './records.ts';

const DEFAULT_LIMIT = 50;

type AnyList = z.infer<typeof ListParameters> & { readonly bom?: 'true' | undefined };

export interface ListAt {
  readonly queries: LaterQueries;
  readonly paging: Paging;
  readonly at: AskedAt;
  /** where the clocks stand now, or where they were asked about */
  readonly clocks: AsOf;
}

export interface ListRoute<Asked extends AnyList> {
  readonly parameters: z.ZodObject & z.ZodType<Asked>;
  readonly page: (asked: Asked, at: ListAt) => Promise<Page>;
  /** the formats it is offered in beside JSON; negotiated where there are any */
  readonly writers?: Writers;
}

export function readList<Asked extends AnyList>(
  context: Context,
  { parameters, page, writers }: ListRoute<Asked>,
): Handler {
  return async (req, res) => {
    const asked = askedThen(req, parametersOf(req, parameters) as Asked, context.clock());
    const format = formatFor(req, writers);
    const clocks = await clocksFor(asked, context);
    const queries = queriesFor(context.readModels, res);
    const where = { queries, paging: pagingOf(asked), at: atOf(asked, clocks), clocks };
    const found = await paged(() => page(asked, where));
    const shown = found.at === undefined ? clocks : clocksOfPage(found.at, clocks, context);
    const place = placed(req, { asked, clocks: shown, formats: writers !== undefined });
    const link = linksOf(found, place);
    const body = listBody(found.items);
    const json = { body, etag: listEtagOf(body) };
    const sent = written(format, json, (other) => writers?.[other](found.items, shown) ?? body, asked);
    context.sendAnswer(req, res, { ...sent, clocks: erasable(shown, body), link, more: place.headers });
  };
}

/** What is not asked about follows the list's own clock and what it knows. */
const atOf = (asked: AnyList, { asOf, sequence }: Clocks): AskedAt => ({
  ...(asked.asOf === undefined && !asksKnown(asked) ? {} : { asOf }),
  ...(asksKnown(asked) ? { sequence } : {}),
});
const asksKnown = ({ knownAt, atSequence }: AnyList): boolean => knownAt !== undefined || atSequence !== undefined;

/** A page that follows from another stands where that stood. */
const clocksOfPage = (at: AsOf, clocks: Clocks, { frontier }: Context): Clocks =>
  at.sequence === clocks.sequence ? { ...clocks, ...at } : { ...clocks, ...at, knownAt: frontier.clockAt(at.sequence) };

const pagingOf = ({ limit = DEFAULT_LIMIT, cursor }: AnyList): Paging =>
  cursor === undefined ? { limit } : { limit, cursor };

/** Texts are joined as they are: what was stored is what is sent. */
export const listBody = (items: readonly string[]): string => `{"items":[${items.join(',')}]}`;

/** @throws Problem where the cursor is none the list gave */
export async function paged(page: () => Promise<Page>): Promise<Page> {
  try {
    return await page();
  } catch (error) {
    if (!(error instanceof InvalidCursor)) throw error;
    throw Problem.at('INVALID_CURSOR', 'query', 'cursor', error.message.replace(/^the cursor /, ''));
  }
}

/** RFC 8288: the same question with another cursor, and what else an answer links to. */
export function linksOf(
  { next, prev }: Pick<Page, 'next' | 'prev'>,
  { address, link }: Pick<Placed, 'address' | 'link'>,
): string {
  const links = [
    ...(next === undefined ? [] : [`<${withCursor(address, next)}>; rel="next"`]),
    ...(prev === undefined ? [] : [`<${withCursor(address, prev)}>; rel="prev"`]),
  ];
  return [...links, link].filter((one) => one !== '').join(', ');
}

function withCursor(address: string, cursor: string): string {
  const [path = '', given = ''] = address.split('?', 2);
  const query = new URLSearchParams(given);
  query.set('cursor', cursor);
  return `${path}?${query}`;
}
