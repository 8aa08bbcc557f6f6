// A ledger over a real embedded store in a folder of its own, with a clock the test moves.
import { hash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { type Command, Ledger, type Recorded } from '../../src/ledger/ledger.ts';
import type { LedgerRefusal } from '../../src/ledger/refusals.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { BODY, CITED, KR, NATO } from './history.ts';
import { tempDir } from './tempDir.ts';

export const NOON = Date.parse('2025-08-01T12:00:00.000Z');

export async function openLedger(name = 'concordat') {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  const journal = embeddedJournal(engine);
  const time = { now: NOON };
  const another = () => new Ledger({ name, store: engine.ledger, journal, clock: () => time.now });
  const ledger = another();
  return {
    ledger,
    engine,
    journal,
    time,
    /** Another node's handler over the same store: it knows nothing of this one's memory. */
    another,
    send: (command: Partial<Command> & Pick<Command, 'name' | 'payload'>) =>
      ledger.execute({ key: keyOf(command.payload), actor: 'recorder-1', ...command }),
    /** The events of the journal: type and metadata. */
    events: () =>
      journal.read(-1, 1_000).map(({ text }) => JSON.parse(text) as { type: string; id: string; metadata: Metadata }),
  };
}
/** The same key for the same payload. */
const keyOf = (payload: unknown): string => hash('sha256', JSON.stringify(payload) ?? '', 'hex');
type Metadata = Readonly<Record<string, unknown>>;
export type LedgerUnderTest = Awaited<ReturnType<typeof openLedger>>;

/** A ledger with the parties and the source that commands refer to. */
export async function openLedgerWithBasics(name?: string): Promise<LedgerUnderTest> {
  const under = await openLedger(name);
  for (const code of ['KR', 'NATO']) {
    recordedBy(await under.send({ name: 'RegisterParty', payload: { party: code, name: code, kind: 'other' } }));
  }
  const source = { source: 'july-report', publisher: 'A newspaper', title: 'Talks', language: 'en' };
  const payload = { ...source, published: '2025-07-29', missing: 'the publisher allows no copies' };
  recordedBy(await under.send({ name: 'CaptureSource', payload }));
  return under;
}

/** What was recorded, or a failure with the refusal. */
export function recordedBy(answer: Recorded | LedgerRefusal): Recorded {
  if ('refused' in answer) throw new Error(`${answer.refused}: ${answer.detail}`);
  return answer;
}

export const act = { effectiveAt: '2025-06-25', citations: CITED, title: 'A body', parties: [KR, NATO] };
export const opening = { ...act, commitment: BODY };
export const reaffirmed = { commitment: BODY, effectiveAt: '2025-07-01', citations: CITED, parties: ['KR'] };
