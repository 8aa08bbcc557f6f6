// A node of its own process on the server that EVENTSTORE_URL names, and what is asked of it.
import { randomUUID } from 'node:crypto';
import { generateKey } from '../../src/audit/note/keys.ts';
import { type Program, serving } from './process.ts';
import { tempDir } from './tempDir.ts';

const ORIGIN = 'ledger.example/drills';
const { skey } = generateKey(ORIGIN);

interface Answered {
  readonly status: number;
  readonly code: string | undefined;
  readonly detail: string;
  readonly milliseconds: number;
}

export interface RecordingNode extends Program {
  readonly url: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  get(path: string): Promise<Answered>;
  json(path: string): Promise<Record<string, never>>;
  text(path: string): Promise<string>;
  register(party: string): Promise<Answered>;
}

export const freshLedger = (): string => `drill-${randomUUID().slice(0, 8)}`;

export const environment = (ledger: string, dataDir: string): Record<string, string> => ({
  DATA_DIR: dataDir,
  LEDGER_NAME: ledger,
  EVENTSTORE_URL: process.env.EVENTSTORE_URL ?? '',
  LEDGER_ORIGIN: ORIGIN,
  SIGNING_KEY: skey,
});

export async function recordingNode(
  ledger: string,
  dataDir?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RecordingNode> {
  const folder = dataDir ?? (await tempDir());
  const env = { ...environment(ledger, folder), ...more };
  const program = await serving(env);
  const { url } = program;
  const get = (path: string) => answered(() => fetch(url + path));
  return {
    ...program,
    dataDir: folder,
    env,
    get,
    json: async (path) => (await (await fetch(url + path)).json()) as Record<string, never>,
    text: async (path) => (await fetch(url + path)).text(),
    register: (party) =>
      answered(() =>
        fetch(`${url}/v1/commands/RegisterParty`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': `register-${party}` },
          body: JSON.stringify({ party, name: party, kind: 'state' }),
        }),
      ),
  };
}

async function answered(ask: () => Promise<Response>): Promise<Answered> {
  const start = performance.now();
  const answer = await ask();
  const text = await answer.text();
  const milliseconds = performance.now() - start;
  const isProblem = answer.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
  const { code, detail = text } = isProblem ? (JSON.parse(text) as { code?: string; detail?: string }) : {};
  return { status: answer.status, code, detail, milliseconds };
}
