// Models of an older schema: they cannot be read and need not be, since everything in them can be built again.
// A newer file is another matter: it is refused where files are opened, and left as it is.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirRefused } from '../../support/dataDir.ts';
import { DamagedModels } from '../damage.ts';
import { MODELS_FILE, MODELS_SCHEMA, SCHEMA } from '../schema.ts';

/** Throws a models' file away. The caller holds the writer's lock. */
export function removeModels(dataDir: string, file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(dataDir, file + suffix), { force: true });
}

/** Throws the file away where an older version wrote it. The caller holds the writer's lock. */
export function discardOlder(dataDir: string, file: string): void {
  const path = join(dataDir, file);
  if (existsSync(path) && isOlder(path)) removeModels(dataDir, file);
}

/** Law: of this version's schema there is one text. @throws DamagedModels where a file of it has another one */
export function expectSchema(dataDir: string, file: string): void {
  const path = join(dataDir, file);
  if (!existsSync(path)) return;
  const db = new DatabaseSync(path, { returnArrays: true });
  try {
    if (isOfThisVersion(db) && schemaText(db) !== expectedSchema()) throw DamagedModels.at(`the schema of ${file}`);
  } finally {
    db.close();
  }
}

/** In no order: a build makes its indexes last. */
function schemaText(db: DatabaseSync): string {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n');
}

function expectedSchema(): string {
  const db = new DatabaseSync(':memory:', { returnArrays: true });
  db.exec(SCHEMA);
  const text = schemaText(db);
  db.close();
  return text;
}

function isOlder(path: string): boolean {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { returnArrays: true });
    return older(schemaOf(db));
  } catch {
    // what cannot be opened is refused, with its reason, where it is opened to be used
    return false;
  } finally {
    db?.close();
  }
}

/** @throws DataDirRefused: a reader cannot build the models anew */
export function refuseOlder(db: DatabaseSync, dataDir: string): void {
  const found = schemaOf(db);
  if (!older(found)) return;
  db.close();
  throw new DataDirRefused(
    'DATA_DIR_EMPTY',
    `DATA_DIR ${dataDir}: ${MODELS_FILE} has schema ${found}, of an older Concordat, and this one reads ${MODELS_SCHEMA}: ` +
      'start the server or run rebuild, which builds it again',
  );
}

/** Whether an opened file holds models that this version reads: neither an older one's, nor none yet. */
export const isOfThisVersion = (db: DatabaseSync): boolean => schemaOf(db) === MODELS_SCHEMA;

const schemaOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.[0]);
/** 0 is a file with nothing in it yet. */
const older = (schema: number): boolean => schema > 0 && schema < MODELS_SCHEMA;
