// Read models whose file is not what was written to it: nothing of it is served, and the node makes them again by itself.
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import { MODELS_FILE, MODELS_PAGE } from '../../src/projections/schema.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { json, PARTY, startNode, type TestNode } from '../api/node.ts';
import { flipIn, pagesOf, zero } from '../support/damaged.ts';
import { recordManyParties } from '../support/manyParties.ts';
import { tempDir } from '../support/tempDir.ts';

const clock = () => Date.parse('2026-01-01T00:00:00Z');
const PATHS = [
  '/v1/commitments?limit=500',
  '/v1/commitments?limit=100&sort=deadline',
  '/v1/commitments?limit=100&asOf=2024-01-01',
  '/v1/commitments?limit=100&atSequence=200',
  '/v1/commitments?limit=20&q=t*',
  '/v1/statistics',
  '/v1/statistics?asOf=2023-06-01',
  '/v1/scorecards?limit=100',
  '/v1/parties?limit=500',
  '/v1/sources?limit=500',
  '/v1/occasions?limit=500',
  '/v1/changes-between?from=2020-01-01&to=2023-01-01&limit=20',
];

/** By path, all that a node answers. */
type Answers = ReadonlyMap<string, string>;

/** A folder with a ledger and its models at rest, and what they answer. */
interface Whole {
  readonly dir: string;
  readonly answers: Answers;
}

let whole: Whole;
let making: Promise<void> | undefined;
let commitments: readonly string[] = [];

const pathsOf = () => [...PATHS, ...commitments.map((id) => `/v1/commitments/${id}`)];

async function answersOf({ get }: Pick<TestNode, 'get'>): Promise<Answers> {
  const answers = new Map<string, string>();
  for (const path of pathsOf()) {
    const answer = await get(path);
    const text = await answer.text();
    expect([path, answer.status, answer.status === 200 ? '' : text]).toEqual([path, 200, '']);
    answers.set(path, text);
  }
  return answers;
}

/** Law: whatever a node with damaged models answers, it answers as it did before, or not at all for now. */
async function expectNothingDamaged({ get }: Pick<TestNode, 'get'>): Promise<number> {
  let refused = 0;
  for (const [path, before] of whole.answers) {
    const answer = await get(path);
    const text = await answer.text();
    if (answer.status === 200) expect([path, text]).toEqual([path, before]);
    else {
      refused++;
      expect([path, answer.status, text]).toEqual([path, 503, expect.stringMatching(/MODELS_DAMAGED|NOT_YET_VISIBLE/)]);
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
  }
  return refused;
}

async function readyAgain({ get }: Pick<TestNode, 'get'>): Promise<void> {
  for (let left = 1_000; (await get('/readyz')).status !== 200; left--) {
    if (left === 0) expect(await json(get('/readyz'))).toMatchObject({ status: 'ready' });
    await setTimeout(10);
  }
}

async function copied(): Promise<string> {
  making ??= makeWhole();
  await making;
  const dir = await tempDir();
  await cp(whole.dir, dir, { recursive: true });
  return dir;
}

/** What its log says at warn or error, or of models that are well again. */
const said = ({ log }: Pick<TestNode, 'log'>) =>
  log.filter(({ level }) => level !== 'debug').map(({ message }) => String(message));

const DAMAGED = /^the read models are damaged/;
/** Each page has its turn in some run of a larger step; all of them take two minutes. */
const STEP = 7;

/** Made once, by the first test that asks for it. */
async function makeWhole(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'concordat-whole-'));
  const engine = openSqliteEngine({ dataDir: dir });
  await fill(engine.ledger, { commitments: 100, seed: 11 });
  await engine.close();
  const node = await startNode({ dataDir: dir, clock });
  await readyAgain(node);
  const { items } = await json<{ items: { id: string }[] }>(node.get('/v1/commitments?limit=500'));
  commitments = [await withManyParties(node), ...items.slice(0, 20).map(({ id }) => id)];
  const answers = await answersOf(node);
  await node.close();
  whole = { dir, answers };
}

/** @returns the id of a commitment whose body is kept in pieces */
async function withManyParties({ command, get }: TestNode): Promise<string> {
  const { items } = await json<{ items: { id: string }[] }>(get('/v1/sources?limit=1'));
  return recordManyParties(async (name, payload) => {
    const { status, headers } = await command(name, payload);
    expect([name, [200, 201].includes(status)]).toEqual([name, true]);
    return { id: headers.get('Location')?.split('/').at(-1) ?? '' };
  }, items[0]?.id ?? '');
}

afterAll(() => rm(whole.dir, { recursive: true, force: true }));

const models = (dir: string) => join(dir, MODELS_FILE);
const found = (dir: string, sql: string): string[] => {
  const db = new DatabaseSync(models(dir), { readOnly: true, returnArrays: true });
  const values = db
    .prepare(sql)
    .all()
    .map((row) => String(row[0]));
  db.close();
  return values;
};

/** Turns a bit over in the middle of each text that is found. */
function flipTexts(dir: string, sql: string): void {
  const texts = found(dir, sql);
  const flipped = texts.map((text) => flipIn(models(dir), text, text.length >> 1));
  expect(Math.max(...flipped)).toBeGreaterThan(0);
}

/** Kinds of text that are stored, each by some that are there. */
const TEXTS: readonly [what: string, sql: string][] = [
  ['a part of a body', 'SELECT p.text FROM commitment c JOIN part p ON p.no = c.who ORDER BY c.no DESC LIMIT 1'],
  ['what most parts say of a body', 'SELECT text FROM part WHERE no = (SELECT max(no) FROM part)'],
  ['a piece of a long body', 'SELECT text FROM piece LIMIT 1'],
  ['the answer of a party', "SELECT body FROM entry WHERE kind = 'party' LIMIT 1"],
  ['the answer of a source', "SELECT body FROM entry WHERE kind = 'source' LIMIT 1"],
  ['the tag of an answer', 'SELECT etag FROM commitment ORDER BY no DESC LIMIT 1'],
  ['counts that are summed up', "SELECT counts FROM tally WHERE scope = ''"],
  ['what an event moved', 'SELECT moves FROM moved ORDER BY sequence DESC LIMIT 1'],
];

describe('models damaged at rest', () => {
  it('answer as they did where nothing is damaged', { timeout: 240_000 }, async () => {
    const node = await startNode({ dataDir: await copied(), clock });
    expect(await expectNothingDamaged(node)).toBe(0);
    expect(said(node)).toEqual([]);
  });

  it('serve nothing of a page that came back empty, and are there again', { timeout: 240_000 }, async () => {
    await copied();
    const pages = pagesOf(models(whole.dir), MODELS_PAGE);
    let noticed = 0;
    for (let page = 0; page < pages; page += page < 3 ? 1 : STEP) {
      const dir = await copied();
      zero(models(dir), page, MODELS_PAGE);
      const node = await startNode({ dataDir: dir, clock });
      if ((await expectNothingDamaged(node)) > 0) {
        noticed++;
        expect(said(node)[0]).toMatch(DAMAGED);
      }
      await readyAgain(node);
      expect(await expectNothingDamaged(node)).toBe(0);
      await node.close();
    }
    // a few pages hold nothing that is asked for here
    expect(noticed).toBeGreaterThan(pages / STEP / 2);
  });

  it.each(TEXTS)('serve nothing of %s of which one bit is another, and are there again', async (_what, sql) => {
    const dir = await copied();
    flipTexts(dir, sql);
    const node = await startNode({ dataDir: dir, clock });
    expect(await expectNothingDamaged(node)).toBeGreaterThan(0);
    expect(said(node)[0]).toMatch(DAMAGED);
    await readyAgain(node);
    expect(await expectNothingDamaged(node)).toBe(0);
  });

  it.each([
    [
      'the cursor, which says of which history they are',
      () => Buffer.from(found(whole.dir, 'SELECT hex(root) FROM cursor LIMIT 1').join(), 'hex'),
    ],
    ['what their tables are called', () => Buffer.from('CREATE TABLE commitment (')],
  ] as const)('are built again where a bit of %s is another', async (_what, bytes) => {
    const dir = await copied();
    expect(flipIn(models(dir), bytes().toString('latin1'), 20, 'latin1')).toBeGreaterThan(0);
    const node = await startNode({ dataDir: dir, clock });
    expect(said(node)[0]).toMatch(DAMAGED);
    expect((await node.get('/v1/commitments')).status).toBe(503);
    await readyAgain(node);
    expect(await expectNothingDamaged(node)).toBe(0);
  });
});

describe('models damaged while a node runs', () => {
  it('fail with the reason, refuse what needs them, take commands, and are there again with all that was acknowledged', async () => {
    const dir = await copied();
    const node = await startNode({ dataDir: dir, clock });
    expect(await expectNothingDamaged(node)).toBe(0);
    flipTexts(dir, TEXTS[0]?.[1] ?? '');
    const list = await node.get('/v1/commitments?limit=500');
    expect(list.status).toBe(503);
    expect(await json(list)).toMatchObject({
      code: 'MODELS_DAMAGED',
      detail: expect.stringMatching(/is not what was written/),
    });
    expect(await json(node.get('/readyz'))).toMatchObject({
      status: 'not ready',
      projections: [{ state: 'failed', reason: expect.stringMatching(/is not what was written/) }, {}],
    });
    const [id = ''] = commitments;
    expect((await node.get(`/v1/commitments/${id}/history`)).status).toBe(200);
    const recorded = await node.command('RegisterParty', { ...PARTY, party: 'LATE' });
    expect([201, 202]).toContain(recorded.status);
    await readyAgain(node);
    expect((await node.get('/v1/parties/LATE')).status).toBe(200);
    expect(await json(node.get(`/v1/commitments/${id}`))).toEqual(
      JSON.parse(whole.answers.get(`/v1/commitments/${id}`) ?? ''),
    );
    expect(said(node)).toEqual([expect.stringMatching(DAMAGED), expect.stringMatching(/again/)]);
  });

  it('fail where a command meets the damage first, which is recorded and never written on', async () => {
    const dir = await copied();
    const node = await startNode({ dataDir: dir, clock });
    for (let page = 3; page < pagesOf(models(dir), MODELS_PAGE); page++) zero(models(dir), page, MODELS_PAGE);
    const { status, headers } = await node.command('RegisterParty', { ...PARTY, party: 'LATE' });
    expect([status, headers.get('Location')]).toEqual([202, '/v1/parties/LATE']);
    await readyAgain(node);
    expect((await node.get('/v1/parties/LATE')).status).toBe(200);
    expect(said(node)).toEqual([expect.stringMatching(DAMAGED), expect.stringMatching(/again/)]);
  });

  it('are built once, however many find the damage at the same time', async () => {
    const dir = await copied();
    const node = await startNode({ dataDir: dir, clock });
    for (let page = 3; page < pagesOf(models(dir), MODELS_PAGE); page++) zero(models(dir), page, MODELS_PAGE);
    const paths = [...whole.answers.keys()];
    const statuses = await Promise.all(paths.map(async (path) => (await node.get(path)).status));
    expect(new Set(statuses)).toEqual(new Set([503]));
    await readyAgain(node);
    expect(await expectNothingDamaged(node)).toBe(0);
    expect(said(node)).toEqual([expect.stringMatching(DAMAGED), expect.stringMatching(/again/)]);
  });

  it('leave nothing under way where the node is closed meanwhile, and are built at its next start', async () => {
    const dir = await copied();
    const node = await startNode({ dataDir: dir, clock });
    for (let page = 3; page < pagesOf(models(dir), MODELS_PAGE); page++) zero(models(dir), page, MODELS_PAGE);
    expect((await node.get('/v1/commitments')).status).toBe(503);
    await node.close();
    const again = await startNode({ dataDir: dir, clock });
    await readyAgain(again);
    expect(await expectNothingDamaged(again)).toBe(0);
  });
});

/** Bytes of some entry of an index: they lie at the end of its page. */
function entryOf(dir: string, page: number): string {
  const end = (page + 1) * MODELS_PAGE;
  return readFileSync(models(dir))
    .subarray(end - 12, end - 2)
    .toString('latin1');
}

describe('models damaged where no answer notices', () => {
  it('are found by looking through them beside their use, and built again', async () => {
    const dir = await copied();
    const [page = 0] = found(dir, "SELECT rootpage - 1 FROM sqlite_schema WHERE name = 'version_newest'").map(Number);
    expect(flipIn(models(dir), entryOf(dir, page), 3, 'latin1')).toBeGreaterThan(0);
    const node = await startNode({ dataDir: dir, clock, models: { lookAfter: 0 } });
    await expect.poll(() => said(node)[0], { timeout: 10_000 }).toMatch(DAMAGED);
    await readyAgain(node);
    expect(await expectNothingDamaged(node)).toBe(0);
  });
});
