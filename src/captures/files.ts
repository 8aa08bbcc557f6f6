// Files that are there whole or not at all: written beside, forced to disk, then renamed.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CaptureError } from './captureError.ts';

/** Where nothing under a final name is ever half written. */
export interface Staged {
  readonly path: string;
  /** Gives the file its final name, durably. */
  moveTo(path: string): Promise<void>;
  /** Does nothing where it was moved. */
  discard(): Promise<void>;
}

/** @param folder of the same file system as where it is moved to */
export async function stage(folder: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Staged> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const discard = () => rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
  } catch (error) {
    await file.close();
    await discard();
    throw error;
  }
  await file.close();
  return {
    path,
    async moveTo(target) {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(path, target);
      await syncFolder(dirname(target));
      await syncFolder(dirname(dirname(target)));
    },
    discard,
  };
}

/** A rename and a removal are durable with their folder. Windows cannot open one, and needs it not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Files last written before `instant`, milliseconds since 1970. */
export async function removeOlder(folder: string, instant: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const { mtimeMs } = await stat(join(folder, name));
    if (mtimeMs < instant) await rm(join(folder, name), { force: true });
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function unusable(cause: unknown): CaptureError {
  if (cause instanceof CaptureError) return cause;
  return new CaptureError('UNUSABLE', `captures: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
}

/** @throws CaptureError UNUSABLE for whatever the file system refuses */
export async function usable<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => Promise.reject(unusable(error)));
}

async function orNothing<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return work.catch((error: unknown) => (isMissing(error) ? undefined : Promise.reject(unusable(error))));
}

export const readOrNothing = (path: string): Promise<Buffer | undefined> => orNothing(readFile(path));
export const sizeOf = async (path: string): Promise<number | undefined> => (await orNothing(stat(path)))?.size;
export const namesIn = async (path: string): Promise<string[]> => ((await orNothing(readdir(path))) ?? []).toSorted();
