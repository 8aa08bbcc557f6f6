// A directory of its own for a test, gone when the test is over, however it ends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Call it inside a test: what opens files there is closed by an `onTestFinished` registered after this call. */
export async function tempDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'concordat-'));
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
