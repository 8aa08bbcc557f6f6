// `generate` makes the same ledger for the same seed, and what it makes can be imported and read.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const SMALL = ['generate', '--commitments', '12', '--seed', '7'];

describe('generate', () => {
  it('prints entries, the same for the same seed, others for another', async () => {
    const [first, again, other] = [await run(SMALL), await run(SMALL), await run([...SMALL, '--seed', '8'])];
    expect(first).toEqual(again);
    expect(other.out).not.toBe(first.out);
    const [entry] = first.out.split('\n').map((line) => (line === '' ? {} : JSON.parse(line)));
    expect(Object.keys(entry)).toEqual(['id', 'command', 'data', 'recordedAt']);
  });

  it('makes what import takes whole, and --into a folder the same ledger', async () => {
    const [imported, filled] = [await tempDir(), join(await tempDir(), 'made')];
    const file = join(await tempDir(), 'made.jsonl');
    await writeFile(file, (await run(SMALL)).out);
    expect(await run(['import', '--data-dir', imported, file])).toMatchObject({ code: 0, err: '' });
    const made = await run([...SMALL, '--into', filled, '--json']);
    expect(JSON.parse(made.out).events).toBeGreaterThan(12);
    await run(['rebuild', '--data-dir', filled]);
    const exported = (dataDir: string) => run(['export', '--data-dir', dataDir]);
    expect((await exported(filled)).out).toBe((await exported(imported)).out);
  });

  it('is never mixed with what is on record', async () => {
    const dir = await tempDir();
    await run([...SMALL, '--into', dir]);
    expect(await run([...SMALL, '--into', dir])).toMatchObject({ code: 1, err: expect.stringContaining('already') });
  });

  it.each([
    ['--commitments', 'many'],
    ['--commitments', '0'],
    ['--seed', '9999999999'],
  ])('refuses %s %s', async (option, value) => {
    expect(await run(['generate', option, value])).toMatchObject({ code: 2, err: expect.stringContaining(option) });
  });
});
