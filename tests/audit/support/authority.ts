// A time-stamping authority for tests: openssl ts behind a local server, with a CA of its own that guards nothing.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';

/** Not of this project: a test that needs it is skipped where it is missing. */
const OPENSSL: string = 'openssl';

export const hasOpenssl = (() => {
  try {
    return /^OpenSSL [3-9]/.test(execFileSync(OPENSSL, ['version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
})();

export type KeyKind = 'rsa' | 'ec';

export interface Issuer {
  readonly dir: string;
  readonly caFile: string;
  openssl(...args: string[]): string;
  /** answers a request as the authority would */
  reply(request: Uint8Array, ...options: string[]): Buffer;
}

const NEW_KEY = { rsa: ['rsa:2048'], ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] } as const;
export const POLICY = '1.3.6.1.4.1.99999.1';

const CONFIG = `
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa]
extendedKeyUsage = critical, timeStamping
[loose]
extendedKeyUsage = timeStamping
[web]
extendedKeyUsage = critical, serverAuth
[both]
extendedKeyUsage = critical, timeStamping, serverAuth
[ts]
default_tsa = t
[t]
serial = DIR/serial
signer_digest = sha256
default_policy = ${POLICY}
other_policies = ${POLICY}.2
digests = sha256, sha512
ess_cert_id_alg = sha256
`;

/** @param usage the section of CONFIG that the signing certificate gets */
export async function issuerOf(kind: KeyKind = 'ec', usage = 'tsa'): Promise<Issuer> {
  const dir = await tempDir();
  const openssl = (...args: string[]) => execFileSync(OPENSSL, args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' });
  writeFileSync(join(dir, 'conf'), CONFIG.replaceAll('DIR', dir));
  const key = ['-newkey', ...NEW_KEY[kind], '-nodes', '-config', 'conf'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA', '-extensions', 'ca');
  openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA');
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'conf', '-extensions', usage];
  openssl('x509', '-req', '-in', 'tsa.csr', ...sign, '-days', '2', '-out', 'tsa.pem');
  return {
    dir,
    caFile: join(dir, 'ca.pem'),
    openssl,
    reply(request, ...options) {
      writeFileSync(join(dir, 'in.tsq'), request);
      const how = ['-config', 'conf', '-section', 't', '-signer', 'tsa.pem', '-inkey', 'tsa.key', ...options];
      openssl('ts', '-reply', '-queryfile', 'in.tsq', ...how, '-out', 'out.tsr');
      return readFileSync(join(dir, 'out.tsr'));
    },
  };
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Serves what `answer` makes of each request. */
export async function authorityAt(answer: (request: Buffer) => Answer | Uint8Array): Promise<string> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const made = answer(Buffer.concat(chunks));
      const { status = 200, headers = {}, body } = made instanceof Uint8Array ? { body: made } : made;
      res.writeHead(status, { 'Content-Type': 'application/timestamp-reply', ...headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
