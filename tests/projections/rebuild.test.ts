// A rebuild beside the models in use: the same rows as following makes, while answers go on.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewEvent } from '../../src/domain/envelope.ts';
import { fill } from '../../src/generator/fill.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { partsOf, TEXT } from '../../src/projections/commitments/listQuery.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { INDEXES_OF_WORDS, MODELS_SCHEMA } from '../../src/projections/schema.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { agreedBody, citations, openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const clock = () => NOW;

async function withHistory(node: TestNode): Promise<void> {
  await registerBasics(node);
  for (let i = 0; i < 12; i++) {
    const { id, events } = await node.record('AgreeBody', { ...agreedBody, title: `Body ${i}`, deadline: '2025-09' });
    const on = { commitment: id, effectiveAt: '2025-06-25', citations };
    await node.record('AssertTerm', { ...on, term: 'level', value: 'working-level' });
    await node.record('AssertTerm', { ...on, term: 'level', value: `level ${i % 2}` });
    await node.record('ProposeBody', { ...on, effectiveAt: '2025-04', parties: ['KR'], occasion: 'summit-2025' });
    if (i % 3 === 0)
      await node.record('CorrectRecord', {
        ...on,
        event: events[0]?.id,
        cause: 'recorder',
        reason: 'a slip',
        void: true,
      });
    if (i % 2 === 0) await node.record('SubmitEvidence', { ...on, about: '2025-06', summary: `A ${i}th dialogue` });
    await node.record('ReportDelivery', { ...on, reporter: 'KR', level: i % 2 === 0 ? 'delivered' : 'stalled' });
  }
  await node.settled();
}

const POISON: NewEvent = {
  id: '11111111-1111-5111-8111-111111111111',
  type: 'BodyAgreed',
  version: 1,
  data: { what: 'nobody knows' },
  metadata: {
    recordedAt: new Date(NOW).toISOString(),
    actor: 'somebody',
    key: 'k',
    payloadHash: '',
    $correlationId: 'c',
    $causationId: 'c',
  },
};

/** A mark stands wherever it was added: its place says nothing. */
const PLACE_OF_WORD = `iif(unicode(term) BETWEEN ${0xe000} AND ${0xf8ff}, NULL, "offset") AS place`;

/** Every row of every table by what it says: numbers of rows depend on the order in which they were written. */
function contents(dir: string, file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  for (const table of INDEXES_OF_WORDS) {
    db.exec(`CREATE VIRTUAL TABLE temp.${table}_indexed USING fts5vocab(main, '${table}', 'instance')`);
  }
  const all = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => JSON.stringify(row))
      .sort();
  const rows = {
    cursor: all('SELECT * FROM cursor'),
    commitment: all(
      `SELECT r.no, id, revision, next_cut, status, timeliness, etag, ${TEXT} AS text FROM commitment r ${partsOf('r')}`,
    ),
    version:
      all(`SELECT commitment, kind, status, effective_from, effective_to, known_from, known_to, due_from, due_to, outcome, lead, lag, signature, r.text AS said,
      ${TEXT} AS text FROM version r ${partsOf('r')}`),
    facet: all('SELECT * FROM facet'),
    deadline: all('SELECT * FROM deadline'),
    ...Object.fromEntries(
      INDEXES_OF_WORDS.map((table) => [
        table,
        all(`SELECT term, CAST(doc AS TEXT) AS doc, ${PLACE_OF_WORD} FROM temp.${table}_indexed`),
      ]),
    ),
    moved: all('SELECT * FROM moved'),
    moving: all('SELECT * FROM moving'),
    tally: all('SELECT * FROM tally'),
    entry: all('SELECT * FROM entry'),
    schema: all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"),
  };
  db.close();
  return rows;
}

describe('a build from nothing', () => {
  it('makes the very rows that following the journal makes', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    await buildModels({
      dataDir: dir,
      file: 'next.db',
      journal: node.journal,
      clock,
      signal: new AbortController().signal,
    });
    expect(contents(dir, 'next.db')).toEqual(contents(dir, 'models.db'));
  });

  it('makes those of a generated ledger, whose streams are shared out among threads', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await fill(node.engine.ledger, { commitments: 400, seed: 7 });
    expect(node.journal.head().sequence).toBeGreaterThan(2_000);
    expect(await node.settled()).toBe(true);
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'next.db', journal: node.journal, clock, signal });
    expect(contents(dir, 'next.db')).toEqual(contents(dir, 'models.db'));
  });

  it('makes the rows of a ledger that was closed and opened again in the middle', async () => {
    const dir = await tempDir();
    const before = openNode(dir, clock);
    await withHistory(before);
    const { id } = await before.record('AgreeBody', { ...agreedBody, title: 'Before it was closed' });
    await before.settled();
    await before.close();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    const on = { commitment: id, effectiveAt: '2025-06-25', citations };
    await node.record('AssertTerm', { ...on, term: 'level', value: 'ministerial' });
    await node.record('AmendCommitment', { ...on, condition: 'if funded' });
    await node.record('AmendCommitment', { ...on, condition: null });
    await node.settled();
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'next.db', journal: node.journal, clock, signal });
    const built = contents(dir, 'next.db');
    expect(built).toEqual(contents(dir, 'models.db'));
    expect(built.words).toEqual(expect.arrayContaining([expect.stringContaining('"ministerial"')]));
  });

  it('fails at a poison event, which following then stops before', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    await node.engine.ledger.append(`commitment-${POISON.id}`, [POISON], 'no_stream');
    const building = buildModels({
      dataDir: dir,
      file: 'next.db',
      journal: node.journal,
      clock,
      signal: new AbortController().signal,
    });
    await expect(building).rejects.toThrow(`event ${POISON.id} cannot be read`);
    await expect(node.readModels.rebuild()).rejects.toThrow('cannot be read');
    expect(node.readModels.health()[0]).toMatchObject({ state: 'failed', failure: { event: POISON.id } });
  });

  it('at a start, where it fails, is told of, and the models follow up to where they can', {
    timeout: 30_000,
  }, async () => {
    const dataDir = await tempDir();
    const engine = openSqliteEngine({ dataDir });
    const events = await fill(engine.ledger, { commitments: 400, seed: 1 });
    await engine.ledger.append(`commitment-${POISON.id}`, [POISON], 'no_stream');
    const journal = embeddedJournal(engine);
    const failed = Promise.withResolvers<unknown>();
    const models = openReadModels({
      dataDir,
      journal,
      clock,
      onCrash: failed.reject,
      onBuildFailed: failed.resolve,
    });
    onTestFinished(async () => {
      await models.close();
      await engine.close();
    });
    expect(String(await failed.promise)).toContain(`event ${POISON.id} cannot be read`);
    expect(await models.reached(events, 20_000)).toBe(false);
    expect(models.health()[0]).toMatchObject({ state: 'failed', cursor: events - 1, failure: { event: POISON.id } });
  });

  it('tells how far it is, and ends at once when it is told to', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    const stop = new AbortController();
    const told: number[] = [];
    const onProgress = (projected: number, stored: number) => {
      told.push(projected, stored);
      stop.abort();
    };
    const building = buildModels({
      dataDir: dir,
      file: 'next.db',
      journal: node.journal,
      clock,
      signal: stop.signal,
      onProgress,
    });
    await expect(building).rejects.toThrow('aborted');
    expect(told.slice(0, 2)).toEqual([74, 74]);
  });

  it('ends when it is told to, and leaves the models in use as they are', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await withHistory(node);
    const rebuilding = expect(node.readModels.rebuild()).rejects.toThrow('aborted');
    await node.close();
    await rebuilding;
    expect(contents(dir, 'models.db').commitment).toHaveLength(12);
  });
});

describe("a models' file of an older schema", () => {
  it('is thrown away and built again, so that no answer is read from a shape this version does not write', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await withHistory(node);
    await node.close();
    const built = contents(dir, 'models.db');
    const db = new DatabaseSync(join(dir, 'models.db'));
    db.exec(`DELETE FROM facet; DROP INDEX version_late; PRAGMA user_version = ${MODELS_SCHEMA - 1}`);
    db.close();
    expect(() => openModelsReader(dir, node.journal, clock)).toThrow('start the server or run rebuild');
    const again = openNode(dir, clock);
    onTestFinished(() => again.close());
    expect(await again.settled()).toBe(true);
    expect(contents(dir, 'models.db')).toEqual(built);
  });
});

describe('a rebuild', () => {
  it('takes the place of the models in use while commands and queries go on', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    const { queries } = node.readModels;
    const before = queries.commitments({}, { limit: 500 }).items;
    const rebuilding = node.readModels.rebuild();
    expect(node.readModels.health()[0]).toMatchObject({ state: 'live', rebuild: { stored: 74 } });
    const { id } = await node.record('AgreeBody', { ...agreedBody, title: 'While it is rebuilt' });
    await node.settled();
    expect(node.readModels.queries.commitment(id)).toBeDefined();
    await rebuilding;
    expect(queries.commitment(id)).toBeDefined();
    expect(queries.commitments({}, { limit: 500 }).items).toEqual(expect.arrayContaining([...before]));
    const late = await node.record('AgreeBody', { ...agreedBody, title: 'After it' });
    await node.settled();
    expect(node.readModels.queries.commitment(late.id)).toBeDefined();
    expect(node.readModels.health()[0]).not.toHaveProperty('rebuild');
  });
});
