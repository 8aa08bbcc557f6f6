// The retraction of a source as a change of each commitment that rests on it: which source, by whom, why, and what rests on it.
// Law: it moves nothing, since what a source said stays on record until that is corrected.
import type { Effect } from '../../domain/commitment/effect.ts';
import { names } from '../../domain/inWords.ts';
import { sourcesIn } from '../commitments/cited.ts';
import { itemOf, type SourceOf, type Told } from './changeItem.ts';
import type { Retraction } from './retractedSources.ts';

/** The revisions that cite a source and are in effect by an instant. */
export const restingOn = (effects: readonly Effect[], source: string, at: number): readonly string[] => {
  const resting = effects.filter(
    (effect) =>
      effect.at <= at && !(effect.act !== undefined && effect.voided) && sourcesIn(effect.event.data).includes(source),
  );
  return [...new Set(resting.map(({ event }) => event.revision))].sort((a, b) => a - b).map(String);
};

/** JSON. @param resting the revisions that rest on the source; at least one */
export function retractionItem(
  told: Told,
  retraction: Retraction,
  resting: readonly string[],
  sourceOf: SourceOf,
): string {
  const { source, sequence, clock, event, effectiveAt, reason, actor } = retraction;
  const known = sourceOf(source);
  const called = known === undefined ? source : `${source} (${known.publisher}: “${known.title}”)`;
  const rest = resting.length === 1 ? `revision ${resting[0]} rests` : `revisions ${names(resting)} rest`;
  return itemOf(told, [], sourceOf, {
    sequence: String(sequence),
    type: 'SourceRetracted',
    citations: [],
    event,
    revision: null,
    effectiveAt,
    recordedAt: new Date(clock).toISOString(),
    summary: `its source ${called} was retracted by ${actor}: ${reason}; ${rest} on it`,
    corrects: null,
    correctedBy: null,
    voidedBy: null,
    passed: [],
    unmoved: 'source_retracted',
    retracted: source,
  });
}
