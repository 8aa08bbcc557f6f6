import { describe, expect, it, onTestFinished } from 'vitest';
import { type DecidedAppend, decidedAppends } from '../../src/generator/decided.ts';
import { ACTOR, keyOf } from '../../src/generator/entry.ts';
import { fill } from '../../src/generator/fill.ts';
import { generate } from '../../src/generator/generate.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';

async function emptyLedger() {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  const journal = embeddedJournal(engine);
  const ledger = new Ledger({ name: 'concordat', store: engine.ledger, journal, clock: Date.now });
  const texts = () => journal.read(-1, 1_000_000).map(({ text }) => text);
  return { engine, ledger, texts };
}

const WHAT = { commitments: 150, seed: 5 };

describe('filling a store directly', () => {
  it('leaves what executing the same commands through the ledger leaves, byte for byte, and all are accepted', async () => {
    const executed = await emptyLedger();
    for (const { id, command, data, recordedAt } of generate(WHAT)) {
      const answer = await executed.ledger.execute({
        name: command,
        payload: data,
        key: keyOf(id),
        actor: ACTOR,
        recordedAt,
      });
      expect(answer, `${command} ${id}`).not.toHaveProperty('refused');
    }
    const filled = await emptyLedger();
    const events = await fill(filled.engine.ledger, { ...WHAT, together: 64 });
    expect(filled.texts()).toEqual(executed.texts());
    expect(events).toBe(executed.texts().length);
  });

  it('tells how far it has come after each group', async () => {
    const { engine } = await emptyLedger();
    const told: number[] = [];
    const events = await fill(engine.ledger, { ...WHAT, together: 100, onProgress: (stored) => told.push(stored) });
    expect(told.at(-1)).toBe(events);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.length).toBeGreaterThan(5);
  });

  it('fails where the store does: a ledger that is not empty refuses the second filling', async () => {
    const { engine } = await emptyLedger();
    await fill(engine.ledger, { commitments: 3, seed: 5 });
    await expect(fill(engine.ledger, { commitments: 4, seed: 5 })).rejects.toMatchObject({
      code: 'WRONG_EXPECTED_REVISION',
    });
  });
});

describe('deciding what was forgotten', () => {
  it('makes a record again from its earlier entries, to the same events', () => {
    const all = (remembered: number): DecidedAppend[] => [...decidedAppends({ ...WHAT, remembered })];
    expect(all(2)).toEqual(all(10_000));
  });
});
