// The worked example records every fact it is made of, with its sources, in the order in which the facts became known.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Commitment } from '../../src/cli/text/commitment.ts';
import type { HistoryItem } from '../../src/cli/text/history.ts';
import { Entry } from '../../src/import/entry.ts';
import { recordIdOf } from '../../src/ledger/ids.ts';
import { run } from '../cli/run.ts';

const FILE = 'examples/rok-nato-2025/ledger.yaml';
const JUNE_PARTNERS = ['AU', 'JP', 'KR', 'NATO', 'NZ'];

let entries: ReadonlyMap<string, Entry>;
let dataDir: string;

beforeAll(async () => {
  const list = parse(await readFile(FILE, 'utf8')) as unknown[];
  entries = new Map(list.map((value) => Entry.parse(value)).map((entry) => [entry.id, entry]));
  dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
  const imported = await run(['import', '--json', '--data-dir', dataDir, FILE]);
  expect(JSON.parse(imported.out)).toMatchObject({ entries: list.length, recorded: list.length, refusals: [] });
});
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));

const idOf = (entry: string): string => recordIdOf('concordat', 'import', `import/${entry}`);

async function shown(entry: string, ...clocks: string[]): Promise<Commitment> {
  const { out } = await run(['show', '--json', '--data-dir', dataDir, ...clocks, idOf(entry)]);
  return JSON.parse(out) as Commitment;
}

async function record(id: string): Promise<Record<string, unknown>> {
  const { out } = await run(['show', '--json', '--data-dir', dataDir, id]);
  return JSON.parse(out) as Record<string, unknown>;
}

async function history(id: string): Promise<readonly HistoryItem[]> {
  const { out } = await run(['history', '--json', '--data-dir', dataDir, id]);
  return (JSON.parse(out) as { readonly items: readonly HistoryItem[] }).items;
}

const codes = ({ parties }: Commitment): string[] => parties.map(({ code }) => code);
const levelsOf = ({ terms }: Commitment) => terms.find(({ term }) => term === 'level');
const day = (entry: string): string | undefined => entries.get(entry)?.recordedAt?.slice(0, 10);

describe('every fact on the public record is in the ledger', () => {
  it('the parties, with the four Indo-Pacific partners as a grouping', async () => {
    const known = await Promise.all(['KR', 'NATO', 'JP', 'AU', 'NZ', 'IP4', 'KR-PPP'].map(record));
    expect(known.map(({ kind }) => kind)).toEqual([
      'state',
      'organisation',
      'state',
      'state',
      'state',
      'grouping',
      'political_party',
    ]);
    expect(known[5]?.members).toMatchObject([{ code: 'AU' }, { code: 'JP' }, { code: 'KR' }, { code: 'NZ' }]);
  });

  it.each([
    ['nato-summit-2025', '2025-06-24/2025-06-25'],
    ['wi-rutte-2025-06-25', '2025-06-25'],
    ['ip4-session-2025-06-25', '2025-06-25'],
    ['nato-rok-dialogue-2025-09-26', '2025-09-26'],
  ])('the occasion %s, held %s', async (id, date) => {
    expect((await record(id)).date).toBe(date);
  });

  it('April, published 29 July: the body is first proposed, on a visit to Belgium', async () => {
    const proposed = (await history(idOf('body'))).find(({ type }) => type === 'BodyProposed');
    expect(proposed).toMatchObject({ effectiveAt: '2025-04', recordedAt: expect.stringContaining('2025-07-29') });
    expect(proposed?.data).toMatchObject({ occasion: 'dapa-belgium-2025-04', parties: [{ code: 'KR' }] });
  });

  it('25 June, published 26 June: South Korea and NATO agree to form the body', async () => {
    const [agreed] = await history(idOf('body'));
    expect(agreed).toMatchObject({ type: 'BodyAgreed', effectiveAt: '2025-06-25' });
    expect(agreed?.data.occasion).toBe('wi-rutte-2025-06-25');
    expect(agreed?.citations.map(({ source }) => source)).toEqual([
      'korea-herald-2025-06-26',
      'kuna-2025-06-26',
      'kbs-2025-06-26',
      'nationpress-2025-06-26',
    ]);
  });

  it('its level: two assertions in one article, and a third word in September', async () => {
    const level = levelsOf(await shown('body'));
    expect(level?.standing).toBe('contested');
    expect(level?.assertions.map(({ value }) => value)).toEqual([
      'working-level',
      'director-general level',
      'staff-to-staff',
    ]);
    const [own, quoted] = level?.assertions.map(({ citations }) => citations[0]) ?? [];
    expect(own).toMatchObject({ source: 'nationpress-2025-06-26', as: 'own', quote: 'working-level' });
    expect(quoted).toMatchObject({ source: 'nationpress-2025-06-26', as: 'quoted', quote: 'director-general level' });
  });

  it('25 June: South Korea is to take part in future NATO projects, under three names', async () => {
    const project = await shown('participation');
    expect([project.kind, project.status, codes(project)]).toEqual(['project', 'agreed', ['KR', 'NATO']]);
    expect(project.terms[0]?.assertions.map(({ value }) => value)).toEqual([
      'future NATO projects',
      'NATO-led multinational projects',
      'High Visibility Projects',
    ]);
  });

  it('25 June: a personal letter restates the commitment and explains the absence', async () => {
    const [letter] = await history(idOf('letter'));
    expect(letter).toMatchObject({ type: 'StatementReaffirmed', effectiveAt: '2025-06-25' });
    expect(letter?.data.title).toMatch(/absence/);
    expect(letter?.data.instrument).toMatch(/letter/);
  });

  it('25 June: NATO and the four partners issue a joint statement', async () => {
    const statement = await shown('joint-statement');
    expect([statement.kind, codes(statement), statement.areas]).toEqual(['statement', JUNE_PARTNERS, ['defence']]);
    expect(statement.act.strongest?.act).toBe('reaffirmed');
  });

  it('25 June: they continue on supply chains, and on defence development, production and procurement', async () => {
    const cooperation = await shown('supply-chains');
    expect(codes(cooperation)).toEqual(JUNE_PARTNERS);
    expect(cooperation.areas).toEqual([
      'defence-development',
      'defence-procurement',
      'defence-production',
      'supply-chains',
    ]);
  });

  it('25 June: joint projects in space, the maritime domain and munitions, "agreed" and "pledged"', async () => {
    const projects = await shown('joint-projects');
    expect([codes(projects), projects.areas]).toEqual([JUNE_PARTNERS, ['maritime', 'munitions', 'space']]);
    expect(projects.contested).toEqual(['act']);
    const act = projects.terms.find(({ term }) => term === 'act');
    expect(act?.assertions.map(({ value }) => value)).toEqual(['agreed', 'pledged']);
  });

  it('before 25 June: lawmakers are concerned; the article still calls the summit "upcoming"', async () => {
    const { concerns } = (await record('nato-summit-2025')) as { concerns: Record<string, unknown>[] };
    expect(concerns).toMatchObject([{ by: 'KR-PPP', kind: 'concern', effectiveAt: { to: '2025-06-24' } }]);
    expect(concerns[0]?.citations).toMatchObject([{ quote: 'upcoming', as: 'own' }, { source: 'yonhap-2025-06-26' }]);
  });

  it('29 July: talks on wider areas, and on a first session in September', async () => {
    const body = await shown('body');
    expect(body.deadline).toMatchObject({ first: '2025-09', current: '2025-09', firmness: 'soft', moves: 0 });
    expect(body.areas).toEqual([
      'airworthiness',
      'defence-industry',
      'joint-acquisition',
      'logistics',
      'research-and-development',
      'standardisation',
      'training',
    ]);
    expect(body.act.latest?.act).toBe('discussed');
  });

  it('26 September: a dialogue explores space, land, munitions and research, and maritime is not named', async () => {
    const dialogue = await shown('dialogue');
    expect([dialogue.status, dialogue.areas]).toEqual([
      'proposed',
      ['land', 'munitions', 'research-and-development', 'space'],
    ]);
  });

  it('26 September: NATO ties the dialogue to the June statement, not to the bilateral agreement', async () => {
    expect((await shown('dialogue')).links).toMatchObject([
      { relation: 'follows_from', target: idOf('joint-statement') },
    ]);
    expect((await shown('body')).links).toEqual([]);
  });

  it('whether the dialogue is the body stays open: evidence that nobody has reviewed', async () => {
    const { evidence, status } = await shown('body');
    expect(evidence).toMatchObject([{ about: '2025-09-26', standing: 'open', reviews: [] }]);
    expect(status).toBe('agreed');
  });
});

describe('the worked example', () => {
  it('every record is recorded on the day on which it was published', () => {
    const published = [...entries.values()].filter(({ command }) => command === 'CaptureSource');
    expect(published.map(({ id }) => day(id))).toEqual([...Array(6).fill('2025-06-26'), '2025-07-29', '2025-09-26']);
    const times = [...entries.values()].map(({ recordedAt = '' }) => recordedAt);
    expect(times).toEqual(times.toSorted());
  });

  it('as of 1 May the body was proposed, and by 27 June nobody could know that', async () => {
    expect((await shown('body', '--as-of', '2025-05-01')).status).toBe('proposed');
    const then = await run([
      'show',
      '--data-dir',
      dataDir,
      '--as-of=2025-05-01',
      '--known-at=2025-06-27',
      idOf('body'),
    ]);
    expect(then).toMatchObject({ code: 1, err: expect.stringContaining('is not on record at these clocks') });
  });

  it('as known on 27 June the body was agreed, with two words for its level and no proposal', async () => {
    const body = await shown('body', '--known-at', '2025-06-27');
    expect([body.status, body.deadline, levelsOf(body)?.assertions.length]).toEqual(['agreed', null, 2]);
    const { out } = await run(['history', '--json', '--data-dir', dataDir, '--known-at', '2025-06-27', idOf('body')]);
    expect(out).not.toContain('BodyProposed');
  });

  it('a reaffirmation moves no delivery, and neither does anything else recorded so far', async () => {
    const { out } = await run(['list', '--json', '--data-dir', dataDir]);
    const { items } = JSON.parse(out) as { readonly items: readonly Commitment[] };
    expect(items).toHaveLength(7);
    expect(new Set(items.map(({ delivery }) => delivery.level))).toEqual(new Set(['nothing_on_record']));
  });

  it('quotes are no longer than the few words that are the fact', () => {
    const text = JSON.stringify([...entries.values()]);
    const quotes = [...text.matchAll(/"quote":"([^"]*)"/g)].map(([, quote = '']) => quote);
    expect(quotes.length).toBeGreaterThan(20);
    expect(quotes.filter((quote) => quote.split(' ').length > 4)).toEqual([]);
  });

  it('a second import of the same file adds no event, and says so', async () => {
    const before = await history(idOf('body'));
    const again = await run(['import', '--data-dir', dataDir, FILE]);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toBe(
      `${entries.size} entries: 0 recorded, ${entries.size} already on record, 0 refused; no event was added\n`,
    );
    expect(await history(idOf('body'))).toEqual(before);
    expect((await run(['replay', '--data-dir', dataDir])).out).toContain(`equal the history: ${entries.size} events`);
  });
});
