// Databases that are not what was written to them, and who watches for it. What can be done depends on the file: it is said
// where the file is opened. Nothing here writes, and nothing mends.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DataDirRefused } from './dataDir.ts';
import { reason } from './reason.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html): SQLITE_CORRUPT and SQLITE_NOTADB. No waiting mends that. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** A file that cannot be made again is damaged. Its message says what to do. */
export class DamagedFile extends DataDirRefused {
  constructor(message: string, cause?: unknown) {
    super('DATA_DIR_DAMAGED', message, cause);
    this.name = 'DamagedFile';
  }
}

/** SQLite's result code of an error, or of what it was made of; undefined where there is none. */
export function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return resultCodeOf(error.cause);
}

export const saysDamaged = (error: unknown): boolean =>
  DAMAGED.has(resultCodeOf(error) ?? 0) || (error instanceof DataDirRefused && error.code === 'DATA_DIR_DAMAGED');

export interface WatchedFile {
  /** its whole path */
  readonly path: string;
  /** what to do where it is damaged, in a sentence or two */
  readonly remedy: string;
}

/** Whether a file was found damaged. Law: once it was, it stays so until the process ends. */
export class DamageWatch {
  readonly #file: WatchedFile;
  readonly #onFound: (why: string) => void;
  #found: DamagedFile | undefined;

  /** @param onFound told once */
  constructor(file: WatchedFile, onFound: (why: string) => void = () => {}) {
    this.#file = file;
    this.#onFound = onFound;
  }

  get found(): DamagedFile | undefined {
    return this.#found;
  }

  /** What was noticed, as whoever asked learns it. */
  notice(what: unknown): DamagedFile {
    const { path, remedy } = this.#file;
    const said =
      what instanceof DamagedFile ? what : new DamagedFile(`${path} is damaged (${inShort(what)}). ${remedy}`, what);
    if (this.#found === undefined) {
      this.#found = said;
      this.#onFound(said.message);
    }
    return said;
  }

  /** @throws DamagedFile in place of what SQLite says of a damaged file, and of a text in it that is no JSON */
  watching<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    return saysDamaged(error) || error instanceof SyntaxError ? this.notice(error) : error;
  }

  /** The connection, whose statements throw DamagedFile where the file is. */
  watched(db: DatabaseSync): DatabaseSync {
    const [prepare, exec] = [db.prepare.bind(db), db.exec.bind(db)];
    db.prepare = (...given) => this.#watched(this.watching(() => prepare(...given)));
    db.exec = (sql) => this.watching(() => exec(sql));
    return db;
  }

  #watched(statement: StatementSync): StatementSync {
    for (const method of ['all', 'get', 'run'] as const) {
      const plain = statement[method].bind(statement) as (...given: unknown[]) => never;
      // no function is made for each call: an answer makes hundreds of them
      statement[method] = (...given: unknown[]) => {
        try {
          return plain(...given);
        } catch (error) {
          throw this.#told(error);
        }
      };
    }
    const iterate = statement.iterate.bind(statement) as (...given: unknown[]) => ReturnType<StatementSync['iterate']>;
    statement.iterate = (...given: unknown[]) => this.#rows(iterate(...given));
    return statement;
  }

  *#rows(rows: ReturnType<StatementSync['iterate']>): ReturnType<StatementSync['iterate']> {
    for (;;) {
      const { done, value } = this.watching(() => rows.next());
      if (done === true) return undefined;
      yield value;
    }
  }
}

/** Of a file that could not be opened, why. */
const inShort = (what: unknown): string => reason(what instanceof DataDirRefused ? (what.cause ?? what) : what);

/** Looks at all of a file's structure, or of a table's, a gigabyte in some two seconds. @returns what is wrong with it, in SQLite's words */
export function faultIn(db: DatabaseSync, table?: string): string | undefined {
  try {
    const [found] = Object.values(db.prepare(`PRAGMA integrity_check(${table ?? 1})`).get() ?? {});
    return found === 'ok' ? undefined : String(found).split('\n').at(-1);
  } catch (error) {
    if (saysDamaged(error)) return reason(error);
    throw error;
  }
}
