// The names of who holds an office over HTTP: kept, read, erased. Law: no cache keeps one.
import type { Request } from 'express';
import { z } from 'zod';
import { text } from '../domain/primitives.ts';
import { worded } from '../domain/wording.ts';
import { HolderError } from '../holders/holderError.ts';
import type { HolderNames } from '../holders/holderNames.ts';
import { namesHolders, withNames } from '../holders/withNames.ts';
import { etagOf } from '../projections/answer.ts';
import { decodeKeyset, pageOf } from '../projections/keyset.ts';
import type { Answer, Page } from '../projections/readModels.ts';
import { readJsonBody } from './jsonBody.ts';
import { linksOf, paged } from './lists.ts';
import { EraseHolderParameters, HoldersParameters, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';
import { takesNoParameters } from './records.ts';
import { sendJson } from './sendJson.ts';

/** What a name is kept as. */
export const HolderBody = z.strictObject({
  name: text(200),
  names: z.record(text(35), text(200)).optional().describe('In other languages, by tag (BCP 47).'),
});

const DEFAULT_LIMIT = 50;

/** By their ids, those that were erased among them. @throws InvalidCursor */
function pageIn(holders: HolderNames, limit: number, cursor: string | undefined): Page {
  const keyset = cursor === undefined ? undefined : decodeKeyset(cursor, ['string']);
  const found = told(() => holders.some(String(keyset?.key[0] ?? ''), limit + 1, keyset?.direction === 'prev'));
  return pageOf(
    found.map((one) => ({ key: [one.holder], text: JSON.stringify(one) })),
    limit,
    keyset,
  );
}

/** `needs` of each is in the table of routes. */
export function holderRoutes({ holders }: Pick<Context, 'holders'>) {
  return {
    keepHolder: async (req, res) => {
      takesNoParameters(req);
      const holder = idIn(req);
      const { name, names = {} } = bodyOf(await readJsonBody(req));
      const kept = told(() => storeOf(holders).put({ holder, name, names }));
      sendJson(res, kept.repeated ? 200 : 201, { holder, name, names }, { Location: `/v1/holders/${holder}` });
    },
    readHolder: (req, res) => {
      takesNoParameters(req);
      sendJson(
        res,
        200,
        told(() => storeOf(holders).get(idIn(req))),
      );
    },
    listHolders: async (req, res) => {
      const { limit = DEFAULT_LIMIT, cursor } = parametersOf(req, HoldersParameters);
      const page = await paged(async () => pageIn(storeOf(holders), limit, cursor));
      const link = linksOf(page, { address: req.originalUrl, link: '' });
      sendJson(res, 200, { items: page.items.map((item) => JSON.parse(item)) }, link === '' ? {} : { Link: link });
    },
    eraseHolder: (req, res) => {
      const { reason } = parametersOf(req, EraseHolderParameters);
      sendJson(
        res,
        200,
        told(() => storeOf(holders).erase(idIn(req), reason)),
      );
    },
  } satisfies Record<string, Handler>;
}

type Named = Pick<Context, 'holders' | 'log'>;

/** An answer with the names that this node keeps; its tag is that of what is sent. */
export function namedAnswer(context: Named, answer: Answer | undefined): Answer | undefined {
  if (answer === undefined || !namesHolders(answer.body)) return answer;
  const body = withNames(answer.body, (holder) => nameOf(context, holder));
  return { ...answer, body, etag: etagOf(answer.revision, body) };
}

export const namedPage = (context: Named, page: Page): Page => ({
  ...page,
  items: page.items.map((item) => withNames(item, (holder) => nameOf(context, holder))),
});

/** Law: what keeps the names from being read keeps nothing else from being answered. */
function nameOf({ holders, log }: Named, holder: string): string | undefined {
  try {
    return holders?.nameOf(holder);
  } catch (error) {
    if (!(error instanceof HolderError)) throw error;
    log.error('a name of a holder could not be read', { holder, reason: error.message });
    return undefined;
  }
}

function storeOf(holders: HolderNames | undefined): HolderNames {
  if (holders !== undefined) return holders;
  throw new Problem('NO_SUCH_ADDRESS', 'this node keeps no names of holders: ask the one that does');
}

const idIn = (req: Request): string => req.params.id as string;

function bodyOf(body: unknown): z.infer<typeof HolderBody> {
  const parsed = HolderBody.safeParse(body, { error: worded });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    pointer: path.map((name) => `/${String(name)}`).join(''),
    detail: message,
  }));
  const detail = errors.map((fault) => `${fault.pointer.slice(1) || 'the body'} ${fault.detail}`).join('; ');
  throw new Problem('INVALID_PAYLOAD', detail, { errors });
}

const CODES: Readonly<Partial<Record<HolderError['code'], ProblemCode>>> = {
  NOT_A_HOLDER: 'INVALID_PAYLOAD',
  NOT_KEPT: 'HOLDER_NOT_KEPT',
  ERASED: 'HOLDER_ERASED',
};

function told<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof HolderError ? CODES[error.code] : undefined;
    throw code === undefined ? error : new Problem(code, (error as HolderError).message);
  }
}
