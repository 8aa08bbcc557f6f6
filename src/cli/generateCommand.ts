// `generate`: a realistic ledger of any size from a seed, as entries of an import, or put into a fresh DATA_DIR at once.
import { fill } from '../generator/fill.ts';
import { generate } from '../generator/generate.ts';
import type { GenerateOptions } from '../generator/world.ts';
import { openSqliteEngine } from '../store/sqlite/sqliteEngine.ts';
import { takeEngineFolder } from '../support/engineFolder.ts';
import type { CommandSpec, Context } from './command.ts';
import { Failed, UsageError } from './failure.ts';
import { isGiven, JSON_OPTION, textOption } from './options.ts';
import { progressOn } from './progress.ts';

export const generateCommand: CommandSpec = {
  name: 'generate',
  summary: 'Make up a realistic ledger of any size, the same one for the same seed.',
  takes: '',
  positionals: [0, 0],
  options: {
    commitments: { type: 'string', value: 'N', help: 'how many (100); about five events each' },
    seed: { type: 'string', value: 'S', help: 'another one, another ledger (1)' },
    into: { type: 'string', value: 'DIR', help: 'put it into this new DATA_DIR, instead of printing entries' },
    ...JSON_OPTION,
  },
  details: 'Without --into it prints JSON Lines that import takes: concordat generate | concordat import /dev/stdin.',
  run,
};

async function run(context: Context): Promise<number> {
  const what = { commitments: numberOption(context, 'commitments', 100), seed: numberOption(context, 'seed', 1) };
  const into = textOption(context, 'into');
  try {
    return into === undefined ? await print(context, what) : await fillInto(context, into, what);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`--${error.message}`) : error;
  }
}

function numberOption(context: Context, name: string, absent: number): number {
  const text = textOption(context, name) ?? String(absent);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a whole number, not ${text}`);
}

/** Lines a write: few enough to be soon there, many enough that writing them costs little. */
const LINES = 200;

async function print({ io }: Context, what: GenerateOptions): Promise<number> {
  let lines: string[] = [];
  for (const entry of generate(what)) {
    if (io.closed) return 0;
    if (lines.push(`${JSON.stringify(entry)}\n`) < LINES) continue;
    await io.out(lines.join(''));
    lines = [];
  }
  await io.out(lines.join(''));
  return 0;
}

/** How many events a commitment makes, about: for progress alone. */
const EVENTS_EACH = 5;

/** @throws Failed where something is on record there: a made-up ledger is never mixed with a real one */
async function fillInto(context: Context, dataDir: string, what: GenerateOptions): Promise<number> {
  const { io, clock } = context;
  const { folder } = takeEngineFolder(dataDir, 'embedded');
  const engine = openSqliteEngine({ dataDir: folder });
  const progress = progressOn(io, clock);
  try {
    if (engine.log.head().sequence >= 0) throw new Failed(`${dataDir} holds a ledger already: name a new folder`);
    const total = what.commitments * EVENTS_EACH;
    const onProgress = (done: number) => progress.at(done, Math.max(done, total), `${done} events stored`);
    const events = await fill(engine.ledger, { ...what, ledger: context.config().ledgerName, onProgress });
    progress.end();
    const said = isGiven(context, 'json') ? JSON.stringify({ events, dataDir }) : `${events} events in ${dataDir}`;
    await io.out(`${said}\n`);
    return 0;
  } finally {
    progress.end();
    await engine.close();
  }
}
