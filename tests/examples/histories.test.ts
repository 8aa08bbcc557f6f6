// Real histories from public facts, imported as somebody would who keeps them, and read back from the command line on
// both clocks. The domain's own tests hold each rule; these hold that the whole way from a file to an answer says so.
import { describe, expect, it } from 'vitest';
import type { Commitment } from '../../src/cli/text/commitment.ts';
import { openedBy } from '../../src/import/ownId.ts';
import { run } from '../cli/run.ts';
import { importedEntries } from '../support/importedEntries.ts';

const CITED = [{ source: 'desk', as: 'own' }];
const BEFORE = '1990-01-01';
const LATER = '2026-03-01';
const entry = (id: string, command: string, data: object, recorded = LATER) => ({
  id,
  command,
  data,
  recordedAt: `${recorded}T00:00:00Z`,
});
const party = (code: string, kind = 'state') =>
  entry(`party/${code}`, 'RegisterParty', { party: code, name: `The party ${code}`, kind }, BEFORE);
const agrees = (id: string, parties: readonly string[], more: object, recorded?: string) =>
  entry(
    id,
    'AgreeAgreement',
    { title: id, parties: parties.map((code) => ({ code, role: 'committer' })), citations: CITED, ...more },
    recorded,
  );
let acts = 0;
const act = (on: string, command: string, data: object, recorded?: string) =>
  entry(`act/${acts++}`, command, { commitment: `@${on}`, citations: CITED, ...data }, recorded);
/** An act that others refer to. */
const named = (id: string, one: ReturnType<typeof entry>) => ({ ...one, id });
const exactly = (count: number, unit: string) => ({ min: count, max: count, unit });

const ROME = [
  agrees('rome', ['ZA', 'DE', 'FR'], { effectiveAt: '1998-07-17' }, '2002-07-01'),
  act('rome', 'EnterIntoForce', { effectiveAt: '2002-07-01', basis: '60 parties' }, '2002-07-01'),
  named(
    'rome/notice',
    act(
      'rome',
      'ChangePosition',
      { party: 'ZA', position: 'withdrawing', effectiveAt: '2016-10-19', takesEffect: '2017-10-19' },
      '2016-10-25',
    ),
  ),
  act('rome', 'RevokeWithdrawal', { notice: '@rome/notice', effectiveAt: '2017-03-07' }, '2017-03-08'),
];

const NEW_START = [
  agrees('new-start', ['US', 'RU'], { effectiveAt: '2010-04-08', validUntil: '2021-02-04', binding: 'legal' }),
  act('new-start', 'EnterIntoForce', { effectiveAt: '2011-02-05', basis: 'exchange of instruments' }),
  act('new-start', 'AmendCommitment', { validUntil: '2026-02-04', effectiveAt: '2021-02-03' }),
  named('new-start/suspension', act('new-start', 'SuspendOperation', { parties: ['RU'], effectiveAt: '2023-02-28' })),
  act('new-start', 'ContestPosition', {
    contests: '@new-start/suspension',
    by: 'US',
    reason: 'held to be legally invalid',
    effectiveAt: '2023-03-01',
  }),
];

const LEFT = [
  agrees('start-left', ['US', 'RU'], { effectiveAt: '2010-04-08', validUntil: '2021-02-04' }),
  act('start-left', 'EnterIntoForce', { effectiveAt: '2011-02-05', basis: 'exchange of instruments' }),
  act('start-left', 'ChangePosition', {
    ...{ party: 'US', position: 'withdrawing' },
    ...{ effectiveAt: '2019-07-01', takesEffect: '2020-01-01' },
  }),
];

const SUCCESSION = [
  agrees('penal', ['CS', 'DE', 'FR'], { effectiveAt: '1978-06-01', openForSignature: true }, '1990-01-02'),
  act('penal', 'EnterIntoForce', { effectiveAt: '1979-06-01', basis: 'by its terms' }, '1990-01-02'),
  act(
    'penal',
    'ChangePosition',
    {
      party: 'SK',
      position: 'ratified',
      by: 'succession',
      succeeds: { party: 'CS', from: '1993-01-01' },
      effectiveAt: '1993-12-30',
    },
    '1993-12-30',
  ),
];

const MONTREAL = [
  agrees('montreal', ['US', 'DE', 'FR'], { effectiveAt: '1987-09-16' }),
  act('montreal', 'EnterIntoForce', { effectiveAt: '1989-01-01', basis: '11 instruments' }),
  agrees('kigali', ['DE', 'FR'], { effectiveAt: '2016-10-15', openForSignature: true }),
  act('kigali', 'LinkCommitments', { relation: 'amends', target: '@montreal', effectiveAt: '2016-10-15' }),
  act('kigali', 'EnterIntoForce', { effectiveAt: '2019-01-01', basis: '20 instruments' }),
  act('kigali', 'ChangePosition', { party: 'US', position: 'ratified', by: 'ratification', effectiveAt: '2022-10-31' }),
  act('kigali', 'EnterIntoForce', {
    parties: ['US'],
    effectiveAt: '2022-10-31',
    takesEffect: '2023-01-29',
    basis: '90 days after its instrument',
  }),
];

const billion = (count: number) => exactly(count, 'USD billion');
const FINANCE = [
  agrees('finance', ['DONORS'], {
    effectiveAt: '2009-12-18',
    quantity: { min: 100, unit: 'USD billion' },
    target: { measure: 'rate' },
    deadline: '2020-12-31',
  }),
  ...[
    [83.3, '2020', '2022-07-29'],
    [89.6, '2021', '2023-11-16'],
    [115.9, '2022', '2024-05-29'],
  ].map(([count, window, effectiveAt]) =>
    act('finance', 'ReportDelivery', { reporter: 'OECD', amount: billion(count as number), window, effectiveAt }),
  ),
];

const DOSES = [
  agrees('doses', ['CLUB'], { effectiveAt: '2024-01-01', quantity: { min: 1.5, unit: 'million doses' } }),
  act('doses', 'AmendCommitment', { roles: [{ code: 'FR', role: 'committer' }], effectiveAt: '2024-01-02' }),
  act('doses', 'ReportDelivery', {
    reporter: 'FR',
    parties: ['FR'],
    amount: exactly(0.4, 'million doses'),
    effectiveAt: '2025-06-30',
  }),
  act('doses', 'ReportDelivery', {
    reporter: 'CLUB',
    parties: ['CLUB'],
    includes: ['FR'],
    amount: exactly(1, 'million doses'),
    effectiveAt: '2025-07-01',
  }),
];

const CEILINGS = [
  ['over', 1790, '2011-09-01'],
  ['kept', 1350, '2018-02-01'],
].flatMap(([id, count, effectiveAt]) => [
  agrees(id as string, ['US'], {
    effectiveAt: '2010-04-08',
    quantity: { max: 1550, unit: 'warheads' },
    deadline: '2018-02-05',
  }),
  act(id as string, 'ReportDelivery', { reporter: 'US', amount: exactly(count as number, 'warheads'), effectiveAt }),
]);

const SPENDING = [
  agrees('spending', ['PL', 'ES'], {
    effectiveAt: '2025-06-25',
    quantity: { min: 3.5, unit: '% of GDP' },
    target: { reachedBy: 'each_party' },
    deadline: '2035',
  }),
  act('spending', 'ReportDelivery', { reporter: 'PL', amount: exactly(4.48, '% of GDP'), effectiveAt: '2025-12-31' }),
];

const SKY = [
  agrees('sky', ['US', 'RU', 'DE'], { effectiveAt: '1992-03-24' }),
  act('sky', 'EnterIntoForce', { effectiveAt: '2002-01-01', basis: '20 instruments' }),
  act('sky', 'SuspendOperation', { parties: ['US'], effectiveAt: '2020-10-01', until: '2020-12-01' }),
  act('sky', 'ChangePosition', {
    party: 'US',
    position: 'withdrawing',
    effectiveAt: '2020-05-22',
    takesEffect: '2020-11-22',
  }),
];

const says = (term: string, value: unknown, source: string) =>
  act('grain', 'AssertTerm', { term, value, effectiveAt: '2020-01-01', citations: [{ source, as: 'own' }] });
const GRAIN = [
  agrees('grain', ['PL', 'ES'], {
    effectiveAt: '2020-01-01',
    quantity: { min: 100, unit: 'tonnes' },
    deadline: '2020-06-30',
    areas: ['food'],
  }),
  act('grain', 'AmendCommitment', {
    roles: [
      { code: 'PL', role: 'committer' },
      { code: 'PL', role: 'beneficiary' },
    ],
    effectiveAt: '2020-01-02',
  }),
  says('date', '2020-01-01', 'desk'),
  says('date', '2020-01', 'other-desk'),
  says('quantity', { min: 100, unit: 'tonnes' }, 'desk'),
  says('quantity', exactly(120, 'tonnes'), 'other-desk'),
  act('grain', 'ReportDelivery', { reporter: 'PL', level: 'delivered', effectiveAt: '2020-05-01' }),
  act('grain', 'ReportDelivery', { reporter: 'ES', level: 'not_started', effectiveAt: '2020-05-02' }),
  act('grain', 'SetDeadline', { deadline: '2020-12-31', firmness: 'firm', effectiveAt: '2020-07-15' }),
  act('grain', 'AmendCommitment', { areas: ['energy', 'energy'], effectiveAt: '2021-01-01' }),
];

const source = (id: string) =>
  entry(
    id,
    'CaptureSource',
    { source: id, publisher: 'A desk', title: 'Notes', language: 'en', published: '1990', missing: 'own notes' },
    BEFORE,
  );
const ENTRIES = [
  ...['ZA', 'DE', 'FR', 'US', 'RU', 'CS', 'SK', 'PL', 'ES'].map((code) => party(code)),
  party('DONORS', 'grouping'),
  party('CLUB', 'grouping'),
  source('desk'),
  source('other-desk'),
  ...[ROME, NEW_START, LEFT, SUCCESSION, MONTREAL, FINANCE, DOSES, CEILINGS, SPENDING, SKY, GRAIN].flat(),
].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : Number(a.recordedAt > b.recordedAt)));

const dataDir = importedEntries(ENTRIES);

async function shown(id: string, asOf: string, knownAt?: string): Promise<Commitment> {
  const known = knownAt === undefined ? [] : ['--known-at', knownAt];
  const { out } = await run(['show', '--json', '--data-dir', dataDir(), '--as-of', asOf, ...known, openedBy(id)]);
  return JSON.parse(out) as Commitment;
}
const of = ({ position }: Commitment, code: string) => position.find(({ party: one }) => one === code);

describe('South Africa and the Rome Statute', () => {
  it('is a party in 2018, and had withdrawn by then as far as was known at the end of 2016', async () => {
    expect(of(await shown('rome', '2018-01-01'), 'ZA')).toMatchObject({ position: 'agreed', bound: true });
    const known = await shown('rome', '2018-01-01', '2016-12-31');
    expect(of(known, 'ZA')).toMatchObject({ position: 'withdrew', bound: false });
    expect(of(known, 'DE')).toMatchObject({ bound: true });
  });
});

describe('New START', () => {
  it('binds both in 2024, suspended by one and contested, and lapsed on 5 February 2026', async () => {
    const during = await shown('new-start', '2024-06-01');
    expect(during).toMatchObject({ status: 'in_force', contested: ['position'] });
    expect(of(during, 'RU')).toMatchObject({ bound: true, suspended: { from: '2023-02-28T00:00:00.000Z', to: null } });
    expect(of(during, 'US')).toMatchObject({ bound: true });
    expect(await shown('new-start', '2026-02-04')).toMatchObject({ status: 'in_force' });
    const after = await shown('new-start', '2026-02-05');
    expect([after.status, of(after, 'RU')?.bound, of(after, 'US')?.bound]).toEqual(['lapsed', false, false]);
  });
});

describe('a succession deposited on 30 December 1993, from 1 January', () => {
  it('binds in June as is known today, and not as was known in July', async () => {
    expect(of(await shown('penal', '1993-06-01'), 'SK')).toMatchObject({ bound: true });
    expect(of(await shown('penal', '1993-06-01', '1993-07-15'), 'SK')).toBeUndefined();
  });
});

describe('Kigali', () => {
  it('does not bind on 1 December 2022 whom Montreal binds, and does from 29 January 2023 on', async () => {
    const bound = async (id: string, asOf: string) => of(await shown(id, asOf), 'US')?.bound;
    expect([await bound('montreal', '2022-12-01'), await bound('kigali', '2022-12-01')]).toEqual([true, false]);
    expect([await bound('kigali', '2023-01-28'), await bound('kigali', '2023-01-29')]).toEqual([false, true]);
    expect(of(await shown('kigali', '2019-01-01'), 'DE')).toMatchObject({ bound: true });
  });
});

describe('USD 100 billion a year by 2020', () => {
  it('is reached by no sum, missed its first deadline, and was reached for 2022', async () => {
    expect(await shown('finance', '2024-01-01')).toMatchObject({ status: 'overdue', timeliness: 'overdue' });
    const now = await shown('finance', '2026-01-01');
    expect(now).toMatchObject({ status: 'delivered', deadline: { firstOutcome: 'missed' } });
    expect(now.delivery.amounts.map(({ window, amount }) => [window, amount.min])).toEqual([
      ['2020', 83.3],
      ['2021', 89.6],
      ['2022', 115.9],
    ]);
  });
});

describe('a grouping’s 1.0 million that includes a member’s 0.4', () => {
  it('is 1.0, with both reports listed', async () => {
    const { delivery } = await shown('doses', '2026-01-01');
    expect(delivery).toMatchObject({ level: 'partly_delivered', contested: false });
    expect(delivery.amounts).toMatchObject([
      { amount: exactly(1, 'million doses'), overlaps: [{ parties: ['FR'], within: ['CLUB'] }] },
    ]);
    expect(delivery.amounts[0]?.reports.map(({ reporter }) => reporter)).toEqual(['FR', 'CLUB']);
  });
});

describe('a ceiling', () => {
  it('that is exceeded is not delivered, and that is kept by its date is met', async () => {
    expect(await shown('over', '2018-03-01')).toMatchObject({ status: 'overdue', delivery: { level: 'in_progress' } });
    expect(await shown('kept', '2018-03-01')).toMatchObject({ status: 'delivered', timeliness: 'met' });
  });
});

describe('a share of spending that each party owes', () => {
  it('is in progress while one has reached it and another has not', async () => {
    const view = await shown('spending', '2026-01-01');
    expect(view).toMatchObject({ status: 'in_progress', timeliness: 'upcoming' });
    expect(view.delivery.parties).toMatchObject([
      { party: 'ES', level: 'nothing_on_record' },
      { party: 'PL', level: 'delivered' },
    ]);
  });
});

describe('what several say', () => {
  it('of a date and a quantity is no contradiction where both can be true: the value is what both allow', async () => {
    const { terms, contested } = await shown('grain', '2020-06-01');
    expect(terms).toMatchObject([
      { term: 'date', standing: 'undisputed', value: '2020-01-01' },
      { term: 'quantity', standing: 'undisputed', value: exactly(120, 'tonnes') },
    ]);
    expect(contested).toEqual(['delivery']);
  });

  it('of delivery is contested where both cannot be true, with both reports shown', async () => {
    const { delivery } = await shown('grain', '2020-06-01');
    expect(delivery).toMatchObject({ level: 'not_started', contested: true });
    expect(delivery.reported.map(({ reporter, level }) => [reporter, level])).toEqual([
      ['PL', 'delivered'],
      ['ES', 'not_started'],
    ]);
  });
});

describe('a first deadline', () => {
  it('that was missed stays told after it was moved', async () => {
    expect((await shown('grain', '2020-08-01')).deadline).toMatchObject({
      first: '2020-06-30',
      current: '2020-12-31',
      firstOutcome: 'missed',
    });
  });
});

describe('an area that an amendment names twice', () => {
  it('counts once', async () => {
    expect((await shown('grain', '2021-02-01')).areas).toEqual(['energy']);
    const { out } = await run(['statistics', '--json', '--data-dir', dataDir(), '--as-of', '2021-02-01']);
    expect(JSON.parse(out)).toMatchObject({ area: [{ value: 'energy', count: 1 }] });
  });
});

describe('the page that a person reads', () => {
  const page = async (id: string, asOf: string) =>
    (await run(['show', '--data-dir', dataDir(), '--as-of', asOf, openedBy(id)])).out;

  it('says each role of a party that both gives and receives', async () => {
    expect(await page('grain', '2020-06-01')).toMatch(/\(PL\):\n +committer and beneficiary; /);
  });

  it('says to which day what was valid until a day bound, and on which day left who left', async () => {
    expect(await page('new-start', '2026-02-20')).toMatch(
      /not bound any more, was bound from\s+5 February 2011 to\s+4 February 2026/,
    );
    const { position } = await shown('new-start', '2026-02-20');
    expect(position[0]?.spells).toMatchObject([{ from: '2011-02-05T00:00:00.000Z', to: '2026-02-05T00:00:00.000Z' }]);
    expect(await page('start-left', '2020-06-01')).toMatch(/5 February 2011 to\s+1 January 2020/);
  });

  it('says what lies ahead, until when it is suspended and when it was delivered in one style of dates', async () => {
    expect(await page('rome', '2018-01-01')).toMatch(
      /ZA \(ZA\):\n.*agreed since 17 July 1998.*; bound since 1 July 2002$/m,
    );
    expect(await page('kept', '2018-03-01')).toMatch(/met, delivered 1 February 2018$/m);
    const sky = await page('sky', '2020-11-01');
    expect(sky).toMatch(/suspended since 1 October 2020, until 1 December 2020/);
    expect(sky).toMatch(/is to withdraw on 22 November 2020\s+\[1\]$/m);
  });
});

describe('what the models say', () => {
  it('equals the history', async () => {
    expect((await run(['replay', '--data-dir', dataDir()])).code).toBe(0);
  });
});
