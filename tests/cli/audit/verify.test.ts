// `concordat verify`: what an auditor is told of a folder and of a server, as they were signed and as they were not.
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { cosignatureBytes, cosignedMessage } from '../../../src/audit/note/cosignature.ts';
import { parseNote, signatureLine } from '../../../src/audit/note/signedNote.ts';
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { covered, record } from '../../audit/support/ledger.ts';
import { TIME, witnessSigner } from '../../audit/support/witness.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';
import { files, grown, ORIGIN, openNode, served, signed } from './ledger.ts';

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';

function edit(dataDir: string, sql: string, file = 'ledger.db'): void {
  const db = new DatabaseSync(join(dataDir, file));
  db.exec(sql);
  db.close();
}

/** A folder of 300 entries, a checkpoint of its first 100 kept elsewhere, and what an auditor would run on it. */
async function audited() {
  const [dataDir, at] = [await tempDir(), await files()];
  const { vkey, note } = await grown(dataDir, 0, 100);
  await writeFile(at('old.checkpoint'), note);
  await grown(dataDir, 100, 300);
  const brought = ['--vkey', vkey, '--checkpoint', at('old.checkpoint')];
  return {
    dataDir,
    vkey,
    at,
    verify: (...more: string[]) => run(['verify', '--data-dir', dataDir, ...brought, ...more]),
  };
}

describe('a data directory', () => {
  it('as it was signed is verified up to its last checkpoint, and no note is left where the auditor brought everything', async () => {
    const { dataDir, verify } = await audited();
    const said = `verified: the data directory ${dataDir} holds what ${ORIGIN} signed, up to its checkpoint of 300 entries; 300 read`;
    expect(await verify()).toMatchObject({ code: 0, err: '', out: expect.stringContaining(said) });
    const report = JSON.parse((await verify('--json')).out);
    expect(report).toMatchObject({ result: 'passed', origin: ORIGIN, entries: 300, upTo: 300, faults: [] });
    expect(report.checkpoints.map(({ size }: { size: number }) => size)).toEqual([100, 300]);
    expect(report.notes).toHaveLength(1);
  });

  it('is verified by what lies in it where nothing is brought, and the report says how little that shows', async () => {
    const { dataDir } = await audited();
    const { code, out } = await run(['verify', '--data-dir', dataDir]);
    expect(code).toBe(0);
    expect(out).toContain('note: The checkpoints used lie beside the data');
    expect(out).toContain('note: The verifier key came from the data directory’s own side');
  });

  it('is verified beside the process that writes to it', async () => {
    const { dataDir, verify } = await audited();
    const engine = openSqliteEngine({ dataDir });
    expect(await verify()).toMatchObject({ code: 0 });
    await engine.close();
  });

  it('without log.db is held to the checkpoint that was kept elsewhere, and cannot be without one', async () => {
    const dataDir = await tempDir();
    const { vkey, note } = await grown(dataDir, 0, 5);
    const at = await files();
    await writeFile(at('kept'), note);
    edit(dataDir, 'DELETE FROM checkpoint; DELETE FROM tile', 'log.db');
    const bare = await run(['verify', '--data-dir', dataDir, '--vkey', vkey]);
    expect([bare.code, bare.out]).toEqual([
      1,
      expect.stringContaining('no signed checkpoint holds: nothing was proved'),
    ]);
    expect(await run(['verify', '--data-dir', dataDir, '--vkey', vkey, '--checkpoint', at('kept')])).toMatchObject({
      code: 0,
    });
  });

  it.each([
    [
      'a text changed',
      `UPDATE event SET text = replace(text, 'Party 42 ', 'Party 43 ') WHERE sequence = 42`,
      'ENTRY_CHANGED',
      42,
      /^NOT VERIFIED: .*: entry 42 was changed: its text has the leaf hash \S+, the log holds/,
    ],
    [
      'an entry removed',
      'DELETE FROM event WHERE sequence = 290',
      'ENTRY_MISSING',
      290,
      /entry 290 is missing: after entry 289 comes 291/,
    ],
    [
      'the end cut off',
      'DELETE FROM event WHERE sequence >= 90',
      'ENTRY_MISSING',
      90,
      /entry 90 is missing: the journal ends there/,
    ],
    [
      'an entry put into another history',
      'UPDATE event SET stream = 7, revision = 1 WHERE sequence = 8',
      'ENTRY_CHANGED',
      8,
      /entry 8 says that it is revision 0 of party-P8, and the journal does not find it there/,
    ],
    [
      'a recorded time moved',
      'UPDATE event SET clock = clock + 5 WHERE sequence = 9',
      'ENTRY_CHANGED',
      9,
      /entry 9 was recorded by the journal's clock at 2025-06-25T00:00:00.009Z, and its row says/,
    ],
  ])('%s fails, and the first entry at fault is named', async (...[, sql, faultCode, sequence, said]) => {
    const { dataDir, verify } = await audited();
    edit(dataDir, sql);
    const { code, out } = await verify('--json');
    expect([code, JSON.parse(out).result]).toEqual([1, 'failed']);
    expect(JSON.parse(out).faults[0]).toMatchObject({ code: faultCode, sequence });
    expect((await verify()).out).toMatch(said);
  });

  it.each([
    ['a tile changed', `UPDATE tile SET hashes = zeroblob(8192) WHERE place = 0`, /tile 0 of level 0 was changed/],
    [
      'a checkpoint changed',
      `UPDATE checkpoint SET note = replace(note, '300', '299')`,
      /the checkpoint in log.db is refused: the signature of .* does not fit the text/,
    ],
    [
      'a signature changed',
      `UPDATE checkpoint SET note = substr(note, 1, length(note) - 6) || 'AAAA=' || char(10)`,
      /the checkpoint in log.db is refused/,
    ],
  ])('%s fails, though every entry is as it was', async (_, sql, said) => {
    const { dataDir, verify } = await audited();
    edit(dataDir, sql, 'log.db');
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(said) });
  });

  it('rewritten whole, log.db and all, with its own key, fails for who kept one old checkpoint, and for nobody else', async () => {
    const { dataDir, at, vkey } = await audited();
    const forged = await tempDir();
    await writeFile(join(forged, 'signing.key'), await readFile(join(dataDir, 'signing.key')));
    await grown(forged, 0, 300, 'otherwise');
    expect(await run(['verify', '--data-dir', forged, '--vkey', vkey])).toMatchObject({ code: 0 });
    const held = await run(['verify', '--data-dir', forged, '--vkey', vkey, '--checkpoint', at('old.checkpoint')]);
    expect([held.code, held.out]).toEqual([
      1,
      expect.stringMatching(
        /the log was rewritten: its first 100 entries are not what the checkpoint of 100 covers, and the checkpoint of 300 holds/,
      ),
    ]);
  });

  it('an old backup restored fails for who kept a newer checkpoint', async () => {
    const [dataDir, at] = [await tempDir(), await files()];
    await grown(dataDir, 0, 5);
    const older = await tempDir();
    await Promise.all(
      ['ledger.db', 'log.db', 'signing.key'].map(async (name) =>
        writeFile(join(older, name), await readFile(join(dataDir, name))),
      ),
    );
    const { vkey, note } = await grown(dataDir, 5, 9);
    await writeFile(at('kept'), note);
    const env = { CHECKPOINT_FILE: at('kept') };
    const { code, out } = await run(['verify', '--data-dir', older, '--vkey', vkey], { env });
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('entry 5 is missing: the journal ends there, the checkpoint covers 9'),
    ]);
  });

  it('of an import is verified too: what the tree holds is what was recorded', async () => {
    const dataDir = await tempDir();
    await run(['import', '--data-dir', dataDir, EXAMPLE]);
    const { vkey } = await signed(join(dataDir, 'embedded'));
    expect(await run(['verify', '--data-dir', dataDir, '--vkey', vkey])).toMatchObject({ code: 0 });
  });

  it('draws progress on a terminal', async () => {
    const { dataDir } = await audited();
    let now = 0;
    const clock = () => (now += 1_000);
    const { err } = await run(['verify', '--data-dir', dataDir], { draws: true, clock });
    expect(err).toContain('of 300 entries hashed');
  });
});

describe('a running server', () => {
  it('is read whole the first time, and from the checkpoint kept on the next', async () => {
    const at = await files();
    const { engine, log, vkey } = await openNode(await tempDir());
    await record(engine.ledger, 0, 300);
    await covered(log, 299);
    const url = await served(log.reader);
    const verify = () => run(['verify', '--url', url, '--vkey', vkey, '--checkpoint', at('kept'), '--json']);
    const first = await verify();
    expect([first.code, JSON.parse(first.out)]).toMatchObject([0, { entries: 300, upTo: 300 }]);
    expect(JSON.parse(first.out).notes[0]).toMatch(/^No checkpoint was kept from before/);
    expect(await readFile(at('kept'), 'utf8')).toBe(log.reader.head().note);
    await record(engine.ledger, 300, 520);
    await covered(log, 519);
    const next = await verify();
    expect([next.code, JSON.parse(next.out)]).toMatchObject([0, { entries: 520 - 256, upTo: 520 }]);
    expect(JSON.parse(next.out).notes).toHaveLength(1);
    expect(await readFile(at('kept'), 'utf8')).toBe(log.reader.head().note);
  });

  it('that shows a rewritten log fails: the checkpoint kept stays, and the one shown is evidence', async () => {
    const at = await files();
    const dataDir = await tempDir();
    const { vkey, note } = await grown(dataDir, 0, 5);
    await writeFile(at('kept'), note);
    const forged = await tempDir();
    await writeFile(join(forged, 'signing.key'), await readFile(join(dataDir, 'signing.key')));
    const { engine, log } = await openNode(forged);
    await record(engine.ledger, 0, 9, 'otherwise');
    await covered(log, 8);
    const url = await served(log.reader);
    const { code, out, err } = await run(['verify', '--url', url, '--vkey', vkey, '--checkpoint', at('kept')]);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/the log was rewritten: its first 5 entries now have the root/),
    ]);
    expect(err).toContain('kept.refused');
    expect(await readFile(at('kept'), 'utf8')).toBe(note);
    expect(await readFile(at('kept.refused'), 'utf8')).toBe(log.reader.head().note);
  });

  it('that changes an entry on its way fails, and names it', async () => {
    const { engine, log } = await openNode(await tempDir());
    await record(engine.ledger, 0, 20);
    await covered(log, 19);
    const url = await served(log.reader, (path, bytes) =>
      path.startsWith('tile/entries')
        ? Buffer.from(Buffer.from(bytes).toString('latin1').replace('Party 7 ', 'Party 8 '), 'latin1')
        : bytes,
    );
    const { code, out } = await run(['verify', '--url', url]);
    expect([code, out]).toEqual([1, expect.stringMatching(/entry 7 is not what the log's tile lists/)]);
    expect(out).toContain('note: The verifier key is the server’s own word');
  });

  it('that is busy is asked again; one that shows no log, or does not answer, is told as such', async () => {
    const { engine, log } = await openNode(await tempDir());
    await record(engine.ledger, 0, 3);
    await covered(log, 2);
    let busy = 2;
    const url = await served(log.reader, (path, bytes) => (path === 'checkpoint' && busy-- > 0 ? 503 : bytes));
    expect(await run(['verify', '--url', url])).toMatchObject({ code: 0 });
    const none = await served(log.reader, () => 404);
    expect(await run(['verify', '--url', none])).toMatchObject({
      code: 1,
      err: expect.stringContaining('shows no verifier key'),
    });
    expect(await run(['verify', '--url', 'http://127.0.0.1:9'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be reached'),
    });
  });
});

describe('keys and usage', () => {
  it('a key of another log, no key at all, and two things to check are refused with what to do', async () => {
    const { dataDir, at, verify } = await audited();
    const other = (await run(['keygen', at('other.key'), '--origin', ORIGIN])).out.trim();
    const { code, out } = await run(['verify', '--data-dir', dataDir, '--vkey', other]);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(
        /signed by ledger.example\/log \(key \w+\), not by .* give --vkey a file with the earlier key too/,
      ),
    ]);
    expect(await run(['verify', '--data-dir', dataDir, '--vkey', 'no key'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--vkey is a verifier key or a file of them'),
    });
    expect(await verify('--url', 'http://127.0.0.1:9')).toMatchObject({
      code: 2,
      err: expect.stringContaining('two things to check'),
    });
    expect(await verify('--checkpoint', at('none'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be read'),
    });
    const bare = await tempDir();
    await run(['import', '--data-dir', bare, EXAMPLE]);
    expect(await run(['verify', '--data-dir', bare])).toMatchObject({
      code: 1,
      err: expect.stringContaining('with --vkey'),
    });
  });

  it('a file of keys lets checkpoints of before and after a change of key count', async () => {
    const { dataDir, at, vkey } = await audited();
    const { out } = await run(['keygen', at('new.key'), '--origin', ORIGIN]);
    await writeFile(at('keys'), `${out}${vkey}\n`);
    expect(await run(['verify', '--data-dir', dataDir, '--vkey', at('keys')])).toMatchObject({ code: 0 });
  });

  it('a witness’s key among them has its cosignature verified, and told with its time', async () => {
    const { dataDir, at, vkey } = await audited();
    const witness = witnessSigner('witness.example/w1', 1);
    const note = await readFile(at('old.checkpoint'), 'utf8');
    const cosigned = (time: number) => {
      const signature = witness.sign(cosignedMessage(TIME, parseNote(note).text));
      return note + signatureLine(witness.verifier, cosignatureBytes(time, signature));
    };
    await writeFile(at('keys'), `${vkey}\n${witness.verifier.vkey}\n`);
    const args = ['verify', '--json', '--data-dir', dataDir, '--vkey', at('keys'), '--checkpoint', at('cosigned')];
    await writeFile(at('cosigned'), cosigned(TIME));
    const { code, out } = await run(args);
    const told = { by: 'witness.example/w1', at: new Date(TIME * 1000).toISOString() };
    expect([code, JSON.parse(out).checkpoints[0].cosigned]).toEqual([0, [told]]);
    await writeFile(at('cosigned'), cosigned(TIME + 1));
    expect(await run(args)).toMatchObject({ code: 1, out: expect.stringContaining('does not fit the checkpoint') });
  });

  it('keygen keeps the secret to its owner, tells the public key alone, and never overwrites', async () => {
    const at = await files();
    const { code, out, err } = await run(['keygen', at('key'), '--json'], { env: { LEDGER_ORIGIN: ORIGIN } });
    const secret = await readFile(at('key'), 'utf8');
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { origin: ORIGIN, vkey: expect.stringMatching(/^ledger\.example\/log\+/) },
    ]);
    // base64 may hold a plus itself
    const form = /^PRIVATE\+KEY\+ledger\.example\/log\+[0-9a-f]{8}\+(?<secret>.{40,})\n$/;
    expect(secret).toMatch(form);
    expect(out + err).not.toContain(form.exec(secret)?.groups?.secret);
    expect(err).toContain('SECRET');
    const { stat } = await import('node:fs/promises');
    expect((await stat(at('key'))).mode & 0o777).toBe(0o600);
    await chmod(at('key'), 0o600);
    expect(await run(['keygen', at('key')])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('never overwritten'),
    });
    expect(await readFile(at('key'), 'utf8')).toBe(secret);
    expect(await run(['keygen', at('b'), '--origin', 'a b'])).toMatchObject({ code: 2 });
  });
});

describe('the report', () => {
  it('is filed as Markdown or JSON: keys, checkpoints as evidence, the first fault, and what it does not show', async () => {
    const { dataDir, at, vkey, verify } = await audited();
    await verify('--report', at('a.md'), '--report', at('a.md'));
    const passed = await readFile(at('a.md'), 'utf8');
    expect(passed).toMatch(/^# Audit of ledger\.example\/log: passed\n/);
    expect(passed).toContain(`| verifier key | \`${vkey}\` (given as --vkey) |`);
    expect(passed).toContain('| as signed up to | the checkpoint of 300 entries |');
    expect(passed).toMatch(/## Checkpoints\n\n- 100 entries, in .*:\n\n {6}ledger\.example\/log\n {6}100\n/);
    expect(passed).not.toContain('## Faults');
    edit(dataDir, `UPDATE event SET text = replace(text, 'Party 42 ', 'Party 43 ') WHERE sequence = 42`);
    expect(await verify('--report', at('b.md'))).toMatchObject({ code: 1 });
    expect(await readFile(at('b.md'), 'utf8')).toMatch(
      /# Audit of .*: failed[\s\S]*## Faults\n\n1\. \*\*ENTRY_CHANGED\*\*, entry 42: entry 42 was changed/,
    );
    await verify('--report', at('b.json'));
    expect(JSON.parse(await readFile(at('b.json'), 'utf8'))).toMatchObject({
      result: 'failed',
      checkedBy: 'concordat 0.0.0',
    });
    expect(await verify('--report', at('b.pdf'))).toMatchObject({ code: 2 });
    expect(await verify('--report', at('none/b.md'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('was not written'),
    });
  });
});
