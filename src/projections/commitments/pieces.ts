// Long texts, in pieces: a treaty of two hundred parties says with each act again what it said before of all but one. What is
// told of an entry is kept once for a commitment, and a long text as the numbers of its pieces.
// Law: put together again, a text is what it was. Numbers stand behind a control character, which no JSON text holds.
import { DamagedModels } from '../damage.ts';

/** Shorter texts are kept as they are, characters. */
const LONG = 2_048;
/** Before each piece's number. */
const MARK = '\u0001';
const NUMBERED = new RegExp(`${MARK}([0-9a-z]+)`, 'g');
/** Where one entry of a list ends and the next begins. */
const SEAM = '},{';
/** So many characters of the next entry, which name it, say whether a piece ends before it. */
const NAMING = 24;

/** A commitment's pieces, by their numbers from 0. */
export class Pieces {
  readonly #texts: string[];
  readonly #numbers: Map<string, number>;

  constructor(texts: readonly string[] = []) {
    this.#texts = [...texts];
    this.#numbers = new Map(texts.map((text, no) => [text, no]));
  }

  /** The text as it is kept. @param add is told of each piece that was not there before */
  kept(text: string, add: (no: number, piece: string) => void): string {
    if (text.length < LONG || text.startsWith(MARK)) return text;
    const pieces = [...piecesOf(text)];
    if (pieces.length === 1) return text;
    return pieces.map((piece) => `${MARK}${(this.#numbers.get(piece) ?? this.#add(piece, add)).toString(36)}`).join('');
  }

  /** A body of the commitment as it was told. */
  whole(text: string): string {
    return whole(text, (no) => this.#texts[no]);
  }

  #add(piece: string, add: (no: number, piece: string) => void): number {
    // a slice would hold on to all of the text it was cut from
    const own = Buffer.from(piece).toString();
    const no = this.#texts.push(own) - 1;
    this.#numbers.set(own, no);
    add(no, own);
    return no;
  }
}

/**
 * Law: whether a piece ends somewhere depends on the name of the entry behind it alone, so that what changes one entry moves
 * no other piece. Example: of parties every second one begins a piece, whatever is said of those before it.
 */
function* piecesOf(text: string): Generator<string> {
  let from = 0;
  for (let at = text.indexOf(SEAM); at !== -1; at = text.indexOf(SEAM, at + 1)) {
    if (!beginsPiece(text, at + SEAM.length)) continue;
    yield text.slice(from, at + 1);
    from = at + 1;
  }
  yield text.slice(from);
}

function beginsPiece(text: string, at: number): boolean {
  let sum = 0;
  for (let index = at; index < at + NAMING; index++) sum = (sum * 31 + text.charCodeAt(index)) | 0;
  return (sum & 1) === 0;
}

/**
 * A body as it was told. @param pieceOf a piece by its number
 * @throws DamagedModels where a piece is not there
 */
export function whole(text: string, pieceOf: (no: number) => string | undefined): string {
  if (!text.includes(MARK)) return text;
  return text.replace(NUMBERED, (_, digits: string) => {
    const no = Number.parseInt(digits, 36);
    const piece = pieceOf(no);
    if (piece === undefined) throw DamagedModels.at(`piece ${no} of a text`);
    return piece;
  });
}
