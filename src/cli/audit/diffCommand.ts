// `diff`: what was recorded between two checkpoints, after both were verified and the newer was shown to continue the older.
import { base64, sameHash } from '../../merkle/hash.ts';
import type { CommandSpec, Context } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from '../options.ts';
import { type Progress, progressOn } from '../progress.ts';
import { openJournal } from '../read/localReader.ts';
import { instant } from '../text/dates.ts';
import { oneLine } from '../text/plain.ts';
import { type Between, betweenInJournal, betweenOnServer, type EntryLine, type Pair } from './between.ts';
import { type NamedCheckpoint, openAll, readNote } from './checkpoints.ts';
import { logFetch } from './logFetch.ts';
import { type Trust, trustOfDataDir, trustOfServer, VKEY } from './trust.ts';

export const diffCommand: CommandSpec = {
  name: 'diff',
  summary: 'List the entries that came between two checkpoints, after verifying both.',
  takes: 'OLDER NEWER',
  positionals: [2, 2],
  options: { ...VKEY, ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  details: 'OLDER and NEWER are files with checkpoints, as /tlog/checkpoint gives them.',
  run,
};

async function run(context: Context): Promise<number> {
  const url = textOption(context, 'url');
  if (url !== undefined && isGiven(context, 'data-dir')) throw new UsageError('give one of --url and --data-dir');
  const progress = progressOn(context.io, context.clock);
  try {
    return await (url === undefined ? inDataDir(context, progress) : onServer(context, url, progress));
  } finally {
    progress.end();
  }
}

async function inDataDir(context: Context, progress: Progress): Promise<number> {
  const pair = pairOf(context, trustOfDataDir(context));
  const journal = openJournal(context.config());
  try {
    return await tell(context, pair, await betweenInJournal(journal, pair, progress), progress);
  } finally {
    journal.close();
  }
}

async function onServer(context: Context, url: string, progress: Progress): Promise<number> {
  const fetch = logFetch(url, context.env);
  const trust = await trustOfServer(context, fetch);
  const pair = pairOf(context, trust);
  return tell(context, pair, await betweenOnServer(fetch, pair, trust, progress), progress);
}

/** @throws Failed, UsageError */
function pairOf({ positionals }: Context, trust: Trust): Pair {
  const { checkpoints, faults } = openAll(positionals.map(readNote), trust);
  const [older, newer] = checkpoints as [NamedCheckpoint, NamedCheckpoint];
  if (faults.length > 0) throw new Failed(faults.map(({ message }) => oneLine(message)).join('\n'));
  if (older.size > newer.size) {
    throw new UsageError(`the first covers ${older.size} entries, the second ${newer.size}: give the older one first`);
  }
  if (older.size === newer.size && !sameHash(older.root, newer.root)) {
    throw new Failed(
      `${trust.origin} signed two histories: of ${older.size} entries the checkpoint ${older.from} has the root ` +
        `${base64(older.root)}, the one ${newer.from} ${base64(newer.root)}. Keep both: they prove it without anything else.`,
    );
  }
  return { older, newer };
}

/** @throws Failed where one does not continue the other, or the entries are not what was signed */
async function tell(context: Context, pair: Pair, { report, entries }: Between, progress: Progress): Promise<number> {
  progress.end();
  const [fault] = report.faults;
  if (fault !== undefined) throw new Failed(oneLine(fault.message));
  const { io } = context;
  const { older, newer } = pair;
  const asJson = isGiven(context, 'json');
  if (asJson) await io.out(`{"from":${head(older)},"to":${head(newer)},"items":[`);
  let separator = '';
  for (const entry of entries()) {
    if (io.closed) break;
    await io.out(asJson ? separator + JSON.stringify(entry) : lineText(entry));
    separator = ',';
  }
  const count = newer.size - older.size;
  await io.out(
    asJson
      ? ']}\n'
      : `${count} ${count === 1 ? 'entry' : 'entries'} between sizes ${older.size} and ${newer.size}; the newer continues the older\n`,
  );
  return 0;
}

const head = ({ size, root }: NamedCheckpoint | Pair['older']): string =>
  JSON.stringify({ size: String(size), root: base64(root) });

const lineText = ({ sequence, type, record, recordedAt }: EntryLine): string =>
  `#${sequence}  ${instant(oneLine(recordedAt))}  ${oneLine(type)}  ${oneLine(record)}\n`;
