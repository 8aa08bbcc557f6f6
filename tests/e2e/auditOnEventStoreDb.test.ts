// Nodes over one EventStoreDB keep one log: the same checkpoint everywhere, also after the node that signs was killed,
// and none for a node whose server holds another history.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKey } from '../../src/audit/note/keys.ts';
import type { Envelope, NewEvent } from '../../src/domain/envelope.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { ready, serving } from '../support/process.ts';
import { tempDir } from '../support/tempDir.ts';
import { type Auditor, auditorOf } from './logReader.ts';

const SERVER = process.env.EVENTSTORE_URL;
const ORIGIN = 'ledger.example/e2e';
const { skey, vkey } = generateKey(ORIGIN);

beforeAll(() => {
  if (SERVER === undefined) console.log('EVENTSTORE_URL is not set: the log of several nodes is not tried');
});

const register = async (url: string, party: string): Promise<void> => {
  const answer = await fetch(`${url}/v1/commands/RegisterParty`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ party, name: party, kind: 'state' }),
  });
  expect(answer.status).toBe(201);
};

describe.skipIf(SERVER === undefined)('nodes over EventStoreDB', { timeout: 120_000 }, () => {
  /** @param known a checkpoint that the node is given to remember: else it only serves the line it finds */
  const node = async (ledger: string, known?: string) => {
    const file = join(await tempDir(), 'checkpoint');
    if (known !== undefined) await writeFile(file, known);
    const env = {
      LEDGER_NAME: ledger,
      EVENTSTORE_URL: SERVER ?? '',
      LEDGER_ORIGIN: ORIGIN,
      SIGNING_KEY: skey,
      CHECKPOINT_FILE: file,
    };
    const program = await serving({ ...env, DATA_DIR: await tempDir() });
    await ready(program.url);
    return { ...program, auditor: await auditorOf(program.url) };
  };
  const same = async (size: number, ...auditors: readonly Auditor[]) => {
    const [first, ...others] = await Promise.all(auditors.map((auditor) => auditor.reached(size)));
    for (const { note } of others) expect(note).toBe(first?.note);
    return first?.note as string;
  };

  it('serve the same checkpoint, and when the one that signs is killed another goes on from it', async () => {
    const ledger = `e2e-${randomUUID().slice(0, 8)}`;
    const first = await node(ledger);
    await register(first.url, 'AA');
    const { note } = await first.auditor.reached(1);
    const second = await node(ledger, note);
    expect(second.auditor.key.vkey).toBe(vkey);
    await register(second.url, 'BB');
    const kept = await same(2, first.auditor, second.auditor);
    expect(await second.auditor.verify(kept)).toMatchObject({ faults: [], upTo: 2 });
    first.child.kill('SIGKILL');
    await first.ended;
    await register(second.url, 'CC');
    await second.auditor.reached(3);
    const third = await node(ledger);
    await same(3, second.auditor, third.auditor);
    expect(await third.auditor.verify(kept)).toMatchObject({ faults: [], upTo: 3 });
  });

  it('over a server whose events are others than were signed serve no log, and refuse everything else as well', async () => {
    const ledger = `e2e-${randomUUID().slice(0, 8)}`;
    const honest = await node(ledger);
    for (const party of ['AA', 'BB']) await register(honest.url, party);
    await honest.auditor.reached(2);
    const rewritten = `${ledger}-r`;
    const operator = openEventStoreDbEngine({ url: SERVER ?? '', ledgerName: ledger });
    const signed = await operator.operations.readStream('log-checkpoints');
    await operator.close();
    const cheat = openEventStoreDbEngine({ url: SERVER ?? '', ledgerName: rewritten });
    await cheat.operations.append('log-checkpoints', signed.map(asNew), 'no_stream');
    await cheat.close();
    const other = await serving({
      DATA_DIR: await tempDir(),
      LEDGER_NAME: rewritten,
      EVENTSTORE_URL: SERVER ?? '',
      LEDGER_ORIGIN: ORIGIN,
      SIGNING_KEY: skey,
    });
    await ready(other.url);
    for (const party of ['AA', 'XX']) await register(other.url, party);
    await other.printed(/"message":"the log stopped: it signs and serves nothing","code":"FORKED"/);
    const refused = await fetch(`${other.url}/tlog/checkpoint`);
    expect(refused.status).toBe(503);
    expect(JSON.parse(await refused.text()).detail).toMatch(
      /^The log stopped: The journal is not the history that the checkpoint in the operational stream log-checkpoints, revision \d covers/,
    );
    expect((await fetch(`${other.url}/v1/parties/XX`)).status).toBe(503);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
  });
});

/** A recorded event as it would be appended again. */
function asNew({ type, version, data, metadata }: Envelope): NewEvent {
  return { id: randomUUID(), type, version, data, metadata };
}
