// The address asked most, a commitment as it is now, does not go through the router: it would cost more than the answer.
// Whatever is the least unusual about a request goes the long way round, with the same answer.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { takesJsonOfNow } from './negotiation.ts';
import type { Context } from './parts.ts';
import { ROUTES } from './routes.ts';
import { expectStanding } from './standing.ts';

const PREFIX = ROUTES.readCommitment.path.replace(':id', '');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Front {
  readonly context: Context;
  /** the way round */
  readonly router: RequestListener;
  readonly refuse: (error: unknown, req: IncomingMessage, res: ServerResponse) => void;
  /** answers with a commitment as it is now; throws where there is none */
  readonly answer: (id: string, req: IncomingMessage, res: ServerResponse) => void;
}

export function inFrontOf({ context, router, refuse, answer }: Front): RequestListener {
  return (req, res) => {
    const id = idAsked(req);
    if (id === undefined) return router(req, res);
    try {
      context.identify(req, 'reader');
      expectStanding(context, ROUTES.readCommitment);
      answer(id, req, res);
    } catch (error) {
      refuse(error, req, res);
    }
  };
}

function idAsked({ method, url = '', headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || url.length !== PREFIX.length + 36 || !url.startsWith(PREFIX)) return undefined;
  const id = url.slice(PREFIX.length);
  return UUID.test(id) && takesJsonOfNow(headers) ? id : undefined;
}
