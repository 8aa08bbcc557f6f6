// A party's name in the place of its code: whoever gives one is told the code, and nothing is decided by it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/import/entry.ts';
import { startNode, type TestNode } from '../api/node.ts';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const PARTIES = [
  { party: 'KR', name: 'Republic of Korea', kind: 'state', names: { en: 'South Korea', fr: 'Corée du Sud' } },
  { party: 'KP', name: 'Democratic People’s Republic of Korea', kind: 'state' },
  { party: 'RU', name: 'Russia', kind: 'state' },
];

async function nodeWithParties(): Promise<TestNode> {
  const node = await startNode();
  for (const payload of PARTIES) expect((await node.command('RegisterParty', payload)).status).toBe(201);
  return node;
}

describe('on the command line', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
    const file = join(dataDir, 'parties.jsonl');
    const entries = PARTIES.map((data) => JSON.stringify({ id: data.party, command: 'RegisterParty', data }));
    await writeFile(file, entries.join('\n'));
    expect((await run(['import', '--data-dir', join(dataDir, 'data'), file])).code).toBe(0);
    return () => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });

  it.each([
    [['show', 'South korea'], 'did you mean KR (Republic of Korea)?'],
    [['history', 'corée  du sud'], 'did you mean KR (Republic of Korea)?'],
    [['scorecard', 'kr'], 'did you mean KR (Republic of Korea)?'],
    [
      ['list', '--party', 'Korea'],
      'did you mean KP (Democratic People’s Republic of Korea) or KR (Republic of Korea)?',
    ],
    [['list', '--json', '--owed-by', 'Russia'], 'did you mean RU (Russia)?'],
    [['export', '--grouping', 'Russia'], 'did you mean RU (Russia)?'],
    [['statistics', '--party', 'ru'], 'did you mean RU (Russia)?'],
  ])('%s is told so', async (args, hint) => {
    const node = await nodeWithParties();
    for (const place of [
      ['--data-dir', join(dataDir, 'data')],
      ['--url', node.url],
    ]) {
      const { code, out, err } = await run([...args, ...place]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(hint);
    }
  });

  it('a part of a word is no name, and a code on record is taken as it is', async () => {
    const there = ['--data-dir', join(dataDir, 'data')];
    expect((await run(['show', 'us', ...there])).err).not.toContain('did you mean');
    expect(await run(['list', '--party', 'KR', ...there])).toMatchObject({ code: 0, err: 'no commitment fits\n' });
    expect(await run(['list', '--party', 'ZZ', ...there])).toMatchObject({
      code: 0,
      err: 'no commitment fits: no party ZZ is on record\n',
    });
  });

  it('an import is told of parties on record and of those its own entries register', async () => {
    const file = join(await tempDir(), 'entries.jsonl');
    const membership = { party: 'POLAND', member: 'RUSSIA', change: 'joined', effectiveAt: '2025' };
    const entries = [
      { id: 'pl', command: 'RegisterParty', data: { party: 'PL', name: 'Poland', kind: 'state' } },
      { id: 'a', command: 'ChangeMembership', data: membership },
      { id: 'b', command: 'ChangeMembership', data: { ...membership, party: 'Polska', member: 'South Korea' } },
    ];
    await writeFile(file, entries.map((entry) => JSON.stringify(entry)).join('\n'));
    const node = await nodeWithParties();
    for (const place of [
      ['--data-dir', join(dataDir, 'data'), '--dry-run'],
      ['--url', node.url],
    ]) {
      const { refusals } = JSON.parse((await run(['import', '--json', file, ...place])).out) as { refusals: Fault[] };
      const told = refusals.flatMap(({ errors }) => errors.map(({ pointer, detail }) => `${pointer} ${detail}`));
      expect(told).toEqual([
        expect.stringMatching(/^\/data\/member no party RUSSIA .*; did you mean RU \(Russia\)\?$/),
        expect.stringMatching(/^\/data\/party no party POLAND .*; did you mean PL \(Poland\)\?$/),
        expect.stringMatching(/^\/data\/party is not a party code/),
        expect.stringMatching(/^\/data\/member is not a party code.*; did you mean KR \(Republic of Korea\)\?$/),
      ]);
    }
  });
});

describe('over HTTP', () => {
  it('a command is refused with the code that was probably meant, in detail too', async () => {
    const node = await nodeWithParties();
    const joined = { change: 'joined', effectiveAt: '2025' };
    for (const [payload, hint] of [
      [{ party: 'KR', member: 'RUSSIA', ...joined }, 'RegisterParty; did you mean RU (Russia)?'],
      [{ party: 'kr', member: 'RU', ...joined }, 'hyphens; did you mean KR (Republic of Korea)?'],
    ] as const) {
      const answer = await node.command('ChangeMembership', payload);
      expect(answer.status).toBe(422);
      const { detail, errors } = (await answer.json()) as { detail: string; errors: { detail: string }[] };
      expect([errors.length, errors[0]?.detail, detail]).toEqual([
        1,
        expect.stringContaining(hint),
        expect.stringContaining(hint),
      ]);
    }
  });
});
