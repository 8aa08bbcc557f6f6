#!/usr/bin/env node
// Where the process starts. Node is told to keep what it compiles before anything else is loaded; then the command line
// runs, and what a node is made of is loaded for a command that asks for one.
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/**
 * Half of a start is reading and compiling what did not change since the last one. Law: where nothing can be kept, the
 * program runs all the same. Never in a folder that others may write to, such as the system's for temporary files: what
 * is kept there is run. Threads look at the environment.
 */
function keepCompiled(): void {
  const { XDG_CACHE_HOME = '' } = process.env;
  try {
    const folder = join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'concordat');
    if (enableCompileCache(folder).directory === folder) process.env.NODE_COMPILE_CACHE = folder;
  } catch {
    // this user has no home
  }
}

/**
 * Each thread that reads a source has its types stripped by WebAssembly. V8 makes what WebAssembly calls often anew, in a
 * cache that all threads share, and ends the process where two threads free the same entry of it. So nothing is made anew.
 */
const keepWrappers = (): void => setFlagsFromString('--wasm-wrapper-tiering-budget=1000000000');

keepWrappers();
keepCompiled();
const { runCli } = await import('./cli/runCli.ts');
const wiring = () => import('./wiring.ts');
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runCli(process.argv.slice(2), {
  version,
  serve: async (config) => (await wiring()).serveNode(config),
  openWriter: async (config) => (await wiring()).openWriter(config),
  openEngine: async (config) => (await wiring()).openEngine(config),
});
