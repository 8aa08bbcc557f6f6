// The environment, parsed once at start. A wrong value is refused with its name and what is allowed;
// a value that may hold a secret is never repeated.
import { z } from 'zod';
import { type ApiKey, parseApiKeys } from './apiKeys.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** where the ledger's events are kept: each engine has a folder of its own in DATA_DIR */
  readonly engine: 'embedded' | 'eventstoredb';
  /** undefined: the embedded store */
  readonly eventStoreUrl: string | undefined;
  /** the log's name in checkpoints and events */
  readonly ledgerOrigin: string;
  readonly ledgerName: string;
  /** a secret: the log's keys, the current one first; undefined: made on the first start, kept in DATA_DIR */
  readonly signingKey: string | undefined;
  /** where the last signed checkpoint is kept as well */
  readonly checkpointFile: string | undefined;
  /** who is asked for cosignatures, as it was given */
  readonly witnesses: string | undefined;
  /** who is asked for RFC 3161 tokens */
  readonly timeAuthority:
    | { readonly url: string; readonly caFile: string; readonly policy: string | undefined }
    | undefined;
  /** what a node that serves cannot go without here, one line for each variable; who only reads can */
  readonly lacking: readonly string[];
  readonly logLevel: LogLevel;
  /** what lists, searches and counts are answered by: how many threads, and within how many milliseconds */
  readonly queryThreads: { readonly threads: number; readonly deadline: number };
  /** undefined: nobody is asked who they are, which only loopback allows */
  readonly apiKeys: readonly ApiKey[] | undefined;
}

/** What is wrong with the environment, one line for each variable. */
export class ConfigRefused extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigRefused';
  }
}

const unset = <T>(value: T) => (value === '' ? undefined : value);
const optional = <S extends z.ZodType>(schema: S) => z.preprocess(unset, schema);

const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= 65_535);

const wholeBetween = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine((number) => number >= least && number <= most);

const Environment = z.object({
  PORT: optional(Port.default(3000)),
  HOST: optional(
    z
      .string()
      .regex(/^[\w.:%-]+$/)
      .default('127.0.0.1'),
  ),
  DATA_DIR: optional(z.string().default('./data')),
  EVENTSTORE_URL: optional(
    z
      .string()
      .regex(/^esdb(?:\+discover)?:\/\/[^\s/?]+/)
      .optional(),
  ),
  LEDGER_ORIGIN: optional(
    z
      .string()
      .max(200)
      .regex(/^[^\s+]+$/)
      .optional(),
  ),
  LEDGER_NAME: optional(
    z
      .string()
      .max(32)
      .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?<!-ops)$/)
      .default('concordat'),
  ),
  SIGNING_KEY: optional(
    z
      .string()
      .regex(/^\s*PRIVATE\+KEY\+\S+(?:\s+PRIVATE\+KEY\+\S+)*\s*$/)
      .optional(),
  ),
  CHECKPOINT_FILE: optional(z.string().optional()),
  WITNESSES: optional(
    z
      .string()
      .regex(/^\s*\S+\s+https?:\/\/[^\s,]+(?:\s*,\s*\S+\s+https?:\/\/[^\s,]+)*\s*,?\s*$/)
      .optional(),
  ),
  TSA_URL: optional(z.url({ protocol: /^https?$/ }).optional()),
  TSA_CA_FILE: optional(z.string().optional()),
  TSA_POLICY: optional(
    z
      .string()
      .regex(/^[0-2](?:\.(?:0|[1-9]\d*))+$/)
      .optional(),
  ),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS).default('info')),
  QUERY_THREADS: optional(wholeBetween(1, 64).default(2)),
  QUERY_DEADLINE: optional(wholeBetween(100, 600_000).default(5_000)),
  AUTH_API_KEYS: optional(z.string().transform(parseApiKeys).optional()),
});
type Name = keyof z.infer<typeof Environment>;

const ALLOWED: Readonly<Record<Name, string>> = {
  PORT: 'a whole number from 0 (any free port) to 65535',
  HOST: 'the address to listen on, such as 127.0.0.1, ::1 or 0.0.0.0',
  DATA_DIR: 'a folder, made where it does not exist',
  EVENTSTORE_URL:
    'a connection string that starts with esdb:// or esdb+discover://; leave it out for the embedded store',
  LEDGER_ORIGIN:
    'a name of up to 200 characters without white space or +, best a domain and a path: ledger.example/main',
  LEDGER_NAME: 'up to 32 of a-z, 0-9 and inner hyphens, starting with a letter and not ending in -ops',
  SIGNING_KEY:
    'the line PRIVATE+KEY+… that `concordat keygen` makes; while a key is being changed the new one, a space, and the old one',
  CHECKPOINT_FILE: 'a file, best on another disk than DATA_DIR',
  WITNESSES: 'witnesses separated by commas, each its verifier key, a space, and its http or https address',
  TSA_URL: 'the http or https address of a time-stamping authority, and with it TSA_CA_FILE',
  TSA_CA_FILE: "a file in PEM: the certificates to which the time-stamping authority's must lead",
  TSA_POLICY: 'an object identifier, such as 1.2.3.4: the only policy accepted',
  LOG_LEVEL: LOG_LEVELS.join(', '),
  QUERY_THREADS: 'how many threads answer lists, searches and counts, from 1 to 64',
  QUERY_DEADLINE: 'within how many milliseconds such an answer is given or refused, from 100 to 600000',
  AUTH_API_KEYS:
    'keys separated by commas, each id:role:hash, where id is up to 64 of A-Z, a-z, 0-9, _ and -, role is reader, recorder or administrator, and hash is the SHA-256 of its secret in 64 hex digits',
};
/** Their values may hold credentials. */
const SECRET: ReadonlySet<string> = new Set<Name>(['EVENTSTORE_URL', 'SIGNING_KEY', 'AUTH_API_KEYS']);

/** Whether only this machine can reach what listens on an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** @throws ConfigRefused */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) throw new ConfigRefused(faults(parsed.error.issues, env));
  const { HOST, LEDGER_NAME, LEDGER_ORIGIN, AUTH_API_KEYS } = parsed.data;
  if (!isLoopback(HOST) && AUTH_API_KEYS === undefined) {
    throw new ConfigRefused([
      `HOST is ${HOST}, which others can reach, and AUTH_API_KEYS is not set: set it (${ALLOWED.AUTH_API_KEYS}), or listen on 127.0.0.1`,
    ]);
  }
  if (parsed.data.TSA_URL !== undefined && parsed.data.TSA_CA_FILE === undefined) {
    throw new ConfigRefused([`TSA_URL is set, and TSA_CA_FILE is not: give ${ALLOWED.TSA_CA_FILE}`]);
  }
  return {
    port: parsed.data.PORT,
    host: HOST,
    dataDir: parsed.data.DATA_DIR,
    engine: parsed.data.EVENTSTORE_URL === undefined ? 'embedded' : 'eventstoredb',
    eventStoreUrl: parsed.data.EVENTSTORE_URL,
    ledgerOrigin: LEDGER_ORIGIN ?? `localhost/${LEDGER_NAME}`,
    ledgerName: LEDGER_NAME,
    signingKey: parsed.data.SIGNING_KEY?.trim(),
    checkpointFile: parsed.data.CHECKPOINT_FILE,
    witnesses: parsed.data.WITNESSES,
    timeAuthority: timeAuthorityOf(parsed.data),
    lacking: parsed.data.EVENTSTORE_URL === undefined ? [] : lackedByNodes(parsed.data),
    logLevel: parsed.data.LOG_LEVEL,
    queryThreads: { threads: parsed.data.QUERY_THREADS, deadline: parsed.data.QUERY_DEADLINE },
    apiKeys: AUTH_API_KEYS,
  };
}

function timeAuthorityOf({ TSA_URL: url, TSA_CA_FILE: caFile, TSA_POLICY: policy }: z.infer<typeof Environment>) {
  return url === undefined || caFile === undefined ? undefined : { url, caFile, policy };
}

/** Several nodes are one log only under one name and one key, so neither is made up by each for itself. */
function lackedByNodes(given: {
  readonly LEDGER_ORIGIN?: string | undefined;
  readonly SIGNING_KEY?: string | undefined;
}) {
  const names = (['LEDGER_ORIGIN', 'SIGNING_KEY'] as const).filter((name) => given[name] === undefined);
  return names.map(
    (name) =>
      `${name} is not set, and EVENTSTORE_URL is: every node of a ledger needs the same one. Give ${ALLOWED[name]}`,
  );
}

function faults(issues: readonly z.core.$ZodIssue[], env: Readonly<Record<string, string | undefined>>): string[] {
  const names = new Set(issues.map(({ path }) => String(path[0]) as Name));
  return [...names].map((name) => {
    const said = SECRET.has(name) ? 'is not as it should be' : `is ${JSON.stringify(env[name])}`;
    const hint = issues.find(({ path, code }) => path[0] === name && code === 'custom' && SECRET.has(name))?.message;
    return `${name} ${said}${hint === undefined ? '' : ` (${hint})`}: give ${ALLOWED[name]}`;
  });
}
