// What of the peer the benches use, found where it was installed. One connection is shared, which is its fastest way.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ToAppend } from './events.ts';

export interface PeerArgs {
  /** the package.json beside which it was installed */
  readonly peer: string;
  readonly dataDir: string;
}

interface Connection {
  close(): void;
}
interface Message {
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}
interface Emmett {
  sqliteConnection(options: { fileName: string }): Connection;
  createEventStoreSchema(connection: Connection): Promise<void>;
  appendToStream(
    connection: Connection,
    stream: string,
    streamType: string,
    messages: Message[],
    options: { expectedStreamVersion: bigint },
  ): Promise<{ readonly success: boolean }>;
  readStream(connection: Connection, stream: string): Promise<{ readonly events: readonly unknown[] }>;
}

export async function openEmmett({ peer, dataDir }: PeerArgs) {
  const entry = createRequire(peer).resolve('@event-driven-io/emmett-sqlite');
  const module: { default?: Emmett } & Emmett = await import(pathToFileURL(entry).href);
  const emmett = module.default ?? module;
  const connection = emmett.sqliteConnection({ fileName: join(dataDir, 'emmett.db') });
  await emmett.createEventStoreSchema(connection);
  return {
    async append(events: readonly ToAppend[]): Promise<void> {
      const [first] = events;
      if (first === undefined) return;
      const messages = events.map(({ event: { type, data, metadata } }) => ({ type, data, metadata }));
      const options = { expectedStreamVersion: BigInt(first.revision) };
      const { success } = await emmett.appendToStream(connection, first.stream, 'commitment', messages, options);
      if (!success) throw new Error(`the peer refused an append to ${first.stream}`);
    },
    read: async (stream: string): Promise<number> => (await emmett.readStream(connection, stream)).events.length,
    close: () => connection.close(),
  };
}
