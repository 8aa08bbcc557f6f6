// Real histories told by `changes` alone: who reads nothing else sees what moved, when, and by which source.
import { describe, expect, it } from 'vitest';
import { openedBy } from '../../src/import/ownId.ts';
import { run } from '../cli/run.ts';
import { importedEntries } from '../support/importedEntries.ts';

const CITED = [{ source: 'desk', as: 'own' }];
const entry = (id: string, command: string, data: object) => ({ id, command, data });
const party = (code: string, kind = 'state') =>
  entry(`party/${code}`, 'RegisterParty', { party: code, name: `The party ${code}`, kind });
const agrees = (id: string, title: string, parties: readonly string[], more: object) =>
  entry(id, 'AgreeAgreement', {
    title,
    parties: parties.map((code) => ({ code, role: 'committer' })),
    citations: CITED,
    ...more,
  });
let acts = 0;
const act = (on: string, command: string, data: object, id = `act/${acts++}`) =>
  entry(id, command, { commitment: `@${on}`, citations: CITED, ...data });
const reports = (count: number, window: string, effectiveAt: string) =>
  act('finance', 'ReportDelivery', {
    reporter: 'OECD',
    amount: { min: count, max: count, unit: 'USD billion' },
    window,
    effectiveAt,
  });

const ENTRIES = [
  ...['US', 'RU'].map((code) => party(code)),
  party('DONORS', 'grouping'),
  entry('desk', 'CaptureSource', {
    source: 'desk',
    publisher: 'A desk',
    title: 'Notes on treaties',
    language: 'en',
    published: '2024',
    missing: 'notes of our own',
  }),
  agrees('new-start', 'New START', ['US', 'RU'], {
    effectiveAt: '2010-04-08',
    validUntil: '2021-02-04',
    binding: 'legal',
  }),
  act('new-start', 'EnterIntoForce', { effectiveAt: '2011-02-05', basis: 'exchange of instruments' }),
  act('new-start', 'AmendCommitment', { validUntil: '2026-02-04', effectiveAt: '2021-02-03' }),
  act('new-start', 'SuspendOperation', { parties: ['RU'], effectiveAt: '2023-02-28' }, 'suspension'),
  act('new-start', 'ContestPosition', {
    contests: '@suspension',
    by: 'US',
    reason: 'held to be legally invalid',
    effectiveAt: '2023-03-01',
  }),
  agrees('finance', 'USD 100 billion a year', ['DONORS'], {
    effectiveAt: '2009-12-18',
    quantity: { min: 100, unit: 'USD billion' },
    target: { measure: 'rate' },
    deadline: '2020-12-31',
  }),
  reports(83.3, '2020', '2022-07-29'),
  reports(89.6, '2021', '2023-11-16'),
  reports(115.9, '2022', '2024-05-29'),
];

const dataDir = importedEntries(ENTRIES);

const told = async (id: string, from: string, to: string, ...more: string[]) => {
  const { out } = await run(['changes', '--data-dir', dataDir(), ...more, from, to, openedBy(id)]);
  expect(out).not.toMatch(/undefined|null|\[object/);
  return out;
};

describe('New START, told by its changes', () => {
  it('binds both from its entry into force, and is extended', async () => {
    const text = await told('new-start', '2011', '2022');
    expect(text).toMatch(
      /^New START \(agreement [0-9a-f-]{36}\)\n\n5 February 2011 {2}it entered into force: exchange/,
    );
    expect(text).toContain('    status: agreed → in force\n');
    expect(text).toContain('    RU, US: bound: unknown → yes\n');
    expect(text).toContain('3 February 2021  it was amended: valid until\n');
    expect(text).toContain('    valid until: 4 February 2021 → 4 February 2026\n');
    expect(text).toContain('    from A desk: “Notes on treaties” (desk), in its own words\n');
  });

  it('is suspended by one and disputed by the other, and lapses on a day that came', async () => {
    const text = await told('new-start', '2023', '2026-03');
    expect(text).toContain('28 February 2023  RU suspended its operation\n');
    expect(text).toContain('    RU: suspended: nothing → from 28 February 2023');
    expect(text).toContain('1 March 2023  US disputed that RU suspended its operation: held to be legally invalid\n');
    expect(text).toContain('    contested: nothing → position\n');
    expect(text).toMatch(/^5 February 2026 {2}its validity ended\n {4}a day came, as revision 2 had set it\n/m);
    expect(text).toContain('    status: in force → lapsed\n');
    expect(text).toContain('    RU, US: bound: yes → no\n');
  });
});

describe('USD 100 billion a year by 2020, told by its changes', () => {
  it('is overdue the day after, and delivered by the report on 2022, two years late', async () => {
    const text = await told('finance', '2020', '2025');
    expect(text).toMatch(/1 January 2021 {2}its deadline passed\n.*\n {4}status: agreed → overdue\n/);
    expect(text).toContain('    first deadline: open → missed\n');
    expect(text).toMatch(/29 July 2022 {2}OECD reported 83.3 USD billion over 2020\n/);
    expect(text).toContain('    delivery: nothing on record → partly delivered\n');
    expect(text).toContain('    whose account: none → independent\n');
    const last = text.slice(text.indexOf('29 May 2024'));
    expect(last).toContain('    status: overdue → delivered\n    timeliness: overdue → late\n');
    expect(last).toContain('    count (rate, USD billion, 2022): nothing → 115.9 USD billion');
    expect(last).toContain('    days late by the first deadline: nothing → 730\n');
  });
});
