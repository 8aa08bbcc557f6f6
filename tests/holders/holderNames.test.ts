// The names of who holds an office: kept beside the log, by ids that say nothing, and erased for good.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HOLDERS_FILE, HolderNames } from '../../src/holders/holderNames.ts';
import { withNames } from '../../src/holders/withNames.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

const A = '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10';
const B = '018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9d';
const LEE = { holder: A, name: 'Lee Jae Myung', names: { ko: '이재명' } };
const NOW = Date.parse('2026-01-01T00:00:00Z');

async function store(dataDir?: string) {
  const dir = dataDir ?? (await tempDir());
  const holders = new HolderNames({ dataDir: dir, clock: () => NOW });
  onTestFinished(() => holders.close());
  return { dir, holders };
}

describe('a holder’s name', () => {
  it('is kept, found again, and put right', async () => {
    const { holders } = await store();
    expect(holders.nameOf(A)).toBeUndefined();
    expect(holders.put(LEE)).toEqual({ repeated: false });
    expect(holders.put(LEE)).toEqual({ repeated: true });
    expect(holders.get(A)).toEqual(LEE);
    holders.put({ ...LEE, name: 'Lee Jae-myung' });
    expect(holders.nameOf(A)).toBe('Lee Jae-myung');
    expect(() => holders.get(B)).toThrow(expect.objectContaining({ code: 'NOT_KEPT' }));
  });

  it('is of a random uuid: no word is taken for one', async () => {
    const { holders } = await store();
    for (const holder of ['lee', '', '74738ff5-5367-5958-9aee-98fffdcd1876'])
      expect(() => holders.put({ ...LEE, holder })).toThrow(expect.objectContaining({ code: 'NOT_A_HOLDER' }));
  });

  it('once erased is nowhere in the folder, and never kept again; the first reason stands', async () => {
    const { dir, holders } = await store();
    holders.put(LEE);
    holders.put({ holder: B, name: 'Wi Sung-lac', names: {} });
    const bytes = () =>
      readdirSync(dir)
        .map((file) => readFileSync(join(dir, file)).toString('utf8'))
        .join('');
    expect(bytes()).toContain('Lee Jae Myung');
    const erasure = { holder: A, reason: 'asked to be', erasedAt: '2026-01-01T00:00:00.000Z' };
    expect(holders.erase(A, 'asked to be')).toEqual(erasure);
    expect(holders.erase(A, 'again')).toEqual(erasure);
    expect(bytes()).not.toMatch(/Lee Jae|이재명/);
    expect(bytes()).toContain('Wi Sung-lac');
    expect(() => holders.put(LEE)).toThrow(expect.objectContaining({ code: 'ERASED' }));
    expect(() => holders.get(A)).toThrow(/erased on 2026-01-01.*: asked to be/);
    expect(holders.nameOf(A)).toBeUndefined();
    expect(holders.list()).toEqual([{ holder: B, name: 'Wi Sung-lac', names: {} }, erasure]);
    expect(() => holders.erase('018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9e', 'x')).toThrow(
      expect.objectContaining({ code: 'NOT_KEPT' }),
    );
  });

  it('that one process keeps or erases is known to another at once', async () => {
    const { dir, holders } = await store();
    const { holders: other } = await store(dir);
    expect(other.nameOf(A)).toBeUndefined();
    holders.put(LEE);
    expect(other.nameOf(A)).toBe('Lee Jae Myung');
    holders.erase(A, 'x');
    expect(other.nameOf(A)).toBeUndefined();
    expect(() => other.put(LEE)).toThrow(expect.objectContaining({ code: 'ERASED' }));
  });

  it('is its owner’s alone to read, and reading makes no file', async () => {
    const { dir, holders } = await store();
    expect([holders.nameOf(A), holders.list(), readdirSync(dir)]).toEqual([undefined, [], []]);
    holders.put(LEE);
    if (process.platform !== 'win32') expect(statSync(join(dir, HOLDERS_FILE)).mode & 0o777).toBe(0o600);
  });

  it('is kept in a file that was only begun, and refused where the file is none, or of a newer program', async () => {
    const begun = await store();
    writeFileSync(join(begun.dir, HOLDERS_FILE), '');
    begun.holders.put(LEE);
    expect(begun.holders.nameOf(A)).toBe('Lee Jae Myung');
    const damaged = await store();
    writeFileSync(
      join(damaged.dir, HOLDERS_FILE),
      'no database at all, but long enough to be taken for one'.repeat(40),
    );
    expect(() => damaged.holders.put(LEE)).toThrow(expect.objectContaining({ code: 'UNUSABLE' }));
    expect(() => damaged.holders.nameOf(A)).toThrow(expect.objectContaining({ code: 'UNUSABLE' }));
    const newer = await store();
    const db = new DatabaseSync(join(newer.dir, HOLDERS_FILE));
    db.exec('PRAGMA user_version=9');
    db.close();
    expect(() => newer.holders.put(LEE)).toThrow(/a newer Concordat/);
    expect(() => newer.holders.nameOf(A)).toThrow(/a newer Concordat/);
  });
});

describe('an answer', () => {
  const nameOf = (holder: string) => (holder === A ? 'Lee "J" Myung' : undefined);

  it('gets the names that are kept, and null for the others', () => {
    const body = JSON.stringify({ holders: [{ holder: A, since: '2025' }], former: [{ holder: B }] });
    expect(JSON.parse(withNames(body, nameOf))).toEqual({
      holders: [{ holder: A, name: 'Lee "J" Myung', since: '2025' }],
      former: [{ holder: B, name: null }],
    });
  });

  it('is left as it is where a text only looks like one', () => {
    const body = JSON.stringify({ notes: `"holder":"${A}"`, more: { notes: `{"holder":"${A}"}` } });
    expect(withNames(body, nameOf)).toBe(body);
  });
});

describe('concordat holder', () => {
  async function folder() {
    const dir = await tempDir();
    return { dir, holder: (...args: string[]) => run(['holder', ...args], { env: { DATA_DIR: dir } }) };
  }

  it('draws an id for a name, and shows, lists, puts right and erases it', async () => {
    const { holder } = await folder();
    const { code, out } = await holder('add', 'Mark Rutte');
    const id = out.trim();
    expect([code, id]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect((await holder('show', id)).out).toBe('Mark Rutte\n');
    await holder('set', id, 'M. Rutte');
    expect((await holder('list')).out).toBe(`${id}  M. Rutte\n`);
    expect(await holder('erase', id)).toMatchObject({ code: 2, err: expect.stringContaining('--reason') });
    expect((await holder('erase', id, '--reason', 'asked to be')).out).toContain('was erased on');
    expect((await holder('list')).out).toMatch(/erased 20.*: asked to be/);
    expect(await holder('show', id)).toMatchObject({ code: 1, err: expect.stringContaining('asked to be') });
    expect(await holder('set', id, 'Mark Rutte')).toMatchObject({ code: 1, err: expect.stringContaining('erased') });
  });

  it('takes a file of names, whose erased ones stay so, and refuses what is none', async () => {
    const { dir, holder } = await folder();
    const file = join(dir, 'names.yaml');
    writeFileSync(
      file,
      `- { holder: ${A}, name: Lee Jae Myung, names: { ko: 이재명 } }\n- { holder: ${B}, name: Wi }\n`,
    );
    expect((await holder('import', file)).out).toBe('2 kept\n');
    await holder('erase', A, '--reason', 'x');
    expect((await holder('import', file)).out).toBe('1 kept; 1 were erased here, and stay so\n');
    writeFileSync(file, '- { holder: lee, name: Lee }\n');
    expect(await holder('import', file)).toMatchObject({ code: 1, err: expect.stringContaining('/0/holder') });
    expect(await holder('import', join(dir, 'none.yaml'))).toMatchObject({ code: 1 });
  });

  it('says what it takes', async () => {
    const { holder } = await folder();
    expect(await holder('forget', A)).toMatchObject({ code: 2, err: expect.stringContaining('erase') });
    expect(await holder('add')).toMatchObject({ code: 2 });
    expect(await holder('list', A)).toMatchObject({ code: 2 });
    expect(await holder('set', 'lee', 'Lee')).toMatchObject({ code: 1, err: expect.stringContaining('random uuid') });
  });
});
