// Words that parties are called by, or that sources are titled with, in a list's query: who has a part in what is found by
// their names, and what is cited by its title.
// Law: a name counts from when it was recorded, and whatever the party is called at the instant; that the party has a part
// and the source is cited is asked at the instant, as known at the sequence.
import { TEXT_BITS } from '../into.ts';
import { STILL_KNOWN } from '../schema.ts';
import { type Asked, type Query, said } from './asked.ts';
import { heldThen } from './facetQuery.ts';
import { wordsQuery } from './searchQuery.ts';

type Held = Pick<Asked, 'asOf' | 'sequence'>;

/** Whether anything on record is called so. The limit is bound last. */
export const NAMED = 'SELECT 1 FROM names WHERE names MATCH ? AND rowid <= ? LIMIT 1';
const namedUpTo = (sequence: number | undefined): number => sequence ?? STILL_KNOWN;

/** The commitments, each as often as it is found, that have to do with what is called so. */
export function withNamed(word: string, asked: Held): Query {
  const then = heldThen(asked);
  return said(
    `SELECT f.commitment AS opened FROM names AS n CROSS JOIN facet AS f ON f.name = n.kind AND f.value = n.id
     WHERE n.names MATCH ? AND n.rowid <= ? AND ${then.sql}`,
    word,
    namedUpTo(asked.sequence),
    ...then.values,
  );
}

/** All that a word may be found by, each commitment once. */
export function foundByEither(word: string, asked: Held): Query {
  const named = withNamed(word, asked);
  return said(
    `SELECT rowid >> ${TEXT_BITS} AS opened FROM words WHERE words MATCH ? UNION ${named.sql}`,
    word,
    ...named.values,
  );
}

/** Asked of each row: it has the word in its own text, or in a name. @param version that has a version's key */
export function eitherQuery(word: string, version: string, asked: Held): Query {
  const [named, words] = [withNamed(word, asked), wordsQuery(word, version)];
  return said(`(${version}.commitment IN (${named.sql}) OR ${words.sql})`, ...named.values, ...words.values);
}
