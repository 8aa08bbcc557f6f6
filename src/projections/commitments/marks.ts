// Marks of a text that is searched: of what kind its versions were, which status they had and since which year, as words of
// their own beside the text. A search for a status at an instant reads no text that came to have it in a later year only,
// where it would otherwise have to look each one's version up.
// Law: a mark is never taken away, so a text has those of whatever held at any instant by what was known at any sequence.
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status } from '../../domain/commitment/headline.ts';

/** By their numbers. */
export type Marks = ReadonlySet<number>;

/** The first character for private use (Unicode, 23.5): an index of words takes it for a letter, and no search can ask for it. */
const FIRST = 0xe000;

/** What stands for one in an index of words. */
export const markWord = (mark: number): string => String.fromCharCode(FIRST + mark);

const YEAR = 31_557_600_000;
const FIRST_YEAR = Date.UTC(1980);
const YEARS = 64;
/** The year of an instant, of those there are marks for. Law: never less for a later one. Milliseconds since 1970. */
const yearOf = (instant: number): number => Math.max(0, Math.min(YEARS - 1, Math.floor((instant - FIRST_YEAR) / YEAR)));

/** Years, blocks of 4 and of 16 of them: whatever lies up to a year is a few of those. As powers of two. */
const BLOCKS = [0, 2, 4];
/** Where the marks of a size of blocks begin among those of a status. */
const STARTS = BLOCKS.map((_, index) => BLOCKS.slice(0, index).reduce((sum, block) => sum + (YEARS >> block), 0));
const EACH_STATUS = BLOCKS.reduce((sum, block) => sum + (YEARS >> block), 0);

const markIn = (status: number, size: number, block: number): number =>
  status * EACH_STATUS + (STARTS[size] ?? 0) + block;

export const kindMark = (kind: Kind): number => STATUSES.length * EACH_STATUS + KINDS.indexOf(kind);

/** Of a version that begins at an instant. */
export function statusMarks(status: Status, from: number): number[] {
  const [year, number] = [yearOf(from), STATUSES.indexOf(status)];
  return BLOCKS.map((block, size) => markIn(number, size, year >> block));
}

/** Of which a text has one where a version began to have the status by the end of an instant's year. */
export function statusMarksBy(status: Status, asOf: number): number[] {
  const number = STATUSES.indexOf(status);
  const marks: number[] = [];
  let from = 0;
  for (const end = yearOf(asOf) + 1; from < end; ) {
    const size = BLOCKS.findLastIndex((block) => from % 2 ** block === 0 && from + 2 ** block <= end);
    marks.push(markIn(number, size, from >> (BLOCKS[size] ?? 0)));
    from += 2 ** (BLOCKS[size] ?? 0);
  }
  return marks;
}
