// `concordat replay --until-…`: the state at a point of either clock, and a hash of it that anybody can make again.
import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jcs } from '../../support/jcsOracle.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';
import { files } from './ledger.ts';

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
  expect(await run(['import', '--data-dir', dataDir, EXAMPLE])).toMatchObject({ code: 0 });
});
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));

const replay = (...args: string[]) => run(['replay', '--data-dir', dataDir, ...args]);
const sha256In = (out: string) => /SHA-256 ([0-9a-f]{64})/.exec(out)?.[1];

/** The same state from the read models, put together as the guide defines it, by another writer of RFC 8785. */
async function oracle(sequence: string, effective: string): Promise<string> {
  const { out } = await run(['export', '--data-dir', dataDir, '--at-sequence', sequence, '--as-of', effective]);
  const commitments = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string });
  commitments.sort((a, b) => (a.id < b.id ? -1 : 1));
  return jcs({ commitments, effective, sequence });
}

it.each([
  [['--until-sequence', '36'], '36', '2025-06-26T03:00:00.000Z'],
  [['--until-sequence', '55', '--until-effective', '2025-05-01'], '55', '2025-05-01T23:59:59.999Z'],
  [['--until-effective', '2025-05-01'], '55', '2025-05-01T23:59:59.999Z'],
  [['--until-recorded', '2025-07-01'], '39', '2025-07-01T23:59:59.999Z'],
])(
  '%j is the state that the read models answer there, and its bytes hash to what is printed',
  async (args, sequence, effective) => {
    const at = await files();
    const { code, out } = await replay(...args, '--state', at('state.json'));
    const state = await readFile(at('state.json'), 'utf8');
    expect([code, state]).toEqual([0, await oracle(sequence, effective)]);
    expect(sha256In(out)).toBe(hash('sha256', state));
    const json = (await replay(...args, '--json')).out;
    expect(json).toBe(`{"state":${state},"sha256":"${hash('sha256', state)}"}\n`);
  },
);

it('names each commitment with its status, and the point on both clocks', async () => {
  const { out } = await replay('--until-recorded', '2025-07-01');
  expect(out).toMatch(/^[0-9a-f-]{36} {2}agreed {7}Consultative body of South Korea and NATO/m);
  expect(out).toMatch(/^6 commitments by the entries up to 39, as of 2025-07-01T23:59:59\.999Z$/m);
});

it('before the first entry is the empty state, which has a hash as well', async () => {
  const { code, out } = await replay('--until-recorded', '2020-01-01', '--json');
  const { state, sha256 } = JSON.parse(out);
  expect([code, state]).toEqual([0, { commitments: [], effective: '2020-01-01T23:59:59.999Z', sequence: '-1' }]);
  expect(sha256).toBe(hash('sha256', jcs(state)));
});

it('later entries do not change the state at a sequence', async () => {
  const other = await tempDir();
  await run(['import', '--data-dir', other, EXAMPLE]);
  const before = sha256In((await run(['replay', '--data-dir', other, '--until-sequence', '55'])).out);
  const at = await files();
  const db = new DatabaseSync(join(other, 'embedded', 'models.db'));
  db.exec('DELETE FROM commitment');
  db.close();
  expect(sha256In((await replay('--until-sequence', '55', '--state', at('x'))).out)).toBe(before);
});

it.each([
  [['--until-sequence', 'x'], 2, /is a number from 0/],
  [['--until-sequence', '1', '--until-recorded', '2025-07-01'], 2, /the same clock/],
  [['--until-effective', 'soon'], 2, /is a date such as/],
  [['--state', 'x'], 2, /goes with one of --until/],
  [['--until-sequence', '56'], 1, /the journal ends with entry 55: there is no 56/],
])('%j is refused', async (args, code, said) => {
  expect(await replay(...args)).toMatchObject({ code, err: expect.stringMatching(said) });
});

async function tampered(change: (db: DatabaseSync) => void): Promise<string> {
  const other = await tempDir();
  await run(['import', '--data-dir', other, EXAMPLE]);
  const db = new DatabaseSync(join(other, 'embedded', 'ledger.db'));
  change(db);
  db.close();
  return other;
}

it('an entry that cannot be folded is named', async () => {
  const other = await tampered((db) =>
    db.exec(`UPDATE event SET text = replace(text, '"type":"BodyProposed"', '"type":"BodyPondered"')`),
  );
  const { code, err } = await run(['replay', '--data-dir', other, '--until-sequence', '45']);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/entry 44 of commitment-\S+ cannot be folded: .*BodyPondered/),
  ]);
});

it('an entry whose row puts it into another history is named, whatever the read models say', async () => {
  const other = await tampered((db) => {
    const commitments = db.prepare(
      `SELECT stream FROM event WHERE text LIKE '%"stream":"commitment-%' AND revision = 1 ORDER BY sequence LIMIT 2`,
    );
    const [first, second] = commitments.all();
    db.exec(
      `UPDATE event SET stream = ${first?.stream}, revision = 90 WHERE stream = ${second?.stream} AND revision = 1`,
    );
  });
  const { code, err } = await run(['replay', '--data-dir', other]);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/the journal gives entry \d+, revision 1 of commitment-\S+, as revision \d+ of commitment-/),
  ]);
});
