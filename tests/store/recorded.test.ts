import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@eventstore/db-client';
import { expect, test } from 'vitest';
import { proposedEvent, recordedEnvelope, recorded as recordedEvent } from '../../src/store/eventstoredb/recorded.ts';
import { newEvent } from './events.ts';

const created = new Date('2025-06-25T12:00:00.000Z');

/** As the client gives it. */
function recorded(event: Partial<RecordedEvent>): RecordedEvent {
  const { id, type, data, metadata } = proposedEvent(newEvent({ n: 1 }));
  return {
    streamId: 'ledger.a',
    revision: 7n,
    isJson: true,
    created,
    id,
    type,
    data,
    metadata,
    ...event,
  } as RecordedEvent;
}

const foreign = { recordedAt: created.toISOString(), actor: '', key: '', payloadHash: '' };

test('what went in comes out, with its stream and revision', () => {
  const event = { ...newEvent({ a: [1] }), version: 4 };
  const { id, type, data, metadata } = proposedEvent(event);
  const there = recorded({ id, type, data, metadata });
  expect(recordedEnvelope(there, 'ledger.')).toEqual({ ...event, stream: 'a', revision: '7' });
});

test('JSON that the client could not parse keeps its place and says so', () => {
  const { data } = recordedEnvelope(recorded({ data: '{"n": 1' }), 'ledger.');
  expect(data).toEqual({ $unreadable: 'no JSON object', text: '{"n": 1' });
});

test('JSON that is no object, and what is no JSON, keep theirs', () => {
  expect(recordedEnvelope(recorded({ data: [1, 2] }), '').data).toEqual({
    $unreadable: 'no JSON object',
    text: '[1,2]',
  });
  const binary = recorded({ isJson: false, data: Uint8Array.of(0, 255) });
  expect(recordedEnvelope(binary, '').data).toEqual({ $unreadable: 'not JSON', base64: 'AP8=' });
});

test('metadata of other software gives way to the time the server gave, the same on every node', () => {
  const id = randomUUID();
  const nobody = { ...foreign, $correlationId: id, $causationId: id };
  const ours = proposedEvent(newEvent()).metadata as Record<string, unknown>;
  const others = [
    undefined,
    Uint8Array.of(1),
    'text',
    {},
    { recordedAt: 1 },
    { ...ours, id: 'x' },
    { ...ours, by: { id: 'x' } },
  ];
  for (const metadata of others) {
    const envelope = recordedEnvelope(recorded({ id, metadata } as Partial<RecordedEvent>), '');
    expect(envelope).toMatchObject({ version: 1, metadata: nobody });
  }
});

test("the clock's bound is what was carried, and at most the server's time of the append and 5 s", () => {
  const latest = created.getTime() + 5_000;
  const bound = (carried?: number) => {
    const { id, type, data, metadata } = proposedEvent(newEvent(), carried);
    return recordedEvent(recorded({ id, type, data, metadata }), 'ledger.');
  };
  expect(bound().clockBound).toBe(latest);
  expect(bound(latest - 1).clockBound).toBe(latest - 1);
  expect(bound(latest + 1).clockBound).toBe(latest);
  expect(bound(17).envelope.metadata).not.toHaveProperty('clockBound');
});
