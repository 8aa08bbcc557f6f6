// Every connection of a server, and what all of them together may hold: requests that wait, and bytes that nobody reads.
// Law: whoever asks and does not read is let go; what that costs the process is bounded, and costs others nothing.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Connection } from './connection.ts';

export interface Limits {
  /** connections at once; one more is closed as it comes */
  readonly connections: number;
  /** requests, of all connections together, that wait for the one before them on theirs */
  readonly waiting: number;
  /** bytes, of all connections together, that were answered and not read */
  readonly unread: number;
  /** how long an answer may lie unread, milliseconds, beyond what it takes at the slowest pace */
  readonly drain: number;
  /** the slowest pace at which an answer may be read, bytes a millisecond */
  readonly pace: number;
}

export const LIMITS: Limits = {
  connections: 10_000,
  waiting: 20_000,
  unread: 256 * 1024 * 1024,
  drain: 30_000,
  pace: 32,
};

/** Why connections were closed. */
export type Cut = 'answers not read in time' | 'too much unread' | 'too many requests waiting' | 'too many connections';
export type OnCut = (why: Cut, connections: number) => void;

const LOOK = 250;
/** Somebody who is cut off comes again: that is told as often as it can be read. */
const TELL = 10_000;

export interface Connections {
  readonly listener: RequestListener;
  of(socket: Socket): Connection | undefined;
  /** From now on an answer is the last of its connection, and idle ones are closed. */
  closeIdle(): void;
  destroyAll(): void;
  end(): void;
}

export function connectionsOf(server: Server, app: RequestListener, limits: Limits, onCut: OnCut): Connections {
  const open = new Map<Socket, Connection>();
  const cuts = new Map<Cut, number>();
  let [waiting, closing] = [0, false];
  const cut = (why: Cut) => cuts.set(why, (cuts.get(why) ?? 0) + 1);
  const answering = {
    begin: ({ req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse }) => begin(app, req, res),
    wait: () => {
      const hasRoom = waiting < limits.waiting;
      if (hasRoom) waiting++;
      else cut('too many requests waiting');
      return hasRoom;
    },
    leave: (turns: number) => {
      waiting -= turns;
    },
    closing: () => closing,
  };
  server.maxConnections = limits.connections;
  server.on('drop', () => cut('too many connections'));
  server.on('connection', (socket: Socket) => {
    open.set(socket, new Connection(socket, answering));
    socket.once('close', () => open.delete(socket));
  });
  const looking = setInterval(() => letGo(open, limits, cut), Math.min(LOOK, limits.drain / 4)).unref();
  const telling = setInterval(() => {
    for (const [why, connections] of cuts) onCut(why, connections);
    cuts.clear();
  }, TELL).unref();
  return {
    listener: (req, res) => open.get(req.socket)?.take({ req, res }),
    of: (socket) => open.get(socket),
    closeIdle() {
      closing = true;
      for (const [socket, connection] of open) if (connection.isIdle) socket.destroy();
    },
    destroyAll() {
      for (const socket of open.keys()) socket.destroy();
    },
    end() {
      clearInterval(looking);
      clearInterval(telling);
    },
  };
}

/** Whoever waits to be told before sending a body is told where its beginning alone was not refused. */
function begin(app: RequestListener, req: IncomingMessage, res: ServerResponse): void {
  app(req, res);
  if (req.headers.expect !== undefined && /^100-continue$/i.test(req.headers.expect) && !res.headersSent) {
    res.writeContinue();
  }
}

type Open = ReadonlyMap<Socket, Connection>;

/** Destroys sockets whose answers lie unread too long, and the longest unread where all together are too many. */
function letGo(open: Open, limits: Limits, cut: (why: Cut) => void): void {
  const now = performance.now();
  const unread = [...open].filter(([socket, connection]) => isUnread(socket, connection, now));
  let bytes = 0;
  for (const [socket, connection] of unread) {
    const { since = now, bytes: size = 0 } = connection.unread ?? {};
    if (now - since > limits.drain + size / limits.pace) {
      cut('answers not read in time');
      socket.destroy();
    } else bytes += socket.writableLength;
  }
  if (bytes > limits.unread) letLongestGo(unread, bytes - limits.unread, cut);
}

function isUnread(socket: Socket, connection: Connection, now: number): boolean {
  const bytes = socket.writableLength;
  if (bytes === 0) connection.unread = undefined;
  else if (connection.unread?.answer !== connection.answer) {
    connection.unread = { since: now, bytes, answer: connection.answer };
  }
  return bytes > 0;
}

/** The last one is spared: a single answer may be as large as it is. */
function letLongestGo(unread: readonly (readonly [Socket, Connection])[], excess: number, cut: (why: Cut) => void) {
  const longest = unread
    .filter(([socket]) => !socket.destroyed)
    .toSorted(([, a], [, b]) => (a.unread?.since ?? 0) - (b.unread?.since ?? 0));
  let freed = 0;
  for (const [socket] of longest.slice(0, -1)) {
    if (freed >= excess) return;
    freed += socket.writableLength;
    cut('too much unread');
    socket.destroy();
  }
}
