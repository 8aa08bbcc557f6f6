// Every command and request that README, the guides and the home page show runs as it stands against the demo: it is
// read from there. What is shown for another machine (ledger.example), for a benchmark or for an installation is not run.
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ready, serving } from '../support/process.ts';
import { readRepositoryFile } from '../support/sourceCode.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Lines that set a machine up; the test has done so. */
const SETS_UP = /^npm (?:ci|test)\b/;

/** A page's shell blocks, one after the other. */
const blocksOf = (page: string): string[] =>
  [...readRepositoryFile(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);

/** The home page's, as a browser shows them. */
const shownOn = (html: string): string[] =>
  [...html.matchAll(/<pre><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, code = '']) =>
    code
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

interface Shell {
  readonly run: (blocks: readonly string[]) => Promise<string>;
  readonly url: string;
}

/** The demo, and a shell in which `concordat` and `curl` are what the pages mean, and whatever fails ends the script. */
async function demo(): Promise<Shell> {
  const [dataDir, folder] = [await tempDir(), await tempDir()];
  const { url } = await serving({ DATA_DIR: dataDir }, 'demo');
  await ready(url);
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await cp(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
  // what is not on record is shown on purpose: the pages say so in the line below
  const concordat = `#!/bin/bash\nout=$(DATA_DIR=\${DATA_DIR:-'${dataDir}'} '${process.execPath}' '${ROOT}/src/main.ts' "$@" 2>&1); code=$?\necho "$out"; [[ $out == *"not on record at these clocks"* ]] && exit 0; exit $code\n`;
  const programs = {
    concordat,
    curl: `#!/bin/bash\nexec /usr/bin/env -i PATH=/usr/bin:/bin curl -sS --fail-with-body "$@"\n`,
    npm: `#!/bin/bash\n[[ "$*" == "run concordat -- "* ]] || exit 99\nshift 3; exec '${bin}/concordat' "$@"\n`,
    node: `#!/bin/bash\nexec '${process.execPath}' "$@"\n`,
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  return {
    url,
    async run(blocks) {
      const lines = blocks.join('\n').replaceAll('http://localhost:3000', url).split('\n');
      const script = `set -euo pipefail\n${lines.filter((line) => !SETS_UP.test(line)).join('\n')}\n`;
      const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: folder, EVENTSTORE_URL: '' };
      const done = promisify(execFile)('bash', ['-c', script], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
      const { stdout } = await done.catch((error: Error & { stdout?: string; stderr?: string }) => {
        throw new Error(`${error.stderr}\n${error.stdout?.slice(-2_000)}`);
      });
      return stdout;
    },
  };
}

describe('what is shown runs as it stands against the demo', { timeout: 180_000 }, () => {
  it('on the home page, and again', async () => {
    const { url, run } = await demo();
    const blocks = shownOn(await (await fetch(url)).text());
    expect(blocks.join('\n').match(/curl/g)?.length).toBeGreaterThan(5);
    expect(await run(blocks)).toContain('"BodyProposed"');
    await run(blocks);
  });

  it.each(['README.md', 'docs/guides/http-api.md', 'docs/guides/worked-example.md'])('in %s', async (page) => {
    const { run } = await demo();
    const blocks = blocksOf(page);
    expect(blocks.length).toBeGreaterThan(1);
    expect((await run(blocks)).length).toBeGreaterThan(1_000);
  });

  it('no other guide shows a request to the demo that is not run here', () => {
    const others = ['auditing', 'captures', 'privacy', 'command-line', 'tables', 'benchmarks'];
    for (const name of others) expect(blocksOf(`docs/guides/${name}.md`).join('\n')).not.toContain('localhost:3000');
  });
});
