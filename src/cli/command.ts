// What a command of the command line is: a row of a table, from which parsing, usage and help are made.
import type { Config } from '../config/config.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoreEngine } from '../store/eventStore.ts';
import type { Io } from './io.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** what stands for its value in the help */
  readonly value?: string;
  readonly help: string;
  readonly choices?: readonly string[];
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface Given {
  readonly options: Readonly<Record<string, string | true>>;
  readonly positionals: readonly string[];
}

/** The ledger, opened for writing. */
export interface Writer {
  readonly ledger: Pick<Ledger, 'execute' | 'judge'>;
  /** whether an event is on record */
  onRecord(event: string): Promise<boolean>;
  /** Brings this node's read models to what is on record, where it keeps them. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What only main.ts can supply: it knows the wiring. */
export interface Wiring {
  readonly version: string;
  /** Runs the server until it is told to stop; resolves with the exit code. */
  readonly serve: (config: Config) => Promise<number>;
  /** Opens a ledger that lives in EventStoreDB. Where absent, writing commands ask for --url there. */
  readonly openWriter?: (config: Config) => Promise<Writer>;
  /** Connects to EventStoreDB. Where absent, what needs that is refused. */
  readonly openEngine?: (config: Config) => Promise<StoreEngine>;
}

export interface Context extends Given {
  readonly io: Io;
  /** Of the environment, with what the options change of it. @throws ConfigRefused */
  readonly config: () => Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly wiring: Wiring;
  /** milliseconds since 1970 */
  readonly clock: () => number;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** the positional arguments as the usage shows them: `FILE…`; empty where there are none */
  readonly takes: string;
  /** the least and the most of them */
  readonly positionals: readonly [number, number];
  readonly options: OptionSpecs;
  /** more for its own help */
  readonly details?: string;
  readonly run: (context: Context) => Promise<number>;
}
