// `holder` keeps, reads and erases names in a folder and at a running server: the same output, the same refusals.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { HOLDERS_FILE, HolderNames } from '../../src/holders/holderNames.ts';
import { startNode } from '../api/node.ts';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const ID = (n: number) => `7c2c9c2e-1d1f-4b42-9a53-${String(n).padStart(12, '0')}`;
const [A, B] = [ID(1), ID(2)] as const;
const NOON = Date.parse('2025-08-01T12:00:00.000Z');

async function bothPlaces() {
  const [here, there] = [await tempDir(), await tempDir()];
  const holders = new HolderNames({ dataDir: there, clock: () => NOON });
  const node = await startNode({ parts: () => ({ holders }) });
  const options = { clock: () => NOON };
  return async (...args: string[]) => {
    const local = await run(['holder', ...args, '--data-dir', here], options);
    const remote = await run(['holder', ...args, '--url', node.url], options);
    expect(remote).toEqual(local);
    return local;
  };
}

it('what is kept, read, listed, imported and erased is told alike, in words and in JSON', async () => {
  const everywhere = await bothPlaces();
  expect(await everywhere('list')).toEqual({ code: 0, out: '', err: '' });
  expect((await everywhere('set', B, 'Ada Roe')).out).toBe(`${B}\n`);
  expect((await everywhere('set', B, 'Ada E. Roe', '--json')).out).toBe(
    `{"holder":"${B}","name":"Ada E. Roe","names":{}}\n`,
  );
  const file = join(await tempDir(), 'names.yaml');
  await writeFile(file, `- { holder: ${A}, name: Lee, names: { ko: 이 } }\n- { holder: ${B}, name: Ada Roe }\n`);
  expect((await everywhere('import', file)).out).toBe('2 kept\n');
  expect((await everywhere('show', A)).out).toBe('Lee\n');
  expect((await everywhere('list')).out).toBe(`${A}  Lee\n${B}  Ada Roe\n`);
  expect((await everywhere('erase', B, '--reason', 'asked to be & more')).out).toContain('2025-08-01T12:00:00.000Z');
  expect((await everywhere('import', file)).out).toBe('1 kept; 1 were erased here, and stay so\n');
  expect((await everywhere('list', '--json')).out.split('\n')).toHaveLength(3);
});

it('what is refused is refused alike', async () => {
  const everywhere = await bothPlaces();
  for (const args of [
    ['show', A],
    ['show', 'lee'],
    ['show', ''],
    ['show', '../x'],
    ['set', 'lee', 'Lee'],
    ['set', A, ' '],
  ]) {
    const { code, out, err } = await everywhere(...args);
    expect([args, code, out]).toEqual([args, 1, '']);
    expect(err.length).toBeGreaterThan(20);
  }
  await everywhere('set', A, 'Lee');
  await everywhere('erase', A, '--reason', 'asked to be');
  expect((await everywhere('set', A, 'Lee')).err).toContain('was erased on 2025-08-01');
  expect((await everywhere('erase', B, '--reason', 'x')).err).toContain('no name is kept here');
  expect(await everywhere('erase', A)).toMatchObject({ code: 2 });
});

it('draws an id at a server too, and lists more than a page holds', async () => {
  const dataDir = await tempDir();
  const holders = new HolderNames({ dataDir });
  holders.put({ holder: ID(0), name: 'Name 0', names: {} });
  const db = new DatabaseSync(join(dataDir, HOLDERS_FILE));
  db.exec('BEGIN');
  const keep = db.prepare("INSERT INTO holder (holder, name, names) VALUES (?, ?, '{}')");
  for (let n = 1; n < 501; n++) keep.run(ID(n), `Name ${n}`);
  db.exec('COMMIT');
  db.close();
  const node = await startNode({ parts: () => ({ holders }) });
  const first = await node.get('/v1/holders?limit=2');
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('Link') ?? '')?.[1] ?? '';
  const second = await node.get(next);
  const prev = /<([^>]+)>; rel="prev"/.exec(second.headers.get('Link') ?? '')?.[1] ?? '';
  const ids = async (answer: Response) =>
    ((await answer.json()) as { items: { holder: string }[] }).items.map(({ holder }) => holder);
  expect([await ids(second), await ids(await node.get(prev))]).toEqual([
    [ID(2), ID(3)],
    [ID(0), ID(1)],
  ]);
  const added = (await run(['holder', 'add', 'Jane Roe', '--url', node.url])).out.trim();
  expect((await run(['holder', 'show', added, '--url', node.url])).out).toBe('Jane Roe\n');
  expect((await run(['holder', 'list', '--url', node.url])).out.split('\n')).toHaveLength(503);
  expect((await node.get('/v1/holders?cursor=x')).status).toBe(400);
});

it('a server that keeps no names, or cannot be reached, is said to', async () => {
  const node = await startNode();
  expect(await run(['holder', 'list', '--url', node.url])).toMatchObject({
    code: 1,
    err: expect.stringContaining('this node keeps no names of holders'),
  });
  await node.close();
  expect((await run(['holder', 'list', '--url', node.url])).err).toContain('cannot be reached');
  expect((await run(['holder', 'list', '--url', 'nowhere'])).code).toBe(2);
});
