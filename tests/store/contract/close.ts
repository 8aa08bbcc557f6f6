import { expect, test } from 'vitest';
import type { Harness } from '../contract.ts';
import { freshStream, newEvents } from '../events.ts';

export function closeContract({ fresh }: Harness): void {
  test('closing finishes what waits, and refuses what comes after', async () => {
    const engine = await fresh();
    const waiting = Array.from({ length: 20 }, () => engine.ledger.append(freshStream(), newEvents(1), 'no_stream'));
    await engine.close();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ revision: 0 })));
    const late = engine.ledger.append(freshStream(), newEvents(1), 'no_stream');
    await expect(late).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(engine.ledger.readStream(freshStream())).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('closing ends those who follow', async () => {
    const engine = await fresh();
    for await (const { caughtUp } of engine.follow(undefined, 10, new AbortController().signal)) {
      if (caughtUp) void engine.close();
    }
  });

  test('closing twice is closing once', async () => {
    const engine = await fresh();
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();
  });

  test('an engine at rest says that it is connected', async () => {
    const engine = await fresh();
    await engine.ledger.append(freshStream(), newEvents(1), 'no_stream');
    expect(engine.health()).toEqual({ connected: true, state: 'up', lastError: undefined });
  });
}
