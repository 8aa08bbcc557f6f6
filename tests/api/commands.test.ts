// Commands over HTTP: what is answered, and that it is answered once.
import { describe, expect, it } from 'vitest';
import type { ReadModels } from '../../src/projections/readModels.ts';
import { BODY, COMMITMENT, json, PARTY, type Recorded, startNode, withCommitment } from './node.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FURTHER = { ...BODY, title: undefined, commitment: COMMITMENT, parties: ['KR'] };

describe('a command', () => {
  it('that opens a record is answered 201, with where to read it, its ETag, revision and sequence', async () => {
    const { opened, get } = await withCommitment();
    const answer = await json<Recorded>(opened);
    expect(answer).toEqual({
      id: COMMITMENT,
      aggregate: 'commitment',
      stream: `commitment-${COMMITMENT}`,
      revision: '0',
      sequence: '3',
      events: [{ id: expect.stringMatching(UUID), type: 'BodyAgreed' }],
    });
    const location = opened.headers.get('Location') as string;
    expect(location).toBe(`/v1/commitments/${COMMITMENT}`);
    const read = await get(location);
    expect(read.status).toBe(200);
    expect(read.headers.get('ETag')).toBe(opened.headers.get('ETag'));
    expect(await json(read)).toMatchObject({ id: COMMITMENT, status: 'agreed', revision: '0' });
  });

  it('on a record that is there is answered 200, visible at once to a reader', async () => {
    const { command, get } = await withCommitment();
    const answer = await command('ReaffirmBody', FURTHER);
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({ revision: '1', sequence: '4' });
    expect(await json(get(`/v1/commitments/${COMMITMENT}`))).toMatchObject({ revision: '1' });
  });

  it('that brings no id is given one that follows from its key', async () => {
    const { command } = await withCommitment();
    const first = await json<Recorded>(command('ProposeBody', BODY, { 'Idempotency-Key': 'one' }));
    expect(first.id).toMatch(UUID);
    expect(await json(command('ProposeBody', BODY, { 'Idempotency-Key': 'one' }))).toEqual(first);
  });

  it('names a party by its code in Location', async () => {
    const { command } = await startNode();
    const answer = await command('RegisterParty', PARTY);
    expect(answer.headers.get('Location')).toBe('/v1/parties/KR');
  });
});

describe('the idempotency key', () => {
  it('is made where none is sent, and sent back quoted', async () => {
    const { command } = await startNode();
    const made = (await command('RegisterParty', PARTY)).headers.get('Idempotency-Key') as string;
    expect(made).toMatch(/^"[0-9a-f-]{36}"$/);
    const again = await command('RegisterParty', PARTY, { 'Idempotency-Key': made });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true']);
  });

  it('makes a repeated command have one effect and the same answer, byte for byte; a header tells', async () => {
    const { command, get } = await withCommitment();
    const headers = { 'Idempotency-Key': '"once"' };
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await command('ReaffirmBody', FURTHER, headers));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, 'true', 'true']);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    const { items } = await json<{ items: unknown[] }>(get(`/v1/commitments/${COMMITMENT}/history`));
    expect(items).toHaveLength(2);
  });

  it('is the same quoted or bare', async () => {
    const { command } = await startNode();
    await command('RegisterParty', PARTY, { 'Idempotency-Key': 'a-b_c.1' });
    const quoted = await command('RegisterParty', PARTY, { 'Idempotency-Key': '"a-b_c.1"' });
    expect(quoted.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('with another payload is refused with 422', async () => {
    const { command } = await withCommitment();
    await command('ReaffirmBody', FURTHER, { 'Idempotency-Key': 'k' });
    const answer = await command('ReaffirmBody', { ...FURTHER, effectiveAt: '2025-06-26' }, { 'Idempotency-Key': 'k' });
    expect(answer.status).toBe(422);
    expect(await json(answer)).toMatchObject({ code: 'KEY_REUSED', type: '/problems/key-reused' });
  });

  it('of a command that is under way is refused with 409, or answered the same', async () => {
    const { command } = await withCommitment();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => command('ReaffirmBody', FURTHER, { 'Idempotency-Key': 'k' })),
    );
    expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([200, 409]))).toBe(true);
    const taken = answers.filter(({ ok }) => ok);
    expect(taken.filter(({ headers }) => !headers.has('Idempotency-Replayed'))).toHaveLength(1);
    const done = await Promise.all(taken.map((answer) => json<Recorded>(answer)));
    expect(new Set(done.map(({ revision }) => revision))).toEqual(new Set(['1']));
  });

  it.each([['two words'], ['"open'], ['a,b'], ['""'], ['"a" "b"'], ['x'.repeat(300)]])(
    'is refused with 400 where it is malformed: %s',
    async (key) => {
      const { command } = await startNode();
      const answer = await command('RegisterParty', PARTY, { 'Idempotency-Key': key });
      expect(answer.status).toBe(400);
      expect(await json(answer)).toMatchObject({
        code: 'INVALID_HEADER',
        errors: [{ in: 'header', pointer: '/Idempotency-Key' }],
      });
    },
  );
});

describe('If-Match', () => {
  it('lets a command through on the revision that was read', async () => {
    const { command, opened } = await withCommitment();
    const answer = await command('ReaffirmBody', FURTHER, { 'If-Match': opened.headers.get('ETag') as string });
    expect(answer.status).toBe(200);
  });

  it('compares the revision part alone, also of a tag that a proxy weakened', async () => {
    const { command } = await withCommitment();
    expect((await command('ReaffirmBody', FURTHER, { 'If-Match': 'W/"0-0123456789abcdef"' })).status).toBe(200);
  });

  it('refuses with 412 where the record has moved on, and records nothing', async () => {
    const { command, opened, get } = await withCommitment();
    await command('ReaffirmBody', FURTHER);
    const stale = await command('ReaffirmBody', FURTHER, { 'If-Match': opened.headers.get('ETag') as string });
    expect(stale.status).toBe(412);
    expect(await json(stale)).toMatchObject({
      code: 'STALE_REVISION',
      detail: expect.stringContaining('read it again'),
    });
    expect(await json(get(`/v1/commitments/${COMMITMENT}`))).toMatchObject({ revision: '1' });
  });

  it.each([['0'], ['*'], ['"abc"'], ['"0-a", "1-b"']])(
    'is refused with 400 where it is no ETag of a record: %s',
    async (tag) => {
      const { command } = await withCommitment();
      const answer = await command('ReaffirmBody', FURTHER, { 'If-Match': tag });
      expect(answer.status).toBe(400);
      expect(await json(answer)).toMatchObject({ code: 'INVALID_HEADER', errors: [{ pointer: '/If-Match' }] });
    },
  );
});

/** Read models that never come any further. */
const lagging = (readModels: ReadModels): ReadModels => ({
  ...readModels,
  health: () => readModels.health().map((health) => ({ ...health, cursor: -1 })),
  reached: async () => false,
});

describe('a command this node cannot show yet', () => {
  it('is answered 202: durable, and how to read it later', async () => {
    const { command, parts } = await startNode({
      parts: ({ readModels }) => ({ wait: 50, readModels: lagging(readModels) }),
    });
    const answer = await command('RegisterParty', PARTY);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('ETag')).toBe('"0"');
    expect(await json(answer)).toMatchObject({ sequence: '0', note: expect.stringContaining('minSequence') });
    expect(parts.journal.head().sequence).toBe(0);
  });

  it('is answered 202 without a sequence where its journal does not have it yet', async () => {
    const { command } = await startNode({
      parts: ({ journal }) => ({
        wait: 50,
        journal: { ...journal, head: () => journal.head(), sequenceOf: () => undefined },
      }),
    });
    const answer = await command('RegisterParty', PARTY);
    expect(answer.status).toBe(202);
    expect(await json(answer)).toMatchObject({ sequence: null });
  });
});

describe('an import over HTTP', () => {
  it('may bring when a fact became known, in order', async () => {
    const { command, get } = await startNode();
    const at = (recordedAt: string) => ({ 'Concordat-Recorded-At': recordedAt });
    expect((await command('RegisterParty', PARTY, at('2025-06-26T00:00:00Z'))).status).toBe(201);
    const history = await json<{ items: { recordedAt: string }[] }>(get('/v1/parties/KR/history'));
    expect(history.items[0]?.recordedAt).toBe('2025-06-26T00:00:00.000Z');
    const early = await command('RegisterParty', { ...PARTY, party: 'JP' }, at('2025-06-25T00:00:00Z'));
    expect(early.status).toBe(422);
    expect(await json(early)).toMatchObject({ code: 'RECORDED_AT_OUT_OF_ORDER' });
    expect((await command('RegisterParty', PARTY, at('yesterday'))).status).toBe(400);
  });
});
