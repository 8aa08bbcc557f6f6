// A fault as people read it: a line for each thing that is wrong, with file and line in front.
import type { Fault } from '../../import/entry.ts';
import { oneLine } from '../text/plain.ts';

export const faultLines = ({ file, entry, number, code, errors }: Fault): string[] =>
  errors.map(({ line, pointer, detail }, index) => {
    const what = index === 0 ? code : 'and';
    const at = pointer === '' ? '' : ` at ${pointer}`;
    const who = entry ?? (number === undefined ? undefined : `entry ${number}`);
    return `${oneLine(`${file}:${line}:${who === undefined ? '' : ` ${who}:`} ${what}${at}: ${detail}`)}\n`;
  });
