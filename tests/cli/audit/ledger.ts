// Ledgers with a log, for the auditor's commands: a folder at rest with its key, and a server that shows its log.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LogReader } from '../../../src/audit/log/logReader.ts';
import { type LogOptions, openLog } from '../../../src/audit/log/openLog.ts';
import { loadSigners } from '../../../src/audit/log/signingKey.ts';
import { embeddedJournal } from '../../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { covered, record } from '../../audit/support/ledger.ts';
import { tempDir } from '../../support/tempDir.ts';

export const ORIGIN = 'ledger.example/log';

/** Records entries `first` to `end` in a folder, all under checkpoints, and leaves it at rest. */
export async function grown(dataDir: string, first: number, end: number, salt = '') {
  const { engine, log, vkey, close } = await openNode(dataDir);
  await record(engine.ledger, first, end, salt);
  if (end > 0) await covered(log, end - 1);
  const { note } = log.reader.head();
  await close();
  return { vkey, note };
}

/** The log of what a folder holds already, for instance an import. */
export async function signed(dataDir: string) {
  const { engine, log, vkey, close } = await openNode(dataDir);
  await covered(log, engine.log.head().sequence);
  const { note } = log.reader.head();
  await close();
  return { vkey, note };
}

export async function openNode(dataDir: string, options: Partial<LogOptions> = {}) {
  const engine = openSqliteEngine({ dataDir });
  const signers = loadSigners({ dataDir, origin: ORIGIN });
  const log = await openLog({
    dataDir,
    journal: embeddedJournal(engine),
    origin: ORIGIN,
    signers,
    interval: 5,
    ...options,
  });
  const close = async () => {
    await log.close();
    await engine.close();
  };
  onTestFinished(close);
  return { engine, log, vkey: log.reader.vkey, close };
}

/** The log's public paths over HTTP, with every answer open to be changed on its way. */
export async function served(
  reader: LogReader,
  change: (path: string, bytes: Uint8Array) => Uint8Array | number = asIs,
) {
  const server = createServer((req, res) => {
    const path = req.url?.replace('/tlog/', '') ?? '';
    const answer = change(path, bytesOf(reader, path));
    if (typeof answer === 'number') res.writeHead(answer).end();
    else res.writeHead(answer.length === 0 ? 404 : 200).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asIs = (_: string, bytes: Uint8Array) => bytes;

function bytesOf(reader: LogReader, path: string): Uint8Array {
  try {
    if (path === 'vkey') return reader.vkeyFile().bytes;
    return path === 'checkpoint' ? reader.checkpoint().bytes : reader.path(path).bytes;
  } catch {
    // Not there; or asked for by a check that failed meanwhile, of a log that is closed.
    return new Uint8Array();
  }
}

export async function files() {
  const dir = await tempDir();
  return (name: string) => join(dir, name);
}
