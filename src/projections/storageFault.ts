// Tells a fault of the storage, of which no record is to blame and which passes when its cause is gone, from any other.
import { DamagedModels } from './damage.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that speak of a row and its values: the fold that made them is at fault. */
const OF_A_ROW: ReadonlySet<number> = new Set([18, 19, 20, 25]);
/** SQLITE_CORRUPT and SQLITE_NOTADB: no waiting mends that. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** What the system says where a disk takes no more, or fails, or files run out. */
const OF_THE_SYSTEM: ReadonlySet<unknown> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EFBIG',
  'EMFILE',
  'ENFILE',
  'EACCES',
]);

/** Undefined where the error is none of SQLite's, nor made of one. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return codeOf(error.cause);
}

export function isStorageFault(error: unknown): boolean {
  if (error instanceof DamagedModels) return true;
  const code = codeOf(error);
  if (code !== undefined) return !OF_A_ROW.has(code);
  return error instanceof Error && 'code' in error && OF_THE_SYSTEM.has(error.code);
}

/** Whether a file is not what was written to it. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedModels) return true;
  const code = codeOf(error);
  return code !== undefined && DAMAGED.has(code);
}
