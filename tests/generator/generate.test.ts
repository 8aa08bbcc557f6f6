import { describe, expect, it } from 'vitest';
import { AGGREGATES } from '../../src/domain/aggregates.ts';
import { KINDS } from '../../src/domain/commitment/acts.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { present } from '../../src/domain/commitment/present.ts';
import { segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { bounds } from '../../src/domain/time.ts';
import { decidedAppends } from '../../src/generator/decided.ts';
import type { Entry } from '../../src/generator/entry.ts';
import { generate } from '../../src/generator/generate.ts';
import { MAX_COMMITMENTS } from '../../src/generator/world.ts';

const DAY = 86_400_000;
const entriesOf = (commitments: number, seed: number): Entry[] => [...generate({ commitments, seed })];

/** Every commitment's facts, by stream, as the events on record make them. */
function histories(commitments: number, seed: number): Map<string, CommitmentFact[]> {
  const streams = new Map<string, CommitmentFact[]>();
  for (const { stream, events, expected } of decidedAppends({ commitments, seed })) {
    if (!stream.startsWith('commitment-')) continue;
    const facts = streams.get(stream) ?? [];
    expect(expected).toBe(facts.length === 0 ? 'no_stream' : facts.length - 1);
    for (const { id, type, data, metadata } of events) {
      const fact = { id, type, data, revision: facts.length, recordedAt: Date.parse(metadata.recordedAt) };
      facts.push(fact as unknown as CommitmentFact);
    }
    streams.set(stream, facts);
  }
  return streams;
}

const viewsOf = (streams: Map<string, CommitmentFact[]>) =>
  [...streams].map(([stream, facts]) => {
    const { record, timeline } = commitmentOf(facts);
    const last = segmentsOf(timeline).at(-1);
    if (last === undefined) throw new Error(`${stream} has no segment`);
    return present(identityOf(stream, record), last.state, last.from);
  });

const LEDGER = histories(1_500, 1);

describe('a generated ledger', () => {
  it('is the same for the same seed and size, and another for another seed', () => {
    expect(entriesOf(200, 7)).toEqual(entriesOf(200, 7));
    expect(entriesOf(200, 7)).not.toEqual(entriesOf(200, 8));
  });

  it('opens as many commitments as are asked for, with about five events each', () => {
    expect(LEDGER.size).toBe(1_500);
    const events = [...LEDGER.values()].reduce((sum, facts) => sum + facts.length, 0);
    expect(events / LEDGER.size).toBeGreaterThan(4.5);
    expect(events / LEDGER.size).toBeLessThan(6);
  });

  it('is told in recorded order, over about fifteen years that lie behind us', () => {
    const times = entriesOf(500, 3).map(({ recordedAt }) => Date.parse(recordedAt));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const years = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (365 * DAY);
    expect(years).toBeGreaterThan(13);
    expect(times.at(-1)).toBeLessThan(Date.UTC(2025, 0, 10));
  });

  it('interleaves commitments: the next entry on one is seldom the next entry', () => {
    const of = entriesOf(500, 3).map(({ data }) => data.commitment ?? '');
    const inARow = of.filter((commitment, index) => commitment !== '' && commitment === of[index - 1]).length;
    expect(inARow / of.length).toBeLessThan(0.05);
  });

  it('gives every entry an id of its own', () => {
    const ids = entriesOf(500, 3).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('uses every command there is', () => {
    const used = new Set(entriesOf(3_000, 1).map(({ command }) => command));
    const commands = Object.values(AGGREGATES).flatMap((aggregate) => Object.keys(aggregate.commands));
    expect(commands.filter((command) => !used.has(command))).toEqual([]);
  });

  it('holds acts of consent by kind, measures and windows, and ratings on scales of their own, each in few', () => {
    const all = [...LEDGER.values()].flat();
    const names = ['by', 'window', 'target', 'scale', 'consentBy', 'suspension', 'notice', 'contests'];
    const saying = (name: string) => all.filter(({ data }) => Object.hasOwn(data, name)).length / all.length;
    for (const name of names) {
      expect(saying(name), name).toBeGreaterThan(0);
      expect(saying(name), name).toBeLessThan(0.1);
    }
  });

  it('holds late events, corrections and voids, in plausible shares', () => {
    const entries = entriesOf(2_000, 1).filter(({ data }) => data.commitment !== undefined);
    const late = entries.filter(({ data, recordedAt }) => {
      const { end } = bounds((data.effectiveAt ?? recordedAt) as string);
      return end !== undefined && end < Date.parse(recordedAt) - 180 * DAY;
    });
    const corrections = entries.filter(({ command }) => command === 'CorrectRecord');
    expect(late.length / entries.length).toBeGreaterThan(0.02);
    expect(late.length / entries.length).toBeLessThan(0.2);
    expect(corrections.length / entries.length).toBeGreaterThan(0.01);
    expect(corrections.some(({ data }) => data.void === true)).toBe(true);
    expect(corrections.some(({ data }) => data.replacement !== undefined)).toBe(true);
  });

  it('comes to every kind, every status, contested terms, verdicts and withdrawals with notice', () => {
    const views = viewsOf(LEDGER);
    const tally = (values: readonly string[]) => [...new Set(values)].sort();
    expect(tally(views.map(({ kind }) => kind))).toEqual([...KINDS].sort());
    expect(tally(views.map(({ status }) => status))).toEqual(
      ['void', 'superseded', 'delivered', 'withdrawn', 'lapsed', 'overdue', 'stalled', 'in_progress', 'in_force']
        .concat('agreed', 'proposed')
        .sort(),
    );
    expect(tally(views.flatMap(({ contested }) => contested))).toEqual([
      'date',
      'delivery',
      'level',
      'name',
      'position',
    ]);
    expect(views.some(({ verdict }) => verdict.length > 0)).toBe(true);
    const positions = tally(views.flatMap(({ position }) => position.map((each) => each.position ?? 'none')));
    expect(positions).toEqual(expect.arrayContaining(['ratified', 'signed', 'withdrew']));
  });

  it('holds few long histories among many short ones', () => {
    const lengths = [...LEDGER.values()].map((facts) => facts.length).sort((a, b) => a - b);
    expect(lengths[0]).toBe(1);
    expect(lengths.at(-1)).toBeGreaterThan(50);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(7);
  });

  it('can be as small as one commitment', () => {
    expect([...histories(1, 0).keys()]).toHaveLength(1);
  });

  it.each([0, -1, 1.5, MAX_COMMITMENTS + 1])('refuses %d commitments, and says how many it takes', (commitments) => {
    expect(() => generate({ commitments, seed: 1 }).next()).toThrow(/commitments is .*: give a whole number from 1 to/);
  });
});

describe('memory', () => {
  it('does not grow with the entries taken: a million commitments begin at once and cost little to walk into', () => {
    const before = process.memoryUsage().heapUsed;
    const entries = generate({ commitments: 1_000_000, seed: 1 });
    let taken = 0;
    let bytes = 0;
    for (const entry of entries) {
      bytes += entry.id.length;
      if (++taken === 20_000) break;
    }
    expect(bytes).toBeGreaterThan(0);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  });
});
