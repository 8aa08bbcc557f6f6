#!/usr/bin/env node
// Where the process starts: the command line runs, and what a node is made of is loaded for a command that asks for one.
import { readFileSync } from 'node:fs';
import { runCli } from './cli/runCli.ts';

const wiring = () => import('./wiring.ts');
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runCli(process.argv.slice(2), {
  version,
  serve: async (config) => (await wiring()).serveNode(config),
  openWriter: async (config) => (await wiring()).openWriter(config),
});
