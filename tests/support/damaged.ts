// Files that are not what was written to them: a byte that came back as another one, a page that came back empty.
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Turns one bit of a file over; in place, as a disk would. */
function flip(path: string, at: number): void {
  const [byte = 0] = readFileSync(path).subarray(at, at + 1);
  write(path, at, Uint8Array.of(byte ^ 0x01));
}

/** Turns a bit over in each place where a file has a text, some characters behind its start. @returns how many there were */
export function flipIn(path: string, text: string, behind = 0, encoding: BufferEncoding = 'utf8'): number {
  const bytes = readFileSync(path);
  let found = 0;
  for (let at = bytes.indexOf(text, 0, encoding); at !== -1; at = bytes.indexOf(text, at + 1, encoding)) {
    flip(path, at + behind);
    found++;
  }
  return found;
}

/** @param page counted from 0 */
export function zero(path: string, page: number, size: number): void {
  write(path, page * size, new Uint8Array(size));
}

export const pagesOf = (path: string, size: number): number =>
  existsSync(path) ? readFileSync(path).length / size : 0;

function write(path: string, at: number, bytes: Uint8Array): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, at);
  } finally {
    closeSync(file);
  }
}
