// A side of a comparison: the same work again and again, measured by the process that does it.
// Each side has a process of its own, so that one's heap, caches and clients are no burden on the other's.

/** One round's work. */
export interface Measured {
  /** events, requests… whatever the comparison counts */
  readonly units: number;
  readonly seconds: number;
  /** of the process that did the work, all threads */
  readonly cpuSeconds: number;
  /** milliseconds for a unit, where that is asked for */
  readonly p50?: number;
  readonly p99?: number;
  /** what else is reported of it */
  readonly more?: Readonly<Record<string, number>>;
}

export interface Side {
  /** what the other side has to know */
  readonly told?: unknown;
  run(): Promise<Measured>;
  close(): Promise<void>;
}

/** What a module of bench/sides/ exports as `open`. Arguments and answers cross a process's border as JSON. */
export type OpenSide<Args> = (args: Args) => Promise<Side>;

/** Measures work that gives how many units it did. What comes before it is not counted. */
export async function measured(work: () => number | Promise<number>): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const units = await work();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { units, seconds, cpuSeconds: (user + system) / 1_000_000 };
}
