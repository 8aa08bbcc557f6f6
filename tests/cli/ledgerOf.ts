// A ledger made of one file of entries, for the tests of a file, and its folder removed afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Ran, run } from './run.ts';

/** When its commands run. */
export const NOW = () => Date.parse('2026-11-30T12:00:00Z');

export interface LedgerOf {
  /** What a command prints there, on a screen of 200 columns. */
  readonly told: (...args: readonly string[]) => Promise<Ran>;
  /** The same of one that succeeds. */
  readonly printed: (...args: readonly string[]) => Promise<string>;
}

export function ledgerOf(file: string): LedgerOf {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
    const imported = await run(['import', '--data-dir', dataDir, file], { clock: NOW });
    expect(imported).toMatchObject({ code: 0, err: '' });
  }, 60_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  const told = (...args: readonly string[]) => run([...args, '--data-dir', dataDir], { clock: NOW, columns: 200 });
  const printed = async (...args: readonly string[]) => {
    const { code, out, err } = await told(...args);
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  return { told, printed };
}
