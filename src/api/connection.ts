// The requests of one connection, one in work at a time. Law: the next is begun when the answer before it has left this process,
// not when it was merely made, so that whoever asks and does not read makes no more of them; answers keep their order.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Turn {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

export interface Answering {
  readonly begin: (turn: Turn) => void;
  /** told of one more, or fewer, that waits; false: there is no room */
  readonly wait: () => boolean;
  readonly leave: (turns: number) => void;
  /** whether it takes nothing new */
  readonly closing: () => boolean;
}

export class Connection {
  /** since when bytes of one answer lie unread, and how many there were */
  unread: { readonly since: number; readonly bytes: number; readonly answer: number } | undefined;
  readonly #socket: Socket;
  readonly #answering: Answering;
  readonly #waiting: Turn[] = [];
  #inWork: Turn | undefined;
  #begun = 0;
  #bytesAtRest = 0;
  #lastWords: Buffer | undefined;

  constructor(socket: Socket, answering: Answering) {
    this.#socket = socket;
    this.#answering = answering;
    // Node reads on when a message is complete; what is read would have to wait here.
    socket.on('resume', () => {
      if (this.#waiting.length > 0) socket.pause();
    });
    socket.once('close', () => answering.leave(this.#waiting.splice(0).length));
  }

  /** which answer is in work */
  get answer(): number {
    return this.#begun;
  }

  /** Nothing is in work, nothing waits, and nothing has come since: none but a whole request could be lost. */
  get isIdle(): boolean {
    return this.#inWork === undefined && this.#socket.bytesRead === this.#bytesAtRest;
  }

  take(turn: Turn): void {
    if (this.#inWork === undefined) this.#begin(turn);
    else if (this.#answering.wait()) {
      this.#waiting.push(turn);
      this.#socket.pause();
    } else this.#socket.destroy();
  }

  /** What came last is no HTTP: says so in its place, and closes. */
  refuse(words: Buffer): void {
    const last = this.#waiting.at(-1) ?? this.#inWork;
    if (last?.req.complete === false) {
      if (last === this.#inWork) {
        if (last.res.headersSent) this.#socket.destroy();
        else this.#socket.end(words);
        return;
      }
      this.#waiting.pop();
      this.#answering.leave(1);
    }
    this.#lastWords = words;
    if (this.#inWork === undefined) this.#socket.end(words);
  }

  #begin(turn: Turn): void {
    this.#inWork = turn;
    this.#begun++;
    turn.res.once('close', this.#next);
    if (this.#waiting.length === 0 && this.#answering.closing()) turn.res.shouldKeepAlive = false;
    this.#answering.begin(turn);
  }

  readonly #next = (): void => {
    this.#inWork = undefined;
    this.#bytesAtRest = this.#socket.bytesRead;
    if (this.#socket.destroyed) return;
    const turn = this.#waiting.shift();
    if (turn === undefined) {
      if (this.#lastWords !== undefined) this.#socket.end(this.#lastWords);
      return;
    }
    this.#answering.leave(1);
    // Others have their turn of the event loop between two answers of one connection. What comes meanwhile waits behind it.
    this.#inWork = turn;
    setImmediate(() => {
      if (this.#socket.destroyed) return;
      if (this.#waiting.length === 0) this.#socket.resume();
      this.#begin(turn);
    });
  };
}
