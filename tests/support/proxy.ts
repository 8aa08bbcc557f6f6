// A way between a node and its server that a test can cut, break or silence: to the node it is as if the server were so.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ServerProxy {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Ends every connection; new ones are taken. */
  drop(): void;
  /** Keeps every connection, takes new ones, and passes nothing on. */
  silence(): void;
  /** As at the beginning: what was held back is passed on. */
  restore(): void;
}

export async function proxyTo(host: string, port: number): Promise<ServerProxy> {
  const ways = new Set<{ from: Socket; to: Socket }>();
  let [open, silent] = [true, false];
  const server = createServer((client) => {
    if (!open) return void client.destroy();
    const upstream = connect(port, host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      const way = { from, to };
      ways.add(way);
      if (!silent) from.pipe(to);
      from.on('error', () => to.destroy()).on('close', () => ways.delete(way) && to.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const end = () => {
    for (const { from } of ways) from.destroy();
  };
  onTestFinished(() => {
    end();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      open = false;
      end();
    },
    drop: end,
    silence() {
      silent = true;
      for (const { from, to } of ways) from.unpipe(to).pause();
    },
    restore() {
      if (silent) for (const { from, to } of ways) from.pipe(to);
      silent = false;
      open = true;
    },
  };
}
