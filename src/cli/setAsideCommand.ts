// `set-aside`: moves what this node derived from a history out of the way, so that it is derived afresh, and keeps it.
// It never deletes, and never touches what cannot be made again: an embedded ledger, captures, time-stamps, the key.
import { LOG_FILE } from '../audit/log/logFile.ts';
import { JOURNAL_FILE } from '../journal/follower.ts';
import { MODELS_FILE } from '../projections/schema.ts';
import { takeWriterLock } from '../store/sqlite/writerLock.ts';
import { takeEngineFolder } from '../support/engineFolder.ts';
import { setAside } from '../support/setAside.ts';
import type { CommandSpec, Context } from './command.ts';
import { DATA_DIR, isGiven, JSON_OPTION } from './options.ts';

export const setAsideCommand: CommandSpec = {
  name: 'set-aside',
  summary: 'Move a node’s copy, read models and log out of the way, so that they are made afresh; nothing is deleted.',
  takes: '',
  positionals: [0, 0],
  options: { ...JSON_OPTION, ...DATA_DIR },
  details:
    'For a node that refuses to go on because its server holds another history (docs/operations.md, The server went back).\n' +
    'Captures, time-stamps, the signing key and an embedded ledger stay. What the log signed is still remembered: a node\n' +
    'signs under the same LEDGER_ORIGIN only what continues it.',
  run,
};

async function run(context: Context): Promise<number> {
  const config = context.config();
  const { folder } = takeEngineFolder(config.dataDir, config.engine);
  const files = config.engine === 'embedded' ? [MODELS_FILE, LOG_FILE] : [JOURNAL_FILE, MODELS_FILE, LOG_FILE];
  const lock = takeWriterLock(folder);
  try {
    const name = new Date(context.clock()).toISOString().replaceAll(':', '-');
    const { to, moved } = setAside(folder, files, name);
    const said =
      moved.length === 0 ? `there is nothing to set aside in ${folder}` : `${moved.join(', ')} moved to ${to}`;
    await context.io.out(isGiven(context, 'json') ? `${JSON.stringify({ moved, to })}\n` : `${said}\n`);
    return 0;
  } finally {
    lock.release();
  }
}
