// One commitment's history in one file: complete, provable offline, and seen through where it was touched.
import { describe, expect, it } from 'vitest';
import type { Bundle, BundledEntry } from '../../src/audit/bundle/bundle.ts';
import { makeBundle } from '../../src/audit/bundle/makeBundle.ts';
import { type BundleTrust, verifyBundle } from '../../src/audit/bundle/verifyBundle.ts';
import { generateKey } from '../../src/audit/note/keys.ts';
import { checkTlogProof, writeTlogProof } from '../../src/audit/note/tlogProof.ts';
import { tempDir } from '../support/tempDir.ts';
import { COMMITMENT, openNodeWithLog, recordCommitment } from './support/commitments.ts';
import { ORIGIN, signer } from './support/ledger.ts';

const { vkey } = signer.verifier;

/** Bundles of a ledger that went on after an auditor kept a checkpoint of it. */
async function bundled() {
  const { journal, log, ...node } = await openNodeWithLog(await tempDir());
  await recordCommitment(node);
  const kept = await node.signed();
  const { size } = log.reader.head();
  await node.record('RegisterParty', { party: 'AU', name: 'Australia', kind: 'state' });
  const latest = await node.signed();
  const make = (from?: number, id = COMMITMENT) => makeBundle({ journal, log: log.reader }, id, from);
  expect(make(undefined, COMMITMENT.replace('0f', '1f'))).toBeUndefined();
  const texts = journal.readStream(`commitment-${COMMITMENT}`).map(({ text }) => text);
  return { kept, latest, size, texts, plain: make() as Bundle, bundle: make(size) as Bundle };
}

const check = (bundle: Bundle | string, trust: Partial<BundleTrust> = {}) =>
  verifyBundle(typeof bundle === 'string' ? bundle : JSON.stringify(bundle), { vkey, ...trust });
const messageOf = (bundle: Bundle, trust: Partial<BundleTrust> = {}) => check(bundle, trust).faults[0]?.message;

const withEntries = (bundle: Bundle, change: (entries: readonly BundledEntry[]) => BundledEntry[]): Bundle => ({
  ...bundle,
  commitment: { ...bundle.commitment, entries: change(bundle.commitment.entries) },
});

describe('a bundle', () => {
  it('holds the whole history and every source cited, and is verified offline from a checkpoint kept', async () => {
    const { bundle, texts, kept, latest } = await bundled();
    expect(bundle.commitment.entries.map(({ leaf }) => leaf)).toEqual(texts);
    expect(bundle.sources).toMatchObject([
      { id: 'statement', sha256: '5'.repeat(64), missing: null },
      { id: 'yonhap-2025-06-26', sha256: null, missing: 'the page was not kept' },
    ]);
    expect(bundle.sources.map(({ entries }) => entries.length)).toEqual([2, 1]);
    const report = check(bundle, { checkpoint: kept });
    expect(report).toMatchObject({ commitment: COMMITMENT, entries: 5, sources: 2, faults: [] });
    expect(report.checkpoint?.note).toBe(latest);
    expect(check(bundle, { checkpoint: latest }).faults).toEqual([]);
    expect(check(bundle, { vkey: `${generateKey(ORIGIN).vkey}\n${vkey}` }).faults).toEqual([]);
  });

  it('holds proofs that are tlog-proofs, for whoever has no program of ours', async () => {
    const { bundle } = await bundled();
    for (const { sequence, leaf, path } of bundle.commitment.entries) {
      const hashes = path.map((hash) => Buffer.from(hash, 'base64'));
      const proof = writeTlogProof({ index: Number(sequence), path: hashes, checkpoint: bundle.checkpoint });
      checkTlogProof(proof, leaf, { origin: ORIGIN, keys: [signer.verifier] });
    }
  });

  it('with any byte changed is seen through', async () => {
    const { bundle, kept } = await bundled();
    const original = Buffer.from(JSON.stringify(bundle));
    for (let at = 0; at < original.length; at++) {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      if (check(changed.toString(), { checkpoint: kept }).faults.length === 0) {
        expect.fail(`byte ${at} passed unseen: ${changed.subarray(Math.max(0, at - 40), at + 40)}`);
      }
    }
    expect(original.length).toBeGreaterThan(4000);
  });

  it('names the entry whose text was changed', async () => {
    const { bundle } = await bundled();
    const [first] = bundle.commitment.entries as [BundledEntry];
    const changed = withEntries(bundle, ([entry, ...rest]) => [
      { ...(entry as BundledEntry), leaf: first.leaf.replace('NATO', 'OTAN') },
      ...rest,
    ]);
    expect(check(changed).faults[0]?.sequence).toBe(Number(first.sequence));
    expect(messageOf(changed)).toMatch(
      new RegExp(
        `^entry ${first.sequence} is not what was signed, or its proof was changed: its text has the leaf hash .{44}; ` +
          `leaf ${first.sequence} leads to another root of the tree of 10: .{44}, not .{44}$`,
      ),
    );
  });

  it('names what is missing, put in another place, or another record’s', async () => {
    const { bundle } = await bundled();
    const [opening, further] = bundle.commitment.entries as [BundledEntry, BundledEntry];
    const stream = `commitment-${COMMITMENT}`;
    expect(messageOf(withEntries(bundle, () => [further]))).toBe(
      `revision 0 of ${stream} is missing: entry ${further.sequence} stands in its place, and is revision 1`,
    );
    expect(messageOf(withEntries(bundle, () => [further, opening]))).toMatch(/^revision 2 of .* is missing: entry 5/);
    expect(messageOf(withEntries(bundle, () => []))).toBe(`the bundle holds no entry of ${stream}`);
    const [{ entries: foreign }] = bundle.sources as [Bundle['sources'][number]];
    expect(messageOf(withEntries(bundle, (own) => [...foreign, ...own]))).toMatch(
      /^entry 4 belongs to source-statement, not to commitment-/,
    );
    expect(messageOf({ ...bundle, sources: bundle.sources.slice(0, 1) })).toBe(
      `source yonhap-2025-06-26, which entry ${opening.sequence} cites, is not in the bundle`,
    );
    const [source, ...others] = bundle.sources as [Bundle['sources'][number]];
    expect(messageOf({ ...bundle, sources: [{ ...source, sha256: '6'.repeat(64) }, ...others] })).toBe(
      `of source statement the bundle says sha256 ${'6'.repeat(64)}, missing nothing; its entries say sha256 ${'5'.repeat(64)}, missing nothing`,
    );
  });

  it('of another key, or without the way from the checkpoint kept, is refused with what to ask for', async () => {
    const { bundle, plain, kept, size } = await bundled();
    const other = generateKey(ORIGIN).vkey;
    expect(messageOf(bundle, { vkey: other })).toBe(`the bundle names the verifier key ${vkey}, not ${other}`);
    expect(messageOf({ ...bundle, vkey: other }, { vkey: other })).toMatch(/^signed by .*, not by/);
    expect(messageOf(plain, { checkpoint: kept })).toBe(
      `the bundle does not show that its checkpoint (size ${size + 1}) continues the one kept (size ${size}): ask for it with from=${size}`,
    );
    const { latest, plain: later } = await bundled();
    const before = { ...later, checkpoint: kept };
    expect(messageOf(before, { checkpoint: latest })).toBe(
      `the bundle's checkpoint covers ${size} entries, the checkpoint kept ${size + 1}: it shows an older state. Ask for the bundle again with from=${size + 1}.`,
    );
    expect(check('{').faults[0]?.message).toMatch(/^the bundle is not JSON: /);
    expect(check('{}').faults[0]?.message).toMatch(/^the bundle is not as it should be at \/version: /);
  });

  it('of a history that was rewritten and signed again does not continue the checkpoint kept', async () => {
    const [one, other] = [await bundled(), await bundled()];
    expect(messageOf(other.bundle, { checkpoint: one.kept })).toMatch(
      /is not shown to continue the one kept \(size 9\): the proof leads to another root of the tree of 9: .* keep both notes/,
    );
    expect(messageOf(other.bundle, { checkpoint: one.latest })).toMatch(/\(size 10\): \S{44} and \S{44}\. /);
  });
});
