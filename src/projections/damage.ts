// Whether what is read of the models is what was written. Each stored text has a sum over it, and a text whose sum is another
// one is not given to anybody: the models are damaged then, and are built again.
// Law: a sum says that a disk kept its word, and nothing against whoever edits the file: for that there is replay.
import { crc32 } from 'node:zlib';

/** A row of the models is not what was written. */
export class DamagedModels extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'DamagedModels';
  }

  /** @param what the row is called */
  static at(what: string): DamagedModels {
    return new DamagedModels(`${what} is not what was written`);
  }
}

/** The models are damaged and are being built again: until they are, nothing is answered from them. */
export class ModelsFailed extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(
      `the read models are damaged (${why}): they are built again from the history, and nothing is answered from them ` +
        'until they are there',
      options,
    );
    this.name = 'ModelsFailed';
  }
}

/** A sum in 36 digits, always as long: 2^32 has seven. */
const DIGITS = 7;
const sumText = (text: string, key: string): string => crc32(text, crc32(key)).toString(36).padStart(DIGITS, '0');

/** The text with its sum behind it. @param key what else of the row the sum is over */
export const sealed = (text: string, key = ''): string => text + sumText(text, key);

/** @param what the row is called where its text is another. @throws DamagedModels */
export function unsealed(stored: string, what: string, key = ''): string {
  const text = withoutSeal(stored);
  if (stored.length < DIGITS || stored.slice(-DIGITS) !== sumText(text, key)) throw DamagedModels.at(what);
  return text;
}

/** The text as it stands, whatever its sum says. */
export const withoutSeal = (stored: string): string => stored.slice(0, -DIGITS);
