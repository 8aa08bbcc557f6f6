// The one file that knows every part: it wires them into a node, and serves it. main.ts loads it when a node is wanted.
import { createApp } from './api/app.ts';
import { createLogger, type Logger } from './api/log.ts';
import { sayRebuilds } from './api/rebuildLog.ts';
import { ServeRefused, serve } from './api/serve.ts';
import { AuditError } from './audit/auditError.ts';
import { openLog, type TransparencyLog } from './audit/log/openLog.ts';
import { loadSigners } from './audit/log/signingKey.ts';
import { openAuthority as openTimeAuthority } from './audit/time/authority.ts';
import { startTimestamps, type Timestamps } from './audit/time/timestamps.ts';
import { parseWitnesses } from './audit/witness/witness.ts';
import { cosignBy } from './audit/witness/witnesses.ts';
import { CaptureStore } from './captures/captureStore.ts';
import type { Writer } from './cli/command.ts';
import { Failed } from './cli/failure.ts';
import { type Config, ConfigRefused } from './config/config.ts';
import { openFollower } from './journal/follower.ts';
import type { Journal } from './journal/journal.ts';
import { embeddedJournal } from './journal/logJournal.ts';
import { Ledger } from './ledger/ledger.ts';
import { openReadModels, type ReadModelsParts } from './projections/openReadModels.ts';
import type { ReadModels } from './projections/readModels.ts';
import type { EngineHealth, StoreEngine } from './store/eventStore.ts';
import { openSqliteEngine } from './store/sqlite/sqliteEngine.ts';
import { reason } from './support/reason.ts';

const clock = Date.now;

interface Authority {
  readonly engine: StoreEngine;
  readonly journal: Journal;
  readonly health: () => EngineHealth;
  close(): Promise<void>;
}

/** Where events are appended, and the journal they are read from. @throws DataDirRefused */
async function openAuthority({ eventStoreUrl, dataDir, ledgerName }: Config): Promise<Authority> {
  if (eventStoreUrl === undefined) {
    const engine = openSqliteEngine({ dataDir });
    return { engine, journal: embeddedJournal(engine), health: () => engine.health(), close: () => engine.close() };
  }
  // its client is large, and an embedded ledger has no use for it
  const { openEventStoreDbEngine } = await import('./store/eventstoredb/eventStoreDbEngine.ts');
  const engine = openEventStoreDbEngine({ url: eventStoreUrl, ledgerName });
  const follower = openFollower({ dataDir, authority: engine });
  return {
    engine,
    journal: follower.journal,
    health: () => follower.health(),
    async close() {
      await follower.close();
      await engine.close();
    },
  };
}

interface Node extends Omit<Authority, 'close'> {
  readonly ledger: Ledger;
  readonly readModels: ReadModels;
  close(): Promise<void>;
}

type Told = Pick<ReadModelsParts, 'onCrash' | 'onBuildFailed'>;

/** @throws DataDirRefused */
async function openNode(config: Config, told: Told): Promise<Node> {
  const authority = await openAuthority(config);
  const { engine, journal, health } = authority;
  try {
    const readModels = openReadModels({ dataDir: config.dataDir, journal, clock, ...told });
    return {
      engine,
      journal,
      health,
      readModels,
      ledger: new Ledger({ name: config.ledgerName, store: engine.ledger, journal, clock }),
      async close() {
        await readModels.close();
        await authority.close();
      },
    };
  } catch (error) {
    await authority.close();
    throw error;
  }
}

/**
 * The transparency log beside the read models. Only a node that serves keeps one, and it is open before anything is
 * served: a start on data that are not what was signed is refused, and no command waits for it afterwards.
 * @throws Failed with what to do
 */
async function openNodeLog(config: Config, { engine, journal }: Node, log: Logger): Promise<TransparencyLog> {
  const { dataDir, eventStoreUrl, ledgerOrigin: origin, signingKey, checkpointFile } = config;
  try {
    return await openLog({
      dataDir,
      journal,
      origin,
      signers: loadSigners({ dataDir, origin, signingKey }),
      checkpointFile,
      cosign: cosigning(config, log),
      shared: eventStoreUrl === undefined ? undefined : engine.operations,
      onStop: ({ code, message }) =>
        log.error('the log stopped: it signs and serves nothing', { code, reason: message }),
    });
  } catch (error) {
    throw error instanceof AuditError ? new Failed(error.message) : error;
  }
}

/** @throws AuditError MALFORMED */
function cosigning({ witnesses }: Config, log: Logger) {
  if (witnesses === undefined) return undefined;
  return cosignBy({
    witnesses: parseWitnesses(witnesses),
    clock,
    onFailure: ({ url }, { code, message }) =>
      log.warn('a witness gave no cosignature', { url, code, reason: message }),
  });
}

/** @throws Failed where TSA_CA_FILE is none */
function timestamping({ dataDir, timeAuthority }: Config, { reader }: TransparencyLog, log: Logger) {
  if (timeAuthority === undefined) return undefined;
  try {
    return startTimestamps({
      dataDir,
      authority: openTimeAuthority({ ...timeAuthority, clock }),
      head: () => reader.head(),
      onFailure: ({ message }) => log.warn('a checkpoint got no time-stamp token', { reason: message }),
    });
  } catch (error) {
    throw error instanceof AuditError ? new Failed(error.message) : error;
  }
}

/** Serves until SIGINT or SIGTERM, or until a part can go on no longer; gives the exit code. */
export async function serveNode(config: Config): Promise<number> {
  if (config.lacking.length > 0) throw new ConfigRefused(config.lacking);
  const log = createLogger(config.logLevel);
  const crashed = Promise.withResolvers<number>();
  const node = await openNode(config, {
    onCrash(error) {
      log.error('the read models stopped', { error: String(error), stack: error instanceof Error ? error.stack : '' });
      crashed.resolve(1);
    },
    onBuildFailed: (error) =>
      log.error('the read models could not be built: they follow the journal from its start', {
        reason: reason(error),
      }),
  });
  let transparencyLog: TransparencyLog | undefined;
  let timestamps: Timestamps | undefined;
  const saidNoMore = sayRebuilds(node.readModels, log);
  try {
    transparencyLog = await openNodeLog(config, node, log);
    timestamps = timestamping(config, transparencyLog, log);
    const captures = new CaptureStore({ dataDir: config.dataDir, clock });
    const parts = { ...node, transparencyLog, captures, storeHealth: node.health, apiKeys: config.apiKeys, log, clock };
    const serving = await serve(createApp(parts), config);
    log.info('serving', { url: serving.url, dataDir: config.dataDir, store: storeOf(config), pid: process.pid });
    const code = await Promise.race([toldToStop(log), crashed.promise]);
    await serving.close();
    return code;
  } catch (error) {
    if (!(error instanceof ServeRefused)) throw error;
    log.error(error.message);
    return 1;
  } finally {
    saidNoMore();
    await timestamps?.close();
    await transparencyLog?.close();
    await node.close();
    log.info('stopped');
  }
}

const storeOf = ({ eventStoreUrl }: Config): string => (eventStoreUrl === undefined ? 'embedded' : 'EventStoreDB');

function toldToStop(log: Logger): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        log.info('stopping: requests in flight finish first', { signal });
        resolve(0);
      });
    }
  });
}

/** The ledger for an import, with this node's read models brought up to what it recorded. */
export async function openWriter(config: Config): Promise<Writer> {
  const log = createLogger(config.logLevel);
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => undefined);
  const node = await openNode(config, { onCrash: crashed.reject });
  return {
    ledger: node.ledger,
    onRecord: async (event) => node.journal.find(event) !== undefined,
    async settle() {
      const { sequence } = node.journal.head();
      if (await Promise.race([node.readModels.reached(sequence, 60_000), crashed.promise])) return;
      log.warn('what was recorded is durable, and not in the read models yet', {
        projections: node.readModels.health(),
      });
    },
    close: () => node.close(),
  };
}
