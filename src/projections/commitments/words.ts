// What a commitment is found by: its title, areas and parties, and the words of its terms, evidence and condition, each
// with the time it held. Law: a text that did not change is indexed once, whatever else happens.
import type { Identity } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { lagOf } from './leadAndLag.ts';
import { addRun, type Change, type Interval, runChanges } from './runs.ts';

/** A text's row in the index is its commitment's number times this, and its own number. */
export const TEXTS = 65_536;
/** What is said beyond so many characters is not searched: a history of thousands of terms must not cost their square. */
const SEARCHED = 20_000;

export interface NewText {
  readonly text: string;
  /** its number among the commitment's */
  readonly no: number;
  /** how long before the commitment was opened it was so, in classes (leadAndLag.ts); null where it was not */
  readonly lag: number | null;
}

/** A stretch in which a commitment has the same words. Law: a text of another lag has another number. */
export interface TextRun extends Interval, NewText {}

/** As the index of what was late has a class of lags. */
export const lagWord = (lag: number): string => `lag${lag}`;

export interface Heard {
  readonly runs: readonly TextRun[];
  /** how many texts have had a number */
  readonly texts: number;
}

export const NOTHING_HEARD: Heard = { runs: [], texts: 0 };

/** The texts of consecutive phases. One that is still known keeps its number; any other gets the next one. */
export function heardIn(found: Found, phases: readonly Phase[], before: Heard): Heard {
  const numbers = new Map(before.runs.map((run) => [keyOf(run), run.no]));
  let { texts } = before;
  const numberOf = (run: Unnumbered): number => {
    const key = keyOf(run);
    const no = numbers.get(key) ?? Math.min(texts++, TEXTS - 1);
    numbers.set(key, no);
    return no;
  };
  return { runs: stretches(found, phases).map((run) => ({ ...run, no: numberOf(run) })), texts };
}

const keyOf = ({ text, lag }: Unnumbered): string => `${lag} ${text}`;

/** What is on record already, loaded again. @param numbers of the stretches still known, in effective order */
export const heardAgain = (
  found: Found,
  phases: readonly Phase[],
  { numbers, texts }: { readonly numbers: readonly number[]; readonly texts: number },
): Heard => ({
  runs: stretches(found, phases).map((run, index) => ({ ...run, no: numbers[index] ?? 0 })),
  texts,
});

type Unnumbered = Omit<TextRun, 'no'>;

/** What is found by these texts. */
interface Found {
  readonly identity: Identity;
  /** the journal's clock then, milliseconds since 1970 */
  readonly openedAt: number;
}

function stretches({ identity, openedAt }: Found, phases: readonly Phase[]): Unnumbered[] {
  const runs: Unnumbered[] = [];
  let last: { readonly state: State; readonly text: string } | undefined;
  for (const { from, to, state } of phases) {
    const text = last !== undefined && sayTheSame(last.state, state) ? last.text : textOf(identity, state);
    addRun(runs, { from, to, text, lag: lagOf(from, openedAt) }, (a, b) => a.text === b.text);
    last = { state, text };
  }
  return runs;
}

/** States share what did not change: mostly nothing that is searched did. */
export const sayTheSame = (a: State, b: State): boolean =>
  a.areas === b.areas &&
  a.condition === b.condition &&
  a.claiming === b.claiming &&
  a.standings.size === b.standings.size &&
  a.kept.TermAsserted === b.kept.TermAsserted &&
  a.kept.EvidenceSubmitted === b.kept.EvidenceSubmitted;

const TEXT_OF = new WeakMap<State, { readonly identity: Identity; readonly text: string }>();

function textOf(identity: Identity, state: State): string {
  const known = TEXT_OF.get(state);
  if (known?.identity === identity) return known.text;
  const { areas, condition = '', standings, claiming, kept } = state;
  const claims = claiming.flatMap(({ event }) => (event.data.terms ?? []).map(({ value }) => value));
  const asserted = kept.TermAsserted.map(({ event }) => event.data.value);
  const summaries = kept.EvidenceSubmitted.map(({ event }) => event.data.summary);
  const codes = [...standings.keys()].sort();
  // parties and areas first: whatever is cut off, a search may ask for theirs
  const said = [...codes, ...areas, identity.title, condition, ...wordsOf([...claims, ...asserted]), ...summaries];
  const text = said.join('\n').slice(0, SEARCHED);
  TEXT_OF.set(state, { identity, text });
  return text;
}

/** Names, levels and areas are said in words; dates and amounts are not. */
const wordsOf = (values: readonly unknown[]): string[] => [
  ...new Set(values.flat().filter((value) => typeof value === 'string')),
];

export type HeardChange = Interval & Change & Pick<TextRun, 'no'>;

/** What closes and opens between two foldings of one commitment. */
export const heardChanges = (before: Heard, after: Heard): HeardChange[] =>
  runChanges(before.runs, after.runs, (a, b) => a.no === b.no);
