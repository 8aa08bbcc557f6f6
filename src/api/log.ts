// The node's log: a line of JSON for each thing worth knowing. It is given no secret, and writes none.
import type { LogLevel } from '../config/config.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  /** Whether lines of a level are written: what is costly to say is not said in vain. */
  writes(level: LogLevel): boolean;
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const WEIGHT: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

export function createLogger(
  level: LogLevel,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const writes = (wanted: LogLevel) => WEIGHT[wanted] >= WEIGHT[level];
  const at = (wanted: LogLevel) => (message: string, fields?: Fields) => {
    if (!writes(wanted)) return;
    const line = { time: new Date().toISOString(), level: wanted, message, ...fields };
    write(`${JSON.stringify(line, plain)}\n`);
  };
  return { writes, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Errors have no members of their own that JSON would write, and bigints no JSON at all. */
function plain(_name: string, value: unknown): unknown {
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  return typeof value === 'bigint' ? String(value) : value;
}
