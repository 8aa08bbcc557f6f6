// Whether a link would close a circle of what is part of what: asked of the authority's own streams.
import { streamOf } from '../domain/aggregates.ts';
import { type Member, wholesOf } from '../domain/commitment/circle.ts';
import type { CommitmentRecord } from '../domain/commitment/record.ts';
import { UnreadableEvent } from '../domain/read.ts';
import { StreamIncomplete, type Streams } from './streams.ts';

/** So many commitments are looked at: a whole that has more above it is told of no circle. */
const LOOKED_AT = 200;

/**
 * The members from a target up to the commitment that would be part of it; undefined where it does not lead there.
 * Law: what is remembered of a stream refuses nothing before it was read again.
 */
export async function circleOf(id: string, target: string, streams: Streams): Promise<readonly Member[] | undefined> {
  const seen = await wayTo(id, target, streams, false);
  return seen === undefined ? undefined : wayTo(id, target, streams, true);
}

async function wayTo(id: string, target: string, streams: Streams, fresh: boolean) {
  const open: { readonly at: string; readonly way: readonly Member[] }[] = [{ at: target, way: [] }];
  const met = new Set<string>([target]);
  for (let next = open.shift(); next !== undefined && met.size <= LOOKED_AT; next = open.shift()) {
    const { at, way } = next;
    const { title, wholes } = await saidBy(at, streams, fresh);
    const here = [...way, { id: at, title }];
    if (at === id) return here;
    for (const whole of wholes) {
      if (met.has(whole)) continue;
      met.add(whole);
      open.push({ at: whole, way: here });
    }
  }
  return undefined;
}

/** A record that cannot be read keeps no other from being written to: it leads nowhere. */
async function saidBy(id: string, streams: Streams, fresh: boolean): Promise<ReturnType<typeof wholesOf>> {
  try {
    const { record } = await streams.load('commitment', streamOf('commitment', id), fresh);
    return wholesOf(record as CommitmentRecord);
  } catch (error) {
    if (error instanceof StreamIncomplete || error instanceof UnreadableEvent) return { title: '', wholes: [] };
    throw error;
  }
}
