// A whole node in a folder of its own: embedded store, journal, ledger, read models, with a clock the test sets.
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger, type Recorded } from '../../src/ledger/ledger.ts';
import { openReadModels, type ReadModelsParts } from '../../src/projections/openReadModels.ts';
import type { ModelsNews } from '../../src/projections/readModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';

/** One thread for questions, which a busy machine may take long to start and to ask. */
export const PATIENT = { threads: 1, deadline: 60_000 } as const;

export type Payload = Readonly<Record<string, unknown>>;

export function openNode(dataDir: string, clock: () => number, parts: Partial<ReadModelsParts> = {}) {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const news: ModelsNews[] = [];
  const readModels = openReadModels({
    dataDir,
    journal,
    clock,
    onNews: (one) => news.push(one),
    queryThreads: PATIENT,
    ...parts,
  });
  const ledger = new Ledger({ name: 'concordat', store: engine.ledger, journal, clock });
  let keys = 0;
  return {
    engine,
    journal,
    readModels,
    ledger,
    /** what the models told */
    news,
    /** Records a command, or fails the test with the refusal. */
    async record(name: string, payload: Payload, key = `key-${keys++}`): Promise<Recorded> {
      const answer = await ledger.execute({ name, payload, key, actor: 'tester' });
      if ('refused' in answer) throw new Error(`${name} was refused: ${answer.detail}`);
      return answer;
    },
    /** Waits until everything recorded is projected. */
    settled: () => readModels.reached(journal.head().sequence, 10_000),
    async close() {
      await readModels.close();
      await engine.close();
    },
  };
}
export type TestNode = ReturnType<typeof openNode>;

const NOT_KEPT = 'the page was not kept';

/** The parties, the source and the occasion that the other commands of a test refer to. */
export async function registerBasics(node: Pick<TestNode, 'record'>): Promise<void> {
  await node.record('RegisterParty', { party: 'KR', name: 'Republic of Korea', kind: 'state' });
  await node.record('RegisterParty', {
    party: 'NATO',
    name: 'North Atlantic Treaty Organization',
    kind: 'organisation',
  });
  const source = { publisher: 'Yonhap', title: 'Report of 26 June', language: 'en', published: '2025-06-26' };
  await node.record('CaptureSource', { source: 'yonhap-2025-06-26', ...source, missing: NOT_KEPT });
  await node.record('RecordOccasion', {
    occasion: 'summit-2025',
    title: 'Summit',
    kind: 'summit',
    date: '2025-06-24/2025-06-25',
  });
}

export const citations = [{ source: 'yonhap-2025-06-26', as: 'own' }];
export const agreedBody = {
  effectiveAt: '2025-06-25',
  citations,
  title: 'Consultative body on the defence industry',
  parties: [
    { code: 'KR', role: 'committer' },
    { code: 'NATO', role: 'committer' },
  ],
  areas: ['defence-industry'],
} as const;
