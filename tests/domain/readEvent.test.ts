import { describe, expect, it } from 'vitest';
import { readEvent, UnreadableEvent } from '../../src/domain/read.ts';
import { envelopeOf, eventAt, opened } from '../support/history.ts';

const envelope = envelopeOf(opened(), 3);

describe('an event that leaves the store', () => {
  it('is parsed, with its place in its stream and the instant at which it was recorded', () => {
    expect(readEvent(envelope)).toEqual({
      id: eventAt(3),
      type: 'BodyAgreed',
      data: opened().data,
      revision: 3,
      recordedAt: Date.parse('2025-06-25'),
    });
  });

  it.each<[string, object, string]>([
    ['a stream that holds no record', { stream: 'commitments' }, 'no record is kept in commitments'],
    ['a type that its record does not have', { stream: 'party-KR' }, 'a party has no event BodyAgreed'],
    ['a type that is a member of every object', { type: 'constructor' }, 'a commitment has no event constructor'],
    ['a version that is not known yet', { version: 2 }, 'start a newer Concordat'],
    ['no version', { version: 0 }, 'versions 1 to 1'],
    ['a recordedAt that is no instant', { metadata: { ...envelope.metadata, recordedAt: 'June' } }, 'is no instant'],
    ['data that lacks something', { data: { ...envelope.data, parties: undefined } }, '/parties'],
    ['data that holds more than its schema', { data: { ...envelope.data, more: 1 } }, 'more'],
  ])('with %s is unreadable, and says why', (_, wrong, reason) => {
    const read = () => readEvent({ ...envelope, ...wrong });
    expect(read).toThrow(UnreadableEvent);
    expect(read).toThrow(reason);
    expect(read).toThrow(eventAt(3));
  });
});
