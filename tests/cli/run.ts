// Runs a command line within the test's process, and catches what it prints.
import { runCli, type Wiring } from '../../src/cli/runCli.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly wiring?: Partial<Wiring>;
  readonly columns?: number;
  readonly draws?: boolean;
  readonly clock?: () => number;
  /** standard output is closed by its reader after so many writes */
  readonly closesAfter?: number;
}

export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, wiring = {}, columns, draws = false, closesAfter = Infinity, clock = Date.now } = options;
  let [out, err, writes] = ['', '', 0];
  const io = {
    out: async (text: string) => {
      writes++;
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    get closed() {
      return writes >= closesAfter;
    },
    columns,
    draws,
  };
  const serve = async () => 0;
  const code = await runCli(args, { version: '0.0.0', serve, ...wiring }, { io, env, clock });
  return { code, out, err };
}
