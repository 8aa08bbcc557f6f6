// Fetches the peer with npm into a temporary folder outside the repository, once; a later run finds it there.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Versions of one release, with the driver it asks for. */
const PEER = ['@event-driven-io/emmett@0.38.5', '@event-driven-io/emmett-sqlite@0.38.5', 'sqlite3@5.1.7'];
/** The driver is compiled where no build of it fits. */
const PATIENCE = 10 * 60_000;

export type Peer = { readonly peer: string } | { readonly skipped: string };

export async function installedPeer(): Promise<Peer> {
  const folder = join(tmpdir(), `concordat-bench-peer-${PEER[0]?.split('@').at(-1)}`);
  const done = join(folder, 'installed');
  const peer = join(folder, 'package.json');
  if (existsSync(done)) return { peer };
  console.log('fetching Emmett with npm, once; compiling its driver can take minutes…');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(peer, '{ "private": true }\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await promisify(execFile)(npm, ['install', '--no-audit', '--no-fund', ...PEER], { cwd: folder, timeout: PATIENCE });
    writeFileSync(done, '');
    return { peer };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { skipped: `it could not be installed (${why})` };
  }
}
