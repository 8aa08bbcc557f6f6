// `concordat verify --bundle`: one record's history in a file, checked offline.
import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeBundle } from '../../../src/audit/bundle/makeBundle.ts';
import { COMMITMENT, openNodeWithLog, recordCommitment } from '../../audit/support/commitments.ts';
import { signer } from '../../audit/support/ledger.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';
import { files } from './ledger.ts';

const { vkey } = signer.verifier;

/** Bundles as files, and the checkpoint that an auditor kept from before. */
async function bundled() {
  const at = await files();
  const { journal, log, ...node } = await openNodeWithLog(await tempDir());
  await recordCommitment(node);
  await writeFile(at('kept'), await node.signed());
  const { size } = log.reader.head();
  await node.record('RegisterParty', { party: 'AU', name: 'Australia', kind: 'state' });
  await node.signed();
  const bundle = JSON.stringify(makeBundle({ journal, log: log.reader }, COMMITMENT, size));
  await writeFile(at('bundle.json'), bundle);
  return { at, bundle };
}

it('a bundle is verified with a key that the auditor brought, from the checkpoint that was kept', async () => {
  const { at } = await bundled();
  const args = ['verify', '--bundle', at('bundle.json'), '--vkey', vkey];
  const bare = await run(args);
  expect([bare.code, bare.out]).toEqual([0, expect.stringContaining('note: No checkpoint was kept from before')]);
  const { code, out } = await run([...args, '--checkpoint', at('kept'), '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { result: 'passed', subject: expect.stringContaining(COMMITMENT) },
  ]);
  expect(JSON.parse(out).checkpoints).toHaveLength(2);
});

it('a bundle with a word changed fails and names the entry; without a key, or a file, it is not checked at all', async () => {
  const { at, bundle } = await bundled();
  await writeFile(at('changed.json'), bundle.replace('yonhap-2025-06-26', 'yonhap-2025-06-27'));
  const changed = await run(['verify', '--bundle', at('changed.json'), '--vkey', vkey, '--json']);
  expect([changed.code, JSON.parse(changed.out)]).toMatchObject([1, { result: 'failed' }]);
  expect(JSON.parse(changed.out).faults[0].sequence).toEqual(expect.any(Number));
  expect(JSON.parse(changed.out)).not.toHaveProperty('upTo');
  const nobody = await run(['verify', '--bundle', at('bundle.json')]);
  expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('cannot vouch for its own key') });
  const none = await run(['verify', '--bundle', at('none'), '--vkey', vkey]);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('cannot be read') });
});
