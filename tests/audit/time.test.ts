// RFC 3161 tokens over checkpoints, with openssl as the authority and as the other tool that checks them.
import type { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { openAuthority } from '../../src/audit/time/authority.ts';
import { expectChain, expectForTimeStamping, parseTrusted } from '../../src/audit/time/certificates.ts';
import { children, der, derOid, integerOf, oidOf, readDer, TAG } from '../../src/audit/time/der.ts';
import { stampRequest, tokenIn } from '../../src/audit/time/exchange.ts';
import { checkTimestamps, startTimestamps } from '../../src/audit/time/timestamps.ts';
import { keptTokens } from '../../src/audit/time/tokenFiles.ts';
import { verifyToken } from '../../src/audit/time/verifyToken.ts';
import { leafHash } from '../../src/merkle/hash.ts';
import { tempDir } from '../support/tempDir.ts';
import { authorityAt, hasOpenssl, type Issuer, issuerOf, type KeyKind, POLICY } from './support/authority.ts';
import { ORIGIN, signer } from './support/ledger.ts';

const noteOf = (size: number, salt = '') =>
  signCheckpoint({ origin: ORIGIN, size, root: leafHash(`root ${size}${salt}`) }, [signer]).note;
const NOTE = noteOf(7);
const BYTES = Buffer.from(NOTE);
const imprint = (issuer: Issuer, bytes: Uint8Array = BYTES): Buffer => {
  writeFileSync(join(issuer.dir, 'data'), bytes);
  return Buffer.from(issuer.openssl('dgst', '-sha256', '-r', 'data').slice(0, 64), 'hex');
};

describe('DER', () => {
  it('has one spelling for each value: what is written is read, with nothing left over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), fc.nat(30), (content, tag) => {
        const bytes = der(tag, content);
        const { content: read } = readDer(bytes);
        expect(Buffer.from(read)).toEqual(Buffer.from(content));
        expect(() => readDer(Buffer.concat([bytes, Buffer.of(0)]))).toThrow('bytes follow');
        expect(() => readDer(bytes.subarray(0, -1))).toThrow('cut off');
      }),
      { numRuns: 30 },
    );
  });

  it.each(['1.2.840.113549.1.9.16.1.4', '2.5.29.37', '2.16.840.1.101.3.4.2.1', '0.9', '2.999.1'])(
    'writes and reads the object identifier %s',
    (oid) => {
      expect(oidOf(readDer(derOid(oid)))).toBe(oid);
    },
  );

  it.each([
    ['an indefinite length', '30800000'],
    ['a padded length', '308101 00'],
    ['a length of five bytes', '30850000000001 00'],
    ['a tag above 30', '1f1f0100'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => children(readDer(Buffer.from(text.replaceAll(' ', ''), 'hex')))).toThrow(
      expect.objectContaining({ code: 'MALFORMED' }),
    );
  });

  it('refuses an integer longer than it must be', () => {
    expect(() => integerOf(readDer(der(TAG.integer, Buffer.of(0, 1))))).toThrow('longer than it must be');
    expect(integerOf(readDer(der(TAG.integer, Buffer.of(0, 0x80))))).toBe('0080');
  });
});

describe.skipIf(!hasOpenssl)('a token (openssl ts; skipped where openssl 3 is missing)', () => {
  it.each<KeyKind>(['rsa', 'ec'])(
    'by a key of the kind %s is requested, checked, kept, and checked again',
    async (kind) => {
      const [issuer, dataDir] = [await issuerOf(kind), await tempDir()];
      const url = await authorityAt((request) => issuer.reply(request));
      const authority = openAuthority({ url, caFile: issuer.caFile, policy: POLICY });
      const stamped = Promise.withResolvers<string>();
      const timestamps = startTimestamps({
        dataDir,
        authority,
        head: () => ({ note: NOTE }),
        onStamped: stamped.resolve,
        onFailure: stamped.reject,
      });
      const name = await stamped.promise;
      await timestamps.close();
      const trust = { origin: ORIGIN, keys: [signer.verifier], authority };
      const [checked] = checkTimestamps(dataDir, trust);
      expect(checked).toMatchObject({ name, proves: { size: 7, stamp: { policy: POLICY, subject: 'CN=Test TSA' } } });
      expect(Math.abs((checked?.proves?.stamp.genTime ?? 0) - Date.now())).toBeLessThan(60_000);
      // The commands of docs/audit.md, which trust nothing of ours.
      const at = join(dataDir, 'timestamps', name);
      const said = issuer.openssl(
        ...['ts', '-verify', '-data', `${at}.checkpoint`, '-in', `${at}.tsr`, '-token_in', '-CAfile', issuer.caFile],
      );
      expect(said).toContain('Verification: OK');
    },
  );

  it('is not asked for twice over the same checkpoint, and is over the next', async () => {
    const [issuer, dataDir] = [await issuerOf(), await tempDir()];
    let asked = 0;
    const url = await authorityAt((request) => {
      asked++;
      return issuer.reply(request);
    });
    const authority = openAuthority({ url, caFile: issuer.caFile });
    let note = NOTE;
    const timestamps = startTimestamps({ dataDir, authority, head: () => ({ note }), every: 5 });
    await expect.poll(() => asked).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked).toBe(1);
    note = noteOf(8);
    await expect.poll(() => [...keptTokens(dataDir)].map(({ name }) => name.split('-')[0])).toEqual(['7', '8']);
    await timestamps.close();
    expect(timestamps.lastError).toBeUndefined();
  });

  it('is refused with any one byte changed, over other bytes, or by an authority of another file', async () => {
    const [issuer, other] = [await issuerOf(), await issuerOf()];
    const request = stampRequest({ imprint: imprint(issuer), nonce: Buffer.of(0x42) });
    const token = tokenIn(issuer.reply(request));
    const trusted = parseTrusted(readFileSync(issuer.caFile, 'utf8'));
    expect(verifyToken({ token, bytes: BYTES, trusted }).nonce).toBe('42');
    expect(() => verifyToken({ token, bytes: Buffer.from(noteOf(8)), trusted })).toThrow(
      'the token is about other bytes',
    );
    const foreign = parseTrusted(readFileSync(other.caFile, 'utf8'));
    expect(() => verifyToken({ token, bytes: BYTES, trusted: foreign })).toThrow(
      'leads to no authority of the CA file',
    );
    expect(() => verifyToken({ token, bytes: BYTES, trusted, policy: '1.2.3' })).toThrow(
      `follows the policy ${POLICY}`,
    );
    const passed = [];
    for (let i = 0; i < token.length; i++) {
      const changed = Buffer.from(token);
      changed.writeUInt8((changed[i] as number) ^ 1, i);
      try {
        passed.push({ i, stamp: verifyToken({ token: changed, bytes: BYTES, trusted }) });
      } catch (error) {
        expect(error).toMatchObject({ name: 'AuditError' });
      }
    }
    // Versions and the list of digest algorithms are outside what is signed (RFC 5652, 5.1), and say nothing.
    for (const { stamp } of passed) expect(stamp).toEqual(verifyToken({ token, bytes: BYTES, trusted }));
    expect(passed.length).toBeLessThan(24);
  });

  it('counts only by a certificate for time stamping alone, valid then, whose chain is trusted', async () => {
    const certificateOf = async (usage: string) => {
      const { dir, caFile } = await issuerOf('ec', usage);
      const [certificate] = parseTrusted(readFileSync(join(dir, 'tsa.pem'), 'utf8'));
      return { certificate: certificate as X509Certificate, trusted: parseTrusted(readFileSync(caFile, 'utf8')) };
    };
    const good = await certificateOf('tsa');
    expectForTimeStamping(good.certificate);
    for (const usage of ['loose', 'web', 'both']) {
      const { certificate } = await certificateOf(usage);
      expect(() => expectForTimeStamping(certificate)).toThrow('is not for time stamping alone');
    }
    const now = Date.now();
    expectChain(good.certificate, [], good.trusted, now);
    expect(() => expectChain(good.certificate, [], good.trusted, now + 3 * 86_400_000)).toThrow('was not valid at');
    expect(() => expectChain(good.certificate, good.trusted, [], now)).toThrow('leads to no authority');
  });

  it('that answers another request, another time, or nothing is refused', async () => {
    const issuer = await issuerOf();
    const stampOf = async (answer: Parameters<typeof authorityAt>[0], clock = Date.now) =>
      openAuthority({ url: await authorityAt(answer), caFile: issuer.caFile, clock, timeout: 2000 }).stamp(BYTES);
    const old = issuer.reply(stampRequest({ imprint: imprint(issuer), nonce: Buffer.of(0x42) }));
    await expect(stampOf(() => old)).rejects.toThrow('its nonce is not ours');
    await expect(
      stampOf(
        (request) => issuer.reply(request),
        () => 0,
      ),
    ).rejects.toThrow('one of the clocks is wrong');
    await expect(stampOf(() => Buffer.from('nonsense'))).rejects.toMatchObject({ code: 'MALFORMED' });
    const rejected = der(TAG.sequence, der(TAG.sequence, der(TAG.integer, Buffer.of(2))));
    await expect(stampOf(() => rejected)).rejects.toThrow('gave no token (status 02): no reason given');
    const refusing = { status: 503, body: Buffer.from('later') };
    await expect(stampOf(() => refusing)).rejects.toThrow('it answered 503');
    const elsewhere = { status: 302, headers: { Location: 'http://127.0.0.1:9/' }, body: Buffer.alloc(0) };
    await expect(stampOf(() => elsewhere)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(stampOf(() => Buffer.alloc(300_000))).rejects.toThrow('the answer is over 262144 bytes');
  });

  it('kept beside a checkpoint that was changed since proves nothing, and says so by name', async () => {
    const [issuer, dataDir] = [await issuerOf(), await tempDir()];
    const url = await authorityAt((request) => issuer.reply(request));
    const authority = openAuthority({ url, caFile: issuer.caFile });
    const stamped = Promise.withResolvers<string>();
    const timestamps = startTimestamps({
      dataDir,
      authority,
      head: () => ({ note: NOTE }),
      onStamped: stamped.resolve,
    });
    const name = await stamped.promise;
    await timestamps.close();
    expect(readdirSync(join(dataDir, 'timestamps'))).toEqual([`${name}.checkpoint`, `${name}.tsr`]);
    writeFileSync(join(dataDir, 'timestamps', `${name}.checkpoint`), noteOf(7, 'other'));
    const trust = { origin: ORIGIN, keys: [signer.verifier], authority };
    expect([...checkTimestamps(dataDir, trust)]).toMatchObject([{ name, fault: { code: 'BAD_PROOF' } }]);
  });
});
