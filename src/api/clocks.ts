// The two clocks of a question: what was the case when, by what was known when. Every answer says where they stood.
import type { Journal } from '../journal/journal.ts';
import type { AsOf } from '../projections/readModels.ts';
import type { Frontier } from './frontier.ts';
import type { RecordParameters } from './parameters.ts';
import { Problem } from './problem.ts';

/** Where the clocks of an answer stand. */
export interface Clocks extends AsOf {
  /** known: milliseconds since 1970; 0 where nothing was on record */
  readonly knownAt: number;
  /** Law: true only where the known clock asked about lies behind the journal's, so that the answer can never change. */
  readonly immutable: boolean;
}

interface Parts {
  readonly frontier: Frontier;
  readonly journal: Journal;
  readonly clock: () => number;
}

export const asksClocks = ({ asOf, knownAt, atSequence }: RecordParameters): boolean =>
  asOf !== undefined || knownAt !== undefined || atSequence !== undefined;

export const now = ({ frontier, clock }: Parts): Clocks => ({
  asOf: clock(),
  sequence: frontier.sequence,
  knownAt: frontier.clock,
  immutable: false,
});

/**
 * Waits, bounded, for what is asked about to be here, and sets the clocks.
 * Law: a known clock alone sets both, so that the answer is the one that was given then.
 */
export async function clocksFor(asked: RecordParameters, parts: Parts): Promise<Clocks> {
  const sequence = knownSequence(asked, parts.journal);
  await parts.frontier.reach(Math.max(asked.minSequence ?? -1, sequence ?? -1));
  const current = now(parts);
  if (sequence === undefined) return { ...current, asOf: asked.asOf ?? current.asOf };
  const knownAt = asked.knownAt ?? parts.frontier.clockAt(sequence);
  const head = parts.journal.head();
  return {
    asOf: asked.asOf ?? Math.min(knownAt, current.asOf),
    sequence,
    knownAt,
    immutable: knownAt < head.clock || (asked.atSequence !== undefined && sequence < head.sequence),
  };
}

function knownSequence({ knownAt, atSequence }: RecordParameters, journal: Journal): number | undefined {
  if (knownAt === undefined) return atSequence;
  if (atSequence === undefined) return journal.sequenceAt(knownAt);
  throw Problem.at('INVALID_PARAMETER', 'query', 'atSequence', 'is a known clock as knownAt is: give one of the two');
}
