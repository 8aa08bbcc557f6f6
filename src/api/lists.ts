// Lists: pages of answers made before, joined as text, with links to the next and the previous page.
import type { Request } from 'express';
import type { z } from 'zod';
import { InvalidCursor, type Page, type Paging } from '../projections/readModels.ts';
import { listEtagOf } from './answers.ts';
import { asksClocks, clocksFor } from './clocks.ts';
import { type ListParameters, parametersOf, queryOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { clocksNotOffered } from './records.ts';

const DEFAULT_LIMIT = 50;

type AnyList = z.infer<typeof ListParameters>;

export interface ListRoute<Asked extends AnyList> {
  readonly parameters: z.ZodObject & z.ZodType<Asked>;
  readonly page: (asked: Asked, paging: Paging) => Page;
}

export function readList<Asked extends AnyList>(context: Context, { parameters, page }: ListRoute<Asked>): Handler {
  return async (req, res) => {
    const asked = parametersOf(req, parameters) as Asked;
    if (asksClocks(asked)) throw clocksNotOffered();
    const clocks = await clocksFor(asked, context);
    const found = paged(() => page(asked, pagingOf(asked)));
    const body = listBody(found.items);
    context.sendAnswer(req, res, { body, etag: listEtagOf(body), clocks, link: linksOf(req, found) });
  };
}

const pagingOf = ({ limit = DEFAULT_LIMIT, cursor }: AnyList): Paging =>
  cursor === undefined ? { limit } : { limit, cursor };

/** Texts are joined as they are: what was stored is what is sent. */
export const listBody = (items: readonly string[]): string => `{"items":[${items.join(',')}]}`;

function paged(page: () => Page): Page {
  try {
    return page();
  } catch (error) {
    if (!(error instanceof InvalidCursor)) throw error;
    throw Problem.at('INVALID_CURSOR', 'query', 'cursor', error.message.replace(/^the cursor /, ''));
  }
}

/** RFC 8288: the address that was asked, with another cursor. */
export function linksOf(req: Request, { next, prev }: Pick<Page, 'next' | 'prev'>): string | undefined {
  const links = [
    ...(next === undefined ? [] : [`<${withCursor(req, next)}>; rel="next"`]),
    ...(prev === undefined ? [] : [`<${withCursor(req, prev)}>; rel="prev"`]),
  ];
  return links.length === 0 ? undefined : links.join(', ');
}

function withCursor(req: Request, cursor: string): string {
  const query = queryOf(req);
  query.set('cursor', cursor);
  query.delete('minSequence');
  return `${req.path}?${query}`;
}
