// Looks why a server cannot be reached where the client does not say: by its own connections to the hosts of the URL.
// It sends nothing but a TLS greeting, and ends what it opens.
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { reason } from '../../support/reason.ts';
import { failureOf, type LinkFailure, linkFailure, tlsFailure } from './linkFailure.ts';

/** What can be read off a connection string without the client. */
export interface Target {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly tls: boolean;
  /** several nodes, or discovery by name: where one is lost another may lead */
  readonly isCluster: boolean;
}

const WITHIN = 1_000;

export function targetOf(url: string): Target {
  const [, scheme = '', authority = ''] = /^([a-z+]+):\/\/(?:[^@/?]*@)?([^/?]*)/i.exec(url) ?? [];
  const hosts = authority.split(',').map((each) => {
    const [, host = '', port = '2113'] = /^(.*?)(?::(\d+))?$/.exec(each) ?? [];
    return { host, port: Number(port) };
  });
  return {
    hosts,
    tls: !/[?&]tls=false\b/i.test(url),
    isCluster: hosts.length > 1 || /\+discover$/i.test(scheme),
  };
}

/** The failure as its error tells it; where that says too little, as the first host that says more does. */
export async function diagnose(error: unknown, { hosts, tls, isCluster }: Target): Promise<LinkFailure> {
  const told = failureOf(error);
  // To find the nodes of a cluster takes the client several tries, of which it tells nothing.
  if (told.cause !== 'lost' && !(told.cause === 'timeout' && isCluster)) return told;
  const found = await Promise.all(hosts.map((host) => inspect(host, tls)));
  // Where a node of a cluster can be reached and still none is found to talk to, none leads.
  if (found.includes(undefined)) return isCluster ? linkFailure('not_leader', told.reason) : told;
  return found.find((failure) => failure?.cause === 'tls') ?? found[0] ?? told;
}

/** Undefined where the host takes connections of the kind that the URL asks for. */
async function inspect({ host, port }: Target['hosts'][number], tls: boolean): Promise<LinkFailure | undefined> {
  try {
    if (isIP(host) === 0) await lookup(host);
    await opened(connect(port, host), 'connect');
  } catch (error) {
    return failureOf(error);
  }
  return tls ? await inspectTls(host, port) : await inspectPlain(host, port);
}

async function inspectTls(host: string, port: number): Promise<LinkFailure | undefined> {
  try {
    await opened(connectTls({ port, host, rejectUnauthorized: false, ...serverName(host) }), 'secureConnect');
    return undefined;
  } catch (error) {
    return tlsFailure('server without', reason(error));
  }
}

async function inspectPlain(host: string, port: number): Promise<LinkFailure | undefined> {
  try {
    await opened(connectTls({ port, host, rejectUnauthorized: false, ...serverName(host) }), 'secureConnect');
    return tlsFailure('server with', 'the server answers a TLS greeting');
  } catch {
    return undefined;
  }
}

const serverName = (host: string) => (isIP(host) === 0 ? { servername: host } : {});

async function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  const ready = Promise.withResolvers<void>();
  socket.once(event, () => ready.resolve());
  socket.once('error', ready.reject);
  socket.once('close', () => ready.reject(new Error('the server closed the connection')));
  socket.setTimeout(WITHIN, () => ready.reject(new Error(`ETIMEDOUT: no answer within ${WITHIN} ms`)));
  try {
    await ready.promise;
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
