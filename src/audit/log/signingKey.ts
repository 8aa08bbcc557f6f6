// The log's signing keys: from SIGNING_KEY, or, for one machine, made on the first start and kept in DATA_DIR.
// A key is never printed, logged or overwritten: a log whose key is lost cannot go on under its name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../../support/reason.ts';
import { writeSecretFile } from '../../support/secretFile.ts';
import { AuditError } from '../auditError.ts';
import { generateKey, type NoteSigner, parseSigner } from '../note/keys.ts';

export const KEY_FILE = 'signing.key';

export interface SigningKeyOptions {
  readonly dataDir: string;
  readonly origin: string;
  /** SIGNING_KEY: one key, or several separated by white space, the current one first */
  readonly signingKey?: string | undefined;
}

/** @throws AuditError MALFORMED where a key is none, LOG_UNUSABLE where the file cannot be read or made */
export function loadSigners({ dataDir, origin, signingKey }: SigningKeyOptions): NoteSigner[] {
  const lines = signingKey?.trim() || readKey(join(dataDir, KEY_FILE)) || makeKey(join(dataDir, KEY_FILE), origin);
  return lines.split(/\s+/).map(parseSigner);
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new AuditError('LOG_UNUSABLE', `The signing key ${path} cannot be read: ${reason(cause)}`, cause);
  }
}

/** Durable before the first signature: a checkpoint by a key that a crash forgot could never be continued. */
function makeKey(path: string, origin: string): string {
  const { skey } = generateKey(origin);
  try {
    writeSecretFile(path, `${skey}\n`);
  } catch (cause) {
    throw new AuditError('LOG_UNUSABLE', `The signing key ${path} cannot be written: ${reason(cause)}`, cause);
  }
  return skey;
}
