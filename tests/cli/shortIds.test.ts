// A person types the beginning of an id, of a folder or of a running server, and gets the one record meant, or is told of all.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { serve } from '../../src/api/serve.ts';
import { agreedBody, openNode, registerBasics } from '../support/node.ts';
import { run } from './run.ts';

const ONE = '12345678-0000-4000-8000-000000000001';
const OTHER = '12345678-0000-4000-8000-000000000002';
const ALONE = 'abcdef01-0000-4000-8000-000000000003';
/** An occasion that looks like the beginning of an id. */
const NAMED = '20250625';
const at = { effectiveAt: '2025-06-25', citations: agreedBody.citations };
const ALIKE = '20250625-0000-4000-8000-000000000004';

let places: readonly (readonly string[])[];
let url: string;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
  const node = openNode(dataDir, Date.now);
  await registerBasics(node);
  await node.record('RecordOccasion', { occasion: NAMED, title: 'A meeting', kind: 'meeting', date: '2025-06-25' });
  for (const [commitment, title] of [
    [ONE, 'The first body'],
    [OTHER, 'The second body'],
    [ALONE, 'A body by itself'],
    [ALIKE, 'A body of that day'],
  ])
    await node.record('AgreeBody', { ...agreedBody, commitment, title });
  await node.record('LinkCommitments', { commitment: ALIKE, target: ALONE, relation: 'part_of', ...at });
  await node.settled();
  const app = createApp({
    ...node,
    storeHealth: () => node.engine.health(),
    apiKeys: undefined,
    log: createLogger('silent'),
  });
  const server = await serve(app, { host: '127.0.0.1', port: 0 });
  url = server.url;
  places = [
    ['--data-dir', dataDir],
    ['--url', url],
  ];
  return async () => {
    await server.close();
    await node.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
});

const everywhere = async (...args: string[]) => {
  const [local, remote] = await Promise.all(places.map((place) => run([...args, ...place])));
  expect(remote).toEqual(local);
  return local as Awaited<ReturnType<typeof run>>;
};

describe('the beginning of an id', () => {
  it('names a commitment to every command that takes its id, in capitals too', async () => {
    for (const args of [['show'], ['show', '--json'], ['history'], ['changes', '2025-06-01', '2025-07-01']]) {
      const whole = await everywhere(...args, ALONE);
      expect(whole.code).toBe(0);
      expect(whole.out).not.toBe('');
      for (const start of ['abcdef01', 'ABCDEF01', 'abcdef01-00', ALONE.slice(0, 35)])
        expect(await everywhere(...args, start)).toEqual(whole);
    }
  });

  it('that several have is refused, with the title of each and what names it alone', async () => {
    const { code, out, err } = await everywhere('show', '12345678');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      'concordat show: 12345678 begins the ids of several commitments: give more of the one you mean\n' +
        `  ${ONE}  The first body\n  ${OTHER}  The second body\n`,
    );
    expect((await everywhere('show', ONE)).code).toBe(0);
  });

  it('that is too short for a name is told so, with what begins so', async () => {
    expect(await everywhere('show', 'ABCD')).toMatchObject({
      code: 1,
      out: '',
      err:
        'concordat show: ABCD is too short for an id, which takes its first 8 characters or more: ' +
        'give more of the one you mean\n  abcdef01  A body by itself\n',
    });
    expect((await everywhere('history', '1234567')).err).toContain(`${ONE}  The first body`);
    for (const start of ['abc', 'beef', '0']) {
      const { code, err } = await everywhere('show', start);
      expect([code, err]).toEqual([1, expect.stringContaining('of an id give the first 8 characters or more')]);
    }
  });

  it('that none has is not on record', async () => {
    for (const start of ['87654321', 'abcdef012', '12345678-1']) {
      expect(await everywhere('show', start)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`${start} is not on record`),
      });
    }
  });

  it('gives way to a name that is on record', async () => {
    expect((await everywhere('show', NAMED)).out).toContain('A meeting');
    expect((await everywhere('show', `${NAMED}-`)).out).toContain('A body of that day');
  });

  it('names the commitment that others are linked to', async () => {
    expect((await everywhere('list', '--linked-to', 'abcdef01')).out).toMatch(/^20250625 .* A body of that day$/m);
    expect(await everywhere('export', '--linked-to', '12345678')).toMatchObject({ code: 1, out: '' });
    expect((await everywhere('list', '--linked-to', 'KR')).err).toContain('KR is no commitment’s id');
  });

  it('is what a list shows, as short as names one alone', async () => {
    const { out } = await everywhere('list');
    const ids = out
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(' ')[0]);
    expect(ids.toSorted()).toEqual([ONE, OTHER, NAMED, 'abcdef01'].toSorted());
  });
});

it('the HTTP API makes beginnings of ids whole, and says where none begins so', async () => {
  const found = await fetch(`${url}/v1/commitment-ids/abcdef01,12345678`);
  expect(await found.json()).toEqual({
    items: [
      { id: ALONE, short: 'abcdef01' },
      { id: ONE, short: ONE },
      { id: OTHER, short: OTHER },
    ],
  });
  const none = await fetch(`${url}/v1/commitment-ids/abc`);
  expect([none.status, await none.json()]).toMatchObject([404, { code: 'NOT_ON_RECORD' }]);
});
