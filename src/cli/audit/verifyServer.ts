// A running server, through the public paths of its log: from the checkpoint kept the last time to the one it shows now.
// Law: what is kept is replaced only by a checkpoint that continues it.
import { existsSync } from 'node:fs';
import { writeCheckpointFile } from '../../audit/log/checkpointFile.ts';
import { parseCheckpoint } from '../../audit/note/checkpoint.ts';
import { TILE_WIDTH } from '../../audit/tiles/tilePath.ts';
import type { FetchPath } from '../../audit/verify/remoteTiles.ts';
import { type RemoteReport, verifyRemote } from '../../audit/verify/verifyRemote.ts';
import { reason } from '../../support/reason.ts';
import type { Context } from '../command.ts';
import { Failed } from '../failure.ts';
import { baseOf } from '../http.ts';
import { textOption } from '../options.ts';
import { progressOn } from '../progress.ts';
import type { Checked } from './checked.ts';
import { type FoundNote, openAll, readNote } from './checkpoints.ts';
import { logFetch } from './logFetch.ts';
import { trustOfServer } from './trust.ts';

const FIRST_TIME =
  'No checkpoint was kept from before: this shows that the log agrees with itself now, not that it was never rewritten. ' +
  'Keep the checkpoint with --checkpoint FILE, and give the same FILE the next time.';

/** @throws Failed, UsageError where there is nothing to check */
export async function verifyServer(context: Context, url: string): Promise<Checked> {
  const fetch = logFetch(url, context.env);
  const trust = await trustOfServer(context, fetch);
  const file = textOption(context, 'checkpoint');
  const kept = file !== undefined && existsSync(file) ? readNote(file) : undefined;
  const found = await walk(context, { fetch, ...trust, ...(kept === undefined ? {} : { kept: kept.note }) });
  if (file !== undefined) keep(file, found, context);
  const { shown, checkpoint: _, ...rest } = found;
  const notes: FoundNote[] = [
    ...(kept === undefined ? [] : [{ ...kept, from: 'kept from before' }]),
    ...(shown === undefined ? [] : [{ note: shown, from: 'shown by the server' }]),
  ];
  return {
    ...rest,
    subject: `the server ${baseOf(url)}`,
    trust,
    checkpoints: openAll(notes, trust).checkpoints,
    notes: kept === undefined ? [FIRST_TIME] : [],
  };
}

/** With progress: how much there is to read follows from the checkpoint shown, which is only believed for that. */
async function walk(context: Context, parts: Parameters<typeof verifyRemote>[0]): Promise<RemoteReport> {
  const progress = progressOn(context.io, context.clock);
  const before = sizeOf(parts.kept);
  let total = 0;
  const fetch: FetchPath = async (path) => {
    const bytes = await parts.fetch(path);
    if (path === 'checkpoint') total = sizeOf(Buffer.from(bytes ?? []).toString()) - (before - (before % TILE_WIDTH));
    return bytes;
  };
  try {
    const onProgress = (entries: number) => progress.at(entries, total, `${entries} of ${total} entries hashed`);
    return await verifyRemote({ ...parts, fetch, onProgress });
  } finally {
    progress.end();
  }
}

function sizeOf(note: string | undefined): number {
  try {
    return note === undefined ? 0 : parseCheckpoint(note).size;
  } catch {
    return 0;
  }
}

/** @throws Failed */
function keep(file: string, { checkpoint, shown, faults }: RemoteReport, { io }: Context): void {
  try {
    if (checkpoint !== undefined) writeCheckpointFile(file, checkpoint.note);
    if (shown === undefined || faults.length === 0) return;
    writeCheckpointFile(`${file}.refused`, shown);
    io.err(`${file} stays as it was; what the server showed is in ${file}.refused: keep both\n`);
  } catch (error) {
    throw new Failed(
      `the checkpoint could not be kept: ${reason(error instanceof Error ? (error.cause ?? error) : error)}`,
    );
  }
}
