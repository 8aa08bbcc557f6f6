// Several histories in one journal, recorded as they came about, and a grouping whose members come and go meanwhile.
import { expect } from 'vitest';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { membershipsOf } from '../../src/domain/party/membership.ts';
import type { PartyFact } from '../../src/domain/party/party.ts';
import { readEvent } from '../../src/domain/read.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { BODY } from './history.ts';
import type { TestNode } from './node.ts';

export const idOf = (index: number): string => `${BODY.slice(0, -2)}${String(index).padStart(2, '0')}`;

/**
 * Several histories, recorded as they came about, each on a commitment of its own with events of its own.
 * @param apart so many events of no commitment are recorded before each
 */
export async function recorded(
  node: TestNode,
  histories: readonly (readonly CommitmentFact[])[],
  apart = 0,
): Promise<void> {
  const said = histories.flatMap((events, index) =>
    events.map((event) => ({ event: renamed(event, index), stream: `commitment-${idOf(index)}` })),
  );
  const all = said.sort((a, b) => a.event.recordedAt - b.event.recordedAt);
  const grouping = membershipsIn(all[0]?.event.recordedAt ?? 0, all.at(-1)?.event.recordedAt ?? 0);
  const directory = directoryIn(all[0]?.event.recordedAt ?? 0, all.at(-1)?.event.recordedAt ?? 0);
  for (const { event, stream } of [...all, ...grouping, ...directory].sort(
    (a, b) => a.event.recordedAt - b.event.recordedAt,
  )) {
    const metadata = {
      recordedAt: new Date(event.recordedAt).toISOString(),
      actor: 'a',
      key: event.id,
      payloadHash: '',
      $correlationId: '',
      $causationId: '',
    };
    if (apart > 0) await others(node, metadata, apart);
    const data = event.data as unknown as JsonObject;
    const expected = event.revision === 0 ? 'no_stream' : event.revision - 1;
    await node.engine.ledger.append(stream, [{ id: event.id, type: event.type, version: 1, data, metadata }], expected);
  }
  expect(await node.settled()).toBe(true);
}

let othersSoFar = 0;
/** Events of a party nobody asks about. */
async function others(node: TestNode, metadata: JsonObject, many: number): Promise<void> {
  const party = `OTHER-${othersSoFar}`;
  const data = { party, name: 'Another', kind: 'state' };
  const events = Array.from({ length: many }, (_, revision) => ({
    id: `d0000000-0000-4000-8000-${String(othersSoFar + revision).padStart(12, '0')}`,
    type: revision === 0 ? 'PartyRegistered' : 'MembershipChanged',
    version: 1,
    data: revision === 0 ? data : { party, member: 'KR', change: 'joined', effectiveAt: '2024-01-01' },
    metadata,
  }));
  othersSoFar += many;
  await node.engine.ledger.append(`party-${party}`, events as never, 'no_stream');
}

/** A grouping that one party joins early, another halfway, and the first one leaves. */
function membershipsIn(first: number, last: number) {
  const at = (share: number) => Math.round(first + share * (last - first));
  const day = (share: number) => new Date(at(share)).toISOString().slice(0, 10);
  const party = 'IP4';
  const events = [
    { type: 'PartyRegistered', recordedAt: at(0), data: { party, name: 'Indo-Pacific Four', kind: 'grouping' } },
    ...[
      { recordedAt: at(0.1), data: { member: 'JP', change: 'joined', effectiveAt: day(0) } },
      { recordedAt: at(0.5), data: { member: 'AU', change: 'joined', effectiveAt: day(0.4) } },
      { recordedAt: at(0.8), data: { member: 'JP', change: 'left', effectiveAt: day(0.7) } },
    ].map(({ recordedAt, data }) => ({ type: 'MembershipChanged', recordedAt, data: { party, ...data } })),
  ];
  return events.map((event, revision) => {
    const id = `f0000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
    return { event: { ...event, id, revision }, stream: `party-${party}` };
  });
}

/** Parties, one of which is renamed halfway, and a source whose title is put right later; another source comes late. */
function directoryIn(first: number, last: number) {
  const at = (share: number) => Math.round(first + share * (last - first));
  const korea = { party: 'KR', name: 'Republic of Körea', kind: 'state', names: { ko: '대한민국' } };
  const title = { publisher: 'IGET', language: 'en', published: '2024', missing: 'not kept' };
  const report = { source: 'july-report', title: 'Report on shipbuilding', ...title };
  const renaming = { party: 'KR', change: 'renamed', effectiveAt: '2024', name: 'Hanguk' };
  const correcting = {
    event: idIn(2),
    cause: 'recorder',
    reason: 'x',
    replacement: { ...report, title: 'Of vessels' },
  };
  return [
    { stream: 'party-KR', revision: 0, type: 'PartyRegistered', recordedAt: at(0), data: korea },
    { stream: 'party-KR', revision: 1, type: 'PartyChanged', recordedAt: at(0.5), data: renaming },
    { stream: 'source-july-report', revision: 0, type: 'SourceCaptured', recordedAt: at(0.3), data: report },
    {
      stream: 'source-july-report',
      revision: 1,
      type: 'RecordCorrected',
      recordedAt: at(0.7),
      data: { source: 'july-report', ...correcting },
    },
  ].map(({ stream, ...event }, index) => ({ stream, event: { ...event, id: idIn(index) } }));
}
const idIn = (index: number): string => `f1000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Every third event was said at an occasion. */
const renamed = (event: CommitmentFact, index: number): CommitmentFact =>
  JSON.parse(
    JSON.stringify(atOccasion(event))
      .replaceAll(BODY, idOf(index))
      .replaceAll('"e0000000-', `"e00000${String(index).padStart(2, '0')}-`),
  );

const atOccasion = (event: CommitmentFact) =>
  event.revision % 3 !== 0 || event.type === 'RecordCorrected'
    ? event
    : { ...event, data: { ...event.data, occasion: `summit-${event.revision % 2}` } };

/** The members a grouping had, by what was recorded of it up to a sequence. */
export function membersThen(journal: Journal, grouping: string, asOf: number, sequence: number): string[] {
  const facts = journal.readStream(`party-${grouping}`, sequence).map((entry) => readEvent(envelopeOf(entry)));
  const members = membershipsOf(facts as PartyFact[]).filter(({ from, to }) => from <= asOf && asOf < to);
  return members.map(({ member }) => member);
}
