// Specifications of the deciders: given what is on record, when a command comes, then an event is recorded or it is refused.
import { expect } from 'vitest';
import { AGGREGATES } from '../../src/domain/aggregates.ts';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { parseCommand } from '../../src/domain/commands.ts';
import { isRefusal, type RefusalCode } from '../../src/domain/refusal.ts';
import type { EventType } from './eventType.ts';
import { BODY, CITED, historyOf, recordFrom, type Said } from './history.ts';

export interface Outcome {
  /** Just one event, whose data holds this. */
  records(type: EventType, data?: JsonObject): void;
  /** `pointer`: of its first fault. */
  refuses(code: RefusalCode, pointer?: string): void;
}

/** The day on which commands come, unless told otherwise. */
const NOW = '2025-12-31T12:00:00.000Z';

export function given(...past: readonly Said[]) {
  return {
    /** The payload whole. */
    when: (name: string, payload: unknown, now = NOW): Outcome => outcomeOf(decisionOn(past, name, payload, now)),
    /** On the commitment: with what every payload there needs, unless given. */
    whenOnBody: (name: string, payload: JsonObject = {}, now = NOW): Outcome =>
      outcomeOf(
        decisionOn(past, name, { commitment: BODY, effectiveAt: '2025-06-25', citations: CITED, ...payload }, now),
      ),
  };
}

export function decisionOn(past: readonly Said[], name: string, payload: unknown, now = NOW) {
  const order = parseCommand(name, payload, () => BODY);
  if (isRefusal(order)) return order;
  const onStream = past.filter(({ stream }) => stream === order.stream);
  const record = recordFrom(order.stream, historyOf(...onStream));
  return AGGREGATES[order.aggregate].decide(order, record, { recordedAt: Date.parse(now) });
}

function outcomeOf(decision: ReturnType<typeof decisionOn>): Outcome {
  return {
    records(type, data = {}) {
      expect(decision).toMatchObject([{ type, data }]);
    },
    refuses(code, pointer) {
      expect(decision).toMatchObject({ refused: code });
      const first = isRefusal(decision) ? decision.errors[0] : undefined;
      if (pointer !== undefined) expect(first?.pointer).toBe(pointer);
      // a refusal says what to do: more than a word
      expect(isRefusal(decision) && decision.detail.length).toBeGreaterThan(20);
    },
  };
}
