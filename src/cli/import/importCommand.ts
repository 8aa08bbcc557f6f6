// `import`: records what files say, reports what is refused, and can be run again.

import type { Fault } from '../../import/entry.ts';
import { filesIn } from '../../import/files.ts';
import { importFiles } from '../../import/importer.ts';
import { UnreadableFile } from '../../import/lines.ts';
import { ImportStopped, ledgerRecorder, type Recorder } from '../../import/recorder.ts';
import { NOTHING, onRecordIn, type Rehearsal, rehearse } from '../../import/rehearsal.ts';
import { readMap, UnusableMap } from '../../import/table/readMap.ts';
import type { TableMap } from '../../import/table/tableMap.ts';
import { DataDirRefused } from '../../support/dataDir.ts';
import type { CommandSpec, Context, Writer } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from '../options.ts';
import { progressOn } from '../progress.ts';
import { openHttpReader } from '../read/httpReader.ts';
import { openJournal, partiesIn } from '../read/localReader.ts';
import { oneLine } from '../text/plain.ts';
import { openWriter, sizeOf } from '../writer.ts';
import { faultLines } from './faultLines.ts';
import { httpRecorder } from './httpRecorder.ts';
import { previewTables } from './previewTables.ts';
import { remoteRecord } from './remoteRecord.ts';

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'Record what files of commands say (YAML, or JSON Lines: .jsonl, .ndjson).',
  takes: 'FILE|FOLDER…',
  positionals: [1, Infinity],
  options: {
    map: { type: 'string', value: 'FILE', help: 'what the columns of tables (.csv) mean' },
    preview: {
      type: 'boolean',
      help: 'show what tables would become, and every cell that cannot be read; write nothing',
    },
    'dry-run': { type: 'boolean', help: 'check everything against what is on record, and write nothing' },
    actor: { type: 'string', value: 'ID', help: 'who records it (an opaque id; `import` where absent)' },
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details: `An entry is { id, command, data, recordedAt?, note? }. Several files, and the files of a folder at any depth, are one
history: they are merged by recordedAt, each keeps its order, and what brings no time comes last. What is refused is
reported with its line, the others go on, and the exit code is 1 in the end. An entry that is on record already is
passed over: run an import again after an interruption, or after mending what was refused. Tables (CSV) are imported
by a map that says what their columns mean: docs/guides/tables.md shows how.
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
  if (isGiven(context, 'preview')) return previewTables(context, filesOf(context), mapOf(context));
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
  const [actor, map, files] = [actorOf(context), mapOf(context), filesOf(context)];
  const target = await openTarget(context, actor);
  const progress = progressOn(context.io, context.clock);
  const total = files.reduce((sum, file) => sum + sizeOf(file), 0);
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
  };
  try {
    for await (const outcome of importFiles(files, { recorder: target.recorder, onBytes, map })) {
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

/** @throws Failed where it cannot be used */
function mapOf(context: Context): TableMap | undefined {
  const file = textOption(context, 'map');
  try {
    return file === undefined ? undefined : readMap(file);
  } catch (error) {
    throw error instanceof UnusableMap ? new Failed(error.message) : error;
  }
}

/** @throws Failed where a name is of nothing that can be imported */
function filesOf(context: Context): readonly string[] {
  const { positionals, io } = context;
  try {
    const { files, passedOver } = filesIn(positionals, isGiven(context, 'map'));
    if (passedOver.length > 0) io.err(`passed over, as no file of entries: ${passedOver.map(oneLine).join(', ')}\n`);
    return files;
  } catch (error) {
    throw error instanceof UnreadableFile ? new Failed(error.message) : error;
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
  for (const line of faultLines(fault)) context.io.err(line);
}

interface Target {
  readonly recorder: Recorder;
  settle(): Promise<void>;
  close(): Promise<void>;
}

async function openTarget(context: Context, actor: string): Promise<Target> {
  const url = textOption(context, 'url');
  if (isGiven(context, 'dry-run')) return rehearsalTarget(context, actor, url);
  if (url !== undefined) return remoteTarget(context, actor, url);
  const writer: Writer = await openWriter(context);
  return { recorder: knowing(context, writer, actor), settle: () => writer.settle(), close: () => writer.close() };
}

/** What is not sent is judged here, on top of what the server has on record. */
function remoteTarget(context: Context, actor: string, url: string): Target {
  let rehearsal: Rehearsal | undefined;
  const recorder = httpRecorder(url, context.env, async (command) => {
    rehearsal ??= rehearse('concordat', await remoteRecord(url, context.env), context.clock);
    return ledgerRecorder(rehearsal, actor).judge(command);
  });
  const parties = () => openHttpReader(url, context.env).parties();
  return { recorder: { ...recorder, parties }, settle: async () => {}, close: async () => rehearsal?.close() };
}

/** With the parties that the folder's read models have, where they are made. */
const knowing = (context: Context, into: Parameters<typeof ledgerRecorder>[0], actor: string): Recorder => ({
  ...ledgerRecorder(into, actor),
  parties: () => partiesIn(context),
});

/** A server knows its callers by their keys. @throws UsageError */
function actorOf(context: Context): string {
  const [actor, url] = [textOption(context, 'actor'), textOption(context, 'url')];
  if (actor !== undefined && url !== undefined) {
    throw new UsageError('--actor is for a DATA_DIR: a server takes the id of the API key for the actor');
  }
  if (actor === undefined || /^[A-Za-z0-9_-]{1,64}$/.test(actor)) return actor ?? 'import';
  throw new UsageError('--actor is an opaque id: up to 64 of A-Z, a-z, 0-9, _ and -');
}

/** On top of what the server, or the DATA_DIR, has on record, where anything is. It takes no lock. */
async function rehearsalTarget(context: Context, actor: string, url: string | undefined): Promise<Target> {
  if (url !== undefined) {
    const rehearsal = rehearse('concordat', await remoteRecord(url, context.env), context.clock);
    const recorder = { ...ledgerRecorder(rehearsal, actor), parties: () => openHttpReader(url, context.env).parties() };
    return { recorder, settle: async () => {}, close: async () => rehearsal.close() };
  }
  const config = context.config();
  const journal = journalOrNone(() => openJournal(config));
  const rehearsal = rehearse(config.ledgerName, journal === undefined ? NOTHING : onRecordIn(journal), context.clock);
  return {
    recorder: knowing(context, rehearsal, actor),
    settle: async () => {},
    async close() {
      rehearsal.close();
      journal?.close();
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
