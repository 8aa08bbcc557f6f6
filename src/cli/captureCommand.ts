// `capture`: the documents behind citations, kept beside the ledger, held against what is quoted from them, removed.
// A capture has a name that follows from its bytes, so this may run beside a server.
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { CaptureError } from '../captures/captureError.ts';
import { CaptureStore } from '../captures/captureStore.ts';
import { type CheckedCitation, checkCitations } from '../captures/checkCitations.ts';
import { parseSha256 } from '../captures/sha256.ts';
import type { CommandSpec, Context } from './command.ts';
import { Failed, UsageError } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption } from './options.ts';
import { folderOf, openJournal } from './read/localReader.ts';
import { oneLine } from './text/plain.ts';

export const captureCommand: CommandSpec = {
  name: 'capture',
  summary: 'Keep the documents behind citations, and hold quotes against them.',
  takes: 'add FILE | list | check | redact SHA256',
  positionals: [1, 2],
  options: {
    type: { type: 'string', value: 'TYPE', help: 'add: the media type, where the name of the file does not tell' },
    reason: { type: 'string', value: 'TEXT', help: 'redact: why; kept in its place, so no personal data' },
    ...JSON_OPTION,
    ...DATA_DIR,
  },
  details:
    'add prints the SHA-256 to be given to CaptureSource. check reads every citation whose source has a capture, and ' +
    'exits with 1 where a quote is absent from it or a capture is altered or missing.',
  run,
};

const ACTIONS: Readonly<Record<string, (context: Context, captures: CaptureStore, what?: string) => Promise<number>>> =
  { add, list, check, redact };
const TAKES_ONE = new Set(['add', 'redact']);

async function run(context: Context): Promise<number> {
  const [name = '', what] = context.positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`capture takes ${Object.keys(ACTIONS).join(', ')}, not ${name}`);
  if (TAKES_ONE.has(name) !== (what !== undefined)) throw new UsageError(`capture takes ${captureCommand.takes}`);
  const dataDir = folderOf(context.config());
  try {
    return await action(context, new CaptureStore({ dataDir, clock: context.clock }), what);
  } catch (error) {
    throw error instanceof CaptureError ? new Failed(error.message) : error;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.xhtml': 'application/xhtml+xml',
  '.xml': 'application/xml',
};

async function add(context: Context, captures: CaptureStore, file = ''): Promise<number> {
  const type = textOption(context, 'type') ?? TYPES[extname(file).toLowerCase()];
  const bytes = createReadStream(file);
  const opened = new Promise<void>((resolve, reject) => bytes.once('ready', resolve).once('error', reject));
  await opened.catch((error: Error) => Promise.reject(new Failed(`${file} cannot be read: ${error.message}`)));
  const kept = await captures.put(bytes, type);
  const said = isGiven(context, 'json') ? JSON.stringify({ ...kept, size: String(kept.size) }) : kept.sha256;
  await context.io.out(`${said}\n`);
  return 0;
}

async function list({ io, ...context }: Context, captures: CaptureStore): Promise<number> {
  for await (const one of captures.list()) {
    if (io.closed) break;
    const what =
      'reason' in one ? `redacted ${one.redactedAt}: ${oneLine(one.reason)}` : `${one.type}, ${one.size} bytes`;
    await io.out(`${isGiven(context, 'json') ? JSON.stringify(one) : `${one.sha256}  ${what}`}\n`);
  }
  return 0;
}

async function redact(context: Context, captures: CaptureStore, named = ''): Promise<number> {
  const reason = textOption(context, 'reason')?.trim();
  if (reason === undefined || reason === '') throw new UsageError('capture redact takes --reason TEXT');
  const redaction = await captures.redact(parseSha256(named), reason);
  const json = isGiven(context, 'json');
  await context.io.out(
    json
      ? `${JSON.stringify(redaction)}\n`
      : `${named} is removed, and was redacted on ${redaction.redactedAt}: ${oneLine(redaction.reason)}\n`,
  );
  return 0;
}

/** What an auditor should look at; the rest is counted. */
const FAULTS: ReadonlySet<string> = new Set(['absent', 'altered', 'missing']);

async function check(context: Context, captures: CaptureStore): Promise<number> {
  const { io } = context;
  const journal = openJournal(context.config());
  const counts = { citations: 0, present: 0, absent: 0, unchecked: 0, redacted: 0, missing: 0, altered: 0 };
  const json = isGiven(context, 'json');
  const faults: CheckedCitation[] = [];
  try {
    for await (const checked of checkCitations(journal, captures, journal.head().sequence)) {
      counts.citations++;
      counts[checked.outcome.found]++;
      if (!FAULTS.has(checked.outcome.found)) continue;
      if (json) faults.push(checked);
      else await io.out(`${faultOf(checked)}\n`);
    }
  } finally {
    journal.close();
  }
  await io.out(json ? `${JSON.stringify({ ...counts, faults })}\n` : `${summaryOf(counts)}\n`);
  return counts.absent + counts.altered + counts.missing === 0 ? 0 : 1;
}

function faultOf({ sequence, record, source, sha256, quote, outcome }: CheckedCitation): string {
  const where = `entry ${sequence} (${record}) cites ${source}`;
  if (outcome.found === 'absent')
    return `${where}: the capture ${sha256} does not say "${oneLine(quote ?? '')}". Correct the quote, or the source`;
  return `${where}: ${'why' in outcome ? outcome.why : outcome.found}`;
}

const summaryOf = ({ citations, ...counts }: Readonly<Record<string, number>>): string =>
  `${citations} citations with a capture: ${Object.entries(counts)
    .map(([what, n]) => `${n} ${what}`)
    .join(', ')}`;
