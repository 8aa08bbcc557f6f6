// A witness: somebody else's server that remembers the log's last head and cosigns only what continues it (C2SP tlog-witness).
import { reason } from '../../support/reason.ts';
import { malformed } from '../auditError.ts';
import { COSIGNATURE, type NoteVerifier, parseVerifier } from '../note/keys.ts';

export interface Witness {
  /** its submission prefix, without a slash at the end */
  readonly url: string;
  readonly verifier: NoteVerifier;
}

/**
 * WITNESSES: each its verifier key, white space, its address; separated by commas.
 * @throws AuditError MALFORMED
 */
export function parseWitnesses(text: string): readonly Witness[] {
  const witnesses = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseWitness);
  const names = witnesses.map(({ verifier }) => verifier.vkey);
  if (new Set(names).size < names.length) throw malformed('WITNESSES: a witness is named twice');
  return witnesses;
}

function parseWitness(part: string): Witness {
  const [vkey = '', url = '', ...more] = part.split(/\s+/);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (more.length > 0 || parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw malformed(
      `WITNESSES: '${part}' is no witness: give its verifier key, a space, and its http or https address`,
    );
  }
  const verifier = verifierIn(vkey);
  if (verifier.type !== COSIGNATURE)
    throw malformed(`WITNESSES: the key of ${verifier.name} is a log's, not a witness's (type 4)`);
  return { url: parsed.href.replace(/\/+$/, ''), verifier };
}

function verifierIn(vkey: string): NoteVerifier {
  try {
    return parseVerifier(vkey);
  } catch (error) {
    throw malformed(`WITNESSES: ${reason(error)}`);
  }
}
