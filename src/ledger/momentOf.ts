// What a decision is told of other records: it asks the authority's own streams, and never a follower that may lag.
import { streamOf } from '../domain/aggregates.ts';
import type { Order } from '../domain/commands.ts';
import { wholeSaid } from '../domain/commitment/circle.ts';
import type { CommitmentRecord } from '../domain/commitment/record.ts';
import { asReport, groupingsOf, reportsAsMember } from '../domain/commitment/reporter.ts';
import { committersNamed } from '../domain/commitment/several.ts';
import type { Moment } from '../domain/moment.ts';
import { isGrouping, type PartyFact } from '../domain/party/party.ts';
import { referencesOf } from '../domain/references.ts';
import { publisherParties, type SourceFact } from '../domain/source/source.ts';
import { circleOf } from './circleOf.ts';
import type { Streams } from './streams.ts';

export async function momentOf(order: Order, record: unknown, recordedAt: number, streams: Streams): Promise<Moment> {
  if (order.aggregate !== 'commitment') return { recordedAt };
  const whole = wholeSaid(order, record as CommitmentRecord);
  const circle = whole === undefined || whole === order.id ? undefined : await circleOf(order.id, whole, streams);
  const report = asReport(order, record as CommitmentRecord);
  return {
    recordedAt,
    groupings: new Set(await among(committersNamed(order.data), streams, isGrouping)),
    ...(circle === undefined ? {} : { circle }),
    ...(report === undefined ? {} : await knownOf(report, record as CommitmentRecord, recordedAt, streams)),
  };
}

/** Of a report, or of what a correction puts in its place. */
async function knownOf(report: Order, record: CommitmentRecord, recordedAt: number, streams: Streams) {
  return {
    publishers: await publishersOf(report, streams),
    memberOf: await among(groupingsOf(report, record), streams, (grouping) =>
      reportsAsMember(report, grouping, recordedAt),
    ),
  };
}

/** Of some parties those whose own record fits. */
async function among(
  codes: readonly string[],
  streams: Streams,
  fits: (party: readonly PartyFact[]) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const code of codes) {
    const { record } = await streams.load('party', streamOf('party', code));
    if (fits(record as readonly PartyFact[])) found.push(code);
  }
  return found;
}

/** Of the sources that a report of delivery cites: whose account it is follows from who publishes them. */
async function publishersOf(order: Order, streams: Streams): Promise<Required<Moment>['publishers']> {
  const sources = referencesOf(order).filter(({ aggregate }) => aggregate === 'source');
  const named = await Promise.all(
    sources.map(async ({ id, stream }) => {
      const { record } = await streams.load('source', stream);
      return { source: id, parties: publisherParties(record as readonly SourceFact[]) };
    }),
  );
  return named.filter(({ parties }) => parties.length > 0);
}
