// Tamper drill: an event rewritten in the authority, beneath the nodes that follow it. A node that copied the event before
// goes on showing what was signed; one that copies it now shows nothing; an auditor with one old checkpoint sees the rest.
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog, type TransparencyLog } from '../../src/audit/log/openLog.ts';
import { CHECKPOINT_STREAM } from '../../src/audit/log/sharedSigning.ts';
import { verifyRemote } from '../../src/audit/verify/verifyRemote.ts';
import type { Envelope, NewEvent } from '../../src/domain/envelope.ts';
import { openFollower } from '../../src/journal/follower.ts';
import { openSqliteEngine, type SqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { eventOf } from './support/events.ts';
import { covered, ORIGIN, signer } from './support/ledger.ts';

const EVENTS = 6;
const REWRITTEN = 3;

/** An authority of six events; the fourth as it was, or as somebody would have had it. */
async function authority(rewritten: boolean): Promise<SqliteEngine> {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  for (let i = 0; i < EVENTS; i++) {
    const event = eventOf(i);
    const told = rewritten && i === REWRITTEN ? { ...event, data: { ...event.data, name: 'Another' } } : event;
    await engine.ledger.append(`party-P${i}`, [told], 'no_stream');
  }
  return engine;
}

interface Node {
  readonly log: TransparencyLog;
  close(): Promise<void>;
}

/** A node over an authority: its own copy of the journal, its own tiles, the checkpoints all nodes share. */
async function nodeOver(engine: SqliteEngine, dataDir: string): Promise<Node> {
  const follower = openFollower({ dataDir, authority: engine });
  const { journal } = follower;
  await journal.beyond(EVENTS - 2, AbortSignal.timeout(10_000));
  const options = { dataDir, journal, origin: ORIGIN, signers: [signer], interval: 5 };
  const log = await openLog({ ...options, shared: engine.operations });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= log.close().then(() => follower.close());
    return closed;
  };
  onTestFinished(close);
  return { log, close };
}

const asNew = ({ id, type, version, data, metadata }: Envelope): NewEvent => ({ id, type, version, data, metadata });

async function copyCheckpoints(from: SqliteEngine, to: SqliteEngine): Promise<void> {
  const signed = await from.operations.readStream(CHECKPOINT_STREAM);
  await to.operations.append(CHECKPOINT_STREAM, signed.map(asNew), 'no_stream');
}

const audit = ({ log: { reader } }: Node, kept: string) =>
  verifyRemote({
    origin: ORIGIN,
    keys: [signer.verifier],
    kept,
    fetch: async (path) => (path === 'checkpoint' ? reader.checkpoint() : reader.path(path)).bytes,
  });

/** A node over the true history whose checkpoint an auditor kept, and the same authority after somebody rewrote it. */
async function rewrittenBeneath() {
  const [before, after, dataDir] = [await authority(false), await authority(true), await tempDir()];
  const node = await nodeOver(before, dataDir);
  await covered(node.log, EVENTS - 1);
  const kept = node.log.reader.head().note;
  await node.close();
  return { before, after, dataDir, kept };
}

describe('an event rewritten beneath the follower', () => {
  it('a node that copies it now stops, and says which checkpoint its history is not', async () => {
    const { before, after } = await rewrittenBeneath();
    await copyCheckpoints(before, after);
    const { log } = await nodeOver(after, await tempDir());
    await expect.poll(() => log.health().status).toBe('stopped');
    expect(log.health().lastError).toMatch(
      /^The journal is not the history that the checkpoint in the operational stream log-checkpoints, revision \d+ covers \(size 6\): its first 6 entries have the root .{44}, the checkpoint says .{44}\. Nothing is signed or served/,
    );
    expect(() => log.reader.checkpoint()).toThrow(/^The log stopped: /);
  });

  it('a node that copied it before goes on showing what was signed', async () => {
    const { before, after, dataDir, kept } = await rewrittenBeneath();
    await copyCheckpoints(before, after);
    const node = await nodeOver(after, dataDir);
    await covered(node.log, EVENTS - 1);
    expect(await audit(node, kept)).toMatchObject({ faults: [], upTo: EVENTS });
    expect(Buffer.from(node.log.reader.entry(REWRITTEN).bytes).toString()).toContain(`Party ${REWRITTEN}`);
  });

  it('with the shared checkpoints gone and all signed again, an auditor who kept one sees a rewritten log', async () => {
    const { after, kept } = await rewrittenBeneath();
    const node = await nodeOver(after, await tempDir());
    await covered(node.log, EVENTS - 1);
    await after.ledger.append('party-P6', [eventOf(6)], 'no_stream');
    await covered(node.log, EVENTS);
    const { faults, checkpoint } = await audit(node, kept);
    expect(checkpoint).toBeUndefined();
    expect(faults[0]).toMatchObject({
      code: 'FORKED',
      message: expect.stringMatching(
        /^the log was rewritten: its first 6 entries now have the root .{44}, the checkpoint kept says .{44}\. Both are signed by its key: keep both notes, they prove it\./,
      ),
    });
  });
});
