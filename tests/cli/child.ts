// The command line as a process of its own, for tests that kill it or close its output.
import { runCli } from '../../src/cli/runCli.ts';

process.exitCode = await runCli(process.argv.slice(2), { version: '0.0.0', serve: async () => 0 });
