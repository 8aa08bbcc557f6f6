// A text file line by line, with numbers from 1. Memory holds a line, whatever the size of the file.
import { createReadStream, readFileSync } from 'node:fs';

export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Nothing more can be read of this file. */
export class UnreadableFile extends Error {
  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.name = 'UnreadableFile';
  }
}

/** Far over what an event can hold (65,535 bytes): a longer line is no entry. */
const MAX_LINE = 16 * 1024 * 1024;

/** @throws UnreadableFile where it cannot be opened or read, is not UTF-8, or has a line beyond all measure */
export async function* linesOf(file: string, onBytes: (count: number) => void): AsyncGenerator<Line, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let rest = '';
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      onBytes((bytes as Uint8Array).length);
      const lines = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE)
        throw new UnreadableFile(file, `line ${number + lines.length + 1} is over 16 MiB long`);
      for (const text of lines) yield { number: ++number, text: withoutReturn(text) };
    }
    rest += decoder.decode();
  } catch (error) {
    throw unreadable(file, number, error);
  }
  if (rest !== '') yield { number: ++number, text: withoutReturn(rest) };
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

function unreadable(file: string, number: number, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new UnreadableFile(file, `is not UTF-8 after line ${number}: save it as UTF-8`);
  if (code === 'ENOENT') return new UnreadableFile(file, 'there is no such file');
  if (code === 'EISDIR') return new UnreadableFile(file, 'is a folder: name the files in it');
  return typeof code === 'string' && 'syscall' in error ? new UnreadableFile(file, error.message) : error;
}

/** A file whole, for what is read as a whole. @throws UnreadableFile */
export function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, 0, error);
  }
}
