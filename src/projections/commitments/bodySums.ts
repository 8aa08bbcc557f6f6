// The sums of a version: each is over a text of its body, joined with what the row says beside it. A text that is read is held
// by them to the text that was written, to the parts it was made of, and to its commitment and its time.
// Law: a body that did not change has the same sums, so that a row takes another one's place without its text being read.
import { crc32 } from 'node:zlib';
import { putTogether, type Slices } from '../../domain/commitment/bodyText.ts';
import { DamagedModels } from '../damage.ts';

export interface BodySums {
  /** of its start, which says who and on what: what facets are counted from */
  readonly start: number;
  /** of all of it */
  readonly whole: number;
}

/** @param texts as they are kept */
export function sumsOf(texts: Slices): BodySums {
  const start = `{${texts[0] ?? ''},"position":${texts[1] ?? ''}`;
  const ofStart = crc32(start);
  return { start: ofStart | 0, whole: crc32(putTogether(texts).slice(start.length), ofStart) | 0 };
}

/** What a version's row says beside its text, as it is stored: its key and end, and what an answer takes from it. */
export type BesideBody = readonly [
  commitment: number,
  from: number,
  to: number,
  status: number,
  dueFrom: number | null,
  dueTo: number | null,
  outcome: number | null,
];

/** A row's numbers, for their bytes: a sum over these takes a quarter of the time of one over their digits. */
const NUMBERS = new Float64Array(7);
const BYTES = new Uint8Array(NUMBERS.buffer);

/** A sum as it is stored: of a text, and of the row beside it. Applied twice it gives the text's own. */
export function withRow(sum: number, beside: BesideBody): number {
  for (let column = 0; column < NUMBERS.length; column++) NUMBERS[column] = beside[column] ?? Infinity;
  return (sum ^ crc32(BYTES)) | 0;
}

/** @param stored the row's sum over this much of its text. @throws DamagedModels */
export function expectWritten(text: string, beside: BesideBody, stored: number): void {
  if (withRow(crc32(text), beside) !== stored) throw DamagedModels.at(`a version of commitment ${beside[0]}`);
}
