// `replay --until-…`: prints the state at a point and its SHA-256. What is hashed can be had as a file, byte for byte,
// so that anybody's sha256sum gives the same.
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Journal } from '../../journal/journal.ts';
import { reason } from '../../support/reason.ts';
import type { Context, OptionSpecs } from '../command.ts';
import { Failed } from '../failure.ts';
import { isGiven, textOption } from '../options.ts';
import { progressOn } from '../progress.ts';
import { oneLine } from '../text/plain.ts';
import type { Commitment } from './fold.ts';
import { commitmentIds, statePieces } from './stateAt.ts';
import { type Point, pointOf, type Until } from './until.ts';

export const STATE: OptionSpecs = {
  state: {
    type: 'string',
    value: 'FILE',
    help: 'with --until-…: write the state there, the very bytes that are hashed',
  },
};

/** @throws Failed where an event cannot be folded or a file cannot be written */
export async function printState(context: Context, journal: Journal, until: Until): Promise<number> {
  const point = pointOf(until, journal);
  const progress = progressOn(context.io, context.clock);
  const ids = await commitmentIds(journal, point.sequence, (read) =>
    progress.at(read, point.sequence + 1, `${read} of ${point.sequence + 1} entries read`),
  );
  const printing = new Printing(context, await openState(textOption(context, 'state')));
  try {
    let folded = 0;
    for (const piece of statePieces(journal, ids, point)) {
      await printing.take(piece.text, piece.commitment);
      progress.at(++folded, ids.length, `of ${ids.length} commitments folded`);
      if (folded % 100 === 0) await new Promise(setImmediate);
    }
    progress.end();
    await printing.end(point);
    return 0;
  } finally {
    progress.end();
    await printing.close();
  }
}

/** @throws Failed */
async function openState(path: string | undefined): Promise<FileHandle | undefined> {
  try {
    return path === undefined ? undefined : await open(path, 'w');
  } catch (error) {
    throw new Failed(`the state cannot be written: ${reason(error)}`);
  }
}

class Printing {
  readonly #context: Context;
  readonly #file: FileHandle | undefined;
  readonly #asJson: boolean;
  readonly #sha256: Hash = createHash('sha256');
  #begun = false;
  #count = 0;

  constructor(context: Context, file: FileHandle | undefined) {
    this.#context = context;
    this.#file = file;
    this.#asJson = isGiven(context, 'json');
  }

  async take(text: string, commitment: Commitment | undefined): Promise<void> {
    const { io } = this.#context;
    if (this.#asJson) await io.out(this.#begun ? text : `{"state":${text}`);
    this.#begun = true;
    if (commitment !== undefined) {
      this.#count++;
      const { id, status, title } = commitment;
      if (!this.#asJson) await io.out(`${id}  ${status.padEnd(11)}  ${oneLine(title)}\n`);
    }
    this.#sha256.update(text);
    await this.#file?.appendFile(text);
  }

  async end({ sequence, effective }: Point): Promise<void> {
    const { io } = this.#context;
    const sha256 = this.#sha256.digest('hex');
    if (this.#asJson) return io.out(`,"sha256":"${sha256}"}\n`);
    const known = sequence < 0 ? 'by no entry' : `by the entries up to ${sequence}`;
    await io.out(
      `${this.#count} commitments ${known}, as of ${new Date(effective).toISOString()}\nSHA-256 ${sha256}\n`,
    );
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
