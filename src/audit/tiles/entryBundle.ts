// Entry bundles: leaves one after the other, each behind its length in 16 bits, big-endian (C2SP tlog-tiles).
import { malformed } from '../auditError.ts';

const LENGTH_BYTES = 2;
const MAX_LEAF = 0xffff;

/** @throws AuditError MALFORMED where a leaf is over 65,535 bytes */
export function entryBundle(texts: readonly string[]): Uint8Array {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bundle = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, 0));
  let at = 0;
  texts.forEach((text, i) => {
    const length = lengths[i] as number;
    if (length > MAX_LEAF) throw malformed(`entry ${i} of the bundle has ${length} bytes, ${MAX_LEAF} are allowed`);
    at = bundle.writeUInt16BE(length, at);
    at += bundle.write(text, at);
  });
  return bundle;
}

/** The leaves of a bundle. @throws AuditError MALFORMED where it ends within one */
export function parseEntryBundle(bundle: Uint8Array): Uint8Array[] {
  const leaves: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const start = at + LENGTH_BYTES;
    if (start > bundle.length) throw malformed(`the bundle ends within the length of its entry ${leaves.length}`);
    const end = start + (((bundle[at] as number) << 8) | (bundle[at + 1] as number));
    if (end > bundle.length) {
      throw malformed(`entry ${leaves.length} of the bundle has ${bundle.length - start} bytes, not ${end - start}`);
    }
    leaves.push(bundle.subarray(start, end));
    at = end;
  }
  return leaves;
}
