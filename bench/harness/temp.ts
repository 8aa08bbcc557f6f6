// Folders that a benchmark works in: made beside each other, removed when it ends; and the one that is kept, where
// somebody names it, for what takes longer to make than to measure.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
  made.push(dir);
  return dir;
}

export function removeTempDirs(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** A folder of a name: in BENCH_DIR it stays for the next run, else it is a temporary one. */
export function keptDir(name: string): string {
  const kept = process.env.BENCH_DIR;
  const dir = join(kept ?? tempDir(), name);
  mkdirSync(dir, { recursive: true });
  return dir;
}
