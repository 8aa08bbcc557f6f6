// Circles of what is part of what: a commitment that is part of itself by way of others. The records between are read when
// a link is recorded; this says what they hold, and refuses the link that would close one.

import type { Order } from '../commands.ts';
import { asCorrected } from '../corrections.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type CommitmentRecord, isAct } from './record.ts';

export interface Member {
  readonly id: string;
  readonly title: string;
}

/** What a record says it is part of, and what it is called. */
export function wholesOf({ events }: CommitmentRecord): { readonly title: string; readonly wholes: readonly string[] } {
  const standing = asCorrected(events);
  return {
    title: standing.find(isAct)?.data.title ?? '',
    wholes: standing.flatMap(({ type, data }) =>
      type === 'CommitmentsLinked' && data.relation === 'part_of' ? [data.target] : [],
    ),
  };
}

interface Link {
  readonly relation?: unknown;
  readonly target?: unknown;
}

/** What a command says its commitment is part of: itself, or by what a correction puts in a link's place. */
export function wholeSaid({ name, data }: Order, { events }: CommitmentRecord): string | undefined {
  const corrects =
    events.find(({ id }) => id === data.event)?.type === 'CommitmentsLinked' ? data.replacement : undefined;
  const link = (name === 'LinkCommitments' ? data : corrects) as Link | undefined;
  return link?.relation === 'part_of' && typeof link.target === 'string' ? link.target : undefined;
}

/** @param circle from the target to the commitment itself, each part of the next */
export function checkCircle(circle: readonly Member[] | undefined): Refusal | undefined {
  if (circle === undefined) return undefined;
  const named = circle.map(({ id, title }) => `“${title}” (${id})`);
  const detail =
    `would close a circle: it is part of this commitment already, by way of ${named.join(', which is part of ')}. ` +
    'Name another whole, or correct the link between them that is wrong with CorrectRecord';
  return refuse('REFERS_TO_ITSELF', '/target', detail);
}
