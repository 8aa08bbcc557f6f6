// What is disputed of where parties stand, and what an adjudication made of it, in one sentence each.
// Law: both name what was disputed by what it says, where that is on record.
import type { FactData } from './events.ts';
import { type Around, deedOf, type Told } from './positionInWords.ts';

export function contestInWords({ by, contests, reason }: FactData['PositionContested'], around: Around): string {
  const did = sentenceOf(around.eventOf(contests), around);
  return `${by} disputed ${did === undefined ? 'where a party stands' : `that ${did}`}: ${reason}`;
}

/** It prefers what was contested, or what contests it. */
export function settledInWords({ prefers, reason }: FactData['TermAdjudicated'], around: Around): string {
  const preferred = around.eventOf(prefers);
  const stands = preferred?.type !== 'PositionContested';
  const contested = stands ? preferred : around.eventOf((preferred.data as FactData['PositionContested']).contests);
  const did = sentenceOf(contested, around);
  return `adjudicated${did === undefined ? '' : `: ${did}, and that ${stands ? 'stands' : 'is set aside'}`}: ${reason}`;
}

const sentenceOf = (event: Told | undefined, around: Around): string | undefined =>
  event && deedOf(event, around)?.sentence;
