// What a commitment is found by: its title, areas and parties, and the words of its terms, evidence and condition. Each of
// its versions has the number of its text. Law: a text that did not change is indexed once, whatever else happens.
import { partiesIn } from '../../domain/commitment/position.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import { composed } from '../../support/composed.ts';
import { TEXT_BITS } from '../into.ts';
import { LATE_WORDS, type LateWords } from '../schema.ts';
import { lagOf, seasonOf } from './leadAndLag.ts';
import { type Marks, markWord } from './marks.ts';

/** Those beyond share the last number: a version with it is found by the words of all of them. */
const TEXTS = 2 ** TEXT_BITS;
/** Its row in the index of all texts (into.ts). */
const textRow = (commitment: number, no: number): number => commitment * TEXTS + no;
/** What is said beyond so many characters is not searched: a history of thousands of terms must not cost their square. */
const SEARCHED = 20_000;

/** What a version is found by. Law: one of another lag or season is another text. */
export interface Said extends Late {
  readonly text: string;
  /** its number among the commitment's */
  readonly no: number;
}

/** The index of what lags as a class does. */
export const lateWordsOf = (lag: number): LateWords => LATE_WORDS[lag] as LateWords;

/** Of a version, how late it became known (leadAndLag.ts). */
export interface Late {
  /** how long before the commitment was opened it began, in classes; null where it did not */
  readonly lag: number | null;
  /** in which season it began; null where it does not lag */
  readonly season: number | null;
}

export function lateOf(from: number, openedAt: number): Late {
  const lag = lagOf(from, openedAt);
  return { lag, season: lag === null ? null : seasonOf(from) };
}

export const asLate = (a: Late, b: Late): boolean => a.lag === b.lag && a.season === b.season;

/** What an index of words is told of a text, all at once or bit by bit: its words, and what its versions have been. */
export interface Indexed extends Said {
  /** those it was not told yet */
  readonly marks: Marks;
}

/** To what is known of a row, as an index without contents adds what it is told of one to what it has. */
export function addTo<Key, One extends Indexed>(rows: Map<Key, One>, row: Key, more: One): void {
  const known = rows.get(row);
  if (known === undefined) rows.set(row, more);
  else {
    const text = [known.text, more.text].filter((one) => one !== '').join('\n');
    rows.set(row, { ...known, text, marks: new Set([...known.marks, ...more.marks]) });
  }
}

const indexedText = ({ text, marks }: Indexed): string => [text, ...[...marks].map(markWord)].join('\n');

/** Its row in the index of all texts. */
export const wordsValues = (commitment: number, indexed: Indexed): readonly [number, string] => [
  textRow(commitment, indexed.no),
  indexedText(indexed),
];

/** What is indexed again where a version lags, and in which index; undefined where it does not. */
export const lateText = (
  commitment: number,
  indexed: Indexed,
): { readonly index: LateWords; readonly values: readonly [number, number, number, string] } | undefined => {
  const { no, lag, season } = indexed;
  if (lag === null || season === null) return undefined;
  return { index: lateWordsOf(lag), values: [commitment, season, no, indexedText(indexed)] };
};

const NO_MARKS: Marks = new Set();

/** The texts of one commitment while an event is folded. One that is still known keeps its number; any other gets the next. */
export class Texts {
  readonly #known: readonly { readonly said: Said }[];
  readonly #added: Said[] = [];
  readonly #marks: Marks[];
  readonly #indexed = new Map<number, Indexed>();

  /** @param marks of all there have been, by their numbers */
  constructor(known: readonly { readonly said: Said }[], marks: readonly Marks[]) {
    this.#known = known;
    this.#marks = [...marks];
  }

  get marks(): readonly Marks[] {
    return this.#marks;
  }

  /** What the indexes of words were not told before this event. */
  get indexed(): Iterable<Indexed> {
    return this.#indexed.values();
  }

  said(text: string, late: Late): Said {
    const isSame = (one: Said): boolean => asLate(one, late) && one.text === text;
    const found = this.#known.find(({ said }) => isSame(said))?.said ?? this.#added.find(isSame);
    if (found !== undefined) return found;
    const said = { text, ...late, no: Math.min(this.#marks.length, TEXTS - 1) };
    this.#marks[said.no] ??= NO_MARKS;
    this.#added.push(said);
    addTo(this.#indexed, said.no, { ...said, marks: NO_MARKS });
    return said;
  }

  /** One of its versions is this. */
  mark(said: Said, marks: readonly number[]): void {
    const had = this.#marks[said.no] ?? NO_MARKS;
    const fresh = marks.filter((mark) => !had.has(mark));
    if (fresh.length === 0) return;
    this.#marks[said.no] = new Set([...had, ...fresh]);
    addTo(this.#indexed, said.no, { ...said, text: '', marks: new Set(fresh) });
  }
}

/** States share what did not change: mostly nothing that is searched did. */
const sayTheSame = (a: State, b: State): boolean =>
  a.areas === b.areas &&
  a.conditions === b.conditions &&
  a.claiming === b.claiming &&
  a.standings.isOfSame(b.standings) &&
  a.kept.TermAsserted === b.kept.TermAsserted &&
  a.kept.EvidenceSubmitted === b.kept.EvidenceSubmitted;

interface Earlier {
  readonly phase: { readonly state: State };
  readonly said: Pick<Said, 'text'>;
}

/** @param earlier a version of the same identity */
export function textOf({ title }: Identity, state: State, earlier?: Earlier): string {
  if (earlier !== undefined && sayTheSame(earlier.phase.state, state)) return earlier.said.text;
  const { areas, conditions, standings, claiming, kept } = state;
  const claims = claiming.flatMap(({ event }) => (event.data.terms ?? []).map(({ value }) => value));
  const asserted = kept.TermAsserted.map(({ event }) => event.data.value);
  const summaries = kept.EvidenceSubmitted.map(({ event }) => event.data.summary);
  // parties and areas are never cut off: lists are read by them
  const said = [title, ...pendingIn(conditions), ...wordsOf([...claims, ...asserted]), ...summaries]
    .join('\n')
    .slice(0, SEARCHED);
  return composed([...partiesIn(standings), ...areas, said].join('\n'));
}

/** Of the commitment and of its parties. */
const pendingIn = (conditions: State['conditions']): readonly string[] =>
  conditions.flatMap(({ standing, text }) => (standing === 'pending' ? [text] : []));

/** Names, levels and areas are said in words; dates and amounts are not. */
const wordsOf = (values: readonly unknown[]): string[] => [
  ...new Set(values.flat().filter((value) => typeof value === 'string')),
];
