// Text search in a list's query: the words asked for, as the index takes them, and where it is read from.
// Law: whatever somebody types is a search for words, and never an error of the index.
import { STILL_KNOWN } from '../schema.ts';
import type { Asked, Query } from './listQuery.ts';
import { TEXTS } from './words.ts';

const WORD = /[\p{L}\p{N}\p{M}]+\*?/gu;

/** Every word must be there; one with a star at its end stands for all that begin with it. Undefined where there is none. */
export function matchOf(typed: string): string | undefined {
  const words = typed.match(WORD)?.map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}" *` : `"${word}"`));
  return words?.join(' ');
}

/** What the versions are found from, through an index by commitment: texts with the words, in the order of their commitments, held there and then. */
export const foundIn = (index: string): string => `words AS w CROSS JOIN version AS v INDEXED BY ${index}`;

export function foundBy(match: string, { asOf, sequence, place }: Asked, beyond: '<' | '>'): Query[] {
  const known = sequence === undefined ? `h.known_to = ${STILL_KNOWN}` : 'h.known_from <= ? AND h.known_to > ?';
  const then = sequence === undefined ? [asOf, asOf] : [asOf, asOf, sequence, sequence];
  return [
    { sql: 'w.words MATCH ?', values: [match] },
    ...(place === undefined ? [] : [rowsBeyond(place.no, beyond)]),
    ...(sequence === undefined ? [] : [{ sql: 'w.rowid < ?', values: [(sequence + 1) * TEXTS] }]),
    {
      sql: `EXISTS (SELECT 1 FROM heard AS h
        WHERE h.text = w.rowid AND h.effective_from <= ? AND h.effective_to > ? AND ${known})`,
      values: then,
    },
    { sql: `v.commitment = w.rowid / ${TEXTS}`, values: [] },
  ];
}

const rowsBeyond = (no: number, beyond: '<' | '>'): Query =>
  beyond === '<'
    ? { sql: 'w.rowid < ?', values: [no * TEXTS] }
    : { sql: 'w.rowid > ?', values: [(no + 1) * TEXTS - 1] };
