// What a commitment is found by: its title, areas and parties, and the words of its terms, evidence and condition. Each of
// its versions has the number of its text. Law: a text that did not change is indexed once, whatever else happens.
import { partiesIn } from '../../domain/commitment/position.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import { TEXT_BITS } from '../into.ts';
import { LATE_WORDS, type LateWords } from '../schema.ts';
import { lagOf, seasonOf } from './leadAndLag.ts';

const TEXTS = 2 ** TEXT_BITS;
/** Its row in the index of all texts (into.ts). */
export const textRow = (commitment: number, no: number): number => commitment * TEXTS + no;
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

/** What is indexed again where a version lags, and in which index; undefined where it does not. */
export const lateText = (
  commitment: number,
  { text, no, lag, season }: Said,
): { readonly index: LateWords; readonly values: readonly [number, number, number, string] } | undefined =>
  lag === null || season === null ? undefined : { index: lateWordsOf(lag), values: [commitment, season, no, text] };

/** The texts of one commitment while an event is folded. One that is still known keeps its number; any other gets the next. */
export class Texts {
  readonly #known: readonly { readonly said: Said }[];
  readonly #added: Said[] = [];
  #count: number;

  /** @param count how many there have been */
  constructor(known: readonly { readonly said: Said }[], count: number) {
    this.#known = known;
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  get added(): readonly Said[] {
    return this.#added;
  }

  said(text: string, late: Late): Said {
    const isSame = (one: Said): boolean => asLate(one, late) && one.text === text;
    const found = this.#known.find(({ said }) => isSame(said))?.said ?? this.#added.find(isSame);
    if (found !== undefined) return found;
    const said = { text, ...late, no: Math.min(this.#count++, TEXTS - 1) };
    this.#added.push(said);
    return said;
  }
}

/** States share what did not change: mostly nothing that is searched did. */
const sayTheSame = (a: State, b: State): boolean =>
  a.areas === b.areas &&
  a.condition === b.condition &&
  a.claiming === b.claiming &&
  a.standings.size === b.standings.size &&
  a.kept.TermAsserted === b.kept.TermAsserted &&
  a.kept.EvidenceSubmitted === b.kept.EvidenceSubmitted;

interface Earlier {
  readonly phase: { readonly state: State };
  readonly said: Pick<Said, 'text'>;
}

/** @param earlier a version of the same identity */
export function textOf({ title }: Identity, state: State, earlier?: Earlier): string {
  if (earlier !== undefined && sayTheSame(earlier.phase.state, state)) return earlier.said.text;
  const { areas, condition = '', standings, claiming, kept } = state;
  const claims = claiming.flatMap(({ event }) => (event.data.terms ?? []).map(({ value }) => value));
  const asserted = kept.TermAsserted.map(({ event }) => event.data.value);
  const summaries = kept.EvidenceSubmitted.map(({ event }) => event.data.summary);
  // parties and areas first: whatever is cut off, a search may ask for theirs
  const said = [
    ...partiesIn(standings),
    ...areas,
    title,
    condition,
    ...wordsOf([...claims, ...asserted]),
    ...summaries,
  ];
  return said.join('\n').slice(0, SEARCHED);
}

/** Names, levels and areas are said in words; dates and amounts are not. */
const wordsOf = (values: readonly unknown[]): string[] => [
  ...new Set(values.flat().filter((value) => typeof value === 'string')),
];
