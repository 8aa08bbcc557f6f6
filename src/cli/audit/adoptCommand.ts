// `adopt`: an operator lets this node continue a line of checkpoints of which it remembers nothing.
// The node is stopped meanwhile; what was signed elsewhere can be brought along, and is held to the line.
import { existsSync } from 'node:fs';
import { adoptLine } from '../../audit/log/adoptLine.ts';
import { parseSigner } from '../../audit/note/keys.ts';
import { base64 } from '../../merkle/hash.ts';
import type { StoreEngine } from '../../store/eventStore.ts';
import { takeWriterLock } from '../../store/sqlite/writerLock.ts';
import type { CommandSpec, Context } from '../command.ts';
import { Failed } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption } from '../options.ts';
import { folderOf, openJournal } from '../read/localReader.ts';
import { readNote } from './checkpoints.ts';

export const adoptCommand: CommandSpec = {
  name: 'adopt',
  summary: 'Let this node continue the line of checkpoints it found on its server and remembers nothing of.',
  takes: '',
  positionals: [0, 0],
  options: {
    checkpoint: { type: 'string', value: 'FILE', help: 'a checkpoint kept elsewhere, which the line must continue' },
    unchecked: { type: 'boolean', help: 'adopt though nothing is at hand to hold the line to' },
    ...JSON_OPTION,
    ...DATA_DIR,
  },
  details:
    'Run it on the stopped node, with its EVENTSTORE_URL, LEDGER_ORIGIN and SIGNING_KEY. A line on a server that was restored\n' +
    'to an older state must not be continued: one key would then have signed two histories. So it is held to --checkpoint,\n' +
    'to CHECKPOINT_FILE, or, with --unchecked, to nothing: only where nobody holds a later one (docs/operations.md, A node joins).',
  run,
};

async function run(context: Context): Promise<number> {
  const config = context.config();
  const { openEngine } = context.wiring;
  if (config.engine === 'embedded' || openEngine === undefined) {
    throw new Failed('only nodes that share a server share a line of checkpoints: set EVENTSTORE_URL');
  }
  if (config.lacking.length > 0) throw new Failed(config.lacking.join('\n'));
  const folder = folderOf(config);
  const lock = takeWriterLock(folder);
  const engine = await openEngine(config);
  try {
    return await adopt(context, engine, folder);
  } finally {
    await engine.close();
    lock.release();
  }
}

async function adopt(context: Context, engine: StoreEngine, dataDir: string): Promise<number> {
  const { ledgerOrigin: origin, signingKey = '', checkpointFile } = context.config();
  const keys = signingKey.split(/\s+/).map((skey) => parseSigner(skey).verifier);
  const files = [textOption(context, 'checkpoint'), checkpointFile].filter((file) => file !== undefined);
  const memories = files.filter((file) => file !== checkpointFile || existsSync(file)).map(readNote);
  if (memories.length === 0 && !isGiven(context, 'unchecked')) {
    throw new Failed(
      'nothing is at hand to hold the line to: give a checkpoint that another node, an auditor or a witness holds with ' +
        '--checkpoint; where nobody has one, --unchecked adopts the line as it is, and vouches for it',
    );
  }
  const journal = openJournal(context.config());
  try {
    const { size, root } = await adoptLine({
      dataDir,
      identity: { origin, keys },
      streams: engine.operations,
      journal,
      memories: memories.map(({ note, from }) => ({ note, where: from.replace(/^in /, '') })),
    });
    const said = { origin, size: String(size), root: base64(root), heldTo: memories.map(({ from }) => from) };
    const words = `this node continues the log ${origin} from its checkpoint of ${size} entries on, root ${said.root}`;
    await context.io.out(isGiven(context, 'json') ? `${JSON.stringify(said)}\n` : `${words}\n`);
    return 0;
  } finally {
    journal.close();
  }
}
