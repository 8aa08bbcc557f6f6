#!/usr/bin/env node
// The command as it is installed: runs the program on a Node that has what it needs, which is the one that came with it
// where the machine's own is older. Plain JavaScript, since that older one must be able to read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const built = new URL('../dist/main.js', import.meta.url);
/** In a checkout that was not built there is the source alone, which that Node reads as it is. */
const program = existsSync(built) ? built : new URL('../src/main.ts', import.meta.url);

/** The binary of the npm package `node`; undefined where its install script was not run. */
function ownNode() {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

const node = Number(process.versions.node.split('.')[0]) >= NEEDED ? process.execPath : ownNode();
if (node === process.execPath) await import(program.href);
else if (node !== undefined) runOn(node);
else {
  console.error(
    `concordat needs Node ${NEEDED} or later, and this is ${process.version}: install one, or install concordat ` +
      'again with install scripts allowed, so that the Node it depends on comes with it',
  );
  process.exitCode = 1;
}
