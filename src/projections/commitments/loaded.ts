// A commitment as the projection keeps it between batches: the fold of its history, and the version rows still known.

import { kindOf } from '../../domain/commitment/acts.ts';
import type { Slices } from '../../domain/commitment/bodyText.ts';
import {
  type Commitment,
  commitmentOf,
  identityOf,
  NO_COMMITMENT,
  withEvent,
} from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { type Due, dueOf } from '../../domain/commitment/headline.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import { type Phase, phasesOf, segmentsOf } from '../../domain/commitment/timeline.ts';
import { type BodySums, withRow } from './bodySums.ts';
import { type Cited, citedIn, NOTHING_CITED } from './cited.ts';
import { type DeadlineRun, deadlineRuns } from './deadlines.ts';
import { type FacetRun, facetRuns, facetsIn } from './facets.ts';
import type { Marks } from './marks.ts';
import { Pieces } from './pieces.ts';
import { besideBody, type OpenRow } from './rows.ts';
import { signatureOf } from './signature.ts';
import type { PartNumbers } from './versionRows.ts';
import { lateOf, type Said, textOf } from './words.ts';

/** A version row that is still known, and the phase it stands for. */
export interface OpenVersion {
  readonly phase: Phase;
  /** the sequence from which on it is known */
  readonly knownFrom: number;
  /** the numbers of its body's parts */
  readonly parts: PartNumbers;
  readonly due: Due | undefined;
  /** of its parties, areas and contested terms */
  readonly signature: number;
  /** its body's slices as they are kept, while they are at hand */
  readonly texts: Slices | undefined;
  /** over them */
  readonly sums: BodySums;
  readonly said: Said;
}

export interface Loaded {
  /** its number in the models' file: the sequence of its first event */
  readonly no: number;
  readonly id: string;
  /** the journal's clock at that event, milliseconds since 1970 */
  readonly openedAt: number;
  readonly commitment: Commitment;
  /** undefined before its first event */
  readonly identity: Identity | undefined;
  readonly versions: readonly OpenVersion[];
  readonly facets: readonly FacetRun[];
  readonly deadlines: readonly DeadlineRun[];
  readonly cited: Cited;
  /** the marks of all texts it has had to be found by, by their numbers */
  readonly texts: readonly Marks[];
  readonly pieces: Pieces;
}

/** What a commitment's place in the journal says of it. */
export type Placed = Pick<Loaded, 'no' | 'id' | 'openedAt'>;

export const unloaded = (placed: Placed): Loaded => ({
  ...placed,
  commitment: NO_COMMITMENT,
  identity: undefined,
  versions: [],
  facets: [],
  deadlines: [],
  cited: NOTHING_CITED,
  texts: [],
  pieces: new Pieces(),
});

/** The commitment with one more event, its versions not yet. Title and kind change with the opening and with corrections alone. */
export function take(loaded: Loaded, event: CommitmentFact): Loaded & { readonly identity: Identity } {
  const commitment = withEvent(loaded.commitment, event);
  const known = event.type === 'RecordCorrected' ? undefined : loaded.identity;
  return { ...loaded, commitment, identity: known ?? identityOf(loaded.id, commitment.record) };
}

/** What the rows of a commitment say that its history does not: their numbers, in effective order. */
export interface StillKnown {
  readonly versions: readonly OpenRow[];
  /** the marks of all texts it has had */
  readonly texts: readonly Marks[];
  /** by their numbers */
  readonly pieces: readonly string[];
}

/**
 * What is on record already, loaded again.
 * Law: the rows still known are the phases of the history so far, one for one.
 */
export function restored(
  placed: Placed,
  events: readonly CommitmentFact[],
  { versions: rows, texts, pieces }: StillKnown,
): Loaded {
  const { id, no: number } = placed;
  const commitment = commitmentOf(events);
  const identity = identityOf(id, commitment.record);
  const phases = phasesOf(segmentsOf(commitment.timeline));
  if (phases.length !== rows.length) {
    throw new Error(
      `the read model holds ${rows.length} versions of ${id} where its history makes ${phases.length}: rebuild it`,
    );
  }
  const versions: OpenVersion[] = [];
  for (const [index, { knownFrom, parts, text: no, sums }] of rows.entries()) {
    const phase = phases[index] as Phase;
    const { state, from } = phase;
    const text = textOf(identity, state, versions.at(-1));
    const said = { text, no, ...lateOf(from, placed.openedAt) };
    const signature = signatureOf(facetsIn(state));
    const due = dueOf(state, from);
    const beside = besideBody(number, { ...phase, due });
    const own = { whole: withRow(sums.whole, beside), start: withRow(sums.start, beside) };
    versions.push({ phase, knownFrom, parts, due, signature, texts: undefined, sums: own, said });
  }
  return {
    ...placed,
    commitment,
    identity,
    versions,
    facets: facetRuns(phases, commitment.timeline.effects),
    deadlines: deadlineRuns(kindOf(identity.noun), versions),
    cited: citedIn(commitment.timeline.effects),
    texts,
    pieces: new Pieces(pieces),
  };
}
