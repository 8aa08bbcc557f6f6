// What `show` prints: golden pages of real kinds of records, made again with `npx vitest run tests/cli/show.test.ts -u`.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widthOf } from '../../src/cli/text/width.ts';
import { readRepositoryFile } from '../support/sourceCode.ts';
import { CODES, FINANCE, idOf, NEW_START, TREATY } from '../support/treatyEntries.ts';
import { run } from './run.ts';

const NOW = () => Date.parse('2026-11-30T12:00:00Z');
const BODY = 'c486472c-b9aa-5b75-83b5-019efc73d84a';
const SPACE = '0156d528';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
  const file = join(dataDir, 'entries.jsonl');
  await writeFile(file, [...NEW_START, ...FINANCE, ...TREATY].map((one) => `${JSON.stringify(one)}\n`).join(''));
  const imported = await run(['import', '--data-dir', dataDir, 'examples/rok-nato-2025/ledger.yaml', file], {
    clock: NOW,
  });
  expect(imported).toMatchObject({ code: 0, err: '' });
}, 60_000);
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));

const shown = async (id: string, ...options: string[]) => {
  const { code, out, err } = await run(['show', id, '--data-dir', dataDir, ...options], { clock: NOW, columns: 100 });
  expect([code, err]).toEqual([0, '']);
  return out;
};
const golden = (name: string) => `golden/${name}.txt`;

describe('a page', () => {
  it.each([
    ['body', BODY, []],
    ['contested-act', SPACE, []],
    ['linked-from', 'e28187b7', []],
    ['new-start-2024', idOf('new-start'), ['--as-of', '2024-01-01']],
    ['new-start', idOf('new-start'), []],
    ['finance', idOf('finance'), []],
    ['treaty', idOf('treaty'), []],
  ])('%s', async (name, id, options) => {
    const page = await shown(id, ...options);
    expect(page).not.toMatch(/undefined|null|\[object|NaN|Invalid/);
    await expect(page).toMatchFileSnapshot(golden(name));
  });
});

it('of two hundred parties fits a screen and a half, and --all names each with its dates', async () => {
  const [page, whole] = [await shown(idOf('treaty')), await shown(idOf('treaty'), '--all')];
  expect(page.split('\n').length).toBeLessThan(66);
  for (const code of CODES) expect(whole).toMatch(new RegExp(`\\b${code}\\b`));
});

it.each([100, 60, 40])('has no line that is wider than a screen of %i cells', async (columns) => {
  for (const id of [BODY, SPACE, idOf('new-start'), idOf('finance'), idOf('treaty')]) {
    const { out } = await run(['show', id, '--all', '--data-dir', dataDir], { clock: NOW, columns });
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  }
});

it('shows a party, an occasion and a source, with dates as people say them', async () => {
  const occasion = await shown('nato-summit-2025');
  expect(occasion).toMatch(/^When +24 June 2025 to 25 June 2025$/m);
  expect(occasion.split('\n').every((line) => widthOf(line) <= 100)).toBe(true);
  expect(await shown('oxfam-2023')).toMatch(/^retracted +.*effectiveAt 10 January 2024/m);
});

it('is as the guide shows it, and README a part of it', async () => {
  const [, command = '', page] =
    /^```\n\$ concordat (show .*)\n([\s\S]*?)```$/m.exec(readRepositoryFile('docs/guides/command-line.md')) ?? [];
  const { out } = await run([...command.split(' '), '--data-dir', dataDir], { clock: NOW });
  expect(out).toBe(page);
  const [, part = ''] = /^```\n\$ concordat show .*\n([\s\S]*?)```$/m.exec(readRepositoryFile('README.md')) ?? [];
  expect(part.split('\n').length).toBeGreaterThan(20);
  for (const piece of part.split(/^…$/m)) expect(out).toContain(piece.trim());
});
