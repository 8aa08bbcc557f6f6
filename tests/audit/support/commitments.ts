// A small ledger of real commands with its log: parties, sources, and commitments that cite them.
import { onTestFinished } from 'vitest';
import { openLog, type TransparencyLog } from '../../../src/audit/log/openLog.ts';
import { agreedBody, openNode, registerBasics, type TestNode } from '../../support/node.ts';
import { covered, ORIGIN, signer } from './ledger.ts';

export const COMMITMENT = '0f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01';

export interface NodeWithLog extends TestNode {
  readonly log: TransparencyLog;
  /** Waits until all that was recorded is under a checkpoint, and gives its note. */
  signed(): Promise<string>;
}

export async function openNodeWithLog(dataDir: string): Promise<NodeWithLog> {
  const node = openNode(dataDir, Date.now);
  const log = await openLog({ dataDir, journal: node.journal, origin: ORIGIN, signers: [signer], interval: 5 });
  const close = async () => {
    await log.close();
    await node.close();
  };
  onTestFinished(close);
  const signed = async () => {
    await covered(log, node.journal.head().sequence);
    return log.reader.head().note;
  };
  return { ...node, log, signed, close };
}

/** A commitment with a further act, between events of others, and two sources, one of which was corrected. */
export async function recordCommitment(node: Pick<TestNode, 'record'>): Promise<void> {
  await registerBasics(node);
  const captured = { publisher: 'NATO', title: 'A statement', language: 'en', published: '2025-06-25' };
  const sha256 = '5'.repeat(64);
  const { events } = await node.record('CaptureSource', { source: 'statement', ...captured, missing: 'not yet' });
  await node.record('AgreeBody', { commitment: COMMITMENT, ...agreedBody });
  await node.record('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' });
  await node.record('CorrectRecord', {
    source: 'statement',
    event: events[0]?.id,
    cause: 'recorder',
    reason: 'it was captured after all',
    replacement: { source: 'statement', ...captured, sha256 },
  });
  await node.record('ReaffirmBody', {
    commitment: COMMITMENT,
    effectiveAt: '2025-07-01',
    parties: ['KR'],
    citations: [
      { source: 'statement', as: 'own', quote: 'we reaffirm «the body»' },
      { source: 'yonhap-2025-06-26', as: 'quoted' },
    ],
  });
}
