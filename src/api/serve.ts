// Listening, and stopping without losing an answer: what is in flight finishes, what is idle is closed, and nothing waits for ever.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Problem, problemBody } from './problem.ts';
import { PROBLEMS } from './problems.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0: any free one */
  readonly port: number;
  /** how long requests in flight may take once closing has begun, milliseconds; 10,000 where absent */
  readonly grace?: number;
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
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT, keepAliveTimeout: KEEP_ALIVE }, app);
  server.on('clientError', answerUnreadable);
  const sockets = socketsOf(server);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ServeRefused(options, error)));
    server.listen(options.port, options.host, () => {
      let closed: Promise<void> | undefined;
      const close = () => {
        closed ??= closing(server, sockets, options.grace ?? GRACE);
        return closed;
      };
      resolve({ url: urlOf(server.address() as AddressInfo), close });
    });
  });
}

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Every open connection: the server itself counts one that has not asked anything yet as neither idle nor busy. */
function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function closing(server: Server, sockets: ReadonlySet<Socket>, grace: number): Promise<void> {
  server.prependListener('request', (_req, res) => {
    res.shouldKeepAlive = false;
  });
  const closeIdle = () => {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  const idle = setInterval(closeIdle, LOOK_FOR_IDLE);
  const patience = setTimeout(() => server.closeAllConnections(), grace);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(idle);
  clearTimeout(patience);
}

const WHY: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the headers are too large: send less than 16 KiB of them',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request did not arrive whole in time: send it again',
};

/** What is no HTTP reaches no route; it is answered all the same, then let go. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const detail = WHY[error.code ?? ''] ?? 'this is not HTTP as it is written: send a well-formed request';
  const body = problemBody(new Problem('MALFORMED_REQUEST', detail));
  const head = `HTTP/1.1 ${PROBLEMS.MALFORMED_REQUEST.status} Bad Request\r\nContent-Type: application/problem+json\r\n`;
  socket.end(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
}
