// Text broken into lines of a width: between words, between wide characters, and within a word only where it has no line to itself.
import { unbroken } from './dates.ts';
import { graphemesOf, widthOf } from './width.ts';

/** What stays together: a word, or a wide character with what follows it that cannot begin a line. */
const PIECES =
  /[ \t\n]+|[^ \t\n\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]+|[^ \t\n][\u3001\u3002\uff0c\uff0e\u300d\u300f\uff09]*/gu;

/** Lines no wider than that; one empty line of an empty text. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  const end = () => {
    lines.push(line.trimEnd().replaceAll('\u00a0', ' '));
    line = '';
  };
  for (const piece of unbroken(text).match(PIECES) ?? []) {
    if (widthOf(line + piece) <= room) {
      line += line === '' ? piece.trimStart() : piece;
      continue;
    }
    if (line !== '') end();
    const broken = brokenUp(piece.trimStart(), room);
    lines.push(...broken.slice(0, -1).map((part) => part.replaceAll('\u00a0', ' ')));
    line = broken.at(-1) ?? '';
  }
  if (line !== '' || lines.length === 0) end();
  return lines;
}

/** A word that is longer than a line, in as many as it takes. */
function brokenUp(word: string, room: number): string[] {
  if (widthOf(word) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const grapheme of graphemesOf(word)) {
    if (part !== '' && widthOf(part + grapheme) > room) {
      parts.push(part);
      part = '';
    }
    part += grapheme;
  }
  return [...parts, part];
}

/** A paragraph whose first line begins with one text, and whose others are indented as far. */
export function hanging(first: string, text: string, width: number, indent = widthOf(first)): string[] {
  const rest = ' '.repeat(indent);
  const [head = '', ...more] = wrap(text, width - widthOf(first));
  if (more.length === 0) return [(first + head).trimEnd()];
  const after = indent === widthOf(first) ? more : wrap(more.join(' '), width - indent);
  return [first + head, ...after.map((line) => rest + line)];
}
