// Listening, and stopping without losing an answer: what is in flight finishes, what is idle is closed, and nothing waits for ever.
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Connections, connectionsOf, LIMITS, type Limits, type OnCut } from './connections.ts';
import { Problem, problemBody } from './problem.ts';
import { PROBLEMS } from './problems.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0: any free one */
  readonly port: number;
  /** how long requests in flight may take once closing has begun, milliseconds; 10,000 where absent */
  readonly grace?: number;
  /** what all connections together may hold; `LIMITS` where absent */
  readonly limits?: Partial<Limits>;
  /** told, now and then, how many connections were closed because of them */
  readonly onCut?: OnCut;
}

export interface Serving {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Stops accepting, lets requests in flight finish and be answered, and resolves when every connection is closed. */
  close(): Promise<void>;
}

/** The address cannot be listened on. */
export class ServeRefused extends Error {
  constructor({ host, port }: ServeOptions, cause: NodeJS.ErrnoException) {
    const why: Record<string, string> = {
      EADDRINUSE: 'something listens there already: stop it, or set PORT',
      EACCES: 'this user may not: set PORT to 1024 or above',
      EADDRNOTAVAIL: 'this machine has no such address: set HOST to one it has',
      ENOTFOUND: 'no such host is known: set HOST to an address of this machine',
    };
    super(`cannot listen on ${host}, port ${port}: ${why[cause.code ?? ''] ?? cause.message}`, { cause });
    this.name = 'ServeRefused';
  }
}

const GRACE = 10_000;
const LOOK_FOR_IDLE = 25;
/** A request has so long to arrive whole: a sender that trickles holds no connection for ever. */
const REQUEST_TIMEOUT = 30_000;
/** Longer than the balancers in front commonly keep a connection, so that they close it, not this side. */
const KEEP_ALIVE = 75_000;

/** @throws ServeRefused */
export function serve(app: RequestListener, options: ServeOptions): Promise<Serving> {
  const { limits, onCut = () => {} } = options;
  // a missing Host is the door's to refuse, with a problem document
  const settings = { requestTimeout: REQUEST_TIMEOUT, keepAliveTimeout: KEEP_ALIVE, requireHostHeader: false };
  const server = createServer(settings);
  const connections = connectionsOf(server, app, { ...LIMITS, ...limits }, onCut);
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, connections.listener);
  server.on('clientError', (error, socket) => answerUnreadable(error, socket, connections));
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      connections.end();
      reject(new ServeRefused(options, error));
    });
    server.listen(options.port, options.host, () => {
      let closed: Promise<void> | undefined;
      const close = () => {
        closed ??= closing(server, connections, options.grace ?? GRACE);
        return closed;
      };
      resolve({ url: urlOf(server.address() as AddressInfo), close });
    });
  });
}

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Not as the HTTP server closes: it takes a connection for idle whose answer was made and has not left yet. */
async function closing(server: Server, connections: Connections, grace: number): Promise<void> {
  const ended = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  connections.closeIdle();
  const idle = setInterval(() => connections.closeIdle(), LOOK_FOR_IDLE);
  const patience = setTimeout(() => connections.destroyAll(), grace);
  await ended;
  clearInterval(idle);
  clearTimeout(patience);
  connections.end();
  // what it keeps of its own
  server.close();
}

const WHY: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the headers are too large: send less than 16 KiB of them',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request did not arrive whole in time: send it again',
};

/** What is no HTTP reaches no route; it is answered all the same, in its turn, then let go. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex, connections: Connections): void {
  const connection = connections.of(socket as Socket);
  if (error.code === 'ECONNRESET' || !socket.writable || connection === undefined) {
    socket.destroy();
    return;
  }
  const detail = WHY[error.code ?? ''] ?? 'this is not HTTP as it is written: send a well-formed request';
  const body = problemBody(new Problem('MALFORMED_REQUEST', detail));
  const head = `HTTP/1.1 ${PROBLEMS.MALFORMED_REQUEST.status} Bad Request\r\nContent-Type: application/problem+json\r\n`;
  connection.refuse(
    Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`), body]),
  );
}
