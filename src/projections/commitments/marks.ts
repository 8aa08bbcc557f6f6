// Marks of a text that is searched: the kinds and statuses its versions have had, each as a word of its own beside the text.
// A search for one of them reads no text without it, where it would otherwise have to look each one's version up.
// Law: a mark is never taken away, so a text has that of whatever held at any instant by what was known at any sequence.
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status } from '../../domain/commitment/headline.ts';

/** A set: a bit for each. */
export type Marks = number;

const MARKED: readonly (Status | Kind)[] = [...STATUSES, ...KINDS];
/** The first character for private use (Unicode, 23.5): an index of words takes it for a letter, and no search can ask for it. */
const FIRST = 0xe000;

export const markOf = (one: Status | Kind): Marks => 1 << MARKED.indexOf(one);

/** What stands for them in an index of words. */
export const markWords = (marks: Marks): string[] =>
  MARKED.flatMap((_, index) => (marks & (1 << index) ? [String.fromCharCode(FIRST + index)] : []));
