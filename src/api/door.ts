// The door before every route: by which name a request came, and from whose page. A browser on this machine reaches the node
// for any page it shows; without API keys that page must be the node's own. Nothing goes round it.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';
import { ROUTES } from './routes.ts';

/** Lets a request in, or not. @throws Problem */
export type Door = (req: IncomingMessage) => void;

/** @param keyed whether callers are asked for API keys: then names are the proxy's affair */
export function doorOf(keyed: boolean): Door {
  return keyed ? withKeys : withoutKeys;
}

export function behind(
  door: Door,
  listener: RequestListener,
  refuse: (error: unknown, req: IncomingMessage, res: ServerResponse) => void,
): RequestListener {
  return (req, res) => {
    try {
      door(req);
    } catch (error) {
      return refuse(error, req, res);
    }
    listener(req, res);
  };
}

/**
 * Law: without keys whoever gets in may do everything. A name that leads here by somebody else's DNS makes a page there
 * one with this node in a browser's eyes (DNS rebinding), so that only names count which nobody else can give.
 */
function withoutKeys(req: IncomingMessage): void {
  for (const name of namesOf(req)) if (!LOOPBACK.test(name)) throw foreignHost(name);
  if (!isOwnOrigin(req) || !isOwnSite(req)) throw foreignOrigin(req);
}

/** A page elsewhere gets nothing that it brings no key for, also where everybody may read it who asks by himself. */
function withKeys(req: IncomingMessage): void {
  namesOf(req);
  if (req.headers.authorization !== undefined) return;
  // what the browser says of itself counts more than a name that a proxy may have changed
  const isOwn = req.headers['sec-fetch-site'] === undefined ? isOwnOrigin(req) : isOwnSite(req);
  if (!isOwn) throw foreignOrigin(req);
}

const LOOPBACK =
  /^(?:localhost|127\.(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])){2}|\[::1\])\.?(?::\d{1,5})?$/i;
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** The names it came by: `Host`, and the target's own where that is a whole address. @throws Problem where `Host` is not one */
function namesOf({ headers, httpVersionMinor, rawHeaders, url = '' }: IncomingMessage): readonly string[] {
  const { host = '' } = headers;
  if (isTwice(rawHeaders)) throw new Problem('MALFORMED_REQUEST', 'Host is there twice: send it once');
  if (headers.host === undefined && httpVersionMinor > 0) {
    throw new Problem('MALFORMED_REQUEST', 'Host is missing: name the host you ask');
  }
  const target = url.startsWith('/') ? undefined : AUTHORITY.exec(url)?.[1];
  return target === undefined ? [host] : [host, target];
}

/** Node keeps the first of several, and says nothing. */
function isTwice(rawHeaders: readonly string[]): boolean {
  let found = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') found++;
  }
  return found > 1;
}

/** `Origin` comes with whatever a page elsewhere sends, and with whatever is no plain reading. */
function isOwnOrigin({ headers: { origin, host = '' } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  return (
    origin === `http://${host}` || (origin.startsWith('http://') && originOf(origin) === originOf(`http://${host}`))
  );
}

/** In its one spelling: lower case, without the port that goes without saying. */
const originOf = (address: string): string | undefined => (URL.canParse(address) ? new URL(address).origin : undefined);

const PAGES: ReadonlySet<string> = new Set([ROUTES.home.path, ROUTES.docs.path, ROUTES.problems.path]);
const OF_A_PROBLEM = ROUTES.problem.path.replace(':name', '');

/** Where a browser says whose page asks: this node's, or nobody's. A link from elsewhere may lead to a page for people. */
function isOwnSite({ method, headers, url = '' }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  const [path = ''] = url.split('?');
  const isFollowed = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return method === 'GET' && isFollowed && (PAGES.has(path) || path.startsWith(OF_A_PROBLEM));
}

const foreignHost = (name: string): Problem =>
  new Problem(
    'FOREIGN_HOST',
    `${name === '' ? 'a request that names no host' : `a request to ${name.slice(0, 100)}`} is not answered without API keys: ` +
      'ask localhost or 127.0.0.1, or configure AUTH_API_KEYS',
  );

const foreignOrigin = ({ headers: { origin } }: IncomingMessage): Problem =>
  new Problem(
    'FOREIGN_ORIGIN',
    `a page of ${origin === undefined ? 'another site' : origin.slice(0, 100)} gets nothing here without a key: ` +
      'ask from a page of this address, from outside a browser, or with an API key',
  );
