// The process of one side: opens it, then does what it is told, one order at a time.
import type { Order, Word } from './child.ts';
import type { OpenSide, Side } from './side.ts';

const SIDES: Readonly<Record<string, () => Promise<{ readonly open: OpenSide<never> }>>> = {
  answerServer: () => import('../sides/answerServer.ts'),
  askQuestions: () => import('../sides/askQuestions.ts'),
  bareServer: () => import('../sides/bareServer.ts'),
  bareAppend: () => import('../sides/bareAppend.ts'),
  clientAppend: () => import('../sides/clientAppend.ts'),
  clientFollow: () => import('../sides/clientFollow.ts'),
  clientRead: () => import('../sides/clientRead.ts'),
  constantServer: () => import('../sides/constantServer.ts'),
  embeddedAppend: () => import('../sides/embeddedAppend.ts'),
  emmettAppend: () => import('../sides/emmettAppend.ts'),
  emmettRead: () => import('../sides/emmettRead.ts'),
  engineAppend: () => import('../sides/engineAppend.ts'),
  engineFill: () => import('../sides/engineFill.ts'),
  engineFollow: () => import('../sides/engineFollow.ts'),
  engineRead: () => import('../sides/engineRead.ts'),
  generatedFill: () => import('../sides/generatedFill.ts'),
  httpServer: () => import('../sides/httpServer.ts'),
  projectAll: () => import('../sides/projectAll.ts'),
  projectAndLog: () => import('../sides/projectAndLog.ts'),
  proofs: () => import('../sides/proofs.ts'),
  readAndHash: () => import('../sides/readAndHash.ts'),
  readAndParse: () => import('../sides/readAndParse.ts'),
  readEntries: () => import('../sides/readEntries.ts'),
  rebuild: () => import('../sides/rebuild.ts'),
  signedFill: () => import('../sides/signedFill.ts'),
  treatyFill: () => import('../sides/treatyFill.ts'),
  treatyServer: () => import('../sides/treatyServer.ts'),
  verifyDisk: () => import('../sides/verifyDisk.ts'),
};

const [name = '', args = '{}'] = process.argv.slice(2);
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
  const module = await SIDES[name]?.();
  if (module === undefined) throw new Error(`there is no side ${name}`);
  const side = await module.open(JSON.parse(args) as never);
  process.on('message', (order: Order) => {
    obey(side, order).catch(failed);
  });
  say({ open: true, told: side.told });
} catch (error) {
  failed(error);
}
