// A ledger whose file is not what was written to it is refused at its start, with what to do; found while it is in use, it is
// a state: nothing is recorded on it, what can be answered is, and the process goes on.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import { lookThrough } from '../../src/store/sqlite/lookedThrough.ts';
import { damageOf, LEDGER_FILE, openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { DamagedFile } from '../../src/support/damagedFile.ts';
import { json, PARTY, startNode, withCommitment } from '../api/node.ts';
import { pagesOf, zero } from '../support/damaged.ts';
import { run } from '../support/process.ts';
import { tempDir } from '../support/tempDir.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/rok-nato-2025/ledger.yaml');
const PAGE = 4_096;
const clock = () => Date.parse('2026-01-01T00:00:00Z');
const SAYS = /ledger\.db is damaged \(.+\)\. Nothing is recorded on it.*concordat verify.*put back the newest copy/;

async function filled(): Promise<string> {
  const dir = await tempDir();
  const engine = openSqliteEngine({ dataDir: dir });
  await fill(engine.ledger, { commitments: 20, seed: 3 });
  await engine.close();
  return dir;
}

const textsIn = (dir: string): string[] => {
  const engine = openSqliteEngine({ dataDir: dir });
  const texts = engine.log.rows.read(-1, 10_000).map(({ text }) => text);
  void engine.close();
  return texts;
};

describe('a ledger damaged at rest', () => {
  it('is refused at its start, whichever page came back empty, or is the ledger it was', async () => {
    const dir = await filled();
    const [path, texts] = [join(dir, LEDGER_FILE), textsIn(dir)];
    const original = await readFile(path);
    let refused = 0;
    for (let page = 0; page < pagesOf(path, PAGE); page++) {
      zero(path, page, PAGE);
      try {
        expect(textsIn(dir)).toEqual(texts);
      } catch (error) {
        if (!(error instanceof DamagedFile)) throw error;
        expect([error.code, error.message]).toEqual(['DATA_DIR_DAMAGED', expect.stringMatching(SAYS)]);
        refused++;
      }
      // refused, it is left as it is, and free for whoever opens it next
      await writeFile(path, original);
    }
    expect(refused).toBeGreaterThan(original.length / PAGE - 3);
    expect(textsIn(dir)).toEqual(texts);
  });

  it.each([
    ['a start', ['serve']],
    ['an import', ['import', EXAMPLE]],
    ['a rebuild', ['rebuild']],
    ['a list', ['list']],
  ])('is told by %s in a sentence, without a stack', async (_what, args) => {
    const dir = await tempDir();
    const env = { DATA_DIR: dir, PORT: '0' };
    expect(await run(['import', EXAMPLE], env).ended).toBe(0);
    zero(join(dir, 'embedded', LEDGER_FILE), 0, PAGE);
    const program = run(args, env);
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(SAYS);
    expect(program.output()).not.toMatch(/\n\s+at /);
  });
});

describe('a ledger damaged while it is in use', () => {
  it('takes no command, answers what it can, says why it is not ready, and has all that was acknowledged when it is put back', async () => {
    const dataDir = await tempDir();
    const before = await withCommitment({ dataDir, clock });
    const commitment = before.opened.headers.get('Location') ?? '';
    const answer = await json(before.get(commitment));
    await before.close();
    const path = join(dataDir, LEDGER_FILE);
    const original = await readFile(path);

    const node = await startNode({ dataDir, clock });
    for (let page = 1; page < pagesOf(path, PAGE); page++) zero(path, page, PAGE);
    // a past answer is made of the ledger's own entries
    const past = await node.get('/v1/parties?asOf=2025-12-01');
    expect([past.status, await json(past)]).toEqual([503, expect.objectContaining({ code: 'LEDGER_DAMAGED' })]);
    const recorded = await node.command('RegisterParty', { ...PARTY, party: 'LATE' });
    expect([recorded.status, await json(recorded)]).toEqual([
      503,
      expect.objectContaining({ code: 'LEDGER_DAMAGED', detail: expect.not.stringContaining(dataDir) }),
    ]);
    const ready = await node.get('/readyz');
    expect(ready.status).toBe(503);
    expect(await json(ready)).toMatchObject({
      status: 'not ready',
      journal: { damaged: expect.stringMatching(SAYS) },
      recording: { ready: false, reason: expect.stringMatching(SAYS) },
    });
    expect((await node.get('/healthz')).status).toBe(200);
    expect((await node.get('/v1/parties')).status).toBe(200);
    await node.close();

    await writeFile(path, original);
    const again = await startNode({ dataDir, clock });
    expect(await json(again.get(commitment))).toEqual(answer);
    expect((await again.command('RegisterParty', { ...PARTY, party: 'LATE' })).status).toBe(201);
  });

  it('is found by looking through it beside its use, where it is too large for that at its start', async () => {
    const dir = await filled();
    const path = join(dir, LEDGER_FILE);
    const told: string[] = [];
    const damage = damageOf(dir, (why) => told.push(why));
    const db = new DatabaseSync(path, { returnArrays: true });
    zero(path, pagesOf(path, PAGE) - 1, PAGE);
    const end = lookThrough(db, damage, { small: 0, after: 0 });
    onTestFinished(() => {
      end();
      db.close();
    });
    for (let left = 500; damage.found === undefined && left > 0; left--) await setTimeout(10);
    expect(told).toEqual([expect.stringMatching(SAYS)]);
  });
});
