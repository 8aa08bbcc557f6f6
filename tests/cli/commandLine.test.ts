// The command line: how it is used wrongly, what it prints, and its exit codes.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';
const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
/** These programs work on a folder, whatever server the tests of the stores are given; an empty value counts as unset. */
const embedded = { ...process.env, EVENTSTORE_URL: '' };

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
  expect(await run(['import', '--data-dir', dataDir, EXAMPLE])).toMatchObject({ code: 0 });
});
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));

const on = (...args: string[]) => run([...args, '--data-dir', dataDir]);

async function bodyId(): Promise<string> {
  const { out } = await on('list', '--json', '--kind', 'body');
  return JSON.parse(out).items[0].id;
}

describe('wrong usage exits with 2 and says what would be right', () => {
  it.each([
    [[], /Usage: concordat COMMAND/],
    [['lst'], /no command lst: did you mean list\?/],
    [['frobnicate'], /the commands are serve, demo, import/],
    [['list', '--statu', 'agreed'], /no option --statu; did you mean --status\?/],
    [['list', '--status', 'great'], /--status is one of void, superseded/],
    [['list', '--json=yes'], /--json takes no value/],
    [['list', '--party'], /--party takes a value: --party CODE/],
    [['list', '--party', '--json'], /--party takes a value/],
    [['list', 'extra'], /list takes no extra/],
    [['list', '--limit', '0'], /--limit is a number from 1/],
    [['list', '--due-after', 'soon'], /--due-after is a date such as/],
    [['show'], /show takes ID/],
    [['show', 'a', 'b'], /b is too much/],
    [['show', 'a', '--as-of', 'soon'], /--as-of is a date such as/],
    [['show', 'a', '--at-sequence', '-1'], /--at-sequence takes a value|is a number/],
    [['show', 'a', '--at-sequence', '1', '--known-at', '2025-06-26'], /the same clock/],
    [['show', 'a', '--url', 'localhost:3000'], /--url is the address of a server/],
    [['statistics', '--kind', 'body', '--party', 'KR'], /give one of them/],
    [['scorecard'], /scorecard takes CODE/],
    [['import'], /import takes FILE\|FOLDER…/],
    [['import', 'x.yaml', '--actor', 'a', '--url', 'http://localhost:1'], /--actor is for a DATA_DIR/],
    [['import', 'x.yaml', '--actor', 'a b'], /--actor is an opaque id/],
    [['export', '--bom'], /--bom is for --format csv/],
    [['export', '--format', 'xml'], /--format is one of jsonl, csv, jsonld/],
  ])('%j', async (args, said) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err).toMatch(/Usage: concordat/);
  });
});

describe('help', () => {
  it('names every command, and each command its options', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    const names = [...out.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
    const reading = [
      'list',
      'show',
      'history',
      'changes',
      'statistics',
      'scorecard',
      'parts',
      'export',
      'replay',
      'verify',
      'diff',
    ];
    expect(names).toEqual([
      'serve',
      'demo',
      'import',
      ...reading,
      'capture',
      'holder',
      'rebuild',
      'generate',
      'adopt',
      'set-aside',
      'keygen',
    ]);
    for (const name of names) {
      const help = await run([name, '--help']);
      expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`Usage: concordat ${name}`) });
    }
  });

  it('--version prints the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '0.0.0\n', err: '' });
  });
});

describe('what cannot be done exits with 1 and says what to do', () => {
  it('a DATA_DIR without a ledger', async () => {
    const none = join(await tempDir(), 'none');
    for (const command of ['list', 'replay', 'rebuild', 'export']) {
      const { code, err } = await run([command, '--data-dir', none]);
      expect([command, code]).toEqual([command, 1]);
      expect(err).toMatch(/is it the right folder/);
    }
  });

  it('a DATA_DIR that another process writes to is read, but takes commands by --url only', async () => {
    const engine = openSqliteEngine({ dataDir: join(dataDir, 'embedded') });
    try {
      expect(await on('list')).toMatchObject({ code: 0 });
      expect(await on('replay')).toMatchObject({ code: 0 });
      expect(await on('import', EXAMPLE)).toMatchObject({ code: 1, err: expect.stringContaining('--url') });
      expect(await on('import', '--dry-run', EXAMPLE)).toMatchObject({ code: 0 });
      expect(await on('rebuild')).toMatchObject({ code: 1, err: expect.stringContaining('is in use') });
    } finally {
      await engine.close();
    }
  });

  it('a ledger in EventStoreDB, where nothing is wired to open it', async () => {
    const env = { EVENTSTORE_URL: 'esdb://localhost:2113?tls=false' };
    const { code, err } = await run(['import', '--data-dir', dataDir, EXAMPLE], { env });
    expect([code, err]).toEqual([1, expect.stringContaining('--url')]);
  });

  it('a wrong value in the environment, by its name', async () => {
    const { code, err } = await run(['list'], { env: { LEDGER_NAME: 'Ledger!' } });
    expect([code, err]).toEqual([1, expect.stringContaining('LEDGER_NAME is "Ledger!"')]);
  });

  it('a record that is not there', async () => {
    expect(await on('show', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody is not on record'),
    });
    expect(await on('history', 'nobody')).toMatchObject({ code: 1 });
  });

  it('a server that does not answer', async () => {
    const { code, err } = await run(['list', '--url', 'http://127.0.0.1:9']);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be reached')]);
  });
});

describe('reading', () => {
  it('list filters, and cuts titles to the terminal', async () => {
    const { out } = await run(['list', '--party', 'NATO', '--contested', 'any', '--data-dir', dataDir], {
      columns: 130,
    });
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^ID +STATUS +DELIVERY +TIMELINESS +KIND +PARTIES +DEADLINE +CONTESTED +TITLE$/);
    expect(lines.every((line) => line.length <= 130)).toBe(true);
    const narrow = await run(['list', '--data-dir', dataDir], { env: { COLUMNS: '60' }, columns: 200 });
    expect(narrow.out.split('\n').every((line) => line.length <= 60)).toBe(true);
    expect(narrow.err).toMatch(/^there was no room for .*contested: --wide shows every column\n$/);
    expect(await on('list', '--party', 'XX')).toEqual({
      code: 0,
      out: '',
      err: 'no commitment fits: no party XX is on record\n',
    });
  });

  it('show prints a page with who says what, and how exact a date is', async () => {
    const { out } = await on('show', await bodyId());
    expect(out).toMatch(/Republic of Korea \(KR\):\n +committer; agreed since 25 June 2025 \(its own word\) \[1–4\]/);
    expect(out).toMatch(/\(NATO\):\n +committer; agreed since 25 June 2025 \(as others report\)/);
    expect(out).toContain('within September 2025 (soft)');
    expect(out).toContain('CONTESTED: level');
    expect(out).toMatch(/\[4\] +NationPress: “On whether a new defence partnership has been formed”, 26 June 2025/);
    expect(out).not.toMatch(/undefined|null|\[object/);
  });

  it('history prints every event with its two times and its sources', async () => {
    const { out } = await on('history', await bodyId());
    expect(out).toMatch(/^#\d+ {2}29 July 2025, 01:00 UTC {2}BodyProposed, in effect April 2025$/m);
    expect(out).toMatch(
      /^ {4}from The Korea Herald: “On the consultative body .*” \(korea-herald-2025-06-26\), quoting KR/m,
    );
    expect(out).not.toMatch(/undefined|null|\[object/);
  });

  it('history as of a date leaves out what took effect later, whenever it was recorded', async () => {
    const { out } = await on('history', await bodyId(), '--json', '--as-of', '2025-05-01');
    expect(JSON.parse(out).items.map(({ type }: { type: string }) => type)).toEqual(['BodyProposed']);
  });

  it('export writes each commitment whole as JSON Lines, and a table as CSV', async () => {
    const jsonl = await on('export', '--format', 'jsonl');
    const items = jsonl.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(items).toHaveLength(7);
    expect(JSON.parse((await on('list', '--json')).out).items).toEqual(items);
    const csv = (await on('export', '--format', 'csv')).out.trimEnd().split('\r\n');
    expect(csv).toHaveLength(8);
    expect(csv[0]).toMatch(/^id,kind,title,status,/);
    expect((await on('export', '--format', 'csv', '--bom')).out).toBe(`\ufeff${csv.join('\r\n')}\r\n`);
  });

  it('a reader that goes away ends the output quietly', async () => {
    const { code } = await run(['export', '--data-dir', dataDir], { closesAfter: 1 });
    expect(code).toBe(0);
    const script = `'${process.execPath}' '${MAIN}' export --data-dir '${dataDir}' | head -c 10; exit "\${PIPESTATUS[0]}"`;
    const piped = await promisify(execFile)('bash', ['-c', script], { env: embedded });
    expect(piped).toEqual({ stdout: expect.stringMatching(/^.{10}$/s), stderr: '' });
  });
});

describe('replay', () => {
  it('says that the models equal the history, and after rebuild again', async () => {
    expect((await on('replay')).out).toMatch(/equal the history: 56 events, 27 records/);
    expect(await on('rebuild')).toMatchObject({ code: 0, out: 'rebuilt from 56 events\n' });
    expect(JSON.parse((await on('replay', '--json')).out)).toMatchObject({ equal: true, behind: 0, difference: null });
  });

  it('prints the first difference where a model was tampered with', async () => {
    const dir = await tempDir();
    await run(['import', '--data-dir', dir, EXAMPLE]);
    const db = new DatabaseSync(join(dir, 'embedded', 'models.db'));
    db.exec(`UPDATE entry SET body = replace(body, 'Australia', 'Austria')`);
    db.close();
    const { code, out } = await run(['replay', '--data-dir', dir]);
    expect(code).toBe(1);
    expect(out).toContain('differ from the history at party-AU, /name');
    expect(out).toContain('history: "Australia"\n  models:  "Austria"');
    expect(await run(['rebuild', '--data-dir', dir])).toMatchObject({ code: 0 });
    expect(await run(['replay', '--data-dir', dir])).toMatchObject({ code: 0 });
  });

  it('refuses to call models complete that counted fewer events than are stored', async () => {
    const dir = await tempDir();
    await run(['import', '--data-dir', dir, EXAMPLE]);
    const whole = JSON.parse((await run(['replay', '--json', '--data-dir', dir])).out);
    expect(whole).toMatchObject({
      models: [{ name: 'commitments', stored: 56, projected: 56 }, { name: 'directory' }],
    });
    const db = new DatabaseSync(join(dir, 'embedded', 'models.db'));
    db.exec(`UPDATE cursor SET projected = 45 WHERE projection = 'commitments'`);
    db.close();
    const { code, err } = await run(['replay', '--data-dir', dir]);
    expect(code).toBe(1);
    expect(err).toContain('the model commitments counted 45 of the 56 events stored: concordat rebuild makes it anew');
  });
});

function recordedIn(dir: string): number {
  const journal = openSqliteJournalReader(dir);
  try {
    return journal.head().sequence;
  } finally {
    journal.close();
  }
}

describe('rebuild', () => {
  it('makes models anew that were removed, or are no database any more', async () => {
    const dir = await tempDir();
    await run(['import', '--data-dir', dir, EXAMPLE]);
    const models = join(dir, 'embedded', 'models.db');
    for (const spoil of [
      () => rm(models),
      () => writeFile(models, 'not a database, and long enough to be read as one'),
    ]) {
      await spoil();
      await Promise.all(['-wal', '-shm'].map((suffix) => rm(models + suffix, { force: true })));
      expect(await run(['list', '--data-dir', dir])).toMatchObject({ code: 1, out: '' });
      expect(await run(['rebuild', '--json', '--data-dir', dir])).toEqual({ code: 0, out: '{"events":56}\n', err: '' });
      expect(await run(['replay', '--data-dir', dir])).toMatchObject({ code: 0 });
    }
  });
});

describe('import', () => {
  it('a dry run writes nothing, and refuses what an import would', async () => {
    const dir = await tempDir();
    const file = join(dir, 'more.yaml');
    await writeFile(file, '- { id: x, command: RegisterParty, data: { party: KR, name: Again, kind: state } }\n');
    const before = (await on('replay')).out;
    const dry = await on('import', '--dry-run', '--json', EXAMPLE, file);
    expect(JSON.parse(dry.out)).toMatchObject({ recorded: 0, alreadyOnRecord: 56, refused: 1, dryRun: true });
    expect(dry.code).toBe(1);
    expect((await on('replay')).out).toBe(before);
    const fresh = await run(['import', '--dry-run', '--data-dir', join(dir, 'none'), EXAMPLE]);
    expect(fresh.out).toContain('56 would be recorded, 0 already on record, 0 refused; nothing was written');
  });

  it('goes on past what is refused, reports it by line, and exits with 1', async () => {
    const dir = await tempDir();
    const file = join(dir, 'entries.yaml');
    const entry = (id: string, data: string) => `- id: ${id}\n  command: RegisterParty\n  data: ${data}\n`;
    await writeFile(file, entry('a', '{ party: aa }') + entry('b', '{ party: BB, name: B, kind: state }'));
    const { code, out, err } = await run(['import', '--data-dir', join(dir, 'data'), file]);
    expect([code, out]).toEqual([1, '2 entries: 1 recorded, 0 already on record, 1 refused\n']);
    expect(err).toMatch(/entries\.yaml:3: a: INVALID_PAYLOAD at \/data\/party: .*is not a party code/);
  });

  it('goes on after kill -9: what was acknowledged is on record, once', async () => {
    const dir = await tempDir();
    const file = join(dir, 'entries.jsonl');
    const data = (i: number) => ({ party: `P${i}`, name: 'A party', kind: 'other' });
    const lines = Array.from({ length: 3_000 }, (_, i) =>
      JSON.stringify({ id: `p${i}`, command: 'RegisterParty', data: data(i) }),
    );
    await writeFile(file, lines.join('\n'));
    const env = { ...embedded, DATA_DIR: join(dir, 'data') };
    const child = spawn(process.execPath, [MAIN, 'import', file], { env, stdio: 'ignore' });
    await vi.waitFor(() => expect(recordedIn(join(env.DATA_DIR, 'embedded'))).toBeGreaterThan(200), {
      timeout: 20_000,
      interval: 10,
    });
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const again = await run(['import', '--json', '--data-dir', env.DATA_DIR, file]);
    const { recorded, alreadyOnRecord, refused } = JSON.parse(again.out);
    expect(alreadyOnRecord).toBeGreaterThan(200);
    expect([recorded + alreadyOnRecord, refused]).toEqual([3_000, 0]);
    expect((await run(['replay', '--data-dir', env.DATA_DIR])).out).toContain('3000 events, 3000 records');
  });
});

describe('demo', () => {
  it('records the worked example and serves; a second start records nothing', async () => {
    const dir = await tempDir();
    const served: string[] = [];
    const wiring = { serve: async (config: { dataDir: string }) => served.push(config.dataDir) - served.length };
    expect((await run(['demo', '--data-dir', dir], { wiring })).err).toContain('56 recorded');
    expect((await run(['demo', '--data-dir', dir], { wiring })).err).toContain('56 already on record');
    expect(served).toEqual([dir, dir]);
  });
});
