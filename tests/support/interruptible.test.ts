// A statement that looks at more rows than anybody will wait for, in a thread that is told to end.
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const ENDLESS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
const module = new URL('../../src/support/interruptible.ts', import.meta.url).href;
const source = `
  const { DatabaseSync } = require('node:sqlite');
  import('${module}').then(({ INTERRUPTIBLE, makeInterruptible }) => {
    const db = new DatabaseSync(':memory:');
    makeInterruptible(db);
    require('node:worker_threads').parentPort.postMessage('begins');
    db.prepare(\`${ENDLESS} WHERE \${INTERRUPTIBLE}\`).get();
  });`;

it('an endless statement ends with its thread', { timeout: 30_000 }, async () => {
  expect(fileURLToPath(module)).toMatch(/interruptible\.ts$/);
  const thread = new Worker(source, { eval: true });
  await new Promise((resolve) => thread.once('message', resolve));
  await setTimeout(200);
  await thread.terminate();
  await expect(Promise.race([thread.terminate().then(() => 'ended'), setTimeout(10_000, 'still runs')])).resolves.toBe(
    'ended',
  );
});
