// The events both sides of an append bench write: of one size, each stream of five, no id twice.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import type { NewEvent } from '../../src/domain/envelope.ts';

const PER_STREAM = 5;

const DATA: JsonObject = {
  areas: ['space', 'supply-chains'],
  citations: [{ as: 'own', locator: 'section 4', source: 'src-000017', speaker: 'XAB' }],
  effectiveAt: '2017-03-14',
  parties: [
    { code: 'XAB', role: 'committer' },
    { code: 'ORG-2', role: 'committer' },
  ],
  title: 'Cooperation on supply-chains: XAB and ORG-2',
};

export interface ToAppend {
  readonly stream: string;
  readonly event: NewEvent;
  readonly revision: number;
}

/** One stream's events, in order. */
export function streamOfEvents(length = PER_STREAM): ToAppend[] {
  const id = randomUUID();
  return Array.from({ length }, (_, revision) => ({ stream: `commitment-${id}`, event: event(id), revision }));
}

function event(commitment: string): NewEvent {
  const id = randomUUID();
  return {
    id,
    type: 'CooperationAgreed',
    version: 1,
    data: { commitment, ...DATA },
    metadata: {
      recordedAt: new Date().toISOString(),
      actor: 'bench',
      key: id,
      payloadHash: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
      $correlationId: id,
      $causationId: id,
    },
  };
}

export const expectedBefore = (revision: number): number | 'no_stream' => (revision === 0 ? 'no_stream' : revision - 1);

/** So many streams' events, each stream's in one list: whoever takes a stream appends it in order. */
export const streams = (events: number): ToAppend[][] =>
  Array.from({ length: Math.ceil(events / PER_STREAM) }, () => streamOfEvents());

/** Does each list one after the other, so many lists at a time. Returns how many events that were. */
export async function inFlight(
  lists: readonly (readonly ToAppend[])[],
  atATime: number,
  append: (one: ToAppend) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let list = lists[next++]; list !== undefined; list = lists[next++]) {
      for (const one of list) {
        await append(one);
        done++;
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return done;
}
