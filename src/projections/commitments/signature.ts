// Signatures: what a version is filtered by, superimposed into one number that every index of versions carries, so that a
// list passes over a row without looking its facets up (superimposed coding: Roberts, Partial-match retrieval via the
// method of superimposed codes, Proceedings of the IEEE 67(12), 1979).
// Law: a version that has a facet has all of its bits. One that has the bits may have others: its facets are looked up.
import { BoundedMap } from '../../support/boundedMap.ts';

/** Bits of a facet, by its name: how many there are of them, a prime, and how many each value sets. */
interface Share {
  readonly first: number;
  readonly bits: number;
  readonly each: number;
}

/**
 * 47 in all, which SQLite keeps in six bytes. Parties are many, and what tells them apart pays most; a few areas are in
 * everything; few versions have anything contested.
 */
const SHARES: Readonly<Record<string, Share>> = {
  party: { first: 0, bits: 37, each: 3 },
  area: { first: 37, bits: 7, each: 1 },
  contested: { first: 44, bits: 3, each: 1 },
};
const HALF = 24;

/** Bits 0 to 23, and those above them: a number's operators on bits know 32. */
interface Bits {
  readonly low: number;
  readonly high: number;
}
const NONE: Bits = { low: 0, high: 0 };

const or = (a: Bits, b: Bits): Bits => ({ low: a.low | b.low, high: a.high | b.high });
const bit = (place: number): Bits =>
  place < HALF ? { low: 1 << place, high: 0 } : { low: 0, high: 1 << (place - HALF) };

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let hashed = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hashed = Math.imul(hashed ^ text.charCodeAt(at), 0x01000193);
  return hashed >>> 0;
}

function made(facet: string): Bits {
  const share = SHARES[facet.slice(0, facet.indexOf(' '))];
  if (share === undefined) return NONE;
  const hashed = hash(facet);
  // steps through a prime number of bits, so that no two of a value are the same
  const step = 1 + (Math.floor(hashed / share.bits) % (share.bits - 1));
  let bits = NONE;
  for (let n = 0; n < share.each; n++) bits = or(bits, bit(share.first + ((hashed + n * step) % share.bits)));
  return bits;
}

const MADE = new BoundedMap<string, Bits>(20_000);

/** Of facets, each a name and a value with a space between: all of their bits. What has no share sets none. */
export function signatureOf(facets: readonly string[]): number {
  let bits = NONE;
  for (const facet of facets) bits = or(bits, MADE.getOrMake(facet, made));
  return bits.high * 2 ** HALF + bits.low;
}
