// What every engine keeps, in one suite: an engine is done when all of it holds.
import { afterAll, beforeAll, describe } from 'vitest';
import type { StoreEngine } from '../../src/store/eventStore.ts';
import { appendContract } from './contract/append.ts';
import { clockBoundContract } from './contract/clockBound.ts';
import { closeContract } from './contract/close.ts';
import { followContract } from './contract/follow.ts';
import { idempotenceContract } from './contract/idempotence.ts';
import { oneOrderContract } from './contract/oneOrder.ts';
import { readContract } from './contract/read.ts';
import { valuesContract } from './contract/values.ts';

export interface Harness {
  /** an engine that the tests of a section share */
  readonly shared: () => StoreEngine;
  /** an engine on an empty ledger of its own; closed by the harness where the test does not */
  readonly fresh: () => Promise<StoreEngine>;
}

/** @param open opens an engine on a new, empty ledger */
export function storeContract(name: string, open: () => Promise<StoreEngine>): void {
  describe(`the store contract holds for ${name}`, () => {
    const opened: StoreEngine[] = [];
    const fresh = async () => {
      const engine = await open();
      opened.push(engine);
      return engine;
    };
    let engine: StoreEngine;
    beforeAll(async () => {
      engine = await fresh();
    });
    afterAll(async () => {
      for (const each of opened) await each.close();
    });
    const harness: Harness = { shared: () => engine, fresh };
    describe('appending', () => appendContract(harness));
    describe('repeating an append', () => idempotenceContract(harness));
    describe('reading a stream', () => readContract(harness));
    describe('following', () => followContract(harness));
    describe('one order for both kinds of stream', () => oneOrderContract(harness));
    describe('what moves the clock', () => clockBoundContract(harness));
    describe('values', () => valuesContract(harness));
    describe('closing', () => closeContract(harness));
  });
}
