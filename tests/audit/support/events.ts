// Events that are a function of a number and a word, alike in every process.
import { createHash } from 'node:crypto';
import type { NewEvent } from '../../../src/domain/envelope.ts';

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function eventOf(i: number, salt = ''): NewEvent {
  const id = uuidOf(`${i} ${salt}`);
  return {
    id,
    type: 'PartyRegistered',
    version: 1,
    data: { code: `P${i}`, name: `Party ${i} ${salt}` },
    metadata: {
      recordedAt: new Date(Date.UTC(2025, 5, 25) + i).toISOString(),
      actor: 'tester',
      key: `key ${i}`,
      payloadHash: id.replaceAll('-', ''),
      $correlationId: id,
      $causationId: id,
    },
  };
}
