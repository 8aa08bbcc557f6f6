// The fold of one commitment into rows: which versions an event closes and opens, and the current answer.
// It knows no database: what keeps the rows is given.
import { kindOf } from '../../domain/commitment/acts.ts';
import { bodyText } from '../../domain/commitment/bodyText.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, timelinessAt } from '../../domain/commitment/headline.ts';
import { type Phase, phasesOf, segmentsOf } from '../../domain/commitment/timeline.ts';
import { answerText, etagOf } from '../answer.ts';
import { facetChanges, facetRuns } from './facets.ts';
import { cutsOf, type Loaded, type OpenVersion, take } from './loaded.ts';
import type { VersionRows } from './versionRows.ts';

/** The commitment with one more event, and its rows brought up to it. */
export function foldEvent(rows: VersionRows, before: Loaded, event: CommitmentFact, sequence: number): Loaded {
  const taken = take(before, event);
  const segments = segmentsOf(taken.commitment.timeline);
  const phases = phasesOf(segments);
  const known = new Map(before.versions.map((version) => [version.phase.from, version]));
  const change = { rows, sequence, renamed: taken.identity !== before.identity };
  const versions = phases.map((phase) => {
    const old = known.get(phase.from);
    known.delete(phase.from);
    return versionOf(taken, phase, old, change);
  });
  for (const { row } of known.values()) rows.closeVersion(row, sequence);
  const facets = facetRuns(phases);
  for (const facet of facetChanges(before.facets, facets)) rows.changeFacet(taken.no, sequence, facet);
  return { ...taken, versions, facets, cuts: cutsOf(segments) };
}

interface Change {
  readonly rows: VersionRows;
  readonly sequence: number;
  /** title or kind may be another */
  readonly renamed: boolean;
}

/** The version of a phase: the one still known where nothing of it changed, else a new row, with its body if that is new. */
function versionOf(
  { no, identity }: ReturnType<typeof take>,
  phase: Phase,
  old: OpenVersion | undefined,
  { rows, sequence, renamed }: Change,
): OpenVersion {
  const same = !renamed && old?.phase.state === phase.state;
  if (same && old.phase.to === phase.to && old.phase.status === phase.status) return old;
  const text = same ? old.text : bodyText(identity, phase.state, phase.from);
  const body = old !== undefined && same ? old.body : rows.addBody(text ?? '');
  if (old !== undefined) rows.closeVersion(old.row, sequence);
  const version = { ...phase, kind: kindOf(identity.noun), body, due: dueOf(phase.state) };
  return { phase, row: rows.openVersion(no, sequence, version), body, text };
}

/** Writes the answer as of now, and when it changes without an event. */
export function writeCurrent(rows: VersionRows, { no, id, commitment, versions, cuts }: Loaded, now: number): void {
  const version = versions.findLast(({ phase }) => phase.from <= now) ?? versions[0];
  if (version === undefined) return;
  const { status, state } = version.phase;
  const revision = commitment.record.events.length - 1;
  const moment = { revision, status, timeliness: timelinessAt(dueOf(state), now) };
  const answer = answerText(version.text ?? rows.bodyText(version.body), moment);
  const nextCut = cuts.find((cut) => cut > now && cut !== Infinity);
  rows.setCurrent({ no, id, nextCut, ...moment, etag: etagOf(revision, answer), body: version.body });
}
