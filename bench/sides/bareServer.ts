// Baseline: a bare node:http server that writes the same bytes, read once, to whoever asks for anything.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenSide } from '../harness/side.ts';
import { underGets } from './getLoad.ts';
import type { TreatyArgs, TreatyTold } from './treatyServer.ts';

export type BareArgs = TreatyTold & Pick<TreatyArgs, 'connections' | 'requests'>;

export const open: OpenSide<BareArgs> = async ({ path, file, connections, requests }) => {
  const bytes = readFileSync(file);
  const server = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Content-Length', bytes.length);
    res.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    run: () => underGets({ url: `http://127.0.0.1:${port}`, paths: [path], connections, requests }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
