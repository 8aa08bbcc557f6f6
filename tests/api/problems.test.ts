// Bad input of every kind: each gets a problem document that says what to do, and the process stays up.
import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES, PROBLEMS, typeOf } from '../../src/api/problems.ts';
import { errorsPage } from './errorsPage.ts';
import { BODY, COMMITMENT, json, startNode, type TestNode, withCommitment } from './node.ts';
import { raw } from './raw.ts';

interface Document {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

async function problemIn(answer: Response): Promise<Document> {
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = await json<Document>(answer);
  expect(problem.status).toBe(answer.status);
  expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(problem.detail).not.toBe('');
  return problem;
}

const post = ({ url }: TestNode, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/commands/RegisterParty`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });

describe('a command that cannot be taken', () => {
  const further = { commitment: COMMITMENT, effectiveAt: '2025-06-26', citations: BODY.citations, parties: ['KR'] };
  it.each<[string, string, unknown, number, string, string | undefined]>([
    ['an unknown command', 'FoundBody', BODY, 404, 'UNKNOWN_COMMAND', undefined],
    ['a command in another case', 'proposebody', BODY, 404, 'UNKNOWN_COMMAND', undefined],
    ['a wrong type', 'ProposeBody', { ...BODY, title: 7 }, 422, 'INVALID_PAYLOAD', '/title'],
    ['a field nobody knows', 'ProposeBody', { ...BODY, colour: 'red' }, 422, 'INVALID_PAYLOAD', undefined],
    ['a payload that is no object', 'ProposeBody', [], 422, 'INVALID_PAYLOAD', undefined],
    ['a missing citation', 'ProposeBody', { ...BODY, citations: [] }, 422, 'INVALID_PAYLOAD', '/citations'],
    [
      'a date that is none',
      'ProposeBody',
      { ...BODY, effectiveAt: '2025-02-30' },
      422,
      'INVALID_PAYLOAD',
      '/effectiveAt',
    ],
    [
      'an unknown party',
      'ProposeBody',
      { ...BODY, parties: [{ code: 'XX', role: 'committer' }] },
      422,
      'UNKNOWN_PARTY',
      '/parties/0/code',
    ],
    [
      'an unknown source',
      'ProposeBody',
      { ...BODY, citations: [{ source: 'none', as: 'own' }] },
      422,
      'UNKNOWN_SOURCE',
      '/citations/0/source',
    ],
    ['an unknown occasion', 'ProposeBody', { ...BODY, occasion: 'none' }, 422, 'UNKNOWN_OCCASION', '/occasion'],
    [
      'an unknown office',
      'ProposeBody',
      { ...BODY, citations: [{ source: 'joint-statement', as: 'own', speaker: 'KR/nobody' }] },
      422,
      'UNKNOWN_OFFICE',
      '/citations/0/speaker',
    ],
    [
      'an act in the future',
      'ProposeBody',
      { ...BODY, effectiveAt: '2999' },
      422,
      'EFFECTIVE_TOO_FAR_AHEAD',
      '/effectiveAt',
    ],
    ['an opening without a title', 'ProposeBody', { ...BODY, title: undefined }, 422, 'OPENING_INCOMPLETE', '/title'],
    ['another kind', 'ProposeStatement', further, 422, 'KIND_MISMATCH', '/commitment'],
    ['a party without a role', 'ReaffirmBody', { ...further, parties: ['XX'] }, 422, 'UNKNOWN_PARTY', '/parties/0'],
    [
      'a commitment not on record',
      'SetDeadline',
      {
        ...further,
        parties: undefined,
        commitment: COMMITMENT.replace('0f', '1f'),
        deadline: '2026',
        firmness: 'soft',
      },
      404,
      'NOT_ON_RECORD',
      '/commitment',
    ],
    [
      'a party registered before',
      'RegisterParty',
      { party: 'KR', name: 'Korea', kind: 'state' },
      409,
      'ALREADY_ON_RECORD',
      '/party',
    ],
    ['half a surrogate pair', 'ProposeBody', { ...BODY, title: 'a\ud800b' }, 422, 'INVALID_PAYLOAD', '/title'],
    [
      'an integer no double holds',
      'ProposeBody',
      { ...BODY, quantity: { min: 2 ** 60, unit: 'won' } },
      422,
      'INVALID_PAYLOAD',
      '/quantity/min',
    ],
  ])('is refused: %s', async (_what, ...[name, payload, status, code, pointer]) => {
    const node = await withCommitment();
    const before = node.parts.journal.head();
    const problem = await problemIn(await node.command(name, payload));
    expect(problem).toMatchObject({ status, code, type: `/problems/${code.toLowerCase().replaceAll('_', '-')}` });
    if (pointer !== undefined) expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
    expect(node.parts.journal.head()).toEqual(before);
    expect((await node.get('/healthz')).status).toBe(200);
  });

  it('names every fault of a payload', async () => {
    const node = await startNode();
    const { errors } = await problemIn(await node.command('RegisterParty', { party: 'kr', kind: 'planet' }));
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(['/kind', '/name', '/party']);
  });
});

describe('a body that cannot be read', () => {
  it.each([
    ['{"party":"KR",}', 'line 1, column 15'],
    ['{\n  "party": KR\n}', 'line 2, column 12'],
    ['{"a":}', 'line 1, column 6'],
    ['{"party":"KR"', 'something is left open'],
    ['{"party', 'something is left open'],
    ['nonsense', 'line 1, column 2'],
    ['', 'the body is empty'],
    [`{"title":"${'x'.repeat(300)}","parties":[1 2]}`, 'line 1, column 326'],
  ])('is refused where it is no JSON, with the place: %s', async (body, place) => {
    const node = await startNode();
    const problem = await problemIn(await post(node, body));
    expect(problem).toMatchObject({ status: 400, code: 'MALFORMED_JSON', detail: expect.stringContaining(place) });
  });

  it('is refused where it is no UTF-8', async () => {
    expect(await problemIn(await post(await startNode(), new Uint8Array([0x22, 0xff, 0x22])))).toMatchObject({
      code: 'MALFORMED_JSON',
    });
  });

  it('is refused where one object has a name twice, with a pointer to it', async () => {
    const body = '{"party":"AA","names":{"en":"A","en":"B"},"name":"A","kind":"state"}';
    const problem = await problemIn(await post(await startNode(), body));
    expect(problem).toMatchObject({ status: 422, code: 'INVALID_PAYLOAD', errors: [{ pointer: '/names/en' }] });
  });

  it('is taken where names are those that every object answers for', async () => {
    const node = await startNode();
    const names = { toString: 'x', constructor: 'y', hasOwnProperty: 'z' };
    expect((await node.command('RegisterParty', { party: 'AA', name: 'A', kind: 'state', names })).status).toBe(201);
  });

  it('is refused where it is nested without end', async () => {
    const problem = await problemIn(await post(await startNode(), '['.repeat(100_000) + ']'.repeat(100_000)));
    expect(problem).toMatchObject({ status: 422, code: 'INVALID_PAYLOAD', detail: expect.stringContaining('nested') });
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['application/json; charset=latin1'],
    ['application/jsonl'],
  ])('is refused with 415 where it is %s', async (type) => {
    const problem = await problemIn(await post(await startNode(), '{}', { 'Content-Type': type }));
    expect(problem).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('is refused with 415 where it is compressed', async () => {
    expect((await post(await startNode(), '{}', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  it('of one megabyte is refused with 413, and the connection serves on', async () => {
    const node = await startNode();
    const problem = await problemIn(await post(node, `{"name":"${'x'.repeat(1_000_000)}"}`));
    expect(problem).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect((await node.get('/healthz')).status).toBe(200);
  });

  it('of unstated length is refused with 413 once it is too large', async () => {
    const node = await startNode();
    const endless = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 40; i++) controller.enqueue(new Uint8Array(16_384).fill(0x20));
        controller.close();
      },
    });
    const answer = await fetch(`${node.url}/v1/commands/RegisterParty`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect((await problemIn(answer)).status).toBe(413);
  });

  it('whose event is larger than a log entry may be is refused with 413', async () => {
    const node = await withCommitment();
    const wordy = { source: 'joint-statement', as: 'quoted', quote: '가'.repeat(500), locator: '나'.repeat(200) };
    const problem = await problemIn(await node.command('ProposeBody', { ...BODY, citations: Array(32).fill(wordy) }));
    expect(problem).toMatchObject({ status: 413, code: 'EVENT_TOO_LARGE' });
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['limit=0', '/limit'],
    ['limit=501', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['kind=planet', '/kind'],
    ['status=fine', '/status'],
    ['party=kr', '/party'],
    ['area=Outer%20Space', '/area'],
    ['contested=maybe', '/contested'],
    ['minSequence=-1', '/minSequence'],
    ['colour=red', '/colour'],
  ])('names the parameter at fault: %s', async (query, pointer) => {
    const node = await startNode();
    const problem = await problemIn(await node.get(`/v1/commitments?${query}`));
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_PARAMETER', errors: [{ in: 'query', pointer }] });
  });

  it.each([['/v1/commitments'], ['/v1/parties'], ['/v1/parties/KR/history']])(
    'is told that its cursor is none: %s',
    async (path) => {
      const node = await withCommitment();
      for (const cursor of ['x', 'bm9uc2Vuc2U', '%00', 'WzFd']) {
        expect(await problemIn(await node.get(`${path}?cursor=${cursor}`))).toMatchObject({
          status: 400,
          code: 'INVALID_CURSOR',
        });
      }
    },
  );

  it('takes no parameters on a command', async () => {
    const node = await startNode();
    const answer = await fetch(`${node.url}/v1/commands/RegisterParty?dryRun=1`, { method: 'POST' });
    expect(await problemIn(answer)).toMatchObject({ code: 'INVALID_PARAMETER' });
  });
});

describe('a request that is no good', () => {
  it('to an address that is none is refused with 404', async () => {
    const node = await startNode();
    for (const path of ['/nowhere', '/v1', '/v1/commitments/a/b/c', '/V1/commitments', '/problems/none']) {
      expect(await problemIn(await node.get(path))).toMatchObject({ status: 404, code: 'NO_SUCH_ADDRESS' });
    }
  });

  it('with a method not taken is refused with 405 and Allow', async () => {
    const node = await startNode();
    const ask = (path: string, method: string) => fetch(node.url + path, { method });
    const put = await ask('/v1/commitments', 'PUT');
    expect(put.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
    expect(await problemIn(put)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    const get = await ask('/v1/commands/ProposeBody', 'GET');
    expect(get.headers.get('Allow')).toBe('POST, OPTIONS');
    const options = await ask('/v1/commands/ProposeBody', 'OPTIONS');
    expect([options.status, options.headers.get('Allow')]).toEqual([204, 'POST, OPTIONS']);
  });

  it('with a broken escape in its path is refused with 400', async () => {
    const node = await startNode();
    expect(await problemIn(await node.get('/v1/commitments/%E0%A4%A'))).toMatchObject({
      status: 400,
      code: 'MALFORMED_REQUEST',
    });
  });

  it('that is no HTTP is answered with a problem, and the process stays up', async () => {
    const node = await startNode();
    for (const text of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`]) {
      const answer = await raw(node.url, text);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({ code: 'MALFORMED_REQUEST' });
    }
    expect((await node.get('/healthz')).status).toBe(200);
  });

  it('whose body is cut off records nothing', async () => {
    const node = await startNode();
    const head = 'POST /v1/commands/RegisterParty HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    await raw(node.url, `${head}Content-Length: 500\r\n\r\n{"party":"KR"`, true);
    expect((await node.get('/healthz')).status).toBe(200);
    expect(node.parts.journal.head().sequence).toBe(-1);
  });
});

describe('what nobody foresaw', () => {
  it('is a 500 problem with an id that is also logged, tells nothing of the inside, and the process stays up', async () => {
    const boom = () => Promise.reject(new Error('the secret inside'));
    const node = await startNode({ parts: () => ({ ledger: { execute: boom, judge: boom } }) });
    const answer = await node.command('RegisterParty', {});
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toContain('the secret inside');
    const line = node.log.find(({ level }) => level === 'error');
    expect(line).toMatchObject({ instance: problem.instance, error: { message: 'the secret inside' } });
    expect((await node.get('/healthz')).status).toBe(200);
  });

  it.each([
    ['STORE_UNAVAILABLE', 503, '5'],
    ['OUTCOME_UNKNOWN', 504, '1'],
    ['CLOCK_BEHIND', 503, '30'],
    ['TOO_MUCH_CONTENTION', 503, '1'],
    ['KEY_IN_FLIGHT', 409, '1'],
  ] as const)('of the store is told as it is: %s', async (refused, status, retryAfter) => {
    const execute = async () => ({ refused, detail: 'so it is', errors: [{ pointer: '', detail: 'so it is' }] });
    const node = await startNode({ parts: () => ({ ledger: { execute, judge: execute } }) });
    const answer = await node.command('RegisterParty', {});
    expect(answer.headers.get('Retry-After')).toBe(retryAfter);
    expect(await problemIn(answer)).toMatchObject({ status, code: refused, detail: 'so it is' });
  });
});

describe('the type of every problem', () => {
  it('is the address of a page on this server that says what to do', async () => {
    const node = await startNode();
    for (const code of PROBLEM_CODES) {
      const page = await node.get(typeOf(code));
      expect(page.status).toBe(200);
      expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(await page.text()).toContain(PROBLEMS[code].status.toString());
    }
    const index = await (await node.get('/problems')).text();
    for (const code of PROBLEM_CODES) expect(index).toContain(`href="${typeOf(code)}"`);
  });

  it('is in docs/errors.md, which is made from the same table', async () => {
    await expect(errorsPage()).toMatchFileSnapshot('../../docs/errors.md');
  });
});
