// The one file that knows every part: it wires them into a node, and serves it. main.ts loads it when a node is wanted.
import { setTimeout } from 'node:timers/promises';
import { createApp } from './api/app.ts';
import type { OnCut } from './api/connections.ts';
import { createLogger, type Logger } from './api/log.ts';
import { sayModels } from './api/modelsLog.ts';
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
import { heldHistory } from './cli/heldHistory.ts';
import { type Config, ConfigRefused } from './config/config.ts';
import { HolderNames } from './holders/holderNames.ts';
import { openFollower } from './journal/follower.ts';
import type { Journal } from './journal/journal.ts';
import { embeddedJournal } from './journal/logJournal.ts';
import { Ledger } from './ledger/ledger.ts';
import { openReadModels } from './projections/openReadModels.ts';
import type { ReadModels } from './projections/readModels.ts';
import type { EngineHealth, StoreEngine } from './store/eventStore.ts';
import type { LinkChange } from './store/eventstoredb/gate.ts';
import { openSqliteEngine } from './store/sqlite/sqliteEngine.ts';
import { takeEngineFolder } from './support/engineFolder.ts';
import { keepPrivate } from './support/privateFiles.ts';

const clock = Date.now;

interface Authority {
  readonly engine: StoreEngine;
  readonly journal: Journal;
  /** the engine's own folder in DATA_DIR */
  readonly folder: string;
  readonly health: () => EngineHealth;
  /** why the journal is not the authority's history, in words; undefined where it is */
  readonly refusing: () => string | undefined;
  close(): Promise<void>;
}

/** Where events are appended, and the journal they are read from. @throws DataDirRefused */
async function openAuthority(config: Config, log: Logger): Promise<Authority> {
  const folder = takenFolder(config, log);
  if (config.eventStoreUrl === undefined) {
    const onDamage = (why: string) => log.error('the ledger is damaged: nothing is recorded on it', { reason: why });
    const engine = openSqliteEngine({ dataDir: folder, onDamage });
    return {
      engine,
      journal: embeddedJournal(engine),
      folder,
      health: () => engine.health(),
      refusing: () => undefined,
      close: () => engine.close(),
    };
  }
  return followedAuthority({ url: config.eventStoreUrl, ledgerName: config.ledgerName }, folder, log);
}

async function followedAuthority(
  at: { url: string; ledgerName: string },
  folder: string,
  log: Logger,
): Promise<Authority> {
  // its client is large, and an embedded ledger has no use for it
  const { openEventStoreDbEngine } = await import('./store/eventstoredb/eventStoreDbEngine.ts');
  const engine = openEventStoreDbEngine({ ...at, onLink: sayLink(log) });
  const follower = openFollower({
    dataDir: folder,
    authority: engine,
    onRefused: (why) =>
      log.error('this node holds another history than the server: it answers and records nothing', { reason: why }),
    onDamage: (why) => log.error('the copy of the ledger is damaged', { reason: why }),
    onStall: (why) =>
      why === undefined
        ? log.info('the journal goes on')
        : log.error('the journal cannot be written on', { reason: why }),
  });
  return {
    engine,
    journal: follower.journal,
    folder,
    health: () => follower.health(),
    refusing() {
      const { copying, lastError } = follower.health();
      return copying === 'refused' ? lastError : undefined;
    },
    async close() {
      await follower.close();
      await engine.close();
    },
  };
}

/** Each change of the link to the server is a line, with its reason and what to do. */
const sayLink =
  (log: Logger) =>
  ({ state, reason: why, cause, hint }: LinkChange): void => {
    if (state === 'up') log.info('EventStoreDB answers');
    else if (state === 'diverged')
      log.error('EventStoreDB holds another history: this node answers and records nothing', { reason: why });
    else log.error('EventStoreDB cannot be reached', { reason: why, cause, hint });
  };

const BESIDE = {
  embedded: 'the copy of a ledger in EventStoreDB lies beside and is not read: set EVENTSTORE_URL to serve that one',
  eventstoredb: 'an embedded ledger lies beside and is not read: unset EVENTSTORE_URL to serve that one',
} as const;

function takenFolder({ dataDir, engine }: Config, log: Logger): string {
  const { folder, carriedOver, beside } = takeEngineFolder(dataDir, engine);
  if (carriedOver)
    log.info('the files of this ledger were moved to a folder of their own', { from: dataDir, to: folder });
  if (beside !== undefined) log.warn(BESIDE[engine], { folder: beside });
  return folder;
}

interface Node extends Omit<Authority, 'close'> {
  readonly ledger: Ledger;
  readonly readModels: ReadModels;
  /** Makes the node refuse everything from now on. */
  diverged(why: string): void;
  /** Makes it refuse everything while its log lacks what was signed before. */
  heldBy(log: Pick<TransparencyLog, 'behind'>): void;
  close(): Promise<void>;
}

/** @throws DataDirRefused */
async function openNode(config: Config, log: Logger): Promise<Node> {
  const authority = await openAuthority(config, log);
  const { engine, journal, folder } = authority;
  const { queryThreads } = config;
  let found: string | undefined;
  let models: ReadModels | undefined;
  let behind: () => string | undefined = () => undefined;
  const refusing = () => found ?? authority.refusing() ?? models?.divergence() ?? behind();
  try {
    const readModels = openReadModels({ dataDir: folder, journal, clock, onNews: sayModels(log), queryThreads });
    models = readModels;
    const apart = readModels.divergence();
    if (apart !== undefined) log.error('the read models are of another history', { reason: apart });
    return {
      ...authority,
      refusing,
      readModels,
      diverged(why) {
        found ??= why;
      },
      heldBy(log) {
        behind = () => log.behind();
      },
      ledger: new Ledger({ name: config.ledgerName, store: engine.ledger, journal, clock, refusing }),
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
async function openNodeLog(config: Config, node: Node, log: Logger): Promise<TransparencyLog> {
  const { eventStoreUrl, ledgerOrigin: origin, signingKey, checkpointFile } = config;
  const { engine, journal, folder: dataDir, refusing } = node;
  try {
    return await openLog({
      dataDir,
      journal,
      origin,
      signers: loadSigners({ dataDir, origin, signingKey }),
      checkpointFile,
      cosign: cosigning(config, log),
      shared: eventStoreUrl === undefined ? undefined : engine.operations,
      refusing,
      onRepaired: (why) => log.warn('log.db is damaged: its tiles are made again from the ledger', { reason: why }),
      onWithheld: (why) =>
        log.warn('this node serves the line of checkpoints it found, and signs nothing', { reason: why }),
      onStop({ code, message }, from) {
        log.error('the log stopped: it signs and serves nothing', { code, reason: message });
        if (from === 'history' && (code === 'FORKED' || code === 'OLDER_DATA')) node.diverged(message);
      },
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
function timestamping({ timeAuthority }: Config, dataDir: string, { reader }: TransparencyLog, log: Logger) {
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

/** Serves until SIGINT or SIGTERM; gives the exit code. */
export async function serveNode(config: Config): Promise<number> {
  if (config.lacking.length > 0) throw new ConfigRefused(config.lacking);
  const log = createLogger(config.logLevel);
  closeToOthers(config, log);
  const node = await openNode(config, log);
  let transparencyLog: TransparencyLog | undefined;
  let timestamps: Timestamps | undefined;
  let holders: HolderNames | undefined;
  const saidNoMore = sayRebuilds(node.readModels, log);
  try {
    transparencyLog = await openNodeLog(config, node, log);
    node.heldBy(transparencyLog);
    timestamps = timestamping(config, node.folder, transparencyLog, log);
    const captures = new CaptureStore({ dataDir: node.folder, clock });
    holders = new HolderNames({ dataDir: node.folder, clock });
    const parts = {
      ...node,
      transparencyLog,
      captures,
      holders,
      storeHealth: node.health,
      apiKeys: config.apiKeys,
      log,
      clock,
    };
    const onCut: OnCut = (why, connections) => log.warn('connections were closed', { why, connections });
    await node.readModels.startAnswering();
    const serving = await serve(createApp(parts), { ...config, onCut });
    log.info('serving', { url: serving.url, dataDir: node.folder, store: storeOf(config), pid: process.pid });
    const code = await toldToStop(log);
    await serving.close();
    return code;
  } catch (error) {
    if (!(error instanceof ServeRefused)) throw error;
    log.error(error.message);
    return 1;
  } finally {
    saidNoMore();
    holders?.close();
    await timestamps?.close();
    await transparencyLog?.close();
    await node.close();
    log.info('stopped');
  }
}

/** What others on this machine could read is theirs no longer, and the log says what it was. */
function closeToOthers({ dataDir }: Config, log: Logger): void {
  for (const { path, mode, left } of keepPrivate(dataDir)) {
    if (left === undefined) log.warn('this was open to others, and is closed to them now', { path, mode });
    else log.warn('this is open to others: close it to them with chmod go=', { path, mode, reason: left });
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

/** The server that EVENTSTORE_URL names, without anything derived from it. @throws Failed */
export async function openEngine({ eventStoreUrl, ledgerName }: Config): Promise<StoreEngine> {
  if (eventStoreUrl === undefined) throw new Failed('EVENTSTORE_URL is not set');
  const { openEventStoreDbEngine } = await import('./store/eventstoredb/eventStoreDbEngine.ts');
  return openEventStoreDbEngine({ url: eventStoreUrl, ledgerName });
}

/** The ledger for an import, with this node's read models brought up to what it recorded. */
export async function openWriter(config: Config): Promise<Writer> {
  const log = createLogger(config.logLevel);
  closeToOthers(config, log);
  const node = await openNode(config, log);
  try {
    await toBeWritten(node, config);
  } catch (error) {
    await node.close();
    throw error;
  }
  return {
    ledger: node.ledger,
    onRecord: async (event) => node.journal.find(event) !== undefined,
    async settle() {
      const { sequence } = node.journal.head();
      if (await node.readModels.reached(sequence, 60_000)) return;
      log.warn('what was recorded is durable, and not in the read models yet', {
        projections: node.readModels.health(),
      });
    },
    close: () => node.close(),
  };
}

const LOOK_EVERY = 50;

/**
 * Resolves when a node has read to the end of the ledger and its history is what was signed: before that nothing is imported.
 * @throws Failed where the server cannot be reached, or the history is another one
 */
async function toBeWritten(node: Node, { checkpointFile }: Config): Promise<void> {
  while (!node.journal.complete || !node.journal.caughtUp) {
    const why = node.refusing();
    if (why !== undefined) throw new Failed(why);
    const { state, lastError, hint } = node.health();
    if (state === 'down') throw new Failed(`EventStoreDB cannot be reached: ${lastError}${hint ? ` (${hint})` : ''}`);
    await setTimeout(LOOK_EVERY);
  }
  const why = heldHistory({ folder: node.folder, journal: node.journal, checkpointFile }) ?? node.refusing();
  if (why !== undefined) throw new Failed(why);
}
