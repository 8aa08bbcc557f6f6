// DER (X.690), as far as time-stamp tokens use it: exact, so that each value has one spelling and nothing is left over.
// Indefinite lengths, tags above 30 and padded lengths are refused.
// Written here: `@peculiar/asn1-*` takes BER, and does not keep the bytes that are signed (decision 23). Held to openssl.
import { malformed } from '../auditError.ts';

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[n]`, constructed. */
export const context = (n: number): number => 0xa0 | n;

export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  /** with tag and length */
  readonly whole: Uint8Array;
}

/** @throws AuditError MALFORMED where it is not one value and nothing more */
export function readDer(bytes: Uint8Array): Der {
  const value = readAt(bytes, 0);
  if (value.whole.length !== bytes.length) throw malformed('DER: bytes follow the value');
  return value;
}

/** What a constructed value holds. @throws AuditError MALFORMED where it has another tag */
export function children(value: Der | undefined, tag: number = TAG.sequence): Der[] {
  const content = expected(value, tag);
  const found: Der[] = [];
  for (let at = 0; at < content.length; ) {
    const child = readAt(content, at);
    found.push(child);
    at += child.whole.length;
  }
  return found;
}

/** @throws AuditError MALFORMED where it is absent or has another tag */
export function expected(value: Der | undefined, tag: number): Uint8Array {
  if (value?.tag === tag) return value.content;
  throw malformed(
    `DER: a value of tag ${tag.toString(16)} is missing${value ? `, there is ${value.tag.toString(16)}` : ''}`,
  );
}

function readAt(bytes: Uint8Array, at: number): Der {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw malformed('DER: it is cut off');
  if ((tag & 0x1f) === 0x1f) throw malformed('DER: a tag above 30');
  const { length, start } = first < 0x80 ? { length: first, start: at + 2 } : longLength(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw malformed('DER: it is cut off');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

function longLength(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const count = (bytes[at] ?? 0) & 0x7f;
  const digits = bytes.subarray(at + 1, at + 1 + count);
  if (count === 0 || count > 4 || digits.length < count) throw malformed('DER: a length that cannot be read');
  const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
  if (digits[0] === 0 || length < 0x80) throw malformed('DER: a length longer than it must be');
  return { length, start: at + 1 + count };
}

/** In lower-case hex, two's complement: enough to be compared. */
export function integerOf(value: Der | undefined): string {
  const content = expected(value, TAG.integer);
  const padded = content[0] === 0 && content.length > 1 && (content[1] ?? 0) < 0x80;
  if (content.length === 0 || padded) throw malformed('DER: an integer longer than it must be');
  return Buffer.from(content).toString('hex');
}

/** Seven zero bits, and more to come: nothing, in front of a number. */
const PADDING = 0x80;
/** Bytes: several times what is in use. The time to write a number out grows with the square of its length. */
const MAX_OID = 128;

/** Dotted. */
export function oidOf(value: Der | undefined): string {
  const content = expected(value, TAG.oid);
  if (content.length > MAX_OID) throw malformed(`DER: an object identifier of ${content.length} bytes`);
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of content) {
    if (number === 0n && byte === PADDING) throw malformed('DER: an object identifier longer than it must be');
    number = number * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0n;
  }
  const [first] = numbers;
  if (first === undefined || (content.at(-1) ?? 0) >= 0x80) throw malformed('DER: an object identifier that is none');
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...numbers.slice(1)].join('.');
}

export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Buffer.of(length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.of(0x80 | digits.length, ...digits);
}

/** @param dotted at least two numbers */
export function derOid(dotted: string): Uint8Array {
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const bytes = [root * 40n + second, ...rest].flatMap((number) => {
    const digits = [Number(number % 128n)];
    for (let more = number / 128n; more > 0n; more /= 128n) digits.unshift(Number(more % 128n) | 0x80);
    return digits;
  });
  return der(TAG.oid, Uint8Array.from(bytes));
}
