// Follows, or builds, the models of a DATA_DIR on a disk that is full for a while, and tells what becomes of them.
// usage: full.ts DATA_DIR follow|build
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openNode, registerBasics, type TestNode } from '../../support/node.ts';
import { recordBody } from '../../support/recordBody.ts';

const [dataDir = '', what] = process.argv.slice(2);
const NOW = Date.parse('2025-06-26T00:00:00Z');
const say = (line: object) => console.log(JSON.stringify(line));

/** Waits until the size of this process's files is limited. */
async function limited(): Promise<void> {
  say({ ready: process.pid });
  while (/^Max file size\s+unlimited/m.test(readFileSync('/proc/self/limits', 'utf8'))) await setTimeout(10);
}

const stateOf = ({ readModels }: TestNode) => readModels.health()[0];

async function until(node: TestNode, state: string, meanwhile: () => Promise<unknown>): Promise<void> {
  while (stateOf(node)?.state !== state) await meanwhile();
}

async function follow(node: TestNode): Promise<void> {
  await registerBasics(node);
  const first = await recordBody(node, 'The first body');
  await node.settled();
  await limited();
  await until(node, 'stalled', () => recordBody(node, 'x'.repeat(300)));
  // what is recorded now is durable, and not visible
  const late = await recordBody(node, 'While it was full');
  const { queries } = node.readModels;
  say({
    ...stateOf(node),
    first: queries.commitment(first.id) !== undefined,
    late: queries.commitment(late.id) !== undefined,
    listed: queries.commitments({}, { limit: 1 }).items.length,
    isReached: await node.readModels.reached(node.journal.head().sequence, 2_000),
  });
  await until(node, 'live', () => setTimeout(10));
  await node.settled();
  say({ ...stateOf(node), late: queries.commitment(late.id) !== undefined });
}

async function build(node: TestNode): Promise<void> {
  await until(node, 'stalled', () => setTimeout(5));
  say({ ...stateOf(node) });
  await until(node, 'live', () => setTimeout(5));
  say({ ...stateOf(node) });
}

if (what === 'build') await limited();
const node = openNode(dataDir, () => NOW);
await (what === 'build' ? build : follow)(node);
say({ news: node.news.map(({ news }) => news) });
await node.close();
