// DATA_DIR/timestamps: for each checkpoint that was stamped the note, and beside it the token over its very bytes.
// Two plain files, so that anybody's tool can check one against the other.
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '../../support/privateFiles.ts';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';

export interface KeptToken {
  /** without its ending: `<size>-<first 16 digits of the note's SHA-256>` */
  readonly name: string;
  readonly note: string;
  readonly token: Uint8Array;
}

const NAME = /^(\d+-[0-9a-f]{16})\.tsr$/;
const folderOf = (dataDir: string): string => join(dataDir, 'timestamps');

/** By the size of the checkpoint, and its hash: the same head with other cosignatures is another note. */
export const tokenNameOf = (note: string): string =>
  `${parseCheckpoint(note).size}-${hash('sha256', note, 'hex').slice(0, 16)}`;

/** Durable when it returns; the note first, so that no token is without it. @throws AuditError LOG_UNUSABLE */
export function keepToken(dataDir: string, note: string, token: Uint8Array): string {
  const name = tokenNameOf(note);
  try {
    makePrivateFolder(folderOf(dataDir));
    write(join(folderOf(dataDir), `${name}.checkpoint`), Buffer.from(note));
    write(join(folderOf(dataDir), `${name}.tsr`), token);
    return name;
  } catch (cause) {
    throw new AuditError('LOG_UNUSABLE', `The token ${name} cannot be kept: ${reason(cause)}`, cause);
  }
}

function write(path: string, bytes: Uint8Array): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** Smallest checkpoint first. @throws AuditError LOG_UNUSABLE */
export function* keptTokens(dataDir: string): Generator<KeptToken, void, undefined> {
  const folder = folderOf(dataDir);
  for (const name of tokenNames(folder)) {
    try {
      const note = readFileSync(join(folder, `${name}.checkpoint`), 'utf8');
      yield { name, note, token: readFileSync(join(folder, `${name}.tsr`)) };
    } catch (cause) {
      throw new AuditError('LOG_UNUSABLE', `The token ${name} cannot be read: ${reason(cause)}`, cause);
    }
  }
}

function tokenNames(folder: string): string[] {
  try {
    const names = readdirSync(folder).flatMap((file) => NAME.exec(file)?.[1] ?? []);
    return names.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new AuditError('LOG_UNUSABLE', `${folder} cannot be read: ${reason(cause)}`, cause);
  }
}
