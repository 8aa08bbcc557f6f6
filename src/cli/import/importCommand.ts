// `import`: records what files say, reports what is refused, and can be run again.

import { DataDirRefused } from '../../support/dataDir.ts';
import type { CommandSpec, Context, Writer } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from '../options.ts';
import { progressOn } from '../progress.ts';
import { openJournal } from '../read/localReader.ts';
import { oneLine } from '../text/plain.ts';
import { openWriter, sizeOf } from '../writer.ts';
import type { Fault } from './entry.ts';
import { httpRecorder } from './httpRecorder.ts';
import { importFiles } from './importer.ts';
import { UnreadableFile } from './lines.ts';
import { ImportStopped, ledgerRecorder, type Recorder } from './recorder.ts';
import { rehearse } from './rehearsal.ts';

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'Record what files of commands say (YAML, or JSON Lines: .jsonl, .ndjson).',
  takes: 'FILE…',
  positionals: [1, Infinity],
  options: {
    'dry-run': { type: 'boolean', help: 'check everything against what is on record, and write nothing' },
    actor: { type: 'string', value: 'ID', help: 'who records it (an opaque id; `import` where absent)' },
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details: `An entry is { id, command, data, recordedAt?, note? }. Entries are recorded in the order of the files. What is
refused is reported with its line, the others go on, and the exit code is 1 in the end. An entry that is on record
already is passed over: run an import again after an interruption, or after mending what was refused.
A DATA_DIR that a server writes to takes commands by --url only.`,
  run,
};

interface Tally {
  recorded: number;
  repeated: number;
  readonly refusals: Fault[];
}

async function run(context: Context): Promise<number> {
  const tally: Tally = { recorded: 0, repeated: 0, refusals: [] };
  const stopped = await recordAll(context, tally);
  await report(context, tally, stopped);
  return tally.refusals.length > 0 || stopped !== undefined ? 1 : 0;
}

/** Imports these files into the DATA_DIR; what is refused is told on standard error. For the demo. */
export async function importInto(context: Context, files: readonly string[]): Promise<boolean> {
  const tally: Tally = { recorded: 0, repeated: 0, refusals: [] };
  const stopped = await recordAll({ ...context, options: {}, positionals: files }, tally);
  context.io.err(`${summary(tally, false)}\n`);
  return stopped === undefined && tally.refusals.length === 0;
}

/** Why the import could not go on; undefined where it came to its end. */
async function recordAll(context: Context, tally: Tally): Promise<string | undefined> {
  const target = await openTarget(context);
  const progress = progressOn(context.io, context.clock);
  const total = context.positionals.reduce((sum, file) => sum + sizeOf(file), 0);
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
  };
  try {
    for await (const outcome of importFiles(context.positionals, { recorder: target.recorder, onBytes })) {
      if (typeof outcome === 'string') tally[outcome]++;
      else refused(context, tally, outcome, () => progress.end());
      progress.at(
        bytes,
        total,
        `${tally.recorded} recorded, ${tally.repeated} on record, ${tally.refusals.length} refused`,
      );
    }
    progress.end();
    await settled(target, context);
    return undefined;
  } catch (error) {
    progress.end();
    if (error instanceof UnreadableFile || error instanceof ImportStopped) return error.message;
    throw error;
  } finally {
    await target.close();
  }
}

/** What is recorded is durable, also where a read model cannot follow: that is told, and changes no outcome. */
async function settled(target: Target, { io }: Context): Promise<void> {
  try {
    await target.settle();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    io.err(`${error.message}\n`);
  }
}

function refused(context: Context, tally: Tally, fault: Fault, beforeWriting: () => void): void {
  tally.refusals.push(fault);
  if (isGiven(context, 'json')) return;
  beforeWriting();
  const entry = fault.entry === undefined ? '' : ` ${fault.entry}:`;
  const pointer = fault.pointer === '' ? '' : ` at ${fault.pointer}`;
  context.io.err(`${oneLine(`${fault.file}:${fault.line}:${entry} ${fault.code}${pointer}: ${fault.detail}`)}\n`);
}

interface Target {
  readonly recorder: Recorder;
  settle(): Promise<void>;
  close(): Promise<void>;
}

async function openTarget(context: Context): Promise<Target> {
  const url = textOption(context, 'url');
  const actor = actorOf(context, url);
  if (isGiven(context, 'dry-run')) return rehearsalTarget(context, actor, url);
  if (url !== undefined) return { recorder: httpRecorder(url, context.env), ...NOTHING_TO_CLOSE };
  const writer: Writer = await openWriter(context);
  return { recorder: ledgerRecorder(writer.ledger, actor), settle: () => writer.settle(), close: () => writer.close() };
}

const NOTHING_TO_CLOSE = { settle: async () => {}, close: async () => {} };

/** A server knows its callers by their keys. @throws UsageError */
function actorOf(context: Context, url: string | undefined): string {
  const actor = textOption(context, 'actor');
  if (actor !== undefined && url !== undefined) {
    throw new UsageError('--actor is for a DATA_DIR: a server takes the id of the API key for the actor');
  }
  if (actor === undefined || /^[A-Za-z0-9_-]{1,64}$/.test(actor)) return actor ?? 'import';
  throw new UsageError('--actor is an opaque id: up to 64 of A-Z, a-z, 0-9, _ and -');
}

/** On top of what the DATA_DIR holds, where it holds anything. It takes no lock. */
function rehearsalTarget(context: Context, actor: string, url: string | undefined): Target {
  if (url !== undefined) throw new UsageError('--dry-run checks against a DATA_DIR: leave out --url');
  const config = context.config();
  const base = journalOrNone(() => openJournal(config));
  const rehearsal = rehearse(config.ledgerName, base, context.clock);
  return {
    recorder: ledgerRecorder(rehearsal.ledger, actor),
    settle: async () => {},
    async close() {
      rehearsal.close();
      base?.close();
    },
  };
}

function journalOrNone<J>(open: () => J): J | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof DataDirRefused && error.code === 'DATA_DIR_EMPTY') return undefined;
    throw error;
  }
}

async function report(context: Context, tally: Tally, stopped: string | undefined): Promise<void> {
  const dryRun = isGiven(context, 'dry-run');
  if (isGiven(context, 'json')) {
    const { recorded, repeated, refusals } = tally;
    const entries = recorded + repeated + refusals.length;
    const counts = { entries, recorded, alreadyOnRecord: repeated, refused: refusals.length };
    await context.io.out(`${JSON.stringify({ ...counts, dryRun, stopped: stopped ?? null, refusals })}\n`);
    return;
  }
  await context.io.out(`${summary(tally, dryRun)}\n`);
  if (stopped !== undefined) throw new Failed(stopped);
}

function summary({ recorded, repeated, refusals }: Tally, dryRun: boolean): string {
  const entries = recorded + repeated + refusals.length;
  const counts = `${entries} entries: ${recorded} ${dryRun ? 'would be recorded' : 'recorded'}, ${repeated} already on record, ${refusals.length} refused`;
  const note = dryRun ? '; nothing was written' : recorded === 0 ? '; no event was added' : '';
  return counts + note;
}
