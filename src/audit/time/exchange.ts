// What is sent to a time-stamping authority, and what comes back (RFC 3161, 2.4.1 and 2.4.2). Nothing is believed here.
import { AuditError, malformed } from '../auditError.ts';
import { children, context, type Der, der, derOid, expected, integerOf, oidOf, readDer, TAG } from './der.ts';

export const SHA256 = '2.16.840.1.101.3.4.2.1';

export interface StampRequest {
  /** SHA-256 of what is to be stamped */
  readonly imprint: Uint8Array;
  /** positive, without leading zeroes */
  readonly nonce: Uint8Array;
  /** dotted; undefined: whichever the authority follows */
  readonly policy?: string | undefined;
}

/** Asks for the certificate, so that the token can be checked by itself (certReq). */
export function stampRequest({ imprint, nonce, policy }: StampRequest): Uint8Array {
  const algorithm = der(TAG.sequence, derOid(SHA256), der(TAG.null));
  return der(
    TAG.sequence,
    der(TAG.integer, Buffer.of(1)),
    der(TAG.sequence, algorithm, der(TAG.octets, imprint)),
    ...(policy === undefined ? [] : [derOid(policy)]),
    der(TAG.integer, nonce),
    der(TAG.boolean, Buffer.of(0xff)),
  );
}

/** 2.4.2: 0 granted, 1 granted with modifications; everything else brings no token. */
const GRANTED = new Set(['00', '01']);

/** The token of a TimeStampResp. @throws AuditError MALFORMED; UNTRUSTED where it was not granted, with the reason */
export function tokenIn(response: Uint8Array): Uint8Array {
  const [status, token] = children(readDer(response));
  const [code, ...more] = children(status);
  if (!GRANTED.has(integerOf(code))) {
    throw new AuditError('UNTRUSTED', `the authority gave no token (status ${integerOf(code)}): ${reasonsIn(more)}`);
  }
  return token?.whole ?? tokenMissing();
}

function tokenMissing(): never {
  throw malformed('the authority says that it granted a token, and sent none');
}

function reasonsIn(more: readonly Der[]): string {
  const texts = more.flatMap((part) => (part.tag === TAG.sequence ? children(part) : []));
  const said = texts.map(({ content }) => Buffer.from(content).toString().slice(0, 200)).join('; ');
  const bits = more.find(({ tag }) => tag === TAG.bits);
  const info = bits === undefined ? '' : ` (failure info ${Buffer.from(bits.content).toString('hex')})`;
  return `${said || 'no reason given'}${info}`;
}

export interface TstInfo {
  readonly policy: string;
  /** dotted */
  readonly hashAlgorithm: string;
  readonly imprint: Uint8Array;
  /** hex */
  readonly serial: string;
  /** milliseconds since 1970 */
  readonly genTime: number;
  /** hex; undefined where there is none */
  readonly nonce: string | undefined;
}

/** @throws AuditError MALFORMED */
export function readTstInfo(bytes: Uint8Array): TstInfo {
  const [version, policy, messageImprint, serial, genTime, ...rest] = children(readDer(bytes));
  if (integerOf(version) !== '01') throw malformed('the token is of another version than 1');
  const [algorithm, imprint] = children(messageImprint);
  // Accuracy, ordering and nonce are optional, and told apart by their tags.
  const nonce = rest.find(({ tag }) => tag === TAG.integer);
  return {
    policy: oidOf(policy),
    hashAlgorithm: oidOf(children(algorithm)[0]),
    imprint: expected(imprint, TAG.octets),
    serial: integerOf(serial),
    genTime: timeOf(genTime),
    nonce: nonce === undefined ? undefined : integerOf(nonce),
  };
}

const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/;

/** 2.4.2: UTC, with seconds, and a fraction only without trailing zeroes. */
function timeOf(value: Der | undefined): number {
  const text = Buffer.from(expected(value, TAG.generalizedTime)).toString('latin1');
  const [, year, month, day, hour, minute, second, fraction = ''] = GENERALIZED.exec(text) ?? [];
  const seconds = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${seconds}${fraction.slice(0, 4)}Z`);
  // Date.parse takes 30 February for 2 March, and the hour 24 for the next day.
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(seconds);
  if (!exists) throw malformed(`the token bears no time: '${text.slice(0, 40)}'`);
  return time;
}

export interface SignedData {
  /** the DER of the TSTInfo */
  readonly content: Uint8Array;
  /** DER, in no order that means anything */
  readonly certificates: readonly Uint8Array[];
  /** which certificate signed: issuer and serial number, or a key's identifier */
  readonly signer: Der;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** as they are signed: a SET */
  readonly signedAttributes: Uint8Array;
  /** by their types; each has one value */
  readonly attributes: ReadonlyMap<string, Der>;
  readonly signature: Uint8Array;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** The CMS around a TSTInfo (RFC 5652, 5.1 and 5.3). @throws AuditError MALFORMED */
export function readToken(token: Uint8Array): SignedData {
  const [type, wrapped] = children(readDer(token));
  if (oidOf(type) !== SIGNED_DATA) throw malformed('the token is no CMS SignedData');
  const [, , encapsulated, ...rest] = children(children(wrapped, context(0))[0]);
  const [contentType, content] = children(encapsulated);
  if (oidOf(contentType) !== TST_INFO) throw malformed('what is signed is no TSTInfo');
  const signers = children(rest.at(-1), TAG.set);
  if (signers.length !== 1) throw malformed(`the token has ${signers.length} signers, not one`);
  const certificates = rest.find(({ tag }) => tag === context(0));
  return {
    content: expected(children(content, context(0))[0], TAG.octets),
    certificates: certificates === undefined ? [] : children(certificates, context(0)).map(({ whole }) => whole),
    ...readSigner(signers[0]),
  };
}

function readSigner(info: Der | undefined): Omit<SignedData, 'content' | 'certificates'> {
  const [, signer, digestAlgorithm, signedAttributes, signatureAlgorithm, signature] = children(info);
  if (signer === undefined) throw malformed('the token does not say who signed it');
  const attributes = children(signedAttributes, context(0)).map((attribute) => {
    const [type, values] = children(attribute);
    const [value, ...others] = children(values, TAG.set);
    if (value === undefined || others.length > 0) throw malformed(`attribute ${oidOf(type)} has not one value`);
    return [oidOf(type), value] as const;
  });
  if (new Set(attributes.map(([type]) => type)).size < attributes.length) throw malformed('an attribute comes twice');
  return {
    signer,
    digestAlgorithm: oidOf(children(digestAlgorithm)[0]),
    signatureAlgorithm: oidOf(children(signatureAlgorithm)[0]),
    // RFC 5652, 5.4: signed is the encoding as a SET, not as the [0] it is sent as.
    signedAttributes: der(TAG.set, expected(signedAttributes, context(0))),
    attributes: new Map(attributes),
    signature: expected(signature, TAG.octets),
  };
}
