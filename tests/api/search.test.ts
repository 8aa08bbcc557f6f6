// Search by what parties are called and sources are titled, in any Unicode form, read through HTTP.
import { describe, expect, it } from 'vitest';
import { BODY, COMMITMENT, json, SOURCE, startNode, type TestNode } from './node.ts';

const OTHER = '1f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01';
const at = (recordedAt: string) => ({ 'Concordat-Recorded-At': `${recordedAt}T00:00:00Z` });
const JUNE = at('2025-06-26');

async function withNames(): Promise<TestNode> {
  const node = await startNode();
  const of = (code: string) => [{ code, role: 'committer' }];
  const korean = { ko: '대한민국', fr: 'République de Corée' };
  for (const [name, payload] of [
    ['RegisterParty', { party: 'KR', name: 'Republic of Korea', kind: 'state', names: korean }],
    ['RegisterParty', { party: 'TR', name: 'Turkey', kind: 'state' }],
    ['CaptureSource', { ...SOURCE, title: 'Communiqué of the shipbuilders' }],
    ['CaptureSource', { ...SOURCE, source: 'later', title: 'Audit of yards' }],
    ['AgreeBody', { ...BODY, commitment: COMMITMENT, parties: of('KR'), title: 'A body' }],
    ['AgreeBody', { ...BODY, commitment: OTHER, parties: of('TR'), title: 'Turn of the tide' }],
  ] as const) {
    const answer = await node.command(name, payload, JUNE);
    if (answer.status !== 201) throw new Error(`${name}: ${await answer.text()}`);
  }
  return node;
}

const found = async ({ get }: TestNode, q: string, query = ''): Promise<string[]> =>
  (await json<{ items: { id: string }[] }>(get(`/v1/commitments?q=${encodeURIComponent(q)}${query}`))).items
    .map(({ id }) => id)
    .toSorted();

describe('words', () => {
  it('find a party by its name in every language, as they find it by its code', async () => {
    const node = await withNames();
    for (const q of ['korea', 'KR', 'Corée', 'coree', '대한민국', 'repub* of']) {
      expect(await found(node, q), q).toEqual([COMMITMENT]);
    }
    expect(await found(node, 'korea body')).toEqual([COMMITMENT]);
    expect(await found(node, 'korea tide')).toEqual([]);
    expect(await found(node, 'tur*')).toEqual([OTHER]);
    expect(await found(node, 'of')).toEqual([COMMITMENT, OTHER]);
  });

  it('find a renamed party by its former and its new name, the new one from when it was known', async () => {
    const node = await withNames();
    const renamed = { party: 'TR', change: 'renamed', name: 'Türkiye', effectiveAt: '2022-06-01' };
    expect((await node.command('ChangeParty', renamed, at('2025-07-10'))).status).toBeLessThan(300);
    expect(await found(node, 'turkiye')).toEqual([OTHER]);
    expect(await found(node, 'turkey')).toEqual([OTHER]);
    expect(await found(node, 'turkiye', '&knownAt=2025-07-09')).toEqual([]);
    expect(await found(node, 'turkiye', '&kind=body&sort=recorded')).toEqual([OTHER]);
  });

  it('find what cites a source by its title, from when that is cited', async () => {
    const node = await withNames();
    expect(await found(node, 'communique shipbuild*')).toEqual([COMMITMENT, OTHER]);
    expect(await found(node, 'audit')).toEqual([]);
    const further = { ...BODY, title: undefined, commitment: COMMITMENT, parties: ['KR'] };
    const again = { ...further, effectiveAt: '2025-07-01', citations: [{ source: 'later', as: 'own' }] };
    expect((await node.command('ReaffirmBody', again, at('2025-07-05'))).status).toBe(200);
    expect(await found(node, 'audit')).toEqual([COMMITMENT]);
    expect(await found(node, 'audit', '&asOf=2025-06-30')).toEqual([]);
    expect(await found(node, 'audit', '&knownAt=2025-07-04')).toEqual([]);
    expect(await json(node.get('/v1/commitments/facets?q=audit&facets=party'))).toMatchObject({ matches: 1 });
  });

  it('are the same in any form of Unicode, and a lone mark is none', async () => {
    const node = await withNames();
    for (const form of ['NFC', 'NFD'] as const) {
      expect(await found(node, '대한민국'.normalize(form)), form).toEqual([COMMITMENT]);
      expect(await found(node, 'Corée'.normalize(form)), form).toEqual([COMMITMENT]);
    }
    expect(await found(node, 'korea \u0301')).toEqual([COMMITMENT]);
    expect((await node.get(`/v1/commitments?q=${encodeURIComponent('\u0301')}`)).status).toBe(400);
  });
});
