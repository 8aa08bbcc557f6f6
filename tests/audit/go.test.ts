// Our log read by a program that shares no code with us: Go's sumdb/note and sumdb/tlog, from Debian's packages.
// Optional: apt-get install golang-go golang-golang-x-mod-dev. Nothing is ever downloaded here.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TILE_WIDTH, tilePath, widthAt } from '../../src/audit/tiles/tilePath.ts';
import { base64 } from '../../src/merkle/hash.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, openLedger, record } from './support/ledger.ts';

const GO = 'go';
const GOPATH = '/usr/share/gocode';
const hasGo = existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync(GO, ['version']).status === 0;
const why = hasGo ? '' : ' (skipped: golang-go and golang-golang-x-mod-dev are not installed)';

if (!hasGo) console.info(`a verifier in Go${why}`);

function build(into: string): string {
  const program = join(into, 'verify');
  const env = { ...process.env, GOPATH, GO111MODULE: 'off', GOFLAGS: '', GOPROXY: 'off', GOCACHE: join(into, 'cache') };
  const built = spawnSync(GO, ['build', '-o', program, join(import.meta.dirname, 'go/verify.go')], { env });
  if (built.status !== 0) throw new Error(String(built.stderr));
  return program;
}

/** What the log serves, written under its paths. @returns the folder, the key, and an older size with its root */
async function exported(n: number, old: number): Promise<string[]> {
  const folder = await tempDir();
  const { engine, log } = await openLedger(await tempDir());
  await record(engine.ledger, 0, old);
  await covered(log, old - 1);
  const { root } = log.reader.head();
  await record(engine.ledger, old, n);
  await covered(log, n - 1);
  const write = (path: string, bytes: Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  write('checkpoint', log.reader.checkpoint().bytes);
  for (const level of [0, 1, 'entries'] as const) {
    for (let index = 0; ; index++) {
      const width = widthAt(level === 'entries' ? 0 : level, index, n);
      if (width === 0) break;
      const path = tilePath({ level, index, width: Math.min(width, TILE_WIDTH) });
      write(path, log.reader.path(path).bytes);
    }
  }
  return [folder, log.reader.vkey, String(old), base64(root)];
}

describe.skipIf(!hasGo)(`a verifier in Go${why}`, () => {
  it('opens our checkpoint with our key, proves every record and the older tree, and sees a changed byte', async () => {
    const program = build(await tempDir());
    const args = await exported(600, 300);
    const run = () => spawnSync(program, args, { encoding: 'utf8' });
    expect(run().stdout).toBe('600 records, consistent with 300\n');
    const bundle = join(args[0] as string, 'tile/entries/001');
    writeFileSync(bundle, readFileSync(bundle, 'latin1').replace('Party 256', 'Party 257'), 'latin1');
    expect(run().stdout).toMatch(/^record 256: /);
  }, 120_000);
});
