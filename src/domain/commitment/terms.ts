// Terms: what sources say a level, a date, a quantity is. Assertions that cannot all be true make it contested;
// an adjudication prefers one with a reason and hides none.

import { asRead } from '../alike.ts';
import { canonicalJson, type Json } from '../canonicalJson.ts';
import { commonAmount, commonAreas, commonTime, commonWords, instantsOf } from '../common.ts';
import type { Amount, Citation } from '../primitives.ts';
import type { When } from '../time.ts';
import type { Claim } from './payloads.ts';
import { asCorrectedBy } from './said.ts';
import type { State } from './state.ts';

export interface Assertion {
  /** the event that makes it; of an act that makes several, `index` says which */
  readonly event: string;
  readonly index?: number;
  readonly value: Claim['value'];
  readonly effectiveAt: When;
  readonly corrected?: string;
  readonly citations: readonly Citation[];
}

export interface Term {
  readonly term: Claim['term'];
  /** the event it is a term of; of the commitment where absent */
  readonly about?: string;
  /** when a count was taken */
  readonly at?: When;
  readonly standing: 'undisputed' | 'contested' | 'adjudicated';
  /** the undisputed or the preferred value; null while it is contested */
  readonly value: Claim['value'] | null;
  readonly adjudication?: { readonly event: string; readonly prefers: string; readonly reason: string };
  /** every assertion, in effective order */
  readonly assertions: readonly Assertion[];
}

interface Asserted {
  readonly claim: Claim;
  readonly about: string | undefined;
  readonly counted: When | undefined;
  readonly at: number;
  readonly revision: number;
  readonly assertion: Assertion;
}

/** What a state's terms follow from: states that share it share them. */
type Basis = Pick<State['kept'], 'TermAsserted' | 'TermAdjudicated'> & Pick<State, 'claiming'>;
const TERMS = new WeakMap<object, Basis & { readonly terms: readonly Term[] }>();
const NO_TERMS: readonly Term[] = [];

export function termsOf(state: State): readonly Term[] {
  const { TermAsserted, TermAdjudicated } = state.kept;
  if (TermAsserted.length === 0 && state.claiming.length === 0) return NO_TERMS;
  const key = TermAsserted.length === 0 ? state.claiming : TermAsserted;
  const known = TERMS.get(key);
  if (known?.TermAdjudicated === TermAdjudicated && known.claiming === state.claiming) return known.terms;
  const terms = readTerms(state);
  TERMS.set(key, { TermAsserted, TermAdjudicated, claiming: state.claiming, terms });
  return terms;
}

function readTerms(state: State): readonly Term[] {
  const asserted = assertedIn(state);
  if (asserted.length === 0) return [];
  const groups = Map.groupBy(asserted, thing);
  return [...groups.keys()].sort().map((key) => standing(groups.get(key) as Asserted[], state));
}

function assertedIn({ kept, claiming }: State): Asserted[] {
  const own = kept.TermAsserted.map(({ at, event, event: { id, revision, data } }) => ({
    claim: { term: data.term, value: data.value } as Claim,
    about: data.about,
    counted: data.at,
    at,
    revision,
    assertion: {
      event: id,
      value: data.value,
      effectiveAt: data.effectiveAt,
      ...asCorrectedBy(event),
      citations: data.citations,
    },
  }));
  const inActs = claiming.flatMap(({ at, event, event: { id, revision, data } }) =>
    (data.terms ?? []).map((claim, index) => ({
      claim,
      about: undefined,
      counted: undefined,
      at,
      revision,
      assertion: {
        event: id,
        index,
        value: claim.value,
        effectiveAt: data.effectiveAt,
        ...asCorrectedBy(event),
        citations: data.citations,
      },
    })),
  );
  return [...own, ...inActs].sort((a, b) => a.at - b.at || a.revision - b.revision);
}

/** What an assertion is about: only assertions of the same thing can contradict each other. */
const thing = ({ claim, about, counted }: Asserted): string =>
  canonicalJson([
    claim.term,
    about ?? '',
    countedAt(counted),
    claim.term === 'quantity' ? asRead(claim.value.unit) : '',
  ]);

const countedAt = (counted: When | undefined): Json => {
  if (counted === undefined) return '';
  const { least, most } = instantsOf(counted);
  return [String(least), String(most)];
};

/** The value that assertions of one thing all allow; undefined where they contradict each other. */
function allowed(group: readonly Asserted[]): Claim['value'] | undefined {
  const values = group.map(({ claim }) => claim.value);
  switch (group[0]?.claim.term) {
    case 'date':
      return commonTime(values as When[]);
    case 'quantity':
      return commonAmount(values as Amount[]);
    case 'area':
      return commonAreas(values as string[][]) as Claim['value'] | undefined;
    default:
      return commonWords(values as string[]);
  }
}

function standing(group: readonly Asserted[], state: State): Term {
  const { claim, about, counted } = group[0] as Asserted;
  const base = {
    term: claim.term,
    ...(about === undefined ? {} : { about }),
    ...(counted === undefined ? {} : { at: counted }),
  };
  const assertions = group.map(({ assertion }) => assertion);
  const value = allowed(group);
  if (value !== undefined) return { ...base, standing: 'undisputed', value, assertions };
  const ruling = rulingOn(group, state);
  if (ruling === undefined) return { ...base, standing: 'contested', value: null, assertions };
  const { adjudication, preferred } = ruling;
  return { ...base, standing: 'adjudicated', value: preferred.claim.value, adjudication, assertions };
}

/** Law: an adjudication settles the values it could know of; one asserted since that allows none of them reopens the term. */
function rulingOn(group: readonly Asserted[], { kept }: State) {
  for (const { event } of kept.TermAdjudicated.toReversed()) {
    const { prefers, index, reason } = event.data;
    const preferred = group.find(
      ({ assertion, claim }) =>
        assertion.event === prefers &&
        claim.term === event.data.term &&
        (index ?? assertion.index ?? 0) === (assertion.index ?? 0),
    );
    if (preferred === undefined) continue;
    const known = group.filter((asserted) => asserted === preferred || asserted.revision < event.revision);
    const isNew = (asserted: Asserted) => !known.some((one) => allowed([one, asserted]) !== undefined);
    if (group.some(isNew)) return undefined;
    return { adjudication: { event: event.id, prefers, reason }, preferred };
  }
  return undefined;
}
