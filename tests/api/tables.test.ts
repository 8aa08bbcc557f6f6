// Tables over HTTP: a preview that writes nothing, a recording that repeats nothing, and refusals that say where.
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { bearer, json, KEYS, startNode, type TestNode } from './node.ts';

const MAP = {
  map: 'm',
  source: { source: 'table', publisher: 'Desk', title: 'A table', language: 'en', published: '2015', missing: 'own' },
  parties: { AA: { names: ['Party A'] }, BB: { names: ['Party B'] } },
  fields: { party: { column: 'Participant', is: 'party' } },
  first: [
    {
      id: '{table}',
      command: 'AgreeAgreement',
      data: { title: 'T', effectiveAt: '1990', openForSignature: true, parties: '{committers}' },
    },
  ],
  acts: {
    signature: {
      command: 'ChangePosition',
      data: { commitment: '@{table}', party: '{party}', effectiveAt: '{date}', position: 'signed', by: 'signature' },
    },
  },
  cells: { dates: ['D MMM YYYY'], id: '{table}/{party}/{act}', words: { Signature: 'signature' } },
};
const TABLE = 'Participant,Signature\nParty A,4 Jun 1992\nParty B,5 Jun 1992 x\n';

const post = (node: TestNode, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${node.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('a table over HTTP', () => {
  it('is previewed without a word written, by a map in JSON or in YAML', async () => {
    const node = await startNode();
    for (const map of [MAP, stringify(MAP)]) {
      const answer = await post(node, '/v1/tables/preview', { name: 't', table: TABLE, map });
      expect(answer.status).toBe(200);
      expect(await json(answer)).toMatchObject({
        rows: 2,
        entries: 5,
        columns: [
          { header: 'Participant', means: '{party}' },
          { header: 'Signature', means: 'signature' },
        ],
        faults: [{ line: 3, code: 'UNMEANT_LETTER' }],
      });
    }
    expect(node.parts.journal.head().sequence).toBe(-1);
  });

  it('is recorded as an import records it, and once', async () => {
    const node = await startNode();
    const record = async () => json(await post(node, '/v1/tables', { name: 't', table: TABLE, map: MAP }));
    expect(await record()).toMatchObject({ entries: 6, recorded: 5, refused: 1, refusals: [{ line: 3 }] });
    expect(await record()).toMatchObject({ entries: 6, recorded: 0, alreadyOnRecord: 5, refused: 1 });
  });

  it.each([
    ['a column without meaning', { table: 'Participant,Denunciation\n' }, 'UNREADABLE_TABLE', '/table'],
    ['a map that lacks an act', { map: { ...MAP, acts: {} } }, 'INVALID_PAYLOAD', '/map/cells/words/Signature'],
    ['a map that names files', { map: { ...MAP, use: ['a.yaml'] } }, 'INVALID_PAYLOAD', '/map/use'],
    ['a map that is no YAML', { map: '{' }, 'INVALID_PAYLOAD', '/map'],
    ['no table', { table: undefined }, 'INVALID_PAYLOAD', '/table'],
  ])('is refused whole for %s, and nothing is written', async (_, changes, code, pointer) => {
    const node = await startNode();
    const answer = await post(node, '/v1/tables', { name: 't', table: TABLE, map: MAP, ...changes });
    expect([answer.status, await json(answer)]).toEqual([422, expect.objectContaining({ code })]);
    const again = await json<{ errors: { pointer: string }[] }>(
      await post(node, '/v1/tables', { name: 't', table: TABLE, map: MAP, ...changes }),
    );
    expect(again.errors.map((error) => error.pointer)).toContain(pointer);
    expect(node.parts.journal.head().sequence).toBe(-1);
  });

  it('takes the roles that its commands take', async () => {
    const node = await startNode({ keys: KEYS });
    const body = { name: 't', table: TABLE, map: MAP };
    expect((await post(node, '/v1/tables/preview', body, bearer('reader'))).status).toBe(200);
    expect((await post(node, '/v1/tables', body, bearer('reader'))).status).toBe(403);
    const timed = { ...body, map: { ...MAP, recordedAt: '2015-03-31T00:00:00Z' } };
    expect((await post(node, '/v1/tables', timed, bearer('recorder'))).status).toBe(403);
    expect((await post(node, '/v1/tables', timed, bearer('administrator'))).status).toBe(200);
  });
});
