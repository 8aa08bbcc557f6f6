// Signatures: what a version is filtered by, superimposed into one number that every index of versions carries, so that a
// list passes over a row without looking its facets up (superimposed coding: Roberts, Partial-match retrieval via the
// method of superimposed codes, Proceedings of the IEEE 67(12), 1979).
// Law: a version that has a facet has all of its bits. One that has the bits may have others: its facets are looked up.
import { TERMS } from '../../domain/commitment/payloads.ts';
import { BoundedMap } from '../../support/boundedMap.ts';

/** What can be contested: each has a bit of its own, above those that parties and areas share. */
export const CONTESTABLE = [...TERMS, 'delivery'] as const;
/** With those, 47 bits: SQLite keeps them in six bytes. A party or an area has two bits of these. */
const SHARED = 40;
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
  const space = facet.indexOf(' ');
  if (facet.slice(0, space) === 'contested') {
    return bit(SHARED + CONTESTABLE.findIndex((term) => term === facet.slice(space + 1)));
  }
  const hashed = hash(facet);
  return or(bit(hashed % SHARED), bit(Math.floor(hashed / SHARED) % SHARED));
}

const MADE = new BoundedMap<string, Bits>(20_000);

/** Of facets, each a name (party, area or contested) and a value with a space between: all of their bits. */
export function signatureOf(facets: readonly string[]): number {
  let bits = NONE;
  for (const facet of facets) bits = or(bits, MADE.getOrMake(facet, made));
  return bits.high * 2 ** HALF + bits.low;
}
