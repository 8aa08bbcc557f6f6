// Batches between threads: handed over by those that fold, taken by the one that writes.
// Law: whoever folds goes on only while fewer than so many of its batches wait, so that memory does not grow with the ledger.
import type { MessagePort } from 'node:worker_threads';
import type { RowBatch } from './rowBatch.ts';

/** Batches handed over and not written yet. */
const WAITING = 2;
const ALL = 'all';

/** What a port brings, in order. */
class Messages<Message> {
  readonly #brought: Message[] = [];
  #wake = () => {};

  constructor(port: MessagePort) {
    port.on('message', (message: Message) => {
      this.#brought.push(message);
      this.#wake();
    });
  }

  async next(): Promise<Message> {
    for (;;) {
      const message = this.#brought.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** To the thread that writes. */
export class Handover {
  readonly #port: MessagePort;
  readonly #written: Messages<unknown>;
  #waiting = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#written = new Messages(port);
  }

  async hand(batch: RowBatch): Promise<void> {
    for (; this.#waiting >= WAITING; this.#waiting--) await this.#written.next();
    this.#waiting++;
    this.#port.postMessage(batch);
  }

  /** All is handed over: the other side closes the port when it has taken it. */
  end(): void {
    this.#port.postMessage(ALL);
    this.#port.unref();
  }
}

/** Batches of those that fold, each in its turn: so they come in the order of the journal's streams, in which most tables are kept. */
export async function* batchesFrom(ports: readonly MessagePort[]): AsyncGenerator<RowBatch, void, undefined> {
  const readers = ports.map((port) => ({ port, batches: new Messages<RowBatch | typeof ALL>(port) }));
  for (let reader = readers.shift(); reader !== undefined; reader = readers.shift()) {
    const batch = await reader.batches.next();
    if (batch === ALL) {
      reader.port.close();
      continue;
    }
    readers.push(reader);
    yield batch;
    reader.port.postMessage('written');
  }
}
