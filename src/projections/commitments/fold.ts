// The fold of one commitment into rows: which versions an event closes and opens, and the current answer.
// It knows no database: what keeps the rows is given.
import { kindOf } from '../../domain/commitment/acts.ts';
import { putTogether, SLICES_OF, type Slices, slicesIn, slicesOf } from '../../domain/commitment/bodyText.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, nextCut, timelinessAt } from '../../domain/commitment/headline.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import {
  firstChanged,
  type Phase,
  phasesOf,
  segmentsOf,
  since,
  type Timeline,
} from '../../domain/commitment/timeline.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { answerText, etagOf } from '../answer.ts';
import { DamagedModels } from '../damage.ts';
import { type BodySums, sumsOf } from './bodySums.ts';
import { citedChanges, citedIn, NOTHING_CITED } from './cited.ts';
import { deadlineChanges, deadlineRuns } from './deadlines.ts';
import { facetChanges, facetRuns, facetsIn, saidFacets, sameFacets } from './facets.ts';
import { leadOf } from './leadAndLag.ts';
import { type Loaded, type OpenVersion, take } from './loaded.ts';
import { marksOf } from './marks.ts';
import { reachedFrom } from './milestones.ts';
import { signatureOf } from './signature.ts';
import type { PartNumbers, VersionRows } from './versionRows.ts';
import { asLate, type Late, lateOf, type Said, Texts, textOf } from './words.ts';

export type FoldEvent = typeof foldEvent;

/** Where an event stands in the journal. */
export type KnownAt = Pick<JournalEntry, 'sequence' | 'clock'>;

/** The commitment with one more event, and its rows brought up to it. What lies before the event's time stays as it is. */
export function foldEvent(
  rows: VersionRows,
  before: Loaded,
  event: CommitmentFact,
  { sequence, clock }: KnownAt,
): Loaded {
  const taken = take(before, event);
  const texts = new Texts(before.versions, before.texts);
  const renamed = taken.identity !== before.identity;
  const change = { rows, sequence, clock, renamed, texts };
  const { timeline } = taken.commitment;
  const { states } = before.commitment.timeline;
  const first = renamed ? 0 : firstChanged(before.commitment.timeline, timeline);
  const changed = since(timeline, first);
  const versions = versionsOf(taken, changed, change);
  for (const indexed of texts.indexed) rows.addText(taken.no, indexed);
  const deadlines = deadlineRuns(kindOf(taken.identity.noun), versions);
  for (const one of deadlineChanges(before.deadlines, deadlines)) rows.changeDeadline(taken.no, sequence, one);
  const cited = citedIn(timeline.effects);
  for (const source of citedChanges(before.cited, cited)) rows.changeFacet(taken.no, sequence, source);
  const loaded = { ...taken, versions, deadlines, cited, texts: texts.marks };
  const isAppended = first === states.length - 1 && states[first] === timeline.states[first];
  const [was, phases] = [before, loaded].map(({ versions: all }) => all.map(({ phase }) => phase)) as [
    Phase[],
    Phase[],
  ];
  const reached = reachedFrom(was).join() === reachedFrom(phases).join();
  if (isAppended && reached && goesOn(before, changed)) return loaded;
  const facets = facetRuns(phases, timeline.effects);
  for (const facet of facetChanges(before.facets, facets)) rows.changeFacet(taken.no, sequence, facet);
  return { ...loaded, facets };
}

/** Whether what a commitment is filtered by goes on as its last state had it. */
function goesOn({ facets }: Loaded, { effects, states: [last, ...next] }: Timeline): boolean {
  const held = facets.at(-1)?.facets;
  return (
    held !== undefined &&
    last !== undefined &&
    next.every((state) => sameFacets(last, state)) &&
    effects.every((effect) => saidFacets(effect).every((facet) => held.includes(facet)))
  );
}

/** The versions still known: those before what changed, and those of its phases. */
function versionsOf(taken: ReturnType<typeof take>, changed: Timeline, change: Change): readonly OpenVersion[] {
  const all = changed.effects.length === taken.commitment.timeline.effects.length;
  const from = (all ? undefined : changed.effects[0]?.at) ?? -Infinity;
  const before = taken.versions.filter(({ phase }) => phase.to <= from);
  const known = new Map(taken.versions.slice(before.length).map((version) => [version.phase.from, version]));
  let earlier = before.at(-1);
  const after = phasesOf(segmentsOf(changed)).map((phase) => {
    const old = known.get(phase.from);
    known.delete(phase.from);
    earlier = versionOf(taken, phase, { old, earlier }, change);
    return earlier;
  });
  for (const version of known.values()) closeVersion(taken.no, version, change);
  return [...before, ...after];
}

const closeVersion = (no: number, { phase, knownFrom }: OpenVersion, { rows, sequence }: Change): void =>
  rows.closeVersion(no, sequence, { from: phase.from, knownFrom });

interface Change {
  readonly rows: VersionRows;
  readonly sequence: number;
  /** the journal's clock, milliseconds since 1970: what an event says of its own time may lie far ahead of it */
  readonly clock: number;
  /** title or kind may be another */
  readonly renamed: boolean;
  readonly texts: Texts;
}

interface Others {
  /** the version of the phase so far */
  readonly old: OpenVersion | undefined;
  /** the version before it, from whose state its own was evolved; undefined for the first phase */
  readonly earlier: OpenVersion | undefined;
}

/** The version of a phase: the one still known where nothing of it changed, else a new row, with the parts that are new. */
function versionOf(
  taken: ReturnType<typeof take>,
  phase: Phase,
  { old, earlier }: Others,
  change: Change,
): OpenVersion {
  const { no, openedAt, identity, versions } = taken;
  const { rows, sequence, clock, renamed } = change;
  const same = !renamed && old?.phase.state === phase.state;
  if (same && old.phase.to === phase.to && old.phase.status === phase.status) return old;
  // of the first phase, some version there was: of a body what follows from the same is told no second time
  const near = { old, last: earlier ?? versions.at(-1), renamed };
  const { texts, parts, sums } = same ? old : partsOf(taken, phase, near, rows);
  const signature = same ? old.signature : signatureAfter(earlier, phase.state);
  const late = lateOf(phase.from, openedAt);
  const said = same ? old.said : saidIn(identity, phase.state, late, { earlier, change });
  if (old !== undefined) closeVersion(no, old, change);
  const due = dueOf(phase.state, phase.from);
  const version = {
    ...phase,
    kind: kindOf(identity.noun),
    parts,
    due,
    lead: leadOf(phase.from, clock),
    lag: late.lag,
    signature,
    text: said.no,
    sums,
  };
  rows.openVersion(no, sequence, version);
  change.texts.mark(said, marksOf(version));
  return { phase, knownFrom: sequence, parts, texts, sums, due, signature, said };
}

/** @param earlier of this event's making, if any: of the identity there is now */
function saidIn(
  identity: Identity,
  state: State,
  late: Late,
  { earlier, change }: Pick<Others, 'earlier'> & { readonly change: Change },
): Said {
  const text = textOf(identity, state, earlier);
  return text === earlier?.said.text && asLate(late, earlier.said) ? earlier.said : change.texts.said(text, late);
}

/** States share what did not change, so that mostly nothing is asked of a state but whether it did. */
const signatureAfter = (earlier: OpenVersion | undefined, state: State): number =>
  earlier !== undefined && sameFacets(earlier.phase.state, state) ? earlier.signature : signatureOf(facetsIn(state));

interface Near extends Pick<Others, 'old'>, Pick<Change, 'renamed'> {
  readonly last: OpenVersion | undefined;
}

/** Law: a part that did not change is stored once. What it shares with the version before it is not even told again. */
function partsOf(
  { no, identity, pieces }: ReturnType<typeof take>,
  { state, from }: Phase,
  { old, last, renamed }: Near,
  rows: VersionRows,
): { readonly texts: Slices; readonly parts: PartNumbers; readonly sums: BodySums } {
  const near = last && { state: last.phase.state, texts: textsOf(last, rows), parts: last.parts };
  const other = old && old !== last ? { texts: textsOf(old, rows), parts: old.parts } : undefined;
  const add = (piece: number, text: string) => rows.addPiece(no, piece, text);
  const told = slicesOf(identity, state, from, renamed ? undefined : near);
  const texts = told.map((text) => text && pieces.kept(text, add));
  const parts = SLICES_OF.map((slices, part) => {
    if (areTheSame(slices, texts, NO_TEXTS)) return undefined;
    if (near && areTheSame(slices, texts, near.texts)) return near.parts[part];
    if (other && areTheSame(slices, texts, other.texts)) return other.parts[part];
    return rows.addPart(slices.map((slice) => texts[slice]));
  });
  return { texts, parts, sums: sumsOf(texts) };
}

const NO_TEXTS: Slices = [];

function areTheSame(slices: readonly number[], a: Slices, b: Slices): boolean {
  for (const slice of slices) if (a[slice] !== b[slice]) return false;
  return true;
}

/** Of a version loaded again, the texts are read. @throws DamagedModels where they are not the ones that were written */
function textsOf({ texts, parts, sums, phase }: OpenVersion, rows: VersionRows): Slices {
  if (texts !== undefined) return texts;
  const read = slicesIn(parts.map((part) => (part === undefined ? [] : rows.partTexts(part))));
  if (sumsOf(read).whole === sums.whole) return read;
  throw DamagedModels.at(`a version that begins at ${new Date(phase.from).toISOString()}`);
}

/** Writes the answer as of now, and when it changes without an event. */
export function writeCurrent(rows: VersionRows, { no, id, commitment, versions, pieces }: Loaded, now: number): void {
  const version = versions.findLast(({ phase }) => phase.from <= now) ?? versions[0];
  if (version === undefined) return;
  const { status, state, from, to } = version.phase;
  const revision = commitment.record.events.length - 1;
  const moment = { revision, status, timeliness: timelinessAt(dueOf(state, from), now) };
  const { parts } = version;
  const body = pieces.whole(putTogether(textsOf(version, rows)));
  const etag = etagOf(revision, answerText(body, moment));
  const cut = Math.min(nextCut(state, Math.max(from, now)) ?? Infinity, to);
  rows.setCurrent({ no, id, nextCut: cut === Infinity ? undefined : cut, ...moment, etag, parts });
}

/** Nothing of it is known as from a sequence: what was known before stays, and its current row is one that time never changes. */
export function takeOut(rows: VersionRows, loaded: Loaded, sequence: number): void {
  const { no, versions, facets, deadlines, cited } = loaded;
  for (const { phase, knownFrom } of versions) rows.closeVersion(no, sequence, { from: phase.from, knownFrom });
  for (const facet of facetChanges(facets, [])) rows.changeFacet(no, sequence, facet);
  for (const source of citedChanges(cited, NOTHING_CITED)) rows.changeFacet(no, sequence, source);
  for (const deadline of deadlineChanges(deadlines, [])) rows.changeDeadline(no, sequence, deadline);
  writeCurrent(rows, loaded, Infinity);
}
