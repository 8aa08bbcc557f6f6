// Entries from YAML: a list, or several documents. The text is cut where an item of the outermost list or a document
// begins, and each piece is parsed by itself: a fault stays within its entry, and memory holds one entry.
// So an anchor is good within its own entry only.
import { type Document, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { asEntry, type Fault, type Found, type Place, unreadable } from './entry.ts';
import type { Line } from './lines.ts';

/** In block style only an item of the outermost list starts with a dash in the first column. */
const BEGINS_ITEM = /^-(?:\s|$)/;
const BEGINS_DOCUMENT = /^---(?:\s|$)/;
const ENDS_DOCUMENT = /^\.\.\.(?:\s|$)/;

interface Piece {
  /** of its first line */
  readonly line: number;
  readonly text: string;
}

export async function* yamlEntries(file: string, lines: AsyncIterable<Line>): AsyncGenerator<Found, void, undefined> {
  for await (const piece of piecesOf(lines)) yield* entriesIn(piece, file);
}

async function* piecesOf(lines: AsyncIterable<Line>): AsyncGenerator<Piece, void, undefined> {
  let piece: string[] = [];
  let first = 1;
  for await (const { number, text } of lines) {
    const ends = ENDS_DOCUMENT.test(text);
    if (ends || BEGINS_ITEM.test(text) || BEGINS_DOCUMENT.test(text)) {
      if (piece.length > 0) yield { line: first, text: piece.join('\n') };
      piece = [];
      first = number;
    }
    piece.push(ends ? '' : text);
  }
  if (piece.length > 0) yield { line: first, text: piece.join('\n') };
}

function* entriesIn({ line, text }: Piece, file: string): Generator<Found, void, undefined> {
  const counter = new LineCounter();
  const lineAt = (offset: number) => line + Math.max(counter.linePos(offset).line, 1) - 1;
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
    const wrong = document.errors[0] ?? document.warnings[0];
    if (wrong !== undefined) yield badYaml({ file, line: lineAt(wrong.pos[0]) }, wrong.message);
    else yield* entriesOf(document, file, lineAt);
  } catch (error) {
    yield badYaml({ file, line }, error instanceof Error ? error.message : String(error));
  }
}

/** A document without content is none: the sign that starts the first one, or a comment. */
function* entriesOf(document: Document, file: string, lineAt: (offset: number) => number) {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return;
  const value: unknown = document.toJS();
  const items = isSeq(contents) ? (value as unknown[]).map((item, index) => [item, [index]] as const) : [[value, []]];
  for (const [item, path] of items as [unknown, (string | number)[]][]) {
    const lineOf = (pointer: string) => lineAt(nearest(document, path, pointer)?.range?.[0] ?? 0);
    yield asEntry(item, { file, line: lineOf('') }, lineOf);
  }
}

const badYaml = (place: Place, why: string): Fault =>
  unreadable(place, 'BAD_YAML', `this entry is no YAML: ${why.replace(/\.?\s*$/, '')}`);

/** The node a pointer leads to from an entry, or the last one on the way there. */
function nearest(document: Document, path: readonly (string | number)[], pointer: string): Node | undefined {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = names.length; length >= 0; length--) {
    const node = document.getIn([...path, ...names.slice(0, length)], true) as Node | undefined;
    if (node?.range !== undefined) return node;
  }
  return document.contents ?? undefined;
}
