// The `concordat` command: finds the command's row in the table, parses its arguments, runs it, and turns what
// happens into an exit code. It knows no command's business.
import { AuditError } from '../audit/auditError.ts';
import { ConfigRefused, readConfig } from '../config/config.ts';
import { nearest } from '../domain/nearest.ts';
import { RecordSetAside } from '../projections/setAside.ts';
import { isDamage } from '../projections/storageFault.ts';
import { DataDirRefused } from '../support/dataDir.ts';
import { reason } from '../support/reason.ts';
import type { CommandSpec, Context, Given, Wiring } from './command.ts';
import { COMMANDS } from './commands.ts';
import { Failed, UsageError } from './failure.ts';
import { helpOf, overview, usageOf } from './help.ts';
import { type Io, processIo } from './io.ts';
import { parseGiven, textOption } from './options.ts';

export type { Wiring } from './command.ts';

export interface CliParts {
  readonly io?: Io;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: () => number;
}

/**
 * Runs a command line and gives its exit code: 0 done, 1 refused or failed, 2 wrong usage.
 * @param argv without the program and its script
 */
export async function runCli(argv: readonly string[], wiring: Wiring, parts: CliParts = {}): Promise<number> {
  const { io = processIo(), env = process.env, clock = Date.now } = parts;
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return about(rest, name, io);
  if (name === '--version') return done(io.out(`${wiring.version}\n`));
  const spec = await loaded(name);
  if (spec === undefined) return unknown(name, io);
  try {
    const given = parseGiven(spec, rest);
    if (given.options.help === true) return await done(io.out(helpOf(spec)));
    return await spec.run(contextOf(given, { io, env, clock, wiring }));
  } catch (error) {
    return failed(error, spec, io);
  }
}

const loaded = (name: string | undefined): Promise<CommandSpec> | undefined =>
  COMMANDS.find((command) => command.name === name)?.load();

function contextOf(given: Given, around: Pick<Context, 'io' | 'env' | 'clock' | 'wiring'>): Context {
  const dataDir = textOption(given, 'data-dir');
  const env = dataDir === undefined ? around.env : { ...around.env, DATA_DIR: dataDir };
  return { ...given, ...around, env, config: () => readConfig(env) };
}

async function done(written: Promise<void>): Promise<number> {
  await written;
  return 0;
}

/** `help`, `help COMMAND`, or nothing at all, which is wrong usage. */
async function about(rest: readonly string[], name: string | undefined, io: Io): Promise<number> {
  const spec = await loaded(rest[0]);
  const help = spec === undefined ? overview(await Promise.all(COMMANDS.map(({ load }) => load()))) : helpOf(spec);
  if (name === undefined) io.err(help);
  else await io.out(help);
  return name === undefined ? 2 : 0;
}

function unknown(name: string, io: Io): number {
  const known = COMMANDS.map((command) => command.name);
  const near = nearest(name, known);
  const hint = near === undefined ? `the commands are ${known.join(', ')}` : `did you mean ${near}?`;
  io.err(`concordat: there is no command ${name.slice(0, 80)}: ${hint}\nUsage: concordat COMMAND [options]\n`);
  return 2;
}

/** Their messages say all there is to say; whatever else is thrown shows where. */
const EXPECTED = [Failed, DataDirRefused, ConfigRefused, AuditError, RecordSetAside];

function failed(error: unknown, spec: CommandSpec, io: Io): number {
  if (error instanceof UsageError) {
    io.err(`concordat ${spec.name}: ${error.message}\n${usageOf(spec)}concordat ${spec.name} --help says more\n`);
    return 2;
  }
  if (isDamage(error)) {
    io.err(
      `concordat ${spec.name}: the read models are damaged (${reason(error)}): concordat rebuild makes them anew\n`,
    );
    return 1;
  }
  const expected = EXPECTED.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  io.err(`concordat ${spec.name}: ${text}\n`);
  return 1;
}
