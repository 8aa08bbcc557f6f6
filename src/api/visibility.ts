// From durable to visible: waits, bounded, until this node's journal and read models have what a command recorded.
import type { Recorded } from '../ledger/ledger.ts';
import type { Context } from './parts.ts';

export interface Visibility {
  /** of the command's last event; undefined where this node's journal does not have it yet */
  readonly sequence: number | undefined;
  readonly visible: boolean;
}

export async function whenVisible(context: Context, { events }: Recorded): Promise<Visibility> {
  const deadline = performance.now() + context.wait;
  const last = events.at(-1)?.id;
  if (last === undefined) return { sequence: undefined, visible: true };
  const sequence = context.journal.sequenceOf(last) ?? (await arrival(context, last));
  if (sequence === undefined) return { sequence, visible: false };
  const left = Math.max(0, deadline - performance.now());
  return {
    sequence,
    visible: sequence <= context.frontier.sequence || (await context.readModels.reached(sequence, left)),
  };
}

/** The journal follows a cluster: looks again whenever it has grown. */
async function arrival({ journal, wait }: Context, eventId: string): Promise<number | undefined> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(wait)));
  while (!signal.aborted) {
    const head = journal.head().sequence;
    const found = journal.sequenceOf(eventId);
    if (found !== undefined) return found;
    await journal.beyond(head, signal);
  }
  return journal.sequenceOf(eventId);
}
