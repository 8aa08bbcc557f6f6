// What changed about a commitment, told in effective order or in the order in which it became known.
// Law: effective order is told from everything known; recorded order tells each event by what was known then.
import { type Commitment, commitmentOf, NO_COMMITMENT, withEvent } from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, type Status, statusAt, type Timeliness, timelinessAt } from '../../domain/commitment/headline.ts';
import type { State } from '../../domain/commitment/state.ts';
import { segmentAt, segmentsOf } from '../../domain/commitment/timeline.ts';
import type { Citation } from '../../domain/primitives.ts';

/** An event with its place in the journal, and the journal's clock there. */
export interface Known {
  readonly fact: CommitmentFact;
  readonly sequence: number;
  readonly clock: number;
}

interface Headline {
  readonly status: Status;
  readonly timeliness: Timeliness;
  /** of the parties whose position another event or the passing of time changed */
  readonly position: readonly { readonly party: string; readonly position: string | null }[];
}

export interface Change {
  /** milliseconds since 1970 */
  readonly at: number;
  readonly text: string;
}

type Look = { readonly state: State; readonly at: number } | undefined;

/** By when each counts. What changes without an event, because a day has come, has no sequence and no type. */
export function inEffectiveOrder(id: string, known: readonly Known[]): Change[] {
  const { timeline } = commitmentOf(known.map(({ fact }) => fact));
  const { effects, states } = timeline;
  const instants = new Set(effects.map(({ at }) => at));
  const told = effects.flatMap(({ at, event, due }, index) => {
    const [earlier, state] = [states[index - 1], states[index] as State];
    if (!isOpen(state) || (due !== undefined && state === earlier)) return [];
    const sameInstant = effects[index - 1]?.at === at;
    const before = earlier && isOpen(earlier) ? { state: earlier, at: sameInstant ? at : at - 1 } : undefined;
    const cause = { sequence: known[event.revision]?.sequence, type: event.type, citations: citationsOf(event.data) };
    return [change(id, { at, before, after: { state, at } }, due === undefined ? cause : undefined)];
  });
  const cuts = segmentsOf(timeline)
    .filter(({ from }) => !instants.has(from))
    .map(({ from, state }) => change(id, { at: from, before: { state, at: from - 1 }, after: { state, at: from } }));
  return [...told, ...cuts].sort((a, b) => a.at - b.at);
}

/** By when each was recorded, with the commitment as it looked just before and just after. */
export function inRecordedOrder(id: string, known: readonly Known[], from = 0): Change[] {
  let commitment = known.slice(0, from).reduce((before, { fact }) => withEvent(before, fact), NO_COMMITMENT);
  return known.slice(from).map(({ fact, sequence, clock }) => {
    const before = lookAt(commitment, clock);
    commitment = withEvent(commitment, fact);
    const cause = { sequence, type: fact.type, citations: citationsOf(fact.data) };
    return change(id, { at: clock, before, after: lookAt(commitment, clock) }, cause);
  });
}

const isOpen = ({ acts, voided }: State): boolean => acts + voided.length > 0;

function lookAt({ timeline }: Commitment, at: number): Look {
  const segment = segmentAt(segmentsOf(timeline), at);
  return segment && { state: segment.state, at };
}

interface Cause {
  readonly sequence: number | undefined;
  readonly type: string;
  readonly citations: readonly Citation[];
}

function change(
  id: string,
  { at, before, after }: { readonly at: number; readonly before: Look; readonly after: Look },
  cause?: Cause,
): Change {
  const moved = movedBetween(before, after);
  const text = JSON.stringify({
    at: new Date(at).toISOString(),
    sequence: cause?.sequence === undefined ? null : String(cause.sequence),
    commitment: id,
    type: cause?.type ?? null,
    before: headlineOf(before, moved),
    after: headlineOf(after, moved),
    citations: cause?.citations ?? [],
  });
  return { at, text };
}

const positionOf = (look: Look, party: string): string | null => {
  const standing = look?.state.standings.get(party);
  return standing?.position ?? null;
};

function movedBetween(before: Look, after: Look): string[] {
  const parties = [...new Set([before, after].flatMap((look) => look?.state.standings.codes() ?? []))].sort();
  return parties.filter((party) => positionOf(before, party) !== positionOf(after, party));
}

const headlineOf = (look: Look, moved: readonly string[]): Headline | null =>
  look === undefined
    ? null
    : {
        status: statusAt(look.state, look.at),
        timeliness: timelinessAt(dueOf(look.state), look.at),
        position: moved.map((party) => ({ party, position: positionOf(look, party) })),
      };

const citationsOf = (data: object): readonly Citation[] =>
  'citations' in data && Array.isArray(data.citations) ? (data.citations as Citation[]) : [];
