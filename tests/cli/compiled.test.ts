// What is compiled is kept for the next start, where that can be, and the program runs where it cannot.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../support/process.ts';
import { tempDir } from '../support/tempDir.ts';

async function helpIn(env: Readonly<Record<string, string>>): Promise<void> {
  const program = run(['--help'], { NODE_COMPILE_CACHE: '', ...env });
  expect(await program.ended).toBe(0);
  expect(program.output()).toMatch(/^Usage: concordat COMMAND/);
}

const heldBy = (folder: string): Promise<string[]> => readdir(folder, { recursive: true });

describe('what is compiled', () => {
  it('is kept in the cache of the user', async () => {
    const [cache, home] = [await tempDir(), await tempDir()];
    await helpIn({ XDG_CACHE_HOME: cache });
    expect((await heldBy(join(cache, 'concordat'))).length).toBeGreaterThan(10);
    await helpIn({ XDG_CACHE_HOME: 'no/absolute/path', HOME: home });
    expect((await heldBy(join(home, '.cache', 'concordat'))).length).toBeGreaterThan(10);
  });

  it('is kept where Node was told to keep it, and nowhere where it was told not to', async () => {
    const [cache, own] = [await tempDir(), await tempDir()];
    await helpIn({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: own });
    expect((await heldBy(own)).length).toBeGreaterThan(10);
    await helpIn({ XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(await heldBy(cache)).toEqual([]);
  });

  it('is not kept where no folder can be made, and the program runs all the same', async () => {
    const file = join(await tempDir(), 'file');
    await writeFile(file, '');
    await helpIn({ XDG_CACHE_HOME: file });
    await helpIn({ XDG_CACHE_HOME: '', HOME: join(file, 'home') });
  });

  it('is made anew where what was kept is damaged', async () => {
    const cache = await tempDir();
    await helpIn({ XDG_CACHE_HOME: cache });
    const folder = join(cache, 'concordat');
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'not what was kept');
    }
    await helpIn({ XDG_CACHE_HOME: cache });
  });
});
