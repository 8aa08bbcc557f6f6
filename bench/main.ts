// `npm run bench -- <name> [--quick]`: runs one benchmark. What it prints are ratios from one run; see
// docs/guides/benchmarks.md. It judges nothing: a ratio below its aim is printed, never a failure.

const BENCHES: Readonly<
  Record<string, { readonly what: string; load(): Promise<{ bench(quick: boolean): Promise<void> }> }>
> = {
  store: {
    what: 'appends, reads, commands over HTTP and catch-up, beside bare SQLite, the bare client and a peer',
    load: () => import('./store.ts'),
  },
};

const [name, ...options] = process.argv.slice(2);
const chosen = name === undefined ? undefined : BENCHES[name];
const only = options.filter((option) => option !== '--quick');

if (chosen === undefined || only.length > 0) {
  const lines = Object.entries(BENCHES).map(([each, { what }]) => `  ${each.padEnd(10)}${what}`);
  console.log(['usage: npm run bench -- <name> [--quick]', '', ...lines].join('\n'));
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const { bench } = await chosen.load();
  await bench(options.includes('--quick'));
}
