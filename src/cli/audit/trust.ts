// Whose signatures count: verifier keys that the auditor brings, or, where none are brought, those of what is checked.
// The latter are only as good as what is checked, and the report says so.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditError } from '../../audit/auditError.ts';
import { KEY_FILE } from '../../audit/log/signingKey.ts';
import { COSIGNATURE, type NoteVerifier, parseSigner, parseVerifier } from '../../audit/note/keys.ts';
import type { FetchPath } from '../../audit/verify/remoteTiles.ts';
import { reason } from '../../support/reason.ts';
import type { Context, Given, OptionSpecs } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { textOption } from '../options.ts';
import { folderOf } from '../read/localReader.ts';

export interface Trust {
  /** the log's name: its keys' */
  readonly origin: string;
  readonly keys: readonly NoteVerifier[];
  readonly witnesses: readonly NoteVerifier[];
  /** where they came from, in words */
  readonly from: string;
  /** what follows from that; undefined where the auditor brought them */
  readonly caution: string | undefined;
}

export const VKEY: OptionSpecs = {
  vkey: { type: 'string', value: 'KEY', help: 'the log’s verifier key, or a file of keys, one a line, witnesses’ too' },
};

/** Undefined where none are given. @throws UsageError */
export function broughtTrust(given: Given): Trust | undefined {
  const value = textOption(given, 'vkey');
  if (value === undefined) return undefined;
  const isFile = existsSync(value);
  try {
    const lines = isFile ? readFileSync(value, 'utf8') : value;
    return trustOf(lines.trim().split(/\s+/).map(parseVerifier), isFile ? `from ${value}` : 'given as --vkey');
  } catch (error) {
    throw new UsageError(`--vkey is a verifier key or a file of them: ${reason(error)}`);
  }
}

/** @throws Failed */
export function trustOfDataDir(context: Context): Trust {
  const brought = broughtTrust(context);
  if (brought !== undefined) return brought;
  const config = context.config();
  const { signingKey } = config;
  const file = join(folderOf(config), KEY_FILE);
  const from = signingKey === undefined ? `made from ${file}` : 'made from SIGNING_KEY';
  try {
    const secrets = signingKey ?? readFileSync(file, 'utf8').trim();
    const keys = secrets.split(/\s+/).map((skey) => parseSigner(skey).verifier);
    return trustOf(keys, from, 'The verifier key came from the data directory’s own side. Bring your own with --vkey.');
  } catch (error) {
    throw new Failed(
      `give the log's verifier key with --vkey: none is at hand in the data directory (${reason(error)})`,
    );
  }
}

/** @throws Failed */
export async function trustOfServer(context: Context, fetch: FetchPath): Promise<Trust> {
  const brought = broughtTrust(context);
  if (brought !== undefined) return brought;
  const bytes = await fetch('vkey');
  if (bytes === undefined) throw new Failed('the server shows no verifier key: give the log’s with --vkey');
  try {
    const keys = Buffer.from(bytes).toString().trim().split(/\s+/).map(parseVerifier);
    return trustOf(
      keys,
      'as the server shows it',
      'The verifier key is the server’s own word. Bring yours with --vkey.',
    );
  } catch (error) {
    throw new Failed(`the server shows no verifier key that can be read: ${reason(error)}`);
  }
}

/** A witness's key tells itself from a log's by its type. @throws AuditError where they are not one log's */
function trustOf(all: readonly NoteVerifier[], from: string, caution?: string): Trust {
  const keys = all.filter(({ type }) => type !== COSIGNATURE);
  const witnesses = all.filter(({ type }) => type === COSIGNATURE);
  const origin = keys[0]?.name;
  if (origin === undefined) throw new AuditError('UNTRUSTED', 'there is no key of a log among them');
  const other = keys.find(({ name }) => name !== origin);
  if (other !== undefined) throw new AuditError('OTHER_LOG', `they are of two logs, ${origin} and ${other.name}`);
  return { origin, keys, witnesses, from, caution };
}
