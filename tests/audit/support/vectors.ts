// Published vectors lie beside the repository, never in it. Where they are absent, a test says so and is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/vectors');

/** Where a folder of vectors is, and whether: a test that lacks it says so on a line of its own. */
export function vectors(folder: string): { readonly missing: boolean; readonly path: string; readonly note: string } {
  const path = resolve(FOLDER, folder);
  if (existsSync(path)) return { missing: false, path, note: '' };
  const why = `../shared/vectors/${folder} is not here`;
  console.info(`skipped: ${why}`);
  return { missing: true, path, note: ` (skipped: ${why})` };
}

export function readBytes(...path: readonly string[]): Uint8Array {
  return readFileSync(resolve(...path));
}

export function readText(...path: readonly string[]): string {
  return readFileSync(resolve(...path), 'utf8');
}
