// Whose token it is: the certificate that signed, and its chain to an authority that is trusted by configuration.
// Not checked: revocation and path-length constraints. `openssl ts -verify` can check the first by hand.
import { X509Certificate } from 'node:crypto';
import { reason } from '../../support/reason.ts';
import { AuditError, malformed } from '../auditError.ts';
import { children, context, oidOf, readDer, TAG } from './der.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a CA file. @throws AuditError MALFORMED */
export function parseTrusted(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(PEM) ?? [];
  if (blocks.length === 0) throw malformed('the CA file holds no certificate in PEM');
  return blocks.map((block) => parseCertificate(block));
}

/** @throws AuditError MALFORMED */
export function parseCertificate(encoded: string | Uint8Array): X509Certificate {
  try {
    return new X509Certificate(encoded);
  } catch (cause) {
    throw malformed(`a certificate cannot be read: ${reason(cause)}`);
  }
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';

/**
 * Law (RFC 3161, 2.3): the certificate's one extended key usage is time stamping, and it is critical.
 * @throws AuditError UNTRUSTED
 */
export function expectForTimeStamping(certificate: X509Certificate): void {
  const usages: readonly string[] = certificate.keyUsage ?? [];
  const [only] = usages;
  if (usages.length === 1 && only === TIME_STAMPING && isCritical(certificate, EXTENDED_KEY_USAGE)) return;
  throw new AuditError('UNTRUSTED', `the certificate of ${named(certificate)} is not for time stamping alone`);
}

function isCritical(certificate: X509Certificate, extension: string): boolean {
  const tbs = children(children(readDer(certificate.raw))[0]);
  const extensions = children(
    children(
      tbs.find(({ tag }) => tag === context(3)),
      context(3),
    )[0],
  );
  const found = extensions.map((one) => children(one)).find(([type]) => oidOf(type) === extension);
  return found?.[1]?.tag === TAG.boolean && found[1].content[0] === 0xff;
}

const MAX_CHAIN = 8;

/**
 * Walks from the certificate to one of those trusted, all valid at `time`: the token says that they were used then.
 * @throws AuditError UNTRUSTED
 */
export function expectChain(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  time: number,
): void {
  let at = certificate;
  for (let step = 0; step < MAX_CHAIN; step++) {
    expectValid(at, time);
    if (trusted.some(({ raw }) => raw.equals(at.raw))) return;
    const issuer = issuerOf(at, trusted) ?? issuerOf(at, others);
    if (issuer === undefined) break;
    at = issuer;
  }
  throw new AuditError(
    'UNTRUSTED',
    `the certificate of ${named(certificate)} leads to no authority of the CA file: is it that authority's file?`,
  );
}

const issuerOf = (certificate: X509Certificate, from: readonly X509Certificate[]): X509Certificate | undefined =>
  from.find((one) => one.ca && certificate.checkIssued(one) && certificate.verify(one.publicKey));

function expectValid(certificate: X509Certificate, time: number): void {
  const { validFromDate, validToDate } = certificate;
  if (validFromDate.getTime() <= time && time <= validToDate.getTime()) return;
  const when = new Date(time).toISOString();
  throw new AuditError('UNTRUSTED', `the certificate of ${named(certificate)} was not valid at ${when}`);
}

const named = ({ subject }: X509Certificate): string => subject.replaceAll('\n', ', ');
