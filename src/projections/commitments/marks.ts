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

/** Years, and blocks of 4 and of 16 of them; where the marks of each begin among those of a status. */
const BLOCKS = [
  { years: 1, first: 0 },
  { years: 4, first: YEARS },
  { years: 16, first: YEARS + YEARS / 4 },
] as const;
const EACH_STATUS = YEARS + YEARS / 4 + YEARS / 16;

const firstOf = (status: Status): number => STATUSES.indexOf(status) * EACH_STATUS;

export const kindMark = (kind: Kind): number => STATUSES.length * EACH_STATUS + KINDS.indexOf(kind);

export function statusMarks(status: Status, from: number): number[] {
  const year = yearOf(from);
  return BLOCKS.map(({ years, first }) => firstOf(status) + first + Math.floor(year / years));
}

/** Of a version: of its kind, and of its status since it begins. */
export const marksOf = ({ kind, status, from }: Marked): number[] => [kindMark(kind), ...statusMarks(status, from)];

interface Marked {
  readonly kind: Kind;
  readonly status: Status;
  /** milliseconds since 1970 */
  readonly from: number;
}

/** Of which a text has one where a version began to have the status by the end of an instant's year: whole blocks up to it. */
export function statusMarksBy(status: Status, asOf: number): number[] {
  const end = yearOf(asOf) + 1;
  const marks: number[] = [];
  for (let from = 0; from < end; ) {
    const { years, first } =
      BLOCKS.findLast((block) => from % block.years === 0 && from + block.years <= end) ?? BLOCKS[0];
    marks.push(firstOf(status) + first + from / years);
    from += years;
  }
  return marks;
}
