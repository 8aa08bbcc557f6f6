// The process of one side: opens it, then does what it is told, one order at a time.
import type { Order, Word } from './child.ts';
import type { OpenSide, Side } from './side.ts';

const [name, args] = process.argv.slice(2);
const say = (word: Word): void => {
  process.send?.(word);
};
const failed = (error: unknown): void =>
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });

async function obey(side: Side, order: Order): Promise<void> {
  if (order === 'run') return say({ measured: await side.run() });
  await side.close();
  say({ closed: true });
}

try {
  const { open } = (await import(`../sides/${name}.ts`)) as { open: OpenSide<unknown> };
  const side = await open(JSON.parse(args ?? '{}'));
  process.on('message', (order: Order) => {
    obey(side, order).catch(failed);
  });
  say({ open: true, told: side.told });
} catch (error) {
  failed(error);
}
