// A witness as C2SP tlog-witness describes it, for tests: it remembers one head, verifies what continues it, and refuses forks.

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { AuditError } from '../../../src/audit/auditError.ts';
import { openCheckpoint, type TreeHead } from '../../../src/audit/note/checkpoint.ts';
import { cosignatureBytes, cosignedMessage } from '../../../src/audit/note/cosignature.ts';
import { COSIGNATURE, keyIdOf, type NoteSigner, parseSigner } from '../../../src/audit/note/keys.ts';
import { parseNote, signatureLine } from '../../../src/audit/note/signedNote.ts';
import { checkConsistency } from '../../../src/audit/verify/checkProof.ts';
import { parseWitnesses, type Witness } from '../../../src/audit/witness/witness.ts';
import { EMPTY_ROOT, type Hash, sameHash } from '../../../src/merkle/hash.ts';
import { ORIGIN, signer } from './ledger.ts';

export const TIME = 1_750_000_000;

/** A key that guards nothing. */
export function witnessSigner(name: string, digit: number): NoteSigner {
  const seed = Buffer.alloc(32, digit);
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = keyIdOf(name, COSIGNATURE, publicKey).toString(16).padStart(8, '0');
  return parseSigner(`PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(COSIGNATURE), seed]).toString('base64')}`);
}

interface Reply {
  readonly status: number;
  readonly text?: string;
  readonly type?: string;
}

export interface TestWitness {
  readonly witness: Witness;
  readonly signer: NoteSigner;
  /** every request's first line and the status of its answer */
  readonly asked: string[];
  head: Omit<TreeHead, 'origin'>;
  /** stands in for the answer */
  override: ((body: string) => Reply | 'silence' | undefined) | undefined;
}

export async function startWitness(name = 'witness.example/w1', digit = 1): Promise<TestWitness> {
  const own = witnessSigner(name, digit);
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      const reply = state.override?.(body) ?? answer(body, state);
      if (reply === 'silence') return;
      const { status, text = '', type = 'text/plain' } = reply;
      state.asked.push(`${body.split('\n')[0]}: ${status}`);
      const headers = { 'Content-Type': type, ...(status === 302 ? { Location: '/elsewhere' } : {}) };
      res.writeHead(req.url === '/w/add-checkpoint' ? status : 500, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const [witness] = parseWitnesses(
    `${own.verifier.vkey} http://127.0.0.1:${(server.address() as AddressInfo).port}/w/`,
  );
  const state: TestWitness = {
    witness: witness as Witness,
    signer: own,
    asked: [],
    head: { size: 0, root: EMPTY_ROOT },
    override: undefined,
  };
  return state;
}

/** The checks in the order of the specification. */
function answer(body: string, state: TestWitness): Reply {
  const split = body.indexOf('\n\n');
  const [first = '', ...proof] = body.slice(0, split).split('\n');
  const note = body.slice(split + 2);
  const old = Number(/^old (0|[1-9]\d*)$/.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(old) || proof.length > 63) return { status: 400 };
  let head: TreeHead;
  try {
    head = openCheckpoint(note, ORIGIN, [signer.verifier]);
  } catch (error) {
    return { status: error instanceof AuditError && error.code === 'OTHER_LOG' ? 404 : 403 };
  }
  if (old > head.size) return { status: 400 };
  if (old !== state.head.size) return { status: 409, text: `${state.head.size}\n`, type: 'text/x.tlog.size' };
  if (old === head.size && !sameHash(head.root, state.head.root)) return { status: 409 };
  if (!continues(state.head, head, proof)) return { status: 422 };
  state.head = head;
  return { status: 200, text: cosign(state.signer, note) };
}

function continues(from: Omit<TreeHead, 'origin'>, to: TreeHead, proof: readonly string[]): boolean {
  if (from.size === 0) return proof.length === 0;
  const path: Hash[] = proof.map((line) => Buffer.from(line, 'base64'));
  try {
    checkConsistency({ from: from.size, fromRoot: from.root, to: to.size, toRoot: to.root, path });
    return true;
  } catch {
    return false;
  }
}

export function cosign({ verifier, sign }: NoteSigner, note: string): string {
  const { text } = parseNote(note);
  return signatureLine(verifier, cosignatureBytes(TIME, sign(cosignedMessage(TIME, text))));
}
