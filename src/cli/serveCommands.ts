// `serve` and `demo`. The server is wiring.ts's to wire; here is only what comes before it.
import { join, resolve } from 'node:path';
import type { CommandSpec } from './command.ts';
import { Failed } from './failure.ts';
import { DATA_DIR } from './options.ts';

/** Beside `src/` and beside `dist/`: both lie two folders above this file's. */
const EXAMPLES = resolve(import.meta.dirname, '../../examples/rok-nato-2025');
const EXAMPLE = join(EXAMPLES, 'ledger.yaml');
/** Who holds the offices in it: kept beside the ledger. */
const HOLDERS = join(EXAMPLES, 'holders.json');

export const serveCommand: CommandSpec = {
  name: 'serve',
  summary: 'Serve the ledger over HTTP until told to stop.',
  takes: '',
  positionals: [0, 0],
  options: DATA_DIR,
  details:
    'Everything else comes from the environment (PORT, HOST, EVENTSTORE_URL and more): see docs/guides/command-line.md.',
  run: (context) => context.wiring.serve(context.config()),
};

export const demoCommand: CommandSpec = {
  name: 'demo',
  summary: 'Record the worked example, where it is not on record yet, and serve it.',
  takes: '',
  positionals: [0, 0],
  options: DATA_DIR,
  async run(context) {
    const config = context.config();
    const { importInto } = await import('./import/importCommand.ts');
    if (!(await importInto(context, [EXAMPLE])))
      throw new Failed('the worked example was not recorded whole: see above');
    const { keepNamesIn } = await import('./holderCommand.ts');
    await keepNamesIn(config, HOLDERS);
    return context.wiring.serve(config);
  },
};
