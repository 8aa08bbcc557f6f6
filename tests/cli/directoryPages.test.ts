// What `show` tells of parties and occasions, as of any date, with the names that are kept beside the ledger.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.ts';

const A = '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10';
const B = '018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9d';
const cited = [{ source: 'report', as: 'quoted', speaker: 'AA/president' }];
const party = (code: string, more: object = {}) => ({
  id: code,
  command: 'RegisterParty',
  recordedAt: '2020-01-01T00:00:00Z',
  data: { party: code, name: `State ${code}`, kind: 'state', ...more },
});
const later = (id: string, command: string, data: object, recordedAt = '2024-01-01T00:00:00Z') => ({
  id,
  command,
  recordedAt,
  data,
});
const held = (holder: string, change: string, effectiveAt: unknown) => ({
  party: 'AA',
  office: 'president',
  holder,
  change,
  effectiveAt,
});
const ENTRIES = [
  party('AA', { names: { fr: 'État AA' }, notes: 'A state.' }),
  party('BB'),
  party('GG', { kind: 'grouping' }),
  later('j1', 'ChangeMembership', { party: 'GG', member: 'AA', change: 'joined', effectiveAt: { to: '2021-06' } }),
  later('j2', 'ChangeMembership', { party: 'GG', member: 'BB', change: 'joined', effectiveAt: '2022-03-01' }),
  later('renamed', 'ChangeParty', { party: 'AA', change: 'renamed', name: 'Republic AA', effectiveAt: '2023-01-01' }),
  later('office', 'RecordOffice', { party: 'AA', office: 'president', title: 'President' }),
  later('took-a', 'ChangeOfficeHolder', held(A, 'took', '2019-05-01')),
  later('left-a', 'ChangeOfficeHolder', held(A, 'left', '2023-05-01')),
  later('took-b', 'ChangeOfficeHolder', held(B, 'took', '2023-05-01')),
  later('chair', 'RecordOffice', { party: 'BB', office: 'chair', title: 'Chair' }),
  later('took-chair', 'ChangeOfficeHolder', {
    ...held(B, 'took', { to: '2021-06-24', text: 'by 24 June, by the summit' }),
    ...{ party: 'BB', office: 'chair' },
  }),
  later('left-chair', 'ChangeOfficeHolder', {
    ...held(B, 'left', { to: '2023-06' }),
    ...{ party: 'BB', office: 'chair' },
  }),
  later('source', 'CaptureSource', {
    source: 'report',
    publisher: 'Desk',
    title: 'A report',
    language: 'en',
    published: '2022-07',
    missing: 'a test keeps none',
  }),
  later('meeting', 'RecordOccasion', {
    occasion: 'meeting',
    title: 'A meeting',
    kind: 'meeting',
    date: '2022-07-01',
    participants: ['AA/president', 'BB'],
  }),
  later('letter', 'ReaffirmStatement', {
    title: 'A letter',
    effectiveAt: '2022-07-01',
    occasion: 'meeting',
    parties: [
      { code: 'AA', role: 'committer', office: 'president' },
      { code: 'BB', role: 'addressee' },
    ],
    citations: cited,
  }),
  later('retracted', 'RetractSource', { source: 'report', effectiveAt: '2023-12-01', reason: 'withdrawn' }),
];

let dir: string;
const show = async (...args: string[]) => run(['show', ...args, '--data-dir', dir]);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'concordat-'));
  const file = join(dir, 'entries.jsonl');
  await writeFile(file, ENTRIES.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  expect(await run(['import', file, '--data-dir', dir])).toMatchObject({ code: 0 });
  await run(['holder', 'set', A, 'Ada Roe', '--data-dir', dir]);
});

afterAll(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));

describe('show', () => {
  it('tells of a party its former names, and who holds and held its offices', async () => {
    expect((await show('AA')).out).toBe(`Republic AA
state AA, revision 5

Formerly  State AA, until 1 January 2023
Offices   President (AA/president): holder ${B} since 1 May 2023
          formerly Ada Roe, since 1 May 2019, left 1 May 2023
Notes     A state.

Its commitments: concordat list --party AA, concordat list --owed-by AA, concordat scorecard AA
`);
    const then = (await show('AA', '--as-of', '2022-07-01')).out;
    expect(then).toContain('State AA\n');
    expect(then).toContain('Other names  État AA (fr)');
    expect(then).toContain('President (AA/president): Ada Roe since 1 May 2019\n');
    expect(then).not.toContain('formerly');
  });

  it('tells of a grouping its members as of the date, with since when', async () => {
    expect((await show('GG')).out).toContain('Members  AA by June 2021; BB since 1 March 2022\n');
    expect((await show('GG', '--as-of', '2022-01-01')).out).toContain('Members  AA by June 2021\n');
    expect((await show('GG', '--known-at', '2021-12-31')).out).not.toContain('Members');
  });

  it('gives no day on which something came that is only known to have been so by then', async () => {
    const unwrapped = async (code: string, asOf: string) =>
      (await show(code, '--as-of', asOf)).out.replace(/\s+/g, ' ');
    expect(await unwrapped('BB', '2021-05-01')).toContain(
      `Offices Chair (BB/chair): not known who held it held by holder ${B} at the latest by 24 June 2021 (by 24 June, by the summit); since when is not on record holder ${B} had left it at the latest by June 2023; when is not on record`,
    );
    expect(await unwrapped('BB', '2021-06-24')).toContain(`Chair (BB/chair): holder ${B} by 24 June 2021 (by 24 June`);
    expect(await unwrapped('GG', '2021-05-01')).toContain(
      'Later AA a member at the latest by June 2021; since when is not on record; BB joins 1 March 2022',
    );
  });

  it('tells of an occasion who took part, who held their offices then, and what was said there', async () => {
    expect((await show('meeting')).out).toBe(`A meeting
meeting meeting, revision 0

When          1 July 2022
Participants  AA, BB
Present       President (AA/president): Ada Roe

Said and done there:
  reaffirmed 1 July 2022: A letter
    by AA/president; to BB; as AA/president says; source: report
`);
    expect((await show('meeting', '--as-of', '2022-06-30')).out).not.toContain('Said and done');
  });

  it('tells whether a source stood retracted, and nothing of what was not on record then', async () => {
    expect((await show('report')).out).toContain('withdrawn');
    expect((await show('report', '--as-of', '2023-11-30')).out).not.toContain('withdrawn');
    for (const id of ['report', 'meeting'])
      expect(await show(id, '--known-at', '2023-12-31')).toMatchObject({
        code: 1,
        err: expect.stringContaining('is not on record at these clocks'),
      });
  });

  it('tells the id of who holds an office once the name was erased', async () => {
    await run(['holder', 'erase', A, '--reason', 'asked to be', '--data-dir', dir]);
    expect((await show('meeting')).out).toContain(`President (AA/president): holder ${A}\n`);
  });
});
