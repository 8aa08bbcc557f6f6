// Tokens and answers of an authority as somebody hostile would spell them: each value has one spelling, all else is refused.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTrusted } from '../../src/audit/time/certificates.ts';
import { children, der, derOid, oidOf, readDer, TAG } from '../../src/audit/time/der.ts';
import { readToken, readTstInfo, SHA256, stampRequest, tokenIn } from '../../src/audit/time/exchange.ts';
import { verifyToken } from '../../src/audit/time/verifyToken.ts';
import { hasOpenssl, issuerOf, POLICY } from './support/authority.ts';

const REFUSED = expect.objectContaining({ name: 'AuditError' });
const MALFORMED = expect.objectContaining({ name: 'AuditError', code: 'MALFORMED' });
const CONSTRUCTED = 0x20;

/** A length with a zero in front that DER does not allow. */
function padded(length: number): Buffer {
  const digits = Buffer.alloc(4);
  digits.writeUInt32BE(length);
  return Buffer.concat([Buffer.of(0x84), digits]);
}

interface Misspelt {
  /** the places of the value and of those around it */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The value as BER lets it be spelt and DER does not: one length in it padded, or of no end. */
function* misspelt(bytes: Uint8Array, path = ''): Generator<Misspelt, void, undefined> {
  const value = readDer(bytes);
  const { tag, content } = value;
  yield { path: `${path} padded`, bytes: Buffer.concat([Buffer.of(tag), padded(content.length), content]) };
  if ((tag & CONSTRUCTED) === 0) return;
  yield { path: `${path} endless`, bytes: Buffer.concat([Buffer.of(tag, 0x80), content, Buffer.of(0, 0)]) };
  const parts = children(value, tag).map(({ whole }) => whole);
  for (const [i, part] of parts.entries()) {
    for (const inner of misspelt(part, `${path}/${i}`)) {
      yield { path: inner.path, bytes: der(tag, ...parts.with(i, inner.bytes)) };
    }
  }
}

/** With what is read of it, and nothing else. */
const tstInfo = (time: string, policy: Uint8Array = derOid(POLICY)): Uint8Array =>
  der(
    TAG.sequence,
    der(TAG.integer, Buffer.of(1)),
    policy,
    der(TAG.sequence, der(TAG.sequence, derOid(SHA256), der(TAG.null)), der(TAG.octets, Buffer.alloc(32, 7))),
    der(TAG.integer, Buffer.of(0x0a)),
    der(TAG.generalizedTime, Buffer.from(time)),
    der(TAG.integer, Buffer.of(0x42)),
  );
const GOOD = tstInfo('20261201042344Z');

describe('what a token says', () => {
  it('is read from its one spelling', () => {
    expect(readTstInfo(GOOD)).toMatchObject({
      policy: POLICY,
      hashAlgorithm: SHA256,
      serial: '0a',
      genTime: Date.UTC(2026, 11, 1, 4, 23, 44),
      nonce: '42',
    });
  });

  it('is refused with any one length padded or of no end', () => {
    const all = [...misspelt(GOOD)];
    expect(all.length).toBe(14);
    for (const { bytes } of all) expect(() => readTstInfo(bytes)).toThrow(MALFORMED);
  });

  it('is refused cut off anywhere, and with anything behind it', () => {
    for (let length = 0; length < GOOD.length; length++) {
      expect(() => readTstInfo(GOOD.subarray(0, length))).toThrow(MALFORMED);
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (more) => {
        expect(() => readTstInfo(Buffer.concat([GOOD, more]))).toThrow(MALFORMED);
      }),
    );
  });

  it.each([
    ['20261201042344.347128Z', '2026-12-01T04:23:44.347Z'],
    ['20240229235959Z', '2024-02-29T23:59:59.000Z'],
  ])('says the time %s', (text, time) => {
    expect(new Date(readTstInfo(tstInfo(text)).genTime).toISOString()).toBe(time);
  });

  it.each([
    ['a month that is none', '20261301042344Z'],
    ['a day that its month lacks', '20260230042344Z'],
    ['29 February of another year', '20260229042344Z'],
    ['the hour 24', '20261201240000Z'],
    ['the second 60', '20261201042360Z'],
    ['another zone', '20261201042344+0200'],
    ['no zone', '20261201042344'],
    ['no seconds', '202612010423Z'],
    ['a fraction that ends in a zero', '20261201042344.500Z'],
    ['a fraction after a comma', '20261201042344,5Z'],
    ['nothing', ''],
  ])('bears no time with %s: %s', (_, text) => {
    expect(() => readTstInfo(tstInfo(text))).toThrow('the token bears no time');
  });

  it.each(['06062b8080018002', '0602802b', '06032b8001'])(
    'names nothing by the padded object identifier %s',
    (text) => {
      const oid = Buffer.from(text, 'hex');
      expect(() => oidOf(readDer(oid))).toThrow(MALFORMED);
      expect(() => readTstInfo(tstInfo('20261201042344Z', oid))).toThrow(MALFORMED);
    },
  );
});

it('an object identifier as long as an answer may be is refused before it is read', () => {
  const long = Buffer.concat([Buffer.alloc(256 * 1024 - 1, 0xff), Buffer.of(1)]);
  expect(() => readTstInfo(tstInfo('20261201042344Z', der(TAG.oid, long)))).toThrow(MALFORMED);
  // What is in use is far below: an identifier made of a UUID.
  const uuid = '2.25.329800735698586629295641978511506172918';
  expect(readTstInfo(tstInfo('20261201042344Z', derOid(uuid))).policy).toBe(uuid);
});

describe('an answer of an authority', () => {
  it('is an answer or refused, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const read of [tokenIn, readToken, readTstInfo]) expect(() => read(bytes)).toThrow(REFUSED);
      }),
    );
  });

  it('costs no more than its bytes, however long it says that it is and however deep it goes', () => {
    let deep: Uint8Array = der(TAG.null);
    for (let i = 0; i < 5000; i++) deep = der(TAG.sequence, deep);
    const sequences = Buffer.alloc(256 * 1024, Buffer.from([TAG.sequence, 0x80]));
    for (const bytes of [
      Buffer.from('3084ffffffff', 'hex'),
      Buffer.from('30887fffffffffffffff', 'hex'),
      deep,
      sequences,
    ]) {
      for (const read of [tokenIn, readToken, readTstInfo]) expect(() => read(bytes)).toThrow(MALFORMED);
    }
  });
});

describe.skipIf(!hasOpenssl)('a token of openssl (skipped where openssl 3 is missing)', () => {
  it('with one length spelt otherwise is refused, or says nothing else', async () => {
    const issuer = await issuerOf();
    const bytes = Buffer.from('what was stamped');
    writeFileSync(join(issuer.dir, 'data'), bytes);
    const imprint = Buffer.from(issuer.openssl('dgst', '-sha256', '-r', 'data').slice(0, 64), 'hex');
    const answer = issuer.reply(stampRequest({ imprint, nonce: Buffer.of(0x42) }));
    const trusted = parseTrusted(readFileSync(issuer.caFile, 'utf8'));
    const token = tokenIn(answer);
    const stamp = verifyToken({ token, bytes, trusted });
    const [tried, passed]: [string[], string[]] = [[], []];
    for (const other of misspelt(token)) {
      tried.push(other.path);
      try {
        expect(verifyToken({ token: other.bytes, bytes, trusted })).toEqual(stamp);
        passed.push(other.path);
      } catch (error) {
        expect(error).toMatchObject({ name: 'AuditError' });
      }
    }
    // The list of digest algorithms says nothing (RFC 5652, 5.1); a certificate is read by Node, which spells it anew.
    expect(passed.filter((path) => !/^\/1\/0\/(?:1|3\/\d)\//.test(path))).toEqual([]);
    expect(passed.length).toBeLessThan(tried.length / 10);
    for (let length = 0; length < answer.length; length++) {
      expect(() => tokenIn(answer.subarray(0, length))).toThrow(MALFORMED);
    }
    expect(() => tokenIn(Buffer.concat([answer, Buffer.of(0)]))).toThrow(MALFORMED);
  });
});
