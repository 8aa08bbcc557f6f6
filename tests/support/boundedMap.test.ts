import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../src/support/boundedMap.ts';

type Model = { bounded: BoundedMap<number, number>; all: Map<number, number> };

class SetKey implements fc.Command<Model, Model> {
  readonly #key: number;
  readonly #value: number;
  constructor(key: number, value: number) {
    this.#key = key;
    this.#value = value;
  }
  check = () => true;
  run({ all }: Model, { bounded }: Model): void {
    all.set(this.#key, this.#value);
    bounded.set(this.#key, this.#value);
    expect(bounded.get(this.#key)).toBe(this.#value);
  }
}

class DeleteKey implements fc.Command<Model, Model> {
  readonly #key: number;
  constructor(key: number) {
    this.#key = key;
  }
  check = () => true;
  run({ all }: Model, { bounded }: Model): void {
    all.delete(this.#key);
    bounded.delete(this.#key);
    expect(bounded.get(this.#key)).toBeUndefined();
  }
}

class GetKey implements fc.Command<Model, Model> {
  readonly #key: number;
  constructor(key: number) {
    this.#key = key;
  }
  check = () => true;
  run({ all }: Model, { bounded }: Model): void {
    expect([all.get(this.#key), undefined]).toContain(bounded.get(this.#key));
  }
}

describe('a bounded map', () => {
  it('gives what was set last for a key, or nothing, whatever came between', () => {
    const key = fc.integer({ min: 0, max: 20 });
    const commands = fc.commands([
      fc.tuple(key, fc.integer({ min: 1 })).map(([k, v]) => new SetKey(k, v)),
      key.map((k) => new DeleteKey(k)),
      key.map((k) => new GetKey(k)),
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), commands, (capacity, sequence) => {
        const model = { bounded: new BoundedMap<number, number>(capacity), all: new Map<number, number>() };
        fc.modelRun(() => ({ model, real: model }), sequence);
      }),
    );
  });

  it('keeps as many as it may, and what is used rather than what is not', () => {
    const bounded = new BoundedMap<number, number>(10);
    for (let key = 0; key < 100; key++) {
      bounded.get(0);
      bounded.set(key, key + 1);
    }
    const kept = Array.from({ length: 100 }, (_, key) => bounded.get(key)).filter((value) => value !== undefined);
    expect(kept).toEqual([1, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
  });

  it('loses nothing of what it has room for, in whatever order that is used again and again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 100 }), (used) => {
        const bounded = new BoundedMap<number, number>(10);
        let made = 0;
        for (const key of used) bounded.getOrMake(key, () => ++made);
        expect(made).toBe(new Set(used).size);
      }),
    );
  });

  it('makes what it does not know, once', () => {
    const map = new BoundedMap<string, number>(4);
    let made = 0;
    const make = (key: string) => key.length + ++made * 10;
    expect([map.getOrMake('abc', make), map.getOrMake('abc', make), map.get('abc')]).toEqual([13, 13, 13]);
  });
});
