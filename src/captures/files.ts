// Files that are there whole or not at all: written beside, forced to disk, then renamed.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
    for await (const chunk of chunks) await file.write(chunk);
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
