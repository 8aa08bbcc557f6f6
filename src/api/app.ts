// The HTTP API, wired: a handler for every route of the table, and a problem document for everything else.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { NobodyWaits } from '../projections/threads/queryThreads.ts';
import { answersFor } from './answers.ts';
import { identifyBy } from './caller.ts';
import { captureRoutes } from './captures.ts';
import { takeCommand } from './commands.ts';
import { behind, doorOf } from './door.ts';
import { type Front, inFrontOf } from './front.ts';
import { Frontier } from './frontier.ts';
import { alive, ready } from './health.ts';
import { holderRoutes } from './holders.ts';
import { homePage } from './home.ts';
import { sendPage } from './html.ts';
import type { ApiParts, Context, Handler } from './parts.ts';
import { Problem, sendProblem } from './problem.ts';
import { problemIndex, problemPage } from './problemPages.ts';
import { proofs } from './proofs.ts';
import { commitmentsOf, readers } from './readers.ts';
import { rebuilds } from './rebuilds.ts';
import { readCurrent } from './records.ts';
import { ROUTE_NAMES, ROUTES, type Route, type RouteName } from './routes.ts';
import { expectStanding } from './standing.ts';
import { tableRoutes } from './tables.ts';
import { tlog } from './tlog.ts';
import { inspected } from './unforeseen.ts';

const WAIT = 2_000;

/** The API as what a server listens with. */
export function createApp(parts: ApiParts): RequestListener {
  const { readModels, journal, apiKeys, clock = Date.now, wait = WAIT, refusing = () => undefined } = parts;
  const frontier = new Frontier(readModels, journal, wait);
  const sendAnswer = answersFor(apiKeys === undefined);
  const given = { ...parts, captures: parts.captures, holders: parts.holders };
  const context: Context = {
    ...given,
    refusing,
    clock,
    wait,
    frontier,
    identify: identifyBy(apiKeys),
    sendAnswer,
  };
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false).set('case sensitive routing', true);
  const handlers = {
    ...readers(context),
    ...pages(context),
    ...captureRoutes(context),
    ...holderRoutes(context),
    ...rebuilds(context),
    ...proofs(context),
    ...tlog(context),
    ...tableRoutes(context),
    sendCommand: takeCommand(context),
  };
  const taking = (name: RouteName): Taking => ({
    method: ROUTES[name].method,
    handler: guarded(context, ROUTES[name], handlers[name]),
  });
  for (const [path, names] of Map.groupBy(ROUTE_NAMES, (name) => ROUTES[name].path))
    mount(app, path, names.map(taking));
  app.use((req: Request) => {
    throw new Problem('NO_SUCH_ADDRESS', `there is nothing at ${req.path.slice(0, 200)}: /docs lists every address`);
  });
  const turnAway: Front['refuse'] = (error, req, res) => refuse(context, error, req, res);
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => turnAway(error, req, res));
  const answer = readCurrent(context, commitmentsOf(context));
  const front = inFrontOf({ context, router: app, refuse: turnAway, answer });
  const listener = behind(doorOf(apiKeys !== undefined), front, turnAway);
  return context.log.writes('debug') ? logged(context, listener) : listener;
}

/** What describes the API is loaded and made once, when it is first asked for. */
function pages(context: Context) {
  let described: ReturnType<typeof describe> | undefined;
  const description = () => {
    described ??= describe();
    return described;
  };
  return {
    alive,
    ready: ready(context),
    home: (req, res) =>
      sendPage(res, homePage(context.journal.head().sequence, `http://${req.headers.host ?? 'localhost'}`)),
    openApi: async (_req, res) => {
      const { json } = await description();
      res.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': json.length,
        'Cache-Control': 'no-cache',
      });
      res.end(json);
    },
    docs: async (_req, res) => sendPage(res, (await description()).docs),
    problems: problemIndex,
    problem: problemPage,
  } satisfies Partial<Record<RouteName, Handler>>;
}

async function describe(): Promise<{ readonly json: Buffer; readonly docs: string }> {
  const [{ openApiDocument }, { docsPage }] = await Promise.all([import('./openApi.ts'), import('./docsPage.ts')]);
  const document = openApiDocument(version());
  return { json: Buffer.from(JSON.stringify(document)), docs: docsPage(document) };
}

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

type Guarded = (req: Request, res: Response) => void | Promise<void>;

function guarded(context: Context, route: Route, handler: Handler): Guarded {
  const { needs } = route;
  return (req, res) => {
    const actor = needs === undefined ? '' : context.identify(req, needs);
    expectStanding(context, route);
    return handler(req, res, actor);
  };
}

interface Taking {
  readonly method: Route['method'];
  readonly handler: Guarded;
}

const ALLOWED = { get: 'GET, HEAD', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

/** Every method an address takes, and a refusal of the others that names them. */
function mount(app: Express, path: string, taken: readonly Taking[]): void {
  const allow = [...taken.map(({ method }) => ALLOWED[method]), 'OPTIONS'].join(', ');
  const route = app.route(path);
  for (const { method, handler } of taken) route[method](handler);
  route
    .options((_req: Request, res: Response) => {
      res.writeHead(204, { Allow: allow }).end();
    })
    .all((req: Request) => {
      throw new Problem('METHOD_NOT_ALLOWED', `${req.method} is not taken here: use ${allow}`, {
        headers: { Allow: allow },
      });
    });
}

/** What no caller can mend: whoever runs the node is told as well. */
const FOR_OPERATORS: ReadonlySet<string> = new Set(['STREAM_INCOMPLETE', 'UNREADABLE_EVENT']);

function refuse({ log }: Context, error: unknown, req: IncomingMessage, res: ServerResponse): void {
  if (error instanceof NobodyWaits) {
    res.destroy();
    return;
  }
  const problem = inspected(error);
  const line = { instance: problem.instance, method: req.method, url: req.url?.split('?')[0], code: problem.code };
  if (problem.code === 'INTERNAL') log.error('an error nobody foresaw', { ...line, error });
  else if (FOR_OPERATORS.has(problem.code)) log.warn('refused', { ...line, detail: problem.message });
  else log.debug('refused', { ...line, detail: problem.message });
  if (res.headersSent) res.destroy();
  else sendProblem(res, problem);
}

/** Says of every request how it was answered. */
const logged =
  ({ log }: Context, listener: RequestListener): RequestListener =>
  (req, res) => {
    const [start, url] = [performance.now(), req.url?.split('?')[0]];
    res.once('close', () => {
      const ms = Math.round((performance.now() - start) * 100) / 100;
      log.debug('answered', { method: req.method, url, status: res.statusCode, ms });
    });
    listener(req, res);
  };
