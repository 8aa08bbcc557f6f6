// Stopping: what is in flight is answered, nothing acknowledged is lost, and nothing waits for ever.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ServeRefused, serve } from '../../src/api/serve.ts';
import { PARTY, type Recorded, startNode } from './node.ts';

describe('a node that is stopped', () => {
  it('under load loses nothing it acknowledged', async () => {
    const { command, serving, parts } = await startNode();
    const acknowledged: Recorded[] = [];
    let stopped = false;
    const clients = Array.from({ length: 16 }, async (_, client) => {
      for (let i = 0; !stopped; i++) {
        const party = `P${client}-${i}`;
        const answer = await command('RegisterParty', { ...PARTY, party }).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.ok) acknowledged.push((await answer.json()) as Recorded);
      }
    });
    while (acknowledged.length < 100) await delay(10);
    await serving.close();
    stopped = true;
    await Promise.all(clients);
    expect(parts.journal.head().sequence + 1).toBeGreaterThanOrEqual(acknowledged.length);
    for (const { events, sequence } of acknowledged) {
      expect(parts.journal.find(events[0]?.id as string)?.sequence).toBe(Number(sequence));
    }
  });

  it('answers what was in flight when it was told to stop, and takes nothing new', async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { command, get, serving } = await startNode({
      parts: ({ ledger }) => ({
        ledger: {
          execute: (order) => held.then(() => ledger.execute(order)),
          judge: (order) => ledger.judge(order),
        },
      }),
    });
    const inFlight = command('RegisterParty', PARTY);
    await delay(100);
    const closed = serving.close();
    await delay(50);
    await expect(get('/healthz')).rejects.toThrow();
    finish();
    const answer = await inFlight;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Location')).toBe('/v1/parties/KR');
    await closed;
  });

  it('closes connections that are idle at once, also those that never asked anything', async () => {
    const { get, serving, url } = await startNode();
    await (await get('/healthz')).text();
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    idle.on('error', () => {});
    await delay(50);
    const start = performance.now();
    await serving.close();
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('waits no longer than its grace for what does not end', async () => {
    const never = () => new Promise<never>(() => {});
    const { command, serving } = await startNode({
      parts: () => ({ ledger: { execute: never, judge: never } }),
      serving: { grace: 200 },
    });
    const lost = command('RegisterParty', PARTY).catch((error: unknown) => error);
    await delay(100);
    await serving.close();
    expect(await lost).toBeInstanceOf(Error);
  });

  it('is stopped once, however often it is told', async () => {
    const { serving } = await startNode();
    await Promise.all([serving.close(), serving.close()]);
    await serving.close();
  });
});

describe('an address that is taken', () => {
  it('is refused with what to do', async () => {
    const { url } = await startNode();
    const refused = serve(() => {}, { host: '127.0.0.1', port: Number(new URL(url).port) });
    await expect(refused).rejects.toThrow(ServeRefused);
    await expect(refused).rejects.toThrow(/something listens there already: stop it, or set PORT/);
  });
});
