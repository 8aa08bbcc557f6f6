// log.db in DATA_DIR: full tiles, and the checkpoints this node signed or served.
// Tiles can be made again from the journal. Checkpoints cannot: they are what the next start is held to.
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type DamagedFile, DamageWatch, faultIn } from '../../support/damagedFile.ts';
import { type DatabaseFile, openForReading, openForWriting } from '../../support/dataDir.ts';
import { AT_MOST } from '../../support/sql.ts';
import type { FullTile } from '../tiles/growingTiles.ts';
import { hashesAt, TILE_BYTES, TILE_WIDTH } from '../tiles/tilePath.ts';

export const LOG_FILE = 'log.db';
const LOG_SCHEMA = 1;

/** A tile's key: its level above 48 bits of index. A checkpoint's: the level-0 tile it ends in. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS tile (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoint (tile INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`;

/** What cannot be made again: two columns each. */
const SIGNED = ['checkpoint', 'cursor'] as const;
/** Their rows. */
export type Signed = readonly (readonly SQLInputValue[][])[];

/** SQLite's integers have 64 bits: 2^48 tiles a level are beyond any ledger. */
const LEVEL = 2n ** 48n;

export interface KeptCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** Where this node is on the line of checkpoints that several nodes share. */
export interface LinePlace {
  /** of the last checkpoint read in the operational stream; -1 where none was */
  readonly revision: number;
  /** that checkpoint as it stood there; undefined before the first, and in a file of before it was kept */
  readonly note: string | undefined;
  /** whether this node may continue the line: it knew of it before, began it, or an operator adopted it */
  readonly adopted: boolean;
}

export class LogFile {
  readonly #db: DatabaseSync;
  readonly #damage: DamageWatch;
  readonly #tile: StatementSync;
  readonly #count: StatementSync;
  readonly #checkpoints: StatementSync;

  /**
   * `NORMAL`: after a power failure the last tiles and checkpoints may be gone. The journal they came from is not,
   * so what was signed is still a beginning of it.
   * @throws DataDirRefused, DamagedFile where any of it is damaged
   */
  static open(dataDir: string): LogFile {
    const damage = damageOf(dataDir);
    return openedBy(
      damage,
      () => openForWriting(at(dataDir), SCHEMA, 'NORMAL'),
      (db) => {
        const fault = faultIn(db);
        if (fault !== undefined) throw damage.notice(new Error(fault));
        return new LogFile(db, damage);
      },
    );
  }

  /** Beside a running server, or at rest. @throws DataDirRefused, DamagedFile where it cannot be opened */
  static openReader(dataDir: string): LogFile {
    const damage = damageOf(dataDir);
    return openedBy(
      damage,
      () => openForReading(at(dataDir)),
      (db) => new LogFile(db, damage),
    );
  }

  /** What a damaged file holds beside its tiles. @throws DamagedFile where any of that is damaged */
  static signedIn(dataDir: string): Signed {
    const damage = damageOf(dataDir);
    return openedBy(
      damage,
      () => openForReading(at(dataDir)),
      (db) => {
        const fault = faultIn(db, 'checkpoint') ?? faultIn(db, 'cursor');
        if (fault !== undefined) throw damage.notice(new Error(fault));
        const rows = SIGNED.map((table) => db.prepare(`SELECT * FROM ${table}`).all() as unknown as SQLInputValue[][]);
        db.close();
        return rows;
      },
    );
  }

  /** A new file with what was signed so far, and no tiles. */
  static make(dataDir: string, file: string, signed: Signed): void {
    const db = openForWriting({ ...at(dataDir), file }, SCHEMA, 'FULL');
    db.exec('BEGIN');
    for (const [index, table] of SIGNED.entries()) {
      const insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?)`);
      for (const row of signed[index] ?? []) insert.run(...row);
    }
    // nothing lies beside it: it is moved as one file
    db.exec('COMMIT; PRAGMA journal_mode = DELETE');
    db.close();
  }

  private constructor(db: DatabaseSync, damage: DamageWatch) {
    this.#db = db;
    this.#damage = damage;
    this.#tile = db.prepare('SELECT hashes FROM tile WHERE place = ?');
    this.#count = db.prepare('SELECT count(*) FROM tile WHERE place >= ? AND place < ?');
    this.#checkpoints = db.prepare(`SELECT note FROM checkpoint WHERE tile <= ? ORDER BY tile DESC ${AT_MOST}`);
  }

  /** Why it is damaged, where that was found; what to do is said there too. */
  get damaged(): DamagedFile | undefined {
    return this.#damage.found;
  }

  /** A full tile's 8,192 bytes; of the last tile of level 0 as many as the last checkpoint covered, at least. */
  tile(level: number, index: number): Uint8Array | undefined {
    const hashes = this.#tile.get(place(level, index))?.[0];
    return hashes instanceof Uint8Array ? hashes : undefined;
  }

  /**
   * How many leaves the full tiles hold: a multiple of 256; 0 where a level lacks a tile that should be there.
   */
  leaves(): number {
    const leaves = this.#countAt(0) * TILE_WIDTH;
    for (let level = 1; hashesAt(level, leaves) > 0; level++) {
      if (this.#countAt(level) !== Math.floor(hashesAt(level, leaves) / TILE_WIDTH)) return 0;
    }
    return leaves;
  }

  /** Law: only the last of a level is partial, so the others are counted without being read. */
  #countAt(level: number): number {
    const count = Number(this.#count.get(place(level, 0), place(level + 1, 0))?.[0]);
    const last = count === 0 ? undefined : this.tile(level, count - 1);
    return last?.length === TILE_BYTES ? count : Math.max(0, count - 1);
  }

  /** In one transaction, so that a level never runs ahead of another. One checkpoint a tile is kept: the last. */
  save(tiles: readonly FullTile[], checkpoint?: KeptCheckpoint, line?: LinePlace): void {
    if (tiles.length === 0 && checkpoint === undefined && line === undefined) return;
    this.#transaction(() => {
      const insert = this.#db.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?)');
      for (const { level, index, bytes } of tiles) insert.run(place(level, index), bytes);
      if (checkpoint !== undefined) {
        const { size, note } = checkpoint;
        this.#db.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?)').run(Math.floor(size / TILE_WIDTH), note);
      }
      if (line === undefined) return;
      const set = this.#db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?)');
      set.run('shared', String(line.revision));
      set.run('shared-note', line.note ?? '');
      set.run('shared-adopted', String(line.adopted));
    });
  }

  /** Before they are made again. */
  removeTiles(): void {
    this.#transaction(() => this.#db.exec('DELETE FROM tile'));
  }

  /** The signed notes kept, newest first. */
  checkpoints(limit = -1): string[] {
    return this.#checkpoints.all(Number.MAX_SAFE_INTEGER, limit).map((row) => String(row[0]));
  }

  /** Undefined where the file was never on a shared line. A file of before places were kept was on one from its start. */
  line(): LinePlace | undefined {
    const get = this.#db.prepare('SELECT value FROM cursor WHERE name = ?');
    const revision = get.get('shared')?.[0];
    if (revision === undefined) return undefined;
    const note = String(get.get('shared-note')?.[0] ?? '');
    const adopted = String(get.get('shared-adopted')?.[0] ?? 'true') === 'true';
    return { revision: Number(revision), note: note === '' ? undefined : note, adopted };
  }

  close(): void {
    this.#db.close();
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

function at(dataDir: string): DatabaseFile {
  return { dataDir, file: LOG_FILE, schemaVersion: LOG_SCHEMA, tables: ['tile', 'checkpoint', 'cursor'] };
}

const REMEDY =
  'It is left as it is: keep it. A start makes its tiles again where what was signed can still be read in it. Where the ' +
  'start is refused, put back the newest copy; or, where CHECKPOINT_FILE or a witness remembers the last checkpoint, move ' +
  'the file out of DATA_DIR and start (docs/operations.md, A file is damaged).';

const damageOf = (dataDir: string): DamageWatch => new DamageWatch({ path: join(dataDir, LOG_FILE), remedy: REMEDY });

/** The connection is closed where what is made of it fails. */
function openedBy<Made>(damage: DamageWatch, open: () => DatabaseSync, make: (db: DatabaseSync) => Made): Made {
  return damage.watching(() => {
    const db = damage.watched(open());
    try {
      return make(db);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function place(level: number, index: number): bigint {
  return BigInt(level) * LEVEL + BigInt(index);
}
