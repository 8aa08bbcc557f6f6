// The read models, opened: the file, the engine that fills it, the sweep that moves answers on at their cuts, the queries.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../journal/journal.ts';
import { openForReading, openForWriting } from '../support/dataDir.ts';
import { CommitmentQueries } from './commitments/commitmentQueries.ts';
import { CommitmentsProjection } from './commitments/commitmentsProjection.ts';
import { DirectoryProjection } from './directory/directoryProjection.ts';
import { DirectoryQueries } from './directory/directoryQueries.ts';
import { ProjectionEngine } from './engine.ts';
import type { Queries, ReadModels } from './readModels.ts';
import { MODELS_FILE, MODELS_SCHEMA, SCHEMA } from './schema.ts';
import { Sweep } from './sweep.ts';

export interface ReadModelsParts {
  readonly dataDir: string;
  readonly journal: Journal;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  readonly onCrash: (error: unknown) => void;
  /** the file's name within DATA_DIR; `models.db` where absent */
  readonly file?: string;
}

/** Opens the models for writing and starts following the journal. The caller holds the writer's lock. @throws DataDirRefused */
export function openReadModels({ dataDir, journal, clock, onCrash, file = MODELS_FILE }: ReadModelsParts): ReadModels {
  const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA }, SCHEMA, 'NORMAL');
  const commitments = new CommitmentsProjection({ db, journal, clock });
  const projections = [commitments, new DirectoryProjection({ db, journal })];
  const engine = new ProjectionEngine({ db, journal, projections, onCrash });
  const sweep = new Sweep({ db, clock, commitments, onCrash });
  const swept = engine.committed.subscribe(() => sweep.plan());
  const queries = queriesOf(db, journal, clock, sweep);
  engine.start();
  sweep.plan();
  return {
    queries,
    committed: engine.committed,
    health: () => engine.health(),
    reached: (sequence, timeout) => reached(engine, sequence, timeout),
    async close() {
      sweep.stop();
      swept.unsubscribe();
      await engine.stop();
      db.close();
    },
  };
}

/** The models as another process keeps them, for reading only. @throws DataDirRefused */
export function openModelsReader(dataDir: string, journal: Journal, clock: () => number): Queries & { close(): void } {
  const db = openForReading({ dataDir, file: MODELS_FILE, schemaVersion: MODELS_SCHEMA });
  return { ...queriesOf(db, journal, clock), close: () => db.close() };
}

/** Throws the models away; the next start builds them again. The caller holds the writer's lock. */
export function removeReadModels(dataDir: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, MODELS_FILE + suffix), { force: true });
}

function queriesOf(db: DatabaseSync, journal: Journal, clock: () => number, sweep?: Sweep): Queries {
  const revisionAt = (id: string, sequence: number) => journal.readStream(`commitment-${id}`, sequence).length - 1;
  const commitments = new CommitmentQueries({ db, clock, revisionAt });
  const directory = new DirectoryQueries(db);
  return {
    commitment(id, at) {
      if (at !== undefined) return commitments.at(id, at);
      const answer = commitments.current(id);
      if (answer?.nextCut === undefined || answer.nextCut > clock()) return answer;
      sweep?.run();
      return sweep === undefined
        ? commitments.at(id, { asOf: clock(), sequence: journal.head().sequence })
        : commitments.current(id);
    },
    commitments: (filter, paging) => commitments.list(filter, paging),
    party: (code) => directory.one('party', code),
    parties: (paging) => directory.list('party', paging),
    occasion: (id) => directory.one('occasion', id),
    occasions: (paging) => directory.list('occasion', paging),
    source: (id) => directory.one('source', id),
    sources: (paging) => directory.list('source', paging),
  };
}

/** Whether the engine has a sequence, now or after a batch it commits in time. */
function reached(engine: ProjectionEngine, sequence: number, timeout: number): Promise<boolean> {
  if (engine.cursor >= sequence) return Promise.resolve(true);
  if (engine.failed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (answer: boolean) => {
      clearTimeout(timer);
      waiting.unsubscribe();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), timeout);
    const waiting = engine.committed.subscribe({
      next: () => {
        if (engine.cursor >= sequence) settle(true);
        else if (engine.failed) settle(false);
      },
      complete: () => settle(false),
    });
  });
}
