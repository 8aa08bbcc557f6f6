// `keygen`: a new signing key for a log. The secret goes into a file that only its owner reads, and nowhere else.
import { AuditError } from '../../audit/auditError.ts';
import { generateKey } from '../../audit/note/keys.ts';
import { reason } from '../../support/reason.ts';
import { writeSecretFile } from '../../support/secretFile.ts';
import type { CommandSpec, Context } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { isGiven, JSON_OPTION, textOption } from '../options.ts';

export const keygenCommand: CommandSpec = {
  name: 'keygen',
  summary: 'Make a signing key for the log: the secret into FILE, the verifier key to standard output.',
  takes: 'FILE',
  positionals: [1, 1],
  options: {
    origin: { type: 'string', value: 'NAME', help: 'the log’s name, which its key bears (LEDGER_ORIGIN)' },
    ...JSON_OPTION,
  },
  details:
    'FILE is made with mode 0600 and never overwritten. Set SIGNING_KEY to its content on every node that signs, and\n' +
    'LEDGER_ORIGIN to the name. Publish the verifier key; keep the secret where backups of the ledger do not go.',
  run,
};

async function run(context: Context): Promise<number> {
  const [file = ''] = context.positionals;
  const origin = textOption(context, 'origin') ?? context.config().ledgerOrigin;
  const { skey, vkey } = keyFor(origin);
  writeSecret(file, skey);
  context.io.err(
    `${file} holds the SECRET signing key of ${origin}: whoever has it can sign another history in its name.\n` +
      'Keep a copy where only you can reach it: a lost key ends the log. The verifier key below is public.\n',
  );
  await context.io.out(isGiven(context, 'json') ? `${JSON.stringify({ origin, vkey, file })}\n` : `${vkey}\n`);
  return 0;
}

/** @throws UsageError */
function keyFor(origin: string) {
  try {
    return generateKey(origin);
  } catch (error) {
    if (error instanceof AuditError) throw new UsageError(`--origin ${error.message}`);
    throw error;
  }
}

/** Durable before its verifier key is told to anybody. @throws Failed */
function writeSecret(path: string, skey: string): void {
  try {
    writeSecretFile(path, `${skey}\n`);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new Failed(
      exists
        ? `${path} is there already, and a key is never overwritten: name another file`
        : `no key was made: ${reason(error)}`,
    );
  }
}
