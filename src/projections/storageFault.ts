// Tells a fault of the storage, of which no record is to blame and which passes when its cause is gone, from any other.
import { DamagedFile, resultCodeOf, saysDamaged } from '../support/damagedFile.ts';
import { DamagedModels } from './damage.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that speak of a row and its values: the fold that made them is at fault. */
const OF_A_ROW: ReadonlySet<number> = new Set([18, 19, 20, 25]);

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

export function isStorageFault(error: unknown): boolean {
  if (error instanceof DamagedModels) return true;
  const code = resultCodeOf(error);
  if (code !== undefined) return !OF_A_ROW.has(code);
  return error instanceof Error && 'code' in error && OF_THE_SYSTEM.has(error.code);
}

/** Whether the models are not what was written. The ledger's own file is another matter: nothing is built again from that. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedFile) return false;
  return error instanceof DamagedModels || saysDamaged(error);
}
