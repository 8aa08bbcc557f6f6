// `concordat diff`: what came between two checkpoints, told only where both are the log's and one continues the other.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { covered, record } from '../../audit/support/ledger.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';
import { files, grown, openNode, served } from './ledger.ts';

/** Three checkpoints of one ledger, which is then served. */
async function pair() {
  const [dataDir, at] = [await tempDir(), await files()];
  const { vkey, note } = await grown(dataDir, 0, 250);
  await writeFile(at('a'), note);
  await writeFile(at('b'), (await grown(dataDir, 250, 260)).note);
  await writeFile(at('c'), (await grown(dataDir, 260, 270)).note);
  return { dataDir, at, vkey };
}

it('lists the entries in between: sequence, type, record, when recorded; the same from a folder and from its server', async () => {
  const { dataDir, at, vkey } = await pair();
  const args = ['diff', at('a'), at('b'), '--vkey', vkey];
  const { code, out, err } = await run([...args, '--data-dir', dataDir]);
  const lines = out.trimEnd().split('\n');
  expect([code, err, lines.length]).toEqual([0, '', 11]);
  expect(lines[0]).toBe('#250  25 June 2025, 00:00 UTC  PartyRegistered  party-P250');
  expect(lines.at(-1)).toBe('10 entries between sizes 250 and 260; the newer continues the older');
  const json = await run([...args, '--json', '--data-dir', dataDir]);
  const { from, to, items } = JSON.parse(json.out);
  expect([from.size, to.size, items.length]).toEqual(['250', '260', 10]);
  expect(items[9]).toEqual({
    sequence: '259',
    type: 'PartyRegistered',
    record: 'party-P259',
    recordedAt: '2025-06-25T00:00:00.259Z',
  });
  const { log } = await openNode(dataDir);
  await covered(log, 269);
  const url = await served(log.reader);
  expect(await run([...args, '--url', url])).toEqual({ code, out, err });
  expect(await run([...args, '--json', '--url', url])).toEqual(json);
});

it('of a checkpoint with itself is empty', async () => {
  const { dataDir, at } = await pair();
  const { code, out } = await run(['diff', at('b'), at('b'), '--data-dir', dataDir]);
  expect([code, out]).toEqual([0, '0 entries between sizes 260 and 260; the newer continues the older\n']);
});

it('of checkpoints that contradict each other lists nothing, and says that both prove it', async () => {
  const { dataDir, at, vkey } = await pair();
  const forged = await tempDir();
  await writeFile(join(forged, 'signing.key'), await readFile(join(dataDir, 'signing.key')));
  await writeFile(at('same size'), (await grown(forged, 0, 250, 'otherwise')).note);
  await writeFile(at('larger'), (await grown(forged, 250, 260, 'otherwise')).note);
  const two = await run(['diff', at('a'), at('same size'), '--data-dir', dataDir, '--vkey', vkey]);
  expect(two).toMatchObject({ code: 1, out: '', err: expect.stringContaining('signed two histories: of 250 entries') });
  const fork = await run(['diff', at('a'), at('larger'), '--data-dir', forged, '--vkey', vkey]);
  expect(fork).toMatchObject({ code: 1, out: '', err: expect.stringContaining('the log was rewritten') });
  const { log } = await openNode(forged);
  await covered(log, 259);
  const url = await served(log.reader);
  const remote = await run(['diff', at('a'), at('larger'), '--url', url, '--vkey', vkey]);
  expect(remote).toMatchObject({ code: 1, out: '', err: expect.stringContaining('the log was rewritten') });
});

it('is refused with what to do where the order, the key or the data are not what they should be', async () => {
  const { dataDir, at, vkey } = await pair();
  const diff = (...args: string[]) => run(['diff', '--vkey', vkey, ...args]);
  const turned = await diff(at('b'), at('a'), '--data-dir', dataDir);
  expect(turned).toMatchObject({ code: 2, err: expect.stringContaining('give the older one first') });
  expect(await diff(at('a'), at('none'), '--data-dir', dataDir)).toMatchObject({ code: 1 });
  const short = await tempDir();
  await writeFile(join(short, 'signing.key'), await readFile(join(dataDir, 'signing.key')));
  await grown(short, 0, 255);
  const missing = await diff(at('a'), at('b'), '--data-dir', short);
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('entry 255 is missing') });
  const { engine } = await openNode(short);
  await record(engine.ledger, 255, 256);
  const other = (await run(['keygen', at('key'), '--origin', 'ledger.example/log'])).out.trim();
  const untrusted = await run(['diff', at('a'), at('b'), '--data-dir', dataDir, '--vkey', other]);
  expect(untrusted).toMatchObject({ code: 1, err: expect.stringContaining('is refused: signed by') });
});
