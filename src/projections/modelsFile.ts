// One file of read models: opened to be filled by following the journal, or to be read beside the process that does.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Observable } from 'rxjs';
import type { Journal } from '../journal/journal.ts';
import { LARGE_CACHE, MAPPED, openForReading, openForWriting } from '../support/dataDir.ts';
import { makeInterruptible } from '../support/interruptible.ts';
import { discardOlder, expectSchema, isOfThisVersion, refuseOlder } from './build/olderModels.ts';
import { ChangesQueries } from './changes/changesQueries.ts';
import { CommitmentQueries } from './commitments/commitmentQueries.ts';
import { CommitmentsProjection } from './commitments/commitmentsProjection.ts';
import { CurrentAnswers } from './commitments/currentAnswers.ts';
import { type FoldEvent, foldEvent } from './commitments/fold.ts';
import { membersAt } from './commitments/membersAt.ts';
import { ShortIds } from './commitments/shortIds.ts';
import type { Condition } from './condition.ts';
import { Cursors } from './cursors.ts';
import type { DirectoryRecord } from './directory/directoryAt.ts';
import { DirectoryProjection } from './directory/directoryProjection.ts';
import { DirectoryQueries } from './directory/directoryQueries.ts';
import { ProjectionEngine } from './engine.ts';
import type { Answer, AsOf, CommittedBatch, ModelsNews, ProjectionHealth, Queries } from './readModels.ts';
import { DirectoryShown } from './references/directoryShown.ts';
import { InFull } from './references/inFull.ts';
import { PartsQueries } from './references/partsQueries.ts';
import { Retractions } from './references/retractions.ts';
import { MODELS_FILE, MODELS_PAGE, MODELS_SCHEMA, SCHEMA } from './schema.ts';
import { type SetAside, SetAsides } from './setAside.ts';
import { StatisticsQueries } from './statistics/statisticsQueries.ts';
import { isDamage } from './storageFault.ts';
import { Sweep } from './sweep.ts';
import { Tie } from './tie.ts';

export interface ModelsFileParts {
  readonly dataDir: string;
  /** within DATA_DIR */
  readonly file: string;
  readonly journal: Journal;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  readonly condition: Condition;
  readonly onNews: (news: ModelsNews) => void;
  /** Rows do not fit the history: only a build mends that. */
  readonly onUnfit: () => void;
  readonly fold?: FoldEvent | undefined;
}

export interface ModelsFile {
  readonly queries: Queries;
  readonly committed: Observable<CommittedBatch>;
  /** the last sequence every projection has */
  readonly cursor: number;
  /** the records set aside, by when they were */
  readonly aside: readonly SetAside[];
  /** why these models are not of the journal's history, in words; undefined where they are */
  readonly divergence: string | undefined;
  health(): readonly ProjectionHealth[];
  /** Starts to follow the journal. */
  start(): void;
  /** Stops following, at once: no batch is under way between two turns of the event loop. */
  close(): void;
}

/** The caller holds the writer's lock. @throws DataDirRefused, DamagedModels */
export function openModelsFile(parts: ModelsFileParts): ModelsFile {
  const { dataDir, file } = parts;
  discardOlder(dataDir, file);
  expectSchema(dataDir, file);
  const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA, pageSize: MODELS_PAGE }, SCHEMA, 'NORMAL');
  try {
    return modelsIn(db, parts);
  } catch (error) {
    db.close();
    throw error;
  }
}

function modelsIn(db: DatabaseSync, parts: ModelsFileParts): ModelsFile {
  const { journal, clock, fold = foldEvent } = parts;
  db.exec(MAPPED);
  makeInterruptible(db);
  const answers = new CurrentAnswers();
  const commitments = new CommitmentsProjection({ db, journal, clock, answers, fold });
  const shown = new DirectoryShown(journal, true);
  const onChanged = (record: DirectoryRecord, isNamed: boolean) => {
    shown.forget(record);
    if (isNamed) answers.forgetAll();
  };
  const projections = [commitments, new DirectoryProjection({ db, journal, onChanged })];
  const engine = new ProjectionEngine({ ...parts, db, projections });
  const sweep = new Sweep({ ...parts, db, commitments });
  const swept = engine.committed.subscribe(() => sweep.plan());
  return {
    queries: queriesOf({ db, journal, clock, answers, shown, sweep }),
    committed: engine.committed,
    get cursor() {
      return engine.cursor;
    },
    get aside() {
      return engine.aside;
    },
    get divergence() {
      return engine.divergence;
    },
    health: () => engine.health(),
    start() {
      engine.start();
      sweep.plan();
    },
    close() {
      sweep.stop();
      swept.unsubscribe();
      engine.stop();
      if (db.isOpen) db.close();
    },
  };
}

/** The models as another thread or process keeps them. */
export interface ModelsReader extends Queries {
  readonly asides: SetAsides;
  /** Law: all that is asked within it sees the models as they were at one commit. */
  atOneCommit<Result>(ask: () => Promise<Result>): Promise<Result>;
  /** What a commitment's own history makes of it: without what is said of others. */
  own(id: string, at: AsOf): Answer | undefined;
  close(): void;
}

/** @param asTheyStand whether rows are read also where they are not what was written. @throws DataDirRefused */
export function openModelsReader(
  dataDir: string,
  journal: Journal,
  clock: () => number,
  asTheyStand = false,
): ModelsReader {
  const db = openForReading({ dataDir, file: MODELS_FILE, schemaVersion: MODELS_SCHEMA });
  refuseOlder(db, dataDir);
  db.exec(`${LARGE_CACHE}; ${MAPPED}`);
  makeInterruptible(db);
  return {
    ...queriesOf({ db, journal, clock, asTheyStand }),
    asides: new SetAsides(db),
    async atOneCommit(ask) {
      db.exec('BEGIN');
      try {
        return await ask();
      } finally {
        db.exec('COMMIT');
      }
    },
    close: () => db.close(),
  };
}

interface QueriesParts extends Pick<ModelsFileParts, 'journal' | 'clock'> {
  readonly db: DatabaseSync;
  /** of who keeps the models: another process cannot know which of them changed */
  readonly answers?: CurrentAnswers;
  readonly shown?: DirectoryShown;
  readonly sweep?: Sweep;
  readonly asTheyStand?: boolean;
}

function queriesOf(given: QueriesParts): Queries & Pick<ModelsReader, 'own'> {
  const { db, journal, clock, answers, sweep, asTheyStand = false } = given;
  const { shown = new DirectoryShown(journal, false) } = given;
  const asides = new SetAsides(db);
  const membersThen = (party: string, at: AsOf) => membersAt({ journal, asides }, party, at);
  const commitments = new CommitmentQueries({
    db,
    journal,
    clock,
    membersAt: membersThen,
    asTheyStand,
  });
  const sweeping = sweep && (() => sweep.run());
  const inFull = new InFull({ db, clock, commitments, answers, directory: shown, sweep: sweeping });
  const parts = new PartsQueries(db, commitments);
  const retractions = new Retractions(db, shown);
  const directory = new DirectoryQueries({ db, journal, clock, retractions, asTheyStand });
  const changes = new ChangesQueries(db, journal);
  const shortIds = new ShortIds(db, journal);
  const statistics = new StatisticsQueries({
    db,
    journal,
    membersAt: membersThen,
    matches: (filter, at, limit) => commitments.matches(filter, at, limit),
  });
  return {
    statistics: (scope, at) => statistics.statistics(scope, at),
    facets: (filter, names, at) => statistics.facets(filter, names, at),
    scorecard: (party, at) => statistics.scorecard(party, at),
    scorecards: (paging, at) => statistics.scorecards(paging, at),
    parts: (id, at) => parts.parts(id, at),
    commitment: (id, at) => (at === undefined ? inFull.current(id) : inFull.at(id, at)),
    own: (id, at) => commitments.at(id, at),
    idsBeginning: (starts) => starts.flatMap((start) => shortIds.beginning(start)),
    commitments(filter, paging, asked) {
      const page = commitments.list(filter, paging, asked);
      return { ...page, items: retractions.marked(page.items, page.at) };
    },
    changes: (asked, paging) => changes.page(asked, paging),
    party: (code, at) => directory.one('party', code, at),
    parties: (paging, at) => directory.list('party', paging, at),
    occasion: (id, at) => directory.occasion(id, at),
    occasions: (paging, at) => directory.list('occasion', paging, at),
    source: (id, at) => directory.one('source', id, at),
    sources: (paging, at) => directory.list('source', paging, at),
  };
}

/**
 * Why the models of a folder are not of the history at hand, in words; undefined where they are, or there are none of this
 * version, or they are damaged: they are built again then, from this history.
 */
export function modelsDivergence(dataDir: string, journal: Journal): string | undefined {
  if (!existsSync(join(dataDir, MODELS_FILE))) return undefined;
  try {
    return divergenceIn(dataDir, journal);
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

function divergenceIn(dataDir: string, journal: Journal): string | undefined {
  const db = openForReading({ dataDir, file: MODELS_FILE, schemaVersion: MODELS_SCHEMA });
  try {
    if (!isOfThisVersion(db)) return undefined;
    return new Tie({ file: join(dataDir, MODELS_FILE), journal, cursor: new Cursors(db).least() }).broken;
  } finally {
    db.close();
  }
}
