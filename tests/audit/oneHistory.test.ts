// Whatever is restored, wiped or swapped beneath nodes that run or start again: one key never signs two histories, as long
// as one memory outside the restored copy can be reached.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLog, type TransparencyLog } from '../../src/audit/log/openLog.ts';
import { CHECKPOINT_STREAM } from '../../src/audit/log/sharedSigning.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { type Follower, openFollower } from '../../src/journal/follower.ts';
import type { StoreEngine } from '../../src/store/eventStore.ts';
import { openSqliteEngine, type SqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { type Switchable, switchable } from '../support/switchable.ts';
import { tempDir } from '../support/tempDir.ts';
import { ORIGIN, signer } from './support/ledger.ts';

/** A checkpoint as it was signed, with the leaves that its signer had then. */
interface Signed {
  readonly size: number;
  readonly leaves: readonly string[];
}

interface Node {
  readonly dataDir: string;
  readonly authority: Switchable;
  readonly follower: Follower;
  readonly log: TransparencyLog;
}

type Step =
  | { readonly do: 'append'; readonly node: number; readonly events: number }
  | { readonly do: 'copy' | 'wipe' | 'wait' | 'join' }
  | { readonly do: 'restore'; readonly copy: number }
  | { readonly do: 'restart'; readonly node: number };

class World {
  readonly signed: Signed[] = [];
  readonly #checkpointFile: string;
  readonly #copies: string[] = [];
  readonly #engines: SqliteEngine[] = [];
  #dir: string;
  nodes: Node[] = [];
  now = Date.UTC(2025, 5, 25);

  private constructor(dir: string, checkpointFile: string) {
    this.#dir = dir;
    this.#checkpointFile = checkpointFile;
    this.#engines.push(openSqliteEngine({ dataDir: dir }));
  }

  static async start(): Promise<World> {
    const world = new World(await tempDir(), join(await tempDir(), 'checkpoint'));
    await world.#open(await tempDir());
    return world;
  }

  async take(step: Step): Promise<void> {
    // A lease that ran out: who may sign is then a matter of memory alone.
    this.now += 25_000;
    if (step.do === 'append') await this.#append(step.node, step.events);
    else if (step.do === 'copy') this.#copies.push(await this.#copyOf(this.#dir));
    else if (step.do === 'wipe') await this.#change(await tempDir());
    else if (step.do === 'restore' && this.#copies.length > 0) {
      await this.#change(await this.#copyOf(this.#copies[step.copy % this.#copies.length] ?? ''));
    } else if (step.do === 'join') await this.#open(await tempDir());
    else if (step.do === 'restart') await this.#restart(step.node % this.nodes.length);
    await this.#settled(step.do === 'wait' ? 400 : 150);
  }

  /** Until each node has signed or served all it holds, or says why not; and no longer. */
  async #settled(patience: number): Promise<void> {
    const isDone = ({ log, follower }: Node) => {
      const { signed, lastError } = log.health();
      return lastError !== undefined || (signed === follower.journal.head().sequence + 1 && follower.journal.caughtUp);
    };
    for (const until = Date.now() + patience; Date.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (this.nodes.every(isDone)) return;
    }
  }

  async close(): Promise<void> {
    for (const { log, follower } of this.nodes) {
      await log.close();
      await follower.close();
    }
    for (const engine of this.#engines) await engine.close();
  }

  async #append(node: number, events: number): Promise<void> {
    const { ledger } = (this.nodes[node % this.nodes.length] as Node).authority;
    await ledger.append(freshStream(), newEvents(events), 'no_stream').catch(() => undefined);
  }

  async #copyOf(dir: string): Promise<string> {
    const copy = await tempDir();
    cpSync(dir, copy, { recursive: true });
    return copy;
  }

  async #change(dir: string): Promise<void> {
    this.#dir = dir;
    const engine = openSqliteEngine({ dataDir: dir });
    this.#engines.push(engine);
    for (const { authority } of this.nodes) authority.change(engine);
  }

  async #restart(at: number): Promise<void> {
    const { dataDir, log, follower } = this.nodes[at] as Node;
    await log.close();
    await follower.close();
    this.nodes = this.nodes.toSpliced(at, 1);
    await this.#open(dataDir);
  }

  /** A node that cannot start on its data is one fewer; the world always has one. */
  async #open(dataDir: string): Promise<void> {
    const authority = switchable(this.#engines.at(-1) as StoreEngine);
    const follower = openFollower({ dataDir, authority });
    try {
      const log = await openLog({
        dataDir,
        journal: follower.journal,
        origin: ORIGIN,
        signers: [signer],
        shared: this.#recording(authority, follower),
        checkpointFile: this.#checkpointFile,
        interval: 5,
        clock: () => this.now,
      });
      this.nodes = [...this.nodes, { dataDir, authority, follower, log }];
    } catch {
      await follower.close();
      if (this.nodes.length === 0) await this.#open(await tempDir());
    }
  }

  #recording({ operations }: Switchable, { journal }: Follower): StoreEngine['operations'] {
    return {
      readStream: (...given) => operations.readStream(...given),
      append: async (stream, events, expected) => {
        const appended = await operations.append(stream, events, expected);
        const notes = stream === CHECKPOINT_STREAM ? events.map(({ data }) => String(data.note)) : [];
        for (const note of notes) {
          const { size } = openCheckpoint(note, ORIGIN, [signer.verifier]);
          const leaves = journal.leaves(0, size).map((leaf) => Buffer.from(leaf).toString('hex'));
          this.signed.push({ size, leaves });
        }
        return appended;
      },
    };
  }
}

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('append' as const), node: fc.nat(3), events: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ do: fc.constantFrom('copy' as const, 'wipe' as const, 'wait' as const, 'join' as const) }),
    fc.record({ do: fc.constant('restore' as const), copy: fc.nat(5) }),
    fc.record({ do: fc.constant('restart' as const), node: fc.nat(3) }),
  ),
  { minLength: 4, maxLength: 12 },
);

const append = (node: number, events: number): Step => ({ do: 'append', node, events });

/** What breaks the law where nothing remembers: a server goes back beneath a node that runs, and a fresh node joins it. */
const WENT_BACK: Step[] = [
  append(0, 3),
  { do: 'copy' },
  append(0, 4),
  { do: 'restore', copy: 0 },
  { do: 'join' },
  append(1, 2),
  { do: 'restart', node: 0 },
  append(1, 5),
];
const WIPED: Step[] = [append(0, 3), { do: 'wipe' }, append(0, 2), { do: 'join' }, append(1, 2), append(1, 4)];

describe('one key', () => {
  it('law: signs one history, whatever is restored, wiped or swapped beneath nodes that run and start again', async () => {
    let checkpoints = 0;
    const law = fc.asyncProperty(steps, async (all) => {
      const world = await World.start();
      try {
        for (const step of all) await world.take(step);
      } finally {
        await world.close();
      }
      const signed = world.signed.toSorted((a, b) => a.size - b.size);
      checkpoints += signed.length;
      for (const [index, { size, leaves }] of signed.entries()) {
        for (const later of signed.slice(index + 1)) expect(later.leaves.slice(0, size)).toEqual(leaves);
      }
    });
    const asked = Number(process.env.ONE_HISTORY_RUNS ?? 12);
    await fc.assert(law, { numRuns: asked, examples: [[WENT_BACK], [WIPED]] });
    expect(checkpoints).toBeGreaterThan(asked / 2);
  }, 300_000);
});
