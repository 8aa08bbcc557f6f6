// The fold of one commitment into rows: which versions an event closes and opens, and the current answer.
// It knows no database: what keeps the rows is given.
import { kindOf } from '../../domain/commitment/acts.ts';
import { type BodyParts, bodyParts } from '../../domain/commitment/bodyText.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, timelinessAt } from '../../domain/commitment/headline.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import { type Phase, phasesOf, segmentsOf } from '../../domain/commitment/timeline.ts';
import { answerText, etagOf } from '../answer.ts';
import { facetChanges, facetRuns } from './facets.ts';
import { leadOf } from './lead.ts';
import { cutsOf, type Loaded, type OpenVersion, take } from './loaded.ts';
import type { PartNumbers, VersionRows } from './versionRows.ts';
import { type Heard, heardChanges, heardIn } from './words.ts';

/** The commitment with one more event, and its rows brought up to it. */
export function foldEvent(rows: VersionRows, before: Loaded, event: CommitmentFact, sequence: number): Loaded {
  const taken = take(before, event);
  const segments = segmentsOf(taken.commitment.timeline);
  const phases = phasesOf(segments);
  const known = new Map(before.versions.map((version) => [version.phase.from, version]));
  const change = { rows, sequence, recordedAt: event.recordedAt, renamed: taken.identity !== before.identity };
  let last = before.versions.at(-1);
  const versions = phases.map((phase) => {
    const old = known.get(phase.from);
    known.delete(phase.from);
    last = versionOf(taken, phase, { old, near: old ?? last }, change);
    return last;
  });
  for (const { row } of known.values()) rows.closeVersion(row, sequence);
  const facets = facetRuns(phases, taken.commitment.timeline.effects);
  for (const facet of facetChanges(before.facets, facets)) rows.changeFacet(taken.no, sequence, facet);
  const heard = heardIn(taken.identity, phases, before.heard);
  writeHeard(taken.no, before.heard, heard, { rows, sequence });
  return { ...taken, versions, facets, heard, cuts: cutsOf(segments) };
}

function writeHeard(
  no: number,
  before: Heard,
  after: Heard,
  { rows, sequence }: Pick<Change, 'rows' | 'sequence'>,
): void {
  const added = after.runs.filter((run) => run.no >= before.texts);
  for (const [number, { text }] of new Map(added.map((run) => [run.no, run]))) rows.addText(no, number, text);
  for (const change of heardChanges(before, after)) rows.changeHeard(no, sequence, change);
}

interface Change {
  readonly rows: VersionRows;
  readonly sequence: number;
  /** milliseconds since 1970 */
  readonly recordedAt: number;
  /** title or kind may be another */
  readonly renamed: boolean;
}

interface Others {
  /** the version of the phase so far */
  readonly old: OpenVersion | undefined;
  /** a version that most likely has some of the same parts */
  readonly near: OpenVersion | undefined;
}

/** The version of a phase: the one still known where nothing of it changed, else a new row, with the parts that are new. */
function versionOf(
  { no, identity }: ReturnType<typeof take>,
  phase: Phase,
  { old, near }: Others,
  { rows, sequence, recordedAt, renamed }: Change,
): OpenVersion {
  const same = !renamed && old?.phase.state === phase.state;
  if (same && old.phase.to === phase.to && old.phase.status === phase.status) return old;
  const { texts, parts } = same ? old : partsOf(identity, phase, { near, renamed }, rows);
  if (old !== undefined) rows.closeVersion(old.row, sequence);
  const version = {
    ...phase,
    kind: kindOf(identity.noun),
    parts,
    due: dueOf(phase.state),
    lead: leadOf(phase.from, recordedAt),
  };
  return { phase, row: rows.openVersion(no, sequence, version), parts, texts };
}

/** Law: a part that did not change is stored once. */
function partsOf(
  identity: Identity,
  { state, from }: Phase,
  { near, renamed }: Pick<Others, 'near'> & Pick<Change, 'renamed'>,
  rows: VersionRows,
): { readonly texts: BodyParts; readonly parts: PartNumbers } {
  if (near === undefined) {
    const texts = bodyParts(identity, state, from);
    return { texts, parts: fourOf((part) => rows.addPart(texts[part])) };
  }
  const known = textsOf(near, rows);
  const told = renamed ? undefined : { state: near.phase.state, parts: known };
  const texts = bodyParts(identity, state, from, told);
  const parts = fourOf((part) => (known[part] === texts[part] ? near.parts[part] : rows.addPart(texts[part])));
  return { texts, parts };
}

/** Of a version loaded again, the texts are read. */
const textsOf = ({ texts, parts }: OpenVersion, rows: VersionRows): BodyParts =>
  texts ?? fourOf((part) => rows.partText(parts[part]));

const fourOf = <T>(of: (part: 0 | 1 | 2 | 3) => T): readonly [T, T, T, T] => [of(0), of(1), of(2), of(3)];

/** Writes the answer as of now, and when it changes without an event. */
export function writeCurrent(rows: VersionRows, { no, id, commitment, versions, cuts }: Loaded, now: number): void {
  const version = versions.findLast(({ phase }) => phase.from <= now) ?? versions[0];
  if (version === undefined) return;
  const { status, state } = version.phase;
  const revision = commitment.record.events.length - 1;
  const moment = { revision, status, timeliness: timelinessAt(dueOf(state), now) };
  const { parts } = version;
  const etag = etagOf(revision, answerText(textsOf(version, rows).join(''), moment));
  const nextCut = cuts.find((cut) => cut > now && cut !== Infinity);
  rows.setCurrent({ no, id, nextCut, ...moment, etag, parts });
}
