// What is set aside is the same whether it is followed or built, and however often the models are closed in between.
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordOf } from '../../src/domain/aggregates.ts';
import { fill } from '../../src/generator/fill.ts';
import { envelopeOf } from '../../src/journal/journal.ts';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { Freshness } from '../../src/projections/freshness.ts';
import { FOREIGN } from '../support/foreign.ts';
import { contents } from '../support/modelsRows.ts';
import { openNode, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const clock = () => NOW;
const KINDS = Object.values(FOREIGN);

/** Writes an event of other software behind every so manieth record, and gives the streams. */
async function disturb({ engine, journal }: TestNode, every: number): Promise<string[]> {
  const ends = new Map<string, number>();
  for (const entry of journal.read(-1, 1_000_000)) {
    const { stream, revision } = envelopeOf(entry);
    ends.set(stream, Number(revision));
  }
  const chosen = [...ends].filter((_, index) => index % every === 3 % every);
  for (const [index, [stream, revision]] of chosen.entries()) {
    const { aggregate, id } = recordOf(stream) as NonNullable<ReturnType<typeof recordOf>>;
    const foreign = KINDS[index % KINDS.length] as (typeof KINDS)[number];
    await engine.ledger.append(stream, [foreign({ [aggregate]: id })], revision);
  }
  return chosen.map(([stream]) => stream);
}

describe('what is set aside', () => {
  it('has the very rows by following, over restarts, that a build gives it', { timeout: 180_000 }, async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await fill(node.engine.ledger, { commitments: 150, seed: 11 });
    const first = await disturb(node, 9);
    expect(await node.settled()).toBe(true);
    expect(node.readModels.setAside().records).toBe(first.length);
    expect(node.news.map(({ news }) => news)).toEqual(first.map(() => 'set-aside'));
    await node.close();
    const again = openNode(dir, clock);
    onTestFinished(() => again.close());
    const both = new Set([...first, ...(await disturb(again, 7))]);
    expect(await again.settled()).toBe(true);
    expect(again.readModels.setAside().records).toBe(both.size);
    expect(again.readModels.health()).toMatchObject([{ state: 'live' }, { state: 'live' }]);
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'built.db', journal: again.journal, clock, signal });
    const [built, followed] = [contents(dir, 'built.db'), contents(dir, 'models.db')];
    for (const table of Object.keys(built)) {
      expect({ table, rows: followed[table] }).toEqual({ table, rows: built[table] });
    }
  });

  it('where rows do not even fit the history before the event, is left to a build', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await fill(node.engine.ledger, { commitments: 20, seed: 2 });
    await node.settled();
    await node.close();
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(`${dir}/models.db`);
    db.exec('DELETE FROM version WHERE commitment = (SELECT max(no) FROM commitment)');
    db.close();
    const again = openNode(dir, clock);
    onTestFinished(() => again.close());
    await disturb(again, 1);
    await expect.poll(() => again.readModels.health()[0]?.state, { timeout: 50_000 }).toBe('live');
    await again.settled();
    expect(again.news.map(({ news }) => news)).toEqual(expect.arrayContaining(['stalled', 'recovered', 'are-aside']));
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'built.db', journal: again.journal, clock, signal });
    expect(contents(dir, 'models.db')).toEqual(contents(dir, 'built.db'));
  });
});

describe('what is followed is live', () => {
  it('while all that was there a moment ago is there, however much streams in', () => {
    let now = 0;
    const freshness = new Freshness(5_000, () => now);
    expect(freshness.isLive(-1, 100)).toBe(false);
    freshness.look(-1, 100);
    now = 1_000;
    expect(freshness.isLive(50, 100)).toBe(false);
    freshness.look(100, 200);
    expect(freshness.isLive(100, 250)).toBe(true);
    now = 5_500;
    freshness.look(199, 900);
    expect(freshness.isLive(199, 900)).toBe(false);
    freshness.look(200, 900);
    expect(freshness.isLive(200, 900)).toBe(true);
    now = 60_000;
    expect(freshness.isLive(900, 900)).toBe(true);
    freshness.look(900, 900);
    now = 900_000;
    freshness.woke();
    expect(freshness.isLive(900, 901)).toBe(true);
  });
});
