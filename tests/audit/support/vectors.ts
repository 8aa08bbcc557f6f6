// Published vectors lie beside the repository, never in it. Where they are absent, a test says so and is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/vectors');

/** `describe` options and a title: run where the folder of vectors is there. */
export function vectors(folder: string): { readonly missing: boolean; readonly path: string; readonly note: string } {
  const path = resolve(FOLDER, folder);
  const missing = !existsSync(path);
  return { missing, path, note: missing ? ` (skipped: ../shared/vectors/${folder} is not here)` : '' };
}

export function readBytes(...path: readonly string[]): Uint8Array {
  return readFileSync(resolve(...path));
}

export function readText(...path: readonly string[]): string {
  return readFileSync(resolve(...path), 'utf8');
}
