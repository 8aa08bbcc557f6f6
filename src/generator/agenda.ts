// What lies ahead, in order: a binary heap of whole numbers, so that a million commitments under way cost megabytes.

export class Agenda {
  readonly #heap: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The least; undefined where nothing lies ahead. */
  peek(): number | undefined {
    return this.#heap[0];
  }

  add(item: number): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as number;
      if (above <= item) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = item;
  }

  /** Takes the least out. */
  take(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last !== undefined) this.#sink(last);
    return least;
  }

  #sink(item: number): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right < (heap[child] as number)) child++;
      if ((heap[child] as number) >= item) break;
      heap[place] = heap[child] as number;
      place = child;
    }
    heap[place] = item;
  }
}
