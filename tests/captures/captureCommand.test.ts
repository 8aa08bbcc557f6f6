// `concordat capture`: a document is added, its quotes are checked over a whole DATA_DIR, and it is redacted.
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

const PAGE = '<p>The two sides <i>agreed</i> to set up a working&#8209;level body.</p>';
const SHA = hash('sha256', PAGE, 'hex');
const ABSENT = 'agreed to set up a ministerial body';

async function ledger() {
  const dir = await tempDir();
  const file = join(dir, 'page.html');
  writeFileSync(file, PAGE);
  const capture = (...args: string[]) => run(['capture', ...args], { env: { DATA_DIR: dir } });
  return { dir, file, capture, path: join(dir, 'embedded', 'captures', SHA.slice(0, 2), SHA) };
}

const source = (name: string, capture: object) => ({
  id: `source-${name}`,
  command: 'CaptureSource',
  data: { source: name, publisher: 'NATO', title: 'Page', language: 'en', published: '2025-06-26', ...capture },
});

/** A ledger with three citations of a captured page, one of which it does not bear out. */
async function cited() {
  const made = await ledger();
  const act = (id: string, quote?: string) => ({
    id,
    command: 'AgreeBody',
    data: {
      title: 'A body',
      parties: ['KR', 'NATO'].map((code) => ({ code, role: 'committer' })),
      effectiveAt: '2025-06-25',
      citations: [
        { source: 'page', as: 'own', ...(quote === undefined ? {} : { quote }) },
        { source: 'uncaptured', as: 'own', quote: 'whatever' },
      ],
    },
  });
  const party = (code: string) => ({
    id: code,
    command: 'RegisterParty',
    data: { party: code, name: code, kind: 'state' },
  });
  const entries = [
    party('KR'),
    party('NATO'),
    source('page', { sha256: SHA }),
    source('uncaptured', { missing: 'not kept' }),
    act('a', 'AGREED to set up a working-level body'),
    act('b', ABSENT),
    act('c'),
  ];
  writeFileSync(join(made.dir, 'entries.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  expect(await run(['import', join(made.dir, 'entries.jsonl')], { env: { DATA_DIR: made.dir } })).toMatchObject({
    code: 0,
  });
  return made;
}

describe('concordat capture', () => {
  it('add prints the SHA-256 that CaptureSource takes; list shows what is kept', async () => {
    const { file, capture } = await ledger();
    expect(await capture('add', file)).toEqual({ code: 0, out: `${SHA}\n`, err: '' });
    expect(JSON.parse((await capture('add', file, '--json')).out)).toMatchObject({ sha256: SHA, repeated: true });
    expect((await capture('list')).out).toBe(`${SHA}  text/html, ${PAGE.length} bytes\n`);
  });

  it('check names every quote that its capture does not bear out, and exits with 1', async () => {
    const { capture, file } = await cited();
    await capture('add', file);
    const { code, out } = await capture('check');
    expect(code).toBe(1);
    expect(out).toMatch(/^entry 5 \(commitment-[0-9a-f-]{36}\) cites page: the capture [0-9a-f]{64} does not say/);
    expect(out).toContain(`"${ABSENT}"`);
    expect(out).toContain(
      '3 citations with a capture: 1 present, 1 absent, 1 unchecked, 0 redacted, 0 missing, 0 altered',
    );
    const report = JSON.parse((await capture('check', '--json')).out);
    expect(report).toMatchObject({ citations: 3, faults: [{ sequence: 5, source: 'page', quote: ABSENT }] });
  });

  it('check names captures that are missing or altered; a redacted one is no fault', async () => {
    const { capture, file, path } = await cited();
    expect(await capture('check')).toMatchObject({ code: 1, out: expect.stringContaining('3 missing') });
    await capture('add', file);
    writeFileSync(path, 'altered');
    expect(await capture('check')).toMatchObject({
      code: 1,
      out: expect.stringContaining(`its SHA-256 is now ${hash('sha256', 'altered', 'hex')}`),
    });
    expect((await capture('redact', SHA, '--reason', 'a private address')).code).toBe(0);
    expect(await capture('check')).toMatchObject({ code: 0, out: expect.stringContaining('3 redacted') });
    expect(await capture('add', file)).toMatchObject({ code: 1, err: expect.stringContaining('a private address') });
    expect((await capture('list')).out).toContain('redacted 20');
  });

  it('says what is wrong with how it was called', async () => {
    const { capture } = await ledger();
    expect(await capture('add')).toMatchObject({ code: 2 });
    expect(await capture('remove')).toMatchObject({ code: 2 });
    expect(await capture('redact', SHA)).toMatchObject({ code: 2, err: expect.stringContaining('--reason') });
    expect(await capture('redact', '../x', '--reason', 'y')).toMatchObject({ code: 1 });
    expect(await capture('add', 'nowhere.txt')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be read'),
    });
  });
});
