// Histories as entries of an import, for what is printed of them: the kind of record somebody keeps, with its sources.
import { openedBy } from '../../src/import/ownId.ts';

export interface Entry {
  readonly id: string;
  readonly command: string;
  readonly data: object;
  readonly recordedAt: string;
}

/** The id of the commitment that an entry opened. */
export const idOf = (id: string): string => openedBy(id);

let acts = 0;
const entry = (id: string, command: string, data: object, recorded = '2026-03-01'): Entry => ({
  id,
  command,
  data,
  recordedAt: `${recorded}T00:00:00Z`,
});
const party = (code: string, name: string, kind = 'state') =>
  entry(`party/${code}`, 'RegisterParty', { party: code, name, kind });
const source = (name: string, publisher: string, title: string, published: string) =>
  entry(name, 'CaptureSource', {
    source: name,
    publisher,
    title,
    published,
    language: 'en',
    missing: 'a test keeps no captures',
  });
const from = (...sources: string[]) => ({ citations: sources.map((one) => ({ source: one, as: 'own' })) });
const then = (on: string, command: string, data: object): Entry =>
  entry(`act/${acts++}`, command, { commitment: `@${on}`, ...data });
const named = (id: string, one: Entry): Entry => ({ ...one, id });
const committers = (codes: readonly string[]) => codes.map((code) => ({ code, role: 'committer' }));

export const NEW_START: readonly Entry[] = [
  party('US', 'United States'),
  party('RU', 'Russian Federation'),
  source('treaty-text', 'United States Department of State', 'Text of the treaty', '2010-04-08'),
  source('law-2023', 'Russian Federation', 'Law suspending the treaty', '2023-02-28'),
  source('state-2023', 'United States Department of State', 'On the claimed suspension', '2023-03-01'),
  entry('start', 'AgreeAgreement', {
    title: 'START of 1991',
    parties: committers(['US', 'RU']),
    effectiveAt: '1991-07-31',
    ...from('treaty-text'),
  }),
  entry('new-start', 'AgreeAgreement', {
    title: 'Measures for the further reduction and limitation of strategic offensive arms',
    parties: committers(['US', 'RU']),
    effectiveAt: '2010-04-08',
    validUntil: '2021-02-04',
    binding: 'legal',
    areas: ['arms-control'],
    ...from('treaty-text'),
  }),
  then('new-start', 'LinkCommitments', {
    relation: 'replaces',
    target: '@start',
    effectiveAt: '2010-04-08',
    ...from('treaty-text'),
  }),
  then('new-start', 'EnterIntoForce', {
    effectiveAt: '2011-02-05',
    basis: 'exchange of instruments',
    ...from('treaty-text'),
  }),
  then('new-start', 'AmendCommitment', { validUntil: '2026-02-04', effectiveAt: '2021-02-03', ...from('treaty-text') }),
  named(
    'suspension',
    then('new-start', 'SuspendOperation', { parties: ['RU'], effectiveAt: '2023-02-28', ...from('law-2023') }),
  ),
  then('new-start', 'ContestPosition', {
    contests: '@suspension',
    by: 'US',
    reason: 'held to be legally invalid',
    effectiveAt: '2023-03-01',
    ...from('state-2023'),
  }),
];

const billion = (count: number) => ({ min: count, max: count, unit: 'USD billion' });
export const FINANCE: readonly Entry[] = [
  party('DONORS', 'Developed countries', 'grouping'),
  source('accord', 'UNFCCC', 'Copenhagen Accord', '2009-12-18'),
  source('oecd-2022', 'OECD', 'Aggregate trends 2013 to 2020', '2022-07-29'),
  source('oecd-2023', 'OECD', 'Climate finance in 2013 to 2021', '2023-11-16'),
  source('oecd-2024', 'OECD', 'Climate finance in 2013 to 2022', '2024-05-29'),
  source('oxfam-2023', 'Oxfam', 'Shadow report', '2023-06-05'),
  entry('finance', 'PledgeContribution', {
    title: 'USD 100 billion a year for climate action in developing countries by 2020',
    parties: committers(['DONORS']),
    effectiveAt: '2009-12-18',
    quantity: { min: 100, unit: 'USD billion' },
    target: { measure: 'rate' },
    deadline: '2020-12-31',
    ...from('accord'),
  }),
  then('finance', 'SetDeadline', {
    deadline: '2023-12-31',
    firmness: 'firm',
    effectiveAt: '2021-10-25',
    ...from('oecd-2022'),
  }),
  then('finance', 'ReportDelivery', {
    reporter: 'OECD',
    amount: billion(83.3),
    window: '2020',
    effectiveAt: '2022-07-29',
    ...from('oecd-2022'),
  }),
  named(
    'wrong-report',
    then('finance', 'ReportDelivery', {
      reporter: 'OECD',
      amount: billion(98.6),
      window: '2021',
      effectiveAt: '2023-11-16',
      ...from('oecd-2023'),
    }),
  ),
  then('finance', 'ReportDelivery', {
    reporter: 'OECD',
    amount: billion(115.9),
    window: '2022',
    effectiveAt: '2024-05-29',
    ...from('oecd-2024'),
  }),
  then('finance', 'ReportDelivery', {
    reporter: 'Oxfam',
    amount: { min: 21, max: 24.5, unit: 'USD billion' },
    window: '2020',
    subject: 'grant equivalents',
    effectiveAt: '2023-06-05',
    ...from('oxfam-2023'),
  }),
  then('finance', 'CorrectRecord', {
    event: '@wrong-report',
    cause: 'recorder',
    reason: 'two digits were exchanged',
    replacement: {
      commitment: idOf('finance'),
      reporter: 'OECD',
      amount: billion(89.6),
      window: '2021',
      effectiveAt: '2023-11-16',
      ...from('oecd-2023'),
    },
    ...from('oecd-2023'),
  }),
  ...(['interim', 'final'] as const).map((stage) =>
    then('finance', 'IssueAssessment', {
      assessor: 'An observatory',
      party: 'DONORS',
      window: '2020',
      stage,
      verdict: stage === 'final' ? 'unverifiable' : 'inconclusive',
      reason: stage === 'final' ? 'The method of counting is disputed.' : 'The count for 2020 is not complete.',
      effectiveAt: stage === 'final' ? '2023' : '2021-11',
      ...from('oxfam-2023'),
    }),
  ),
  entry('retraction', 'RetractSource', {
    source: 'oxfam-2023',
    effectiveAt: '2024-01-10',
    reason: 'a table was wrong',
  }),
];

const letters = [...'ABCDEFGHIJKLMNOPQRST'];
/** Two hundred of them. */
export const CODES: readonly string[] = letters.flatMap((first) => [...'ABCDEFGHIJ'].map((second) => first + second));
const plusDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Fifty ratify and bring it into force, the others accede one by one; one leaves, one signs only. */
export const TREATY: readonly Entry[] = [
  ...CODES.map((code) => party(code, `State ${code}`)),
  source('depositary', 'The depositary', 'Status of the treaty', '2026-02-01'),
  entry('treaty', 'AgreeAgreement', {
    title: 'Convention on a subject that concerns everybody',
    parties: committers(CODES.slice(0, 60)),
    effectiveAt: '1992-05-09',
    openForSignature: true,
    consentBy: 'ratification',
    binding: 'legal',
    ...from('depositary'),
  }),
  ...CODES.slice(0, 50).map((code, index) =>
    then('treaty', 'ChangePosition', {
      party: code,
      position: 'ratified',
      by: 'ratification',
      effectiveAt: plusDays('1993-01-01', index),
      ...from('depositary'),
    }),
  ),
  then('treaty', 'EnterIntoForce', {
    parties: CODES.slice(0, 50),
    effectiveAt: '1994-03-21',
    basis: '50 instruments',
    ...from('depositary'),
  }),
  ...CODES.slice(61).flatMap((code, index) => [
    then('treaty', 'ChangePosition', {
      party: code,
      position: 'ratified',
      by: 'accession',
      effectiveAt: plusDays('1995-01-01', index * 40),
      ...from('depositary'),
    }),
    then('treaty', 'EnterIntoForce', {
      parties: [code],
      effectiveAt: plusDays('1995-01-01', index * 40 + 90),
      basis: '90 days after its instrument',
      ...from('depositary'),
    }),
  ]),
  then('treaty', 'ChangePosition', {
    party: CODES[60],
    position: 'signed',
    effectiveAt: '1992-06',
    ...from('depositary'),
  }),
  then('treaty', 'ChangePosition', {
    party: 'AA',
    position: 'withdrawing',
    effectiveAt: '2019-11-04',
    takesEffect: '2020-11-04',
    ...from('depositary'),
  }),
];
