// Every statement behind the API's reading addresses, however it is asked, is answered from an index. The statements are
// those that were prepared while the addresses were asked, so that a new one is held to it by itself.
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ROUTE_NAMES, ROUTES, type Route } from '../../src/api/routes.ts';
import { KINDS } from '../../src/domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../../src/domain/commitment/headline.ts';
import { fill } from '../../src/generator/fill.ts';
import { type ReadModels, SORTS } from '../../src/projections/readModels.ts';
import { modelsWith } from '../support/modelsWith.ts';
import { openNode, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';
import { type Asking, listening } from './listening.ts';

/** Tables that hold a row for each of what the ledger grows by. */
const LARGE = /\bSCAN (?:v|version|e|event|f|facet|p\d?|part|c|commitment|entry|moved|tally|operation)\b(?! VIRTUAL)/;

/** The last row of a table in the order of its key: one row is read. */
const LAST = /ORDER BY sequence DESC LIMIT 1$/;

describe('a question to the API', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is answered from an index, in each order, with each filter, now and on both clocks', {
    timeout: 120_000,
  }, async () => {
    const prepared = preparedStatements();
    const node = openNode(await tempDir(), Date.now);
    await fill(node.engine.ledger, { commitments: 300, seed: 4 });
    expect(await node.settled()).toBe(true);
    const { get, close } = await listening({ ...node, readModels: onThisThread(node.readModels) });
    try {
      for (const address of addresses(node)) await followed(get, address);
      const statements = prepared().filter(({ sql }) => !LAST.test(sql));
      const scanned = statements.flatMap(({ sql, plan }) =>
        plan.filter((line) => LARGE.test(line)).map((line) => ({ line, sql })),
      );
      expect(scanned).toEqual([]);
      expect(statements.length).toBeGreaterThan(100);
    } finally {
      await close();
      await node.close();
    }
  });
});

/** A statement is seen where it is prepared: what query threads are asked is asked here. */
function onThisThread(models: ReadModels): ReadModels {
  const here: ReadModels['ask'] = async (query, args) => {
    const ask = models.queries[query] as (...args: readonly unknown[]) => unknown;
    return (await ask(...args)) as never;
  };
  return modelsWith(models, { startAnswering: async () => undefined, ask: here });
}

interface Prepared {
  readonly sql: string;
  readonly plan: readonly string[];
}

/** Listens to what is prepared from now on, and tells how each statement would be answered. */
function preparedStatements(): () => readonly Prepared[] {
  const prepare = DatabaseSync.prototype.prepare;
  const found = new Map<DatabaseSync, Set<string>>();
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql: string) {
    if (/^\s*(?:SELECT|WITH|UPDATE|DELETE)\b/.test(sql)) found.set(this, (found.get(this) ?? new Set()).add(sql));
    return prepare.call(this, sql);
  });
  const planOf = (db: DatabaseSync, sql: string) =>
    prepare
      .call(db, `EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(Object.values(row)[3]));
  return () =>
    [...found]
      .filter(([db]) => db.isOpen)
      .flatMap(([db, statements]) => [...statements].map((sql) => ({ sql, plan: planOf(db, sql) })));
}

/** Asks, and follows the links to the next page and back. */
async function followed(get: Asking, address: string): Promise<void> {
  const answer = await get(address);
  expect([200, 404], `${address}: ${answer.body}`).toContain(answer.status);
  for (const direction of ['next', 'prev']) {
    const [, link] = new RegExp(`<([^>]+)>; rel="${direction}"`).exec(answer.link) ?? [];
    if (link === undefined) continue;
    const page = await get(link);
    expect(page.status, link).toBe(200);
    const [, back] = /<([^>]+)>; rel="prev"/.exec(page.link) ?? [];
    if (back !== undefined) expect((await get(back)).status, back).toBe(200);
  }
}

/** What a parameter is given: more than one value where the query differs by it. An address with another must be added. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  kind: [KINDS[0]],
  status: [STATUSES[0]],
  contested: ['true', 'level'],
  timeliness: TIMELINESS,
  delivery: ['delivered', 'stalled'],
  basis: ['own'],
  verdict: ['kept'],
  stage: ['interim'],
  assessor: ['Treaty Watch'],
  openedIn: ['2018-03'],
  agreedIn: ['2018-03'],
  deliveredIn: ['2018-03'],
  endedIn: ['2018-03'],
  bom: ['true'],
  relation: ['part_of'],
  dueBefore: ['2020-01-01'],
  dueAfter: ['2018-01-01'],
  facets: ['kind,party'],
  changedFrom: ['2018-01-01'],
  changedTo: ['2019-01-01'],
  q: ['dialog*', 'joint cooperation'],
  sort: SORTS,
  from: ['2017-01-01'],
  to: ['2019-01-01'],
  by: ['effective', 'recorded'],
};
/** Where the two clocks stand. */
const CLOCKS = ['', 'asOf=2018-06-01', 'knownAt=2018-06-01', 'knownAt=2017-06-01&asOf=2019-01-01', 'atSequence=700'];
/** Of these it is the value that matters, or they change no query. */
const ASIDE = new Set(['asOf', 'knownAt', 'atSequence', 'minSequence', 'limit', 'cursor']);
/** What reads no models, or is no question about them. */
const ELSEWHERE = /^\/(?:v1\/captures|v1\/holders|v1\/events|tlog|v1\/commitments\/:id\/bundle)/;

function addresses(node: TestNode): string[] {
  const routes = ROUTE_NAMES.map((name): Route => ROUTES[name]);
  const read = routes.filter(
    ({ method, needs, path }) => method === 'get' && needs === 'reader' && !ELSEWHERE.test(path),
  );
  const given = { ...GIVEN, ...valuesIn(node) };
  return read.flatMap((route) => addressesOf(route, given, idsIn(node)));
}

function addressesOf(
  { path, parameters }: Route,
  given: Readonly<Record<string, readonly string[]>>,
  ids: Readonly<Record<string, string>>,
): string[] {
  const place = path.replace(
    /\/([a-z-]+)\/:(?:id|code)/,
    (_, collection: string) => `/${collection}/${ids[collection]}`,
  );
  const names = Object.keys(parameters.shape).filter((name) => !ASIDE.has(name));
  const said = (name: string) => {
    const values = given[name];
    if (values === undefined) throw new Error(`${path} takes ${name}: give it a value in GIVEN`);
    return values.map((value) => `${name}=${encodeURIComponent(value)}`);
  };
  const sorts = names.includes('sort') ? ['', ...said('sort')] : [''];
  const filters = ['', ...names.filter((name) => name !== 'sort').flatMap(said)];
  const paged = 'limit' in parameters.shape ? 'limit=2' : '';
  const clocks = CLOCKS.filter(
    (clock) => clock === '' || [...new URLSearchParams(clock).keys()].every((name) => name in parameters.shape),
  );
  return filters.flatMap((filter) =>
    sorts.flatMap((sort) =>
      clocks.map((clock) => {
        const query = [filter, sort, clock, paged].filter((part) => part !== '').join('&');
        return query === '' ? place : `${place}?${query}`;
      }),
    ),
  );
}

/** Of what commitments are filtered by, the value most of them have and one that few have. */
function valuesIn(node: TestNode): Record<string, string[]> {
  const { queries } = node.readModels;
  const ids = idsIn(node);
  const items = queries.commitments({}, { limit: 500 }).items.map((text) => JSON.parse(text) as Listed);
  const ends = (values: readonly string[]) => {
    const counted = [...Map.groupBy(values, (value) => value)].sort(([, a], [, b]) => a.length - b.length);
    return [...new Set([counted[0]?.[0] ?? '', counted.at(-1)?.[0] ?? ''])];
  };
  const parties = ends(items.flatMap((item) => item.parties.map(({ code }) => code)));
  return {
    party: parties,
    owedBy: parties,
    area: ends(items.flatMap(({ areas }) => areas)),
    occasion: [ids.occasions ?? ''],
    speaker: parties,
    linkedTo: [ids.commitments ?? ''],
    grouping: queries
      .parties({ limit: 500 })
      .items.map((text) => JSON.parse(text) as { code?: string; party?: string; kind: string })
      .filter(({ kind }) => kind === 'grouping')
      .slice(0, 1)
      .map(({ code, party }) => code ?? party ?? ''),
  };
}

interface Listed {
  readonly parties: readonly { readonly code: string }[];
  readonly areas: readonly string[];
}

function idsIn({ readModels: { queries } }: TestNode): Record<string, string> {
  const first = (items: readonly string[]) => JSON.parse(items[0] ?? '{}') as Record<string, string>;
  const one = (items: readonly string[]) => {
    const { id, code, party, occasion, source } = first(items);
    return id ?? code ?? party ?? occasion ?? source ?? '';
  };
  return {
    commitments: one(queries.commitments({}, { limit: 1 }).items),
    'commitment-ids': one(queries.commitments({}, { limit: 1 }).items).slice(0, 8),
    parties: one(queries.parties({ limit: 1 }).items),
    occasions: one(queries.occasions({ limit: 1 }).items),
    sources: one(queries.sources({ limit: 1 }).items),
  };
}
