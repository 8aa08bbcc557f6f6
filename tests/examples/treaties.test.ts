// Treaties as somebody would import them: told in the order in which they are written, and read back from the command line.
import { describe, expect, it } from 'vitest';
import type { Commitment } from '../../src/cli/text/commitment.ts';
import { recordIdOf } from '../../src/ledger/ids.ts';
import { run } from '../cli/run.ts';
import { importedEntries } from '../support/importedEntries.ts';

const CITED = [{ source: 'desk', as: 'own' }];
const committer = (code: string) => ({ code, role: 'committer' });
const entry = (id: string, command: string, data: object) => ({ id, command, data });
const party = (code: string, kind = 'state') =>
  entry(`party/${code}`, 'RegisterParty', { party: code, name: `The party ${code}`, kind });
const opens = (id: string, parties: readonly string[], effectiveAt: string) =>
  entry(id, 'AgreeAgreement', {
    title: `Treaty ${id}`,
    parties: parties.map(committer),
    effectiveAt,
    citations: CITED,
  });
let acts = 0;
const then = (id: string, command: string, data: object) =>
  entry(`act/${acts++}`, command, { commitment: `@${id}`, citations: CITED, ...data });
const changes = (id: string, code: string, position: string, more: object) =>
  then(id, 'ChangePosition', { party: code, position, ...more });
const enters = (id: string, effectiveAt: string, more = {}) =>
  then(id, 'EnterIntoForce', { effectiveAt, basis: 'by its terms', ...more });

const ENTRIES = [
  ...['US', 'MX', 'BO', 'XA', 'XB'].map((code) => party(code)),
  party('REST', 'grouping'),
  party('CLUB', 'grouping'),
  entry('desk', 'CaptureSource', {
    source: 'desk',
    publisher: 'A desk',
    title: 'Notes',
    language: 'en',
    published: '2026-01',
    missing: 'notes of our own',
  }),
  opens('climate', ['US', 'REST'], '2015-12-12'),
  enters('climate', '2016-11-04'),
  changes('climate', 'US', 'withdrawing', { effectiveAt: '2019-11-04', takesEffect: '2020-11-04' }),
  changes('climate', 'US', 'ratified', { effectiveAt: '2021-01-20', means: 'acceptance', takesEffect: '2021-02-19' }),
  enters('climate', '2021-02-19', { parties: ['US'] }),
  opens('drugs', ['US', 'MX'], '1961-03-30'),
  enters('drugs', '1964-12-13'),
  changes('drugs', 'BO', 'ratified', { effectiveAt: '1976-09-23', means: 'accession' }),
  enters('drugs', '1976-10-23', { parties: ['BO'] }),
  changes('drugs', 'BO', 'withdrawing', { effectiveAt: '2011-06-29', takesEffect: '2012-01-01' }),
  changes('drugs', 'BO', 'ratified', { effectiveAt: '2011-12-29', means: 'accession', takesEffect: '2013-02-10' }),
  enters('drugs', '2013-02-10', { parties: ['BO'] }),
  opens('vague', ['XA', 'XB'], '2016'),
  enters('vague', '2016-11-04'),
  opens('signed', ['XA'], '2009-01-01'),
  changes('signed', 'XA', 'signed', { effectiveAt: '2010' }),
  changes('signed', 'XA', 'ratified', { effectiveAt: '2010-03-01' }),
  opens('one-day', ['XA', 'XB'], '2009-01-01'),
  changes('one-day', 'XA', 'ratified', { effectiveAt: '2010-03-01' }),
  changes('one-day', 'XA', 'signed', { effectiveAt: '2010-03-01' }),
  changes('one-day', 'XB', 'signed', { effectiveAt: '2010-03-01' }),
  changes('one-day', 'XB', 'ratified', { effectiveAt: '2010-03-01' }),
  entry('joins', 'ChangeMembership', { party: 'CLUB', member: 'XA', change: 'joined', effectiveAt: '2004' }),
  entry('leaves', 'ChangeMembership', { party: 'CLUB', member: 'XA', change: 'left', effectiveAt: '2004-06-30' }),
];

const dataDir = importedEntries(ENTRIES);

async function shown(id: string, asOf: string): Promise<Commitment> {
  const commitment = recordIdOf('concordat', 'import', `import/${id}`);
  const { out } = await run(['show', '--json', '--data-dir', dataDir(), '--as-of', asOf, commitment]);
  return JSON.parse(out) as Commitment;
}
const of = ({ position }: Commitment, code: string) => position.find(({ party: one }) => one === code);

describe('a treaty of many, of which one party leaves and comes back', () => {
  it('goes on for the others, here recorded as a grouping, in force since its own day', async () => {
    const out = await shown('climate', '2020-12-01');
    expect(out).toMatchObject({ status: 'in_force', inForce: { since: '2016-11-04T00:00:00.000Z' } });
    expect([of(out, 'REST')?.bound, of(out, 'US')?.bound, of(out, 'US')?.position]).toEqual([true, false, 'withdrew']);
    const back = await shown('climate', '2021-02-19');
    expect(back.inForce).toMatchObject({ since: '2016-11-04T00:00:00.000Z' });
    expect([of(back, 'US')?.bound, of(await shown('climate', '2021-02-18'), 'US')?.bound]).toEqual([true, false]);
  });
});

describe('a party that leaves on one day and is back on another', () => {
  it('withdrew in between, and is bound again from its own entry into force on', async () => {
    const [during, before, after] = await Promise.all(
      ['2012-06-01', '2013-02-09', '2013-02-10'].map((asOf) => shown('drugs', asOf)),
    );
    expect(of(during as Commitment, 'BO')).toMatchObject({ position: 'withdrew', bound: false });
    expect(of(before as Commitment, 'BO')).toMatchObject({ position: 'withdrew', bound: false });
    expect(of(after as Commitment, 'BO')).toMatchObject({ position: 'ratified', bound: true });
    expect(of(during as Commitment, 'MX')?.bound).toBe(true);
  });
});

describe('an imprecise date beside a precise one', () => {
  it('of an agreement: in force and bound from the day of its entry into force', async () => {
    const view = await shown('vague', '2017-01-01');
    expect([view.status, of(view, 'XA')?.bound, of(view, 'XB')?.bound]).toEqual(['in_force', true, true]);
    expect(of(view, 'XA')?.spells).toMatchObject([{ from: '2016-11-04T00:00:00.000Z', to: null }]);
  });

  it('of a signature: never after the ratification', async () => {
    expect(of(await shown('signed', '2011-01-01'), 'XA')).toMatchObject({
      position: 'ratified',
      since: '2010-03-01T00:00:00.000Z',
    });
  });

  it('of one day: ratified, in whichever order the two were recorded', async () => {
    const view = await shown('one-day', '2010-03-01');
    expect([of(view, 'XA')?.position, of(view, 'XB')?.position]).toEqual(['ratified', 'ratified']);
  });

  it('of a joining: before the leaving', async () => {
    const { out } = await run(['show', '--json', '--data-dir', dataDir(), 'CLUB']);
    expect((JSON.parse(out) as { members: unknown[] }).members).toEqual([]);
  });
});

describe('what the models say', () => {
  it('equals the history', async () => {
    expect((await run(['replay', '--data-dir', dataDir()])).code).toBe(0);
  });
});
