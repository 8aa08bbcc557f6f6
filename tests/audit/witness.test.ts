// Witnesses: a checkpoint is served with their cosignatures, each verified; what they know against it stops the log.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/audit/auditError.ts';
import { LogFile } from '../../src/audit/log/logFile.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { parseWitnesses } from '../../src/audit/witness/witness.ts';
import { cosignBy } from '../../src/audit/witness/witnesses.ts';
import { leafHash } from '../../src/merkle/hash.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ledgerOf, ORIGIN, openLedger, record, signer } from './support/ledger.ts';
import { cosign, startWitness, type TestWitness, TIME, witnessSigner } from './support/witness.ts';

const submission = (size: number, salt = '') => ({
  checkpoint: signCheckpoint({ origin: ORIGIN, size, root: leafHash(`${size}${salt}`) }, [signer]),
  prove: () => [],
});
const never = new AbortController().signal;

/** Asks one witness; gives the line, and the failures told. */
async function ask(
  witness: TestWitness,
  { size = 1, origin = ORIGIN, patience = 2000 }: { size?: number; origin?: string; patience?: number } = {},
) {
  const failures: AuditError[] = [];
  const onFailure = (_: unknown, error: AuditError) => void failures.push(error);
  const cosigning = cosignBy({ witnesses: [witness.witness], onFailure, patience });
  const { checkpoint, prove } = submission(size);
  const other = signCheckpoint({ ...checkpoint, origin }, [signer]);
  return { line: await cosigning({ checkpoint: other, prove }, never), failures };
}

describe('a log with witnesses', () => {
  it('serves its checkpoint with a cosignature of each, over the whole way', async () => {
    const [one, two] = [await startWitness(), await startWitness('witness.example/w2', 2)];
    const witnesses = [one.witness, two.witness];
    const { engine, log } = await openLedger(await tempDir(), { cosign: cosignBy({ witnesses }) });
    for (const end of [3, 7, 300]) {
      await record(engine.ledger, log.health().size, end);
      await covered(log, end - 1);
    }
    const { note } = log.reader.head();
    const verifiers = witnesses.map(({ verifier }) => verifier);
    const { signatures } = openCheckpoint(note, ORIGIN, [signer.verifier], verifiers);
    expect(signatures.map(({ verifier, timestamp }) => [verifier.name, timestamp])).toEqual([
      [ORIGIN, undefined],
      ['witness.example/w1', TIME],
      ['witness.example/w2', TIME],
    ]);
    expect([one.head.size, two.head.size]).toEqual([300, 300]);
    expect(one.asked.every((line) => line.endsWith(': 200'))).toBe(true);
    expect(log.reader.proofFile(5).bytes.toString()).toContain('witness.example/w1');
  });

  it('opened again, learns from a witness how far it is, and has the same head cosigned again', async () => {
    const [dir, witness] = [await tempDir(), await startWitness()];
    const cosigning = () => ({ cosign: cosignBy({ witnesses: [witness.witness] }) });
    await ledgerOf(dir, 5, cosigning());
    const { log } = await openLedger(dir, cosigning());
    await expect.poll(() => log.reader.head().note).toContain('witness.example/w1');
    expect(witness.asked.slice(-2)).toEqual(['old 0: 409', 'old 5: 200']);
  });

  it('stops on data older than what a witness cosigned', async () => {
    const [newer, older, witness] = [await tempDir(), await tempDir(), await startWitness()];
    const cosigning = () => ({ cosign: cosignBy({ witnesses: [witness.witness] }) });
    await ledgerOf(newer, 9, cosigning());
    await ledgerOf(older, 4);
    const stopped = Promise.withResolvers<AuditError>();
    const { log } = await openLedger(older, { ...cosigning(), onStop: stopped.resolve });
    expect(await stopped.promise).toMatchObject({ code: 'OLDER_DATA', message: expect.stringContaining('9 entries') });
    expect(() => log.reader.head()).toThrow('These data are older than what this log has signed: the witness');
  });

  it('is asked before a first signature reaches anybody: a clone that went its own way signs nothing that is kept', async () => {
    const [original, clone, file] = [await tempDir(), await tempDir(), join(await tempDir(), 'checkpoint')];
    await ledgerOf(original, 4);
    cpSync(original, clone, { recursive: true });
    const witness = await startWitness();
    const cosigning = () => ({ cosign: cosignBy({ witnesses: [witness.witness] }) });
    const { engine, log, close } = await openLedger(original, cosigning());
    await record(engine.ledger, 4, 9);
    await covered(log, 8);
    await close();
    const apart = openSqliteEngine({ dataDir: clone });
    await record(apart.ledger, 4, 12, 'otherwise');
    await apart.close();
    const stopped = Promise.withResolvers<[AuditError, string]>();
    const onStop = (error: AuditError, from: string) => stopped.resolve([error, from]);
    await openLedger(clone, { ...cosigning(), checkpointFile: file, onStop }).catch(() => undefined);
    expect(await stopped.promise).toMatchObject([{ code: 'FORKED' }, 'witness']);
    const kept = LogFile.openReader(clone);
    const sizes = kept.checkpoints().map((note) => parseCheckpoint(note).size);
    kept.close();
    expect([sizes, parseCheckpoint(readFileSync(file, 'utf8')).size]).toEqual([[4], 4]);
  });

  it('stops where a witness cosigned another history, of the same size or a smaller one', async () => {
    for (const size of [4, 6]) {
      const [dir, witness] = [await tempDir(), await startWitness()];
      witness.head = { size: 4, root: leafHash('another history') };
      await ledgerOf(dir, size);
      const stopped = Promise.withResolvers<AuditError>();
      await openLedger(dir, { cosign: cosignBy({ witnesses: [witness.witness] }), onStop: stopped.resolve });
      expect(await stopped.promise).toMatchObject({
        code: 'FORKED',
        message: expect.stringContaining('witness.example'),
      });
    }
  });

  it('goes on without a witness that is away, and does not wait for it each time', async () => {
    const witness = await startWitness();
    witness.override = () => ({ status: 503 });
    const { engine, log } = await openLedger(await tempDir(), { cosign: cosignBy({ witnesses: [witness.witness] }) });
    await record(engine.ledger, 0, 3);
    await covered(log, 2);
    await record(engine.ledger, 3, 6);
    await covered(log, 5);
    expect(log.reader.head().note).not.toContain('witness.example');
    expect(witness.asked).toEqual(['old 0: 503', 'old 0: 503', 'old 0: 503']);
  });
});

describe('what a witness answers', () => {
  it('counts only as a cosignature of its own key that fits; those of other keys are passed over', async () => {
    const witness = await startWitness();
    const other = witnessSigner('witness.example/w2', 2);
    witness.override = (body) => {
      const note = body.slice(body.indexOf('\n\n') + 2);
      return { status: 200, text: cosign(other, note) + cosign(witness.signer, note) };
    };
    const { line } = await ask(witness);
    expect(line).toMatch(/^— witness\.example\/w1 \S+\n$/);
    const elsewhere = submission(2).checkpoint.note;
    const answers: [string, string][] = [
      ['BAD_SIGNATURE', cosign(witness.signer, elsewhere)],
      ['UNTRUSTED', cosign(other, submission(1).checkpoint.note)],
      ['MALFORMED', 'hello'],
      ['MALFORMED', '{"cosigned":true}\n'],
    ];
    for (const [code, text] of answers) {
      witness.override = () => ({ status: 200, text });
      expect(await ask(witness)).toMatchObject({ line: '', failures: [{ code }] });
    }
  });

  it.each([
    [404, 'UNTRUSTED', "does not know this log's origin"],
    [403, 'UNTRUSTED', "does not trust this log's key"],
    [400, 'UNTRUSTED', 'could not read the request'],
    [302, 'UNREACHABLE', 'The witness witness.example/w1'],
    [500, 'UNREACHABLE', 'answered 500'],
  ])('%i is told as what it is', async (status, code, message) => {
    const witness = await startWitness();
    witness.override = () => ({ status });
    const { line, failures } = await ask(witness);
    expect(line).toBe('');
    expect(failures).toMatchObject([{ code, message: expect.stringContaining(message) }]);
  });

  it('as another size each time is not followed for ever', async () => {
    const witness = await startWitness();
    let size = 1;
    witness.override = () => ({ status: 409, text: `${size++}\n`, type: 'text/x.tlog.size' });
    const { failures } = await ask(witness, { size: 9 });
    expect(failures).toMatchObject([{ message: expect.stringContaining('keeps naming other sizes') }]);
    expect(witness.asked).toEqual(['old 0: 409', 'old 1: 409', 'old 2: 409']);
  });

  it('too slowly is not waited for', async () => {
    const witness = await startWitness();
    witness.override = () => 'silence';
    const start = performance.now();
    expect(await ask(witness, { patience: 100 })).toMatchObject({ line: '', failures: [{ code: 'UNREACHABLE' }] });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('WITNESSES', () => {
  const { vkey } = witnessSigner('witness.example/w1', 1).verifier;

  it('is verifier keys and addresses', () => {
    const [one, two] = parseWitnesses(`${vkey} https://w1.example/x/ ,\n ${vkeyOf(2)} http://localhost:1`);
    expect([one?.url, one?.verifier.name, two?.url]).toEqual([
      'https://w1.example/x',
      'witness.example/w1',
      'http://localhost:1',
    ]);
    expect(parseWitnesses('')).toEqual([]);
  });

  it.each([
    ['no address', vkey],
    ['no http address', `${vkey} ftp://w.example`],
    ['a log’s key', `${signer.verifier.vkey} https://w.example`],
    ['the same key twice', `${vkey} https://w.example, ${vkey} https://v.example`],
    ['no key', 'https://w.example'],
  ])('with %s is refused', (_, text) => {
    expect(() => parseWitnesses(text)).toThrow(AuditError);
  });

  const vkeyOf = (digit: number): string => witnessSigner(`witness.example/w${digit}`, digit).verifier.vkey;
});
