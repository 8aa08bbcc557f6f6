// One run mends a file: whatever is wrong with its entries is told at once, each fault at its place, also what would only
// be refused once the rest is mended. What follows from another entry's fault says so.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/import/entry.ts';
import { startNode } from '../api/node.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
interface Written {
  readonly id?: string;
  readonly command: string;
  readonly recordedAt?: string;
  readonly data: { readonly [name: string]: Json };
}

const citations = [{ source: 'notes', as: 'own' }];
const party = (code: string): Written => ({
  id: `party-${code}`,
  command: 'RegisterParty',
  data: { party: code, name: code, kind: 'state' },
});
const SOURCE: Written = {
  id: 'source',
  command: 'CaptureSource',
  data: {
    source: 'notes',
    publisher: 'Desk',
    title: 'Notes',
    language: 'en',
    published: '2025',
    missing: 'a test keeps none',
  },
};
const opening = (id: string): Written => ({
  id,
  command: 'AgreeAgreement',
  data: {
    title: 'A treaty',
    effectiveAt: '2025-06-25',
    citations,
    parties: [
      { code: 'AA', role: 'committer' },
      { code: 'BB', role: 'committer' },
    ],
  },
});
const signing: Written = {
  id: 'signing',
  command: 'ChangePosition',
  data: {
    commitment: '@treaty',
    effectiveAt: '2025-06-26',
    citations,
    party: 'AA',
    position: 'signed',
    by: 'signature',
  },
};
const BASE = [party('AA'), party('BB'), SOURCE, opening('treaty')];

async function importing(entries: readonly (Written | string)[], ...where: string[]): Promise<readonly Fault[]> {
  const folder = await tempDir();
  const file = join(folder, 'entries.jsonl');
  const lines = entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
  await writeFile(file, `${lines.join('\n')}\n`);
  const there = where.length > 0 ? where : ['--data-dir', join(folder, 'data')];
  const { out, err } = await run(['import', '--json', ...there, file]);
  expect(err).not.toMatch(/ {4}at /);
  return (JSON.parse(out) as { readonly refusals: readonly Fault[] }).refusals;
}

const placesIn = (fault: Fault | undefined): readonly string[] => fault?.errors.map(({ pointer }) => pointer) ?? [];
const detailAt = (fault: Fault | undefined, place: string): string | undefined =>
  fault?.errors.find(({ pointer }) => pointer === place)?.detail;
const withData = (entry: Written, data: Written['data']): Written => ({ ...entry, data: { ...entry.data, ...data } });

describe('a payload that does not fit its schema', () => {
  it('is told with what it names and is not on record, and with dates that cannot be', async () => {
    const [fault] = await importing([
      ...BASE,
      withData(opening('second'), {
        title: 5,
        effectiveAt: '2025-02-30',
        deadline: '2025-13',
        occasion: 'no-such',
        parties: [
          { code: 'AA', role: 'committer' },
          { code: 'CC', role: 'comitter' },
        ],
        citations: [{ source: 'nowhere', as: 'own' }],
      }),
    ]);
    expect(placesIn(fault)).toEqual([
      '/data/effectiveAt',
      '/data/parties/1/role',
      '/data/title',
      '/data/deadline',
      '/data/citations/0/source',
      '/data/parties/1/code',
      '/data/occasion',
    ]);
    expect(detailAt(fault, '/data/effectiveAt')).toBe('is not a date: 2025-02 has the days 01 to 28');
    expect(detailAt(fault, '/data/deadline')).toMatch(/13 is no month/);
    expect(fault).toMatchObject({ number: 5, line: 5, entry: 'second', code: 'INVALID_PAYLOAD' });
  });

  it('is told with rules between its fields that do fit, and with what the record says', async () => {
    const [fault] = await importing([
      ...BASE,
      party('CC'),
      withData(signing, { effectiveAt: '2025-02-30', party: 'CC', by: 'ratification', means: 'approval' }),
    ]);
    expect(placesIn(fault)).toEqual(['/data/effectiveAt', '/data/by', '/data/means', '/data/party']);
    expect(detailAt(fault, '/data/party')).toMatch(/CC has no role in this commitment/);
  });

  it('has no rule told that reads a field which does not fit', async () => {
    const [fault] = await importing([...BASE, party('CC'), withData(signing, { party: 'CC', by: 'accesion' })]);
    expect(placesIn(fault)).toEqual(['/data/by']);
    const [shares] = await importing([
      ...BASE,
      withData(opening('second'), {
        parties: ['aa'],
        openForSignature: 'yes',
        target: { shares: [{ party: 'BB' }] },
      }),
    ]);
    expect(placesIn(shares)).toEqual(['/data/parties/0', '/data/openForSignature']);
  });

  it('is refused over HTTP with all of it too', async () => {
    const node = await startNode();
    const answer = await node.command('ChangePosition', {
      ...withData(signing, { effectiveAt: '2025-02-30', party: 'CC', by: 'ratification' }).data,
      commitment: '00000000-0000-4000-8000-000000000001',
    });
    expect(answer.status).toBe(422);
    const { code, errors } = (await answer.json()) as { code: string; errors: { pointer: string }[] };
    expect(code).toBe('INVALID_PAYLOAD');
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/effectiveAt',
      '/citations/0/source',
      '/party',
      '/commitment',
      '/by',
    ]);
  });
});

describe('an entry that is none, or refers to nothing', () => {
  it('is told with what the ledger would say of it, by its number where it has no id', async () => {
    const { id: _, ...nameless } = withData(signing, {
      party: 'CC',
      commitment: '@nothing',
      effectiveAt: '2025-02-30',
    });
    const [fault] = await importing([...BASE, nameless]);
    expect(fault).toMatchObject({ number: 5, code: 'BAD_ENTRY' });
    expect(placesIn(fault)).toEqual(['/id', '/data/effectiveAt', '/data/commitment', '/data/party']);
  });

  it('the terminal says which entry it is', async () => {
    const folder = await tempDir();
    const file = join(folder, 'entries.yaml');
    await writeFile(file, '- command: RegisterParty\n  data: { party: aa }\n');
    const { err } = await run(['import', '--data-dir', join(folder, 'data'), file]);
    expect(err).toMatch(/entries\.yaml:1: entry 1: BAD_ENTRY at \/id: is missing/);
  });

  it('against a server as well, and nothing of it is sent', async () => {
    const node = await startNode();
    const [fault] = await importing(
      [...BASE, withData(signing, { commitment: '@nothing', party: 'CC' })],
      '--url',
      node.url,
    );
    expect(placesIn(fault)).toEqual(['/data/commitment', '/data/party']);
    expect(detailAt(fault, '/data/party')).toMatch(/no party CC is on record/);
  });
});

describe('what is not on record since the entry that records it was refused', () => {
  it('is said to follow from that, with its place', async () => {
    const faults = await importing([
      party('AA'),
      withData(party('BB'), { kind: 'stat' }),
      withData(SOURCE, { language: 7 }),
      opening('treaty'),
      {
        id: 'joining',
        command: 'ChangeMembership',
        data: { party: 'BB', member: 'AA', change: 'joined', effectiveAt: '2025' },
      },
    ]);
    expect(faults.map(({ entry }) => entry)).toEqual(['party-BB', 'source', 'treaty', 'joining']);
    expect(detailAt(faults[2], '/data/citations/0/source')).toMatch(
      /the entry source that records it \(.*entries\.jsonl:3\) was refused itself/,
    );
    expect(detailAt(faults[2], '/data/parties/1/code')).toMatch(/the entry party-BB that records it/);
    expect(detailAt(faults[3], '/data/party')).toMatch(/the entry party-BB that records it/);
  });
});

/** What can be wrong, by entry: where it is told, and what does it. None speaks of a field that another one spoils. */
const FAULTS: readonly { readonly of: Written; readonly place: string; readonly data: Written['data'] }[] = [
  { of: opening('second'), place: '/data/title', data: { title: ' ' } },
  { of: opening('second'), place: '/data/effectiveAt', data: { effectiveAt: '2024-02-30' } },
  { of: opening('second'), place: '/data/occasion', data: { occasion: 'no-such' } },
  { of: opening('second'), place: '/data/citations/0/source', data: { citations: [{ source: 'nowhere', as: 'own' }] } },
  { of: opening('second'), place: '/data/quantity', data: { quantity: { min: 2, max: 1, unit: 't' } } },
  { of: opening('second'), place: '/data/target/shares/0/party', data: { target: { shares: [{ party: 'CC' }] } } },
  { of: opening('second'), place: '/data/validUntil', data: { validUntil: '2025-04-31' } },
  { of: signing, place: '/data/party', data: { party: 'CC' } },
  { of: signing, place: '/data/means', data: { means: 'approval' } },
  { of: signing, place: '/data/effectiveAt', data: { effectiveAt: { from: '2025-01-32' } } },
  { of: signing, place: '/data/succeeds', data: { succeeds: { party: 'BB', from: '2020' } } },
  { of: signing, place: '/data/citations/0/as', data: { citations: [{ source: 'notes', as: 'mine' }] } },
  { of: signing, place: '/data/takesEffect', data: { takesEffect: 'soon' } },
];

describe('every fault that is put into a file', () => {
  it('is told in one run, whichever others there are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...FAULTS], { minLength: 1 }), async (faults) => {
        const entries = [opening('second'), signing].map((entry) =>
          faults.filter(({ of }) => of.id === entry.id).reduce((soFar, { data }) => withData(soFar, data), entry),
        );
        const told = await importing([...BASE, party('CC'), ...entries]);
        for (const { of, place } of faults) {
          const places = placesIn(told.find(({ entry }) => entry === of.id));
          expect(places.some((one) => one.startsWith(place))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});
