// A token checked: these bytes existed at that time, says an authority trusted by configuration (RFC 3161, 2.2 and 2.4.2).
// Nothing of a token counts before its signature and its chain hold.
import { hash, verify, type X509Certificate } from 'node:crypto';
import { AuditError, malformed } from '../auditError.ts';
import { expectChain, expectForTimeStamping, parseCertificate } from './certificates.ts';
import { children, type Der, expected, oidOf, readDer, TAG } from './der.ts';
import { readToken, readTstInfo, SHA256, type SignedData, type TstInfo } from './exchange.ts';

export interface TokenClaim {
  readonly token: Uint8Array;
  /** what was stamped */
  readonly bytes: Uint8Array;
  readonly trusted: readonly X509Certificate[];
  /** dotted: the only policy accepted; any where undefined */
  readonly policy?: string | undefined;
}

export interface Stamp extends TstInfo {
  /** of the certificate that signed */
  readonly subject: string;
}

/** @throws AuditError MALFORMED, BAD_SIGNATURE, UNTRUSTED; BAD_PROOF where it is about other bytes */
export function verifyToken({ token, bytes, trusted, policy }: TokenClaim): Stamp {
  const signed = readToken(token);
  const others = signed.certificates.map(parseCertificate);
  const signer = signerOf(signed, [...others, ...trusted]);
  expectSignature(signed, signer);
  expectForTimeStamping(signer);
  const info = readTstInfo(signed.content);
  expectChain(signer, others, trusted, info.genTime);
  if (policy !== undefined && info.policy !== policy) {
    throw new AuditError('UNTRUSTED', `the token follows the policy ${info.policy}, not ${policy}`);
  }
  expectImprint(info, bytes);
  return { ...info, subject: signer.subject.replaceAll('\n', ', ') };
}

function expectImprint({ hashAlgorithm, imprint }: TstInfo, bytes: Uint8Array): void {
  if (hashAlgorithm !== SHA256)
    throw new AuditError('UNTRUSTED', `the token hashes with ${hashAlgorithm}, not SHA-256`);
  const [found, asked] = [Buffer.from(imprint).toString('hex'), hash('sha256', bytes, 'hex')];
  if (found !== asked) {
    throw new AuditError('BAD_PROOF', `the token is about other bytes: SHA-256 ${found}, these have ${asked}`);
  }
}

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** PKCS #1 v1.5 and ECDSA. Where the algorithm names no digest, it is the signer's. */
const SIGNATURES: Readonly<Record<string, { readonly key: 'rsa' | 'ec'; readonly digest?: string }>> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
};

/** RFC 5652, 5.4 and 11: the attributes name the content's type and digest, and the signature is over the attributes. */
function expectSignature(signed: SignedData, signer: X509Certificate): void {
  const digest = DIGESTS[signed.digestAlgorithm];
  const algorithm = SIGNATURES[signed.signatureAlgorithm];
  if (digest === undefined || algorithm === undefined) {
    const unknown = digest === undefined ? signed.digestAlgorithm : signed.signatureAlgorithm;
    throw new AuditError('UNTRUSTED', `the token is signed with ${unknown}: RSA and ECDSA with SHA-2 are accepted`);
  }
  const { attributes, content, signedAttributes, signature } = signed;
  if (oidOf(attributes.get(CONTENT_TYPE)) !== TST_INFO) throw malformed('the signed attributes are not of a TSTInfo');
  const said = Buffer.from(expected(attributes.get(MESSAGE_DIGEST), TAG.octets));
  const { publicKey } = signer;
  const holds =
    said.equals(hash(digest, content, 'buffer')) &&
    publicKey.asymmetricKeyType === algorithm.key &&
    verify(algorithm.digest ?? digest, signedAttributes, publicKey, signature);
  if (!holds) throw new AuditError('BAD_SIGNATURE', "the token's signature does not fit: one of them was changed");
}

/**
 * Law (RFC 3161, 2.4.2; RFC 5816): the signed attributes name the signer's certificate by its hash,
 * so that no other certificate of the same key can be put in its place.
 */
function signerOf({ attributes, signer: said }: SignedData, certificates: readonly X509Certificate[]): X509Certificate {
  const [v2, v1] = [attributes.get(SIGNING_CERTIFICATE_V2), attributes.get(SIGNING_CERTIFICATE)];
  const { digest, value } = v2 === undefined ? { digest: 'sha1', value: idIn(v1)[0] } : namedV2(v2);
  const id = Buffer.from(expected(value, TAG.octets));
  const signer = certificates.find(({ raw }) => hash(digest, raw, 'buffer').equals(id));
  if (signer !== undefined && isNamedBy(signer, said)) return signer;
  throw new AuditError('UNTRUSTED', 'neither the token nor the CA file holds the certificate it was signed with');
}

/** RFC 5652, 5.3: issuer and serial number are the certificate's own. A key's identifier adds nothing to its hash. */
function isNamedBy(certificate: X509Certificate, said: Der): boolean {
  if (said.tag !== TAG.sequence) return true;
  const [issuer, serial] = children(said);
  const [, ownSerial, , ownIssuer] = children(children(readDer(certificate.raw))[0]);
  return sameBytes(issuer, ownIssuer) && sameBytes(serial, ownSerial);
}

const sameBytes = (a: Der | undefined, b: Der | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.compare(a.whole, b.whole) === 0;

/** The first ESSCertID is the signer's. */
const idIn = (attribute: Der | undefined): Der[] => children(children(children(attribute)[0])[0]);

function namedV2(attribute: Der): { readonly digest: string; readonly value: Der | undefined } {
  const [first, second] = idIn(attribute);
  if (first?.tag !== TAG.sequence) return { digest: 'sha256', value: first };
  const digest = DIGESTS[oidOf(children(first)[0])];
  if (digest === undefined) throw malformed('the token names its certificate by a hash that is not SHA-2');
  return { digest, value: second };
}
