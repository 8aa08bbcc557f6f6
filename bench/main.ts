// `npm run bench -- <name> [part…] [--quick]`: runs one benchmark, or parts of it. What it prints are ratios from one run; see
// docs/guides/benchmarks.md. It judges nothing: a ratio below its aim is printed, never a failure.
import type { Part } from './harness/bench.ts';
import { run } from './harness/run.ts';

interface Bench {
  readonly parts: Readonly<Record<string, Part>>;
  /** the parts that run where none is named; all where absent */
  readonly usual?: (quick: boolean) => readonly string[];
}

const BENCHES: Readonly<Record<string, { readonly what: string; load(): Promise<Bench> }>> = {
  store: {
    what: 'appends, reads, commands over HTTP and catch-up, beside bare SQLite, the bare client and a peer',
    load: () => import('./store.ts'),
  },
  audit: {
    what: 'verifying a history from disk, proofs, and what the log costs to catch-up',
    load: () => import('./audit.ts'),
  },
  queries: {
    what: 'questions on both clocks, rebuilds and starts, on ledgers of up to a million commitments',
    load: () => import('./queries.ts'),
  },
  treaties: {
    what: 'one more act on a treaty of 200 parties and 400 acts, beside the generated ledger; its answers, beside node:http',
    load: () => import('./treaties.ts'),
  },
};

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const [name, ...parts] = words.filter((word) => word !== '--quick');
const chosen = name === undefined ? undefined : await BENCHES[name]?.load();
const unknown = parts.filter((part) => chosen?.parts[part] === undefined);

if (chosen === undefined || unknown.length > 0) {
  const lines = Object.entries(BENCHES).map(([each, { what }]) => `  ${each.padEnd(10)}${what}`);
  console.log(['usage: npm run bench -- <name> [part…] [--quick]', '', ...lines].join('\n'));
  if (chosen !== undefined) console.log(`\nparts of ${name}: ${Object.keys(chosen.parts).join(', ')}`);
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const named = parts.length > 0 ? parts : (chosen.usual?.(quick) ?? Object.keys(chosen.parts));
  await run(
    name ?? '',
    named.flatMap((part) => chosen.parts[part] ?? []),
    quick,
  );
}
