// The rows of the commitments' models, written one by one as events arrive: every statement, prepared once.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { PART_TEXTS, PARTS, type Slices } from '../../domain/commitment/bodyText.ts';
import { type Due, STATUSES, type Status, TIMELINESS, type Timeliness } from '../../domain/commitment/headline.ts';
import { AT_MOST } from '../../support/sql.ts';
import { INTO, inserting, type Value } from '../into.ts';
import { FOREVER, LATE_WORDS, type LateWords, STILL_KNOWN } from '../schema.ts';
import { type BesideBody, type BodySums, withRow } from './bodySums.ts';
import type { DeadlineChange, DeadlineRun } from './deadlines.ts';
import type { FacetChange } from './facets.ts';
import { type Marks, marksOf } from './marks.ts';
import { keptPiece, pieceOf } from './pieceRows.ts';
import type { CurrentRow, NewVersion, PartNumbers, VersionKey, VersionRows } from './versionRows.ts';
import { addTo, type Indexed, lateText, wordsValues } from './words.ts';

export const kindNumber = (kind: Kind): number => KINDS.indexOf(kind);
export const statusNumber = (status: Status): number => STATUSES.indexOf(status);
const timelinessNumber = (timeliness: Timeliness): number => TIMELINESS.indexOf(timeliness);
export const stored = (instant: number): number => Math.max(-FOREVER, Math.min(FOREVER, instant));

const OUTCOMES: readonly Due['outcome'][] = [undefined, 'met', 'late'];
/** How a deadline was met, as it is stored: 0 where it is open. */
export const outcomeNumber = (outcome: Due['outcome']): number => OUTCOMES.indexOf(outcome);

type Nullable = number | null;
/** What is due, of a row's values. */
export const dueIn = (start: Nullable, end: Nullable, outcome: Nullable): Due | undefined =>
  start === null || end === null ? undefined : { start, end, outcome: OUTCOMES[outcome ?? 0] };

export const deadlineValues = (
  commitment: number,
  knownFrom: number,
  { kind, status, due, from, to, signature }: DeadlineRun,
  knownTo: number,
): Value[] => [
  knownTo === STILL_KNOWN ? 0 : 1,
  outcomeNumber(due.outcome),
  stored(due.end),
  commitment,
  from,
  knownFrom,
  kindNumber(kind),
  statusNumber(status),
  signature,
  stored(due.start),
  stored(to),
  knownTo,
];

/** The first part's number, and how far after it the others stand: it fits a byte where they were written together. */
function addParts(values: Value[], parts: PartNumbers): Value[] {
  const first = parts[0] ?? 0;
  values.push(first);
  for (let part = 1; part < parts.length; part++) {
    const no = parts[part];
    values.push(no === undefined ? null : no - first);
  }
  return values;
}

const partsIn = ([first, ...others]: readonly unknown[]): PartNumbers => [
  Number(first),
  ...others.map((after) => (after === null ? undefined : Number(first) + Number(after))),
];

/** A part's values after its number. */
export const textValues = (texts: Slices): Value[] => PART_TEXTS.map((_, index) => texts[index] ?? null);

export function versionValues(commitment: number, knownFrom: number, version: NewVersion, knownTo: number): Value[] {
  const { from, to, kind, status, text, signature, lead, lag, parts, sums } = version;
  const beside = besideBody(commitment, version);
  const [, , , , dueFrom, dueTo, outcome] = beside;
  const values = [
    commitment,
    from,
    knownFrom,
    stored(to),
    knownTo,
    kindNumber(kind),
    statusNumber(status),
    text,
    signature,
    lead,
    lag,
    dueFrom,
    dueTo,
    outcome,
  ];
  addParts(values, parts).push(withRow(sums.whole, beside), withRow(sums.start, beside));
  return values;
}

/** What a version's row says beside its body. */
export const besideBody = (
  commitment: number,
  { from, to, status, due }: Pick<NewVersion, 'from' | 'to' | 'status' | 'due'>,
): BesideBody => [
  commitment,
  from,
  stored(to),
  statusNumber(status),
  due === undefined ? null : stored(due.start),
  due === undefined ? null : stored(due.end),
  due === undefined ? null : outcomeNumber(due.outcome),
];

export const currentValues = ({ no, id, revision, nextCut, status, timeliness, etag, parts }: CurrentRow): Value[] =>
  addParts([no, id, revision, nextCut ?? null, statusNumber(status), timelinessNumber(timeliness), etag], parts);

/** A version's row that is still known. */
export interface OpenRow {
  readonly knownFrom: number;
  readonly text: number;
  readonly parts: PartNumbers;
  /** as they are stored, over what else the row says as well */
  readonly sums: BodySums;
}

export class CommitmentRows implements VersionRows {
  readonly #insertPart: StatementSync;
  readonly #insertPiece: StatementSync;
  readonly #pieces: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #closeVersion: StatementSync;
  readonly #insertFacet: StatementSync;
  readonly #closeFacet: StatementSync;
  readonly #insertDeadline: StatementSync;
  readonly #closeDeadline: StatementSync;
  readonly #upsertCurrent: StatementSync;
  readonly #number: StatementSync;
  readonly #openVersions: StatementSync;
  readonly #due: StatementSync;
  readonly #cursor: StatementSync;
  readonly #part: StatementSync;
  readonly #insertText: StatementSync;
  readonly #insertLateText: ReadonlyMap<LateWords, StatementSync>;
  readonly #marks: StatementSync;
  readonly #texts = new Map<string, Indexed & { readonly commitment: number }>();

  constructor(db: DatabaseSync) {
    this.#insertPart = db.prepare(inserting(INTO.part));
    this.#insertPiece = db.prepare(inserting(INTO.piece));
    this.#pieces = db.prepare('SELECT text FROM piece WHERE commitment = ? ORDER BY no');
    this.#insertVersion = db.prepare(inserting(INTO.version));
    this.#closeVersion = db.prepare(
      'UPDATE version SET known_to = ? WHERE commitment = ? AND effective_from = ? AND known_from = ?',
    );
    this.#insertFacet = db.prepare(inserting(INTO.facet));
    this.#closeFacet = db.prepare(
      `UPDATE facet SET known_to = ? WHERE name = ? AND value = ? AND commitment = ? AND effective_from = ?
         AND known_to = ${STILL_KNOWN}`,
    );
    this.#insertDeadline = db.prepare(inserting(INTO.deadline));
    this.#closeDeadline = db.prepare(
      `UPDATE deadline SET superseded = 1, known_to = ?
       WHERE superseded = 0 AND outcome = ? AND due_to = ? AND commitment = ? AND effective_from = ?`,
    );
    this.#upsertCurrent = db.prepare(
      `${inserting(INTO.commitment)} ON CONFLICT (no) DO UPDATE SET
         revision = excluded.revision, next_cut = excluded.next_cut, status = excluded.status,
         timeliness = excluded.timeliness, etag = excluded.etag,
         ${PARTS.map((part) => `${part} = excluded.${part}`).join(', ')}`,
    );
    this.#part = db.prepare(`SELECT ${PART_TEXTS.join(', ')} FROM part WHERE no = ?`);
    this.#insertText = db.prepare(inserting(INTO.words));
    this.#insertLateText = new Map(LATE_WORDS.map((words) => [words, db.prepare(inserting(INTO[words]))]));
    this.#marks = db.prepare('SELECT text, kind, status, effective_from FROM version WHERE commitment = ?');
    this.#number = db.prepare('SELECT no FROM commitment WHERE id = ?');
    this.#openVersions = db.prepare(
      `SELECT known_from, text, sum, start_sum, ${PARTS.join(', ')} FROM version
       WHERE commitment = ? AND known_to = ${STILL_KNOWN} ORDER BY effective_from`,
    );
    this.#cursor = db.prepare('SELECT min(sequence) FROM cursor');
    this.#due = db.prepare(
      `SELECT no, id FROM commitment WHERE next_cut IS NOT NULL AND next_cut <= ? ORDER BY next_cut ${AT_MOST}`,
    );
  }

  /** The last sequence that is in the rows; -1 where there is none. */
  cursor(): number {
    return Number(this.#cursor.get()?.[0] ?? -1);
  }

  addPart(texts: Slices): number {
    return Number(this.#insertPart.run(null, ...textValues(texts)).lastInsertRowid);
  }

  partTexts(no: number): Slices {
    const texts = (this.#part.get(no) ?? []) as unknown as readonly (string | null)[];
    return texts.map((text) => text ?? undefined);
  }

  addPiece(commitment: number, no: number, text: string): void {
    this.#insertPiece.run(commitment, no, keptPiece(commitment, no, text));
  }

  /** All of a commitment's pieces, by their numbers. @throws DamagedModels */
  pieces(commitment: number): readonly string[] {
    return this.#pieces.all(commitment).map((row, no) => pieceOf(commitment, no, String(row[0])));
  }

  openVersion(commitment: number, sequence: number, version: NewVersion): void {
    this.#insertVersion.run(...versionValues(commitment, sequence, version, STILL_KNOWN));
  }

  closeVersion(commitment: number, sequence: number, { from, knownFrom }: VersionKey): void {
    this.#closeVersion.run(sequence, commitment, from, knownFrom);
  }

  changeFacet(no: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'closed') this.#closeFacet.run(sequence, name, value, no, from);
    else this.#insertFacet.run(name, value, no, from, stored(to), sequence, STILL_KNOWN);
  }

  changeDeadline(no: number, sequence: number, change: DeadlineChange): void {
    if (change.change === 'opened') this.#insertDeadline.run(...deadlineValues(no, sequence, change, STILL_KNOWN));
    else this.#closeDeadline.run(sequence, outcomeNumber(change.due.outcome), stored(change.due.end), no, change.from);
  }

  /** Kept until `writeTexts`: the index takes rows in order, and what is out of order costs it a write each. */
  addText(commitment: number, indexed: Indexed): void {
    addTo(this.#texts, `${commitment} ${indexed.no}`, { ...indexed, commitment });
  }

  writeTexts(): void {
    const texts = [...this.#texts.values()].sort((a, b) => a.commitment - b.commitment || a.no - b.no);
    for (const text of texts) this.#insertText.run(...wordsValues(text.commitment, text));
    texts.sort((a, b) => a.commitment - b.commitment || (a.season ?? 0) - (b.season ?? 0) || a.no - b.no);
    for (const text of texts) {
      const late = lateText(text.commitment, text);
      if (late !== undefined) this.#insertLateText.get(late.index)?.run(...late.values);
    }
    this.#texts.clear();
  }

  dropTexts(): void {
    this.#texts.clear();
  }

  /** The marks of all texts a commitment has had, by their numbers. */
  marks(commitment: number): readonly Marks[] {
    const marks: Set<number>[] = [];
    for (const row of this.#marks.all(commitment)) {
      const [text, kind, status, from] = row as unknown as [number, number, number, number];
      const version = { kind: KINDS[kind] as Kind, status: STATUSES[status] as Status, from };
      marks[text] ??= new Set();
      for (const mark of marksOf(version)) marks[text].add(mark);
    }
    return marks;
  }

  setCurrent(current: CurrentRow): void {
    this.#upsertCurrent.run(...currentValues(current));
  }

  numberOf(id: string): number | undefined {
    const no = this.#number.get(id)?.[0];
    return no === undefined ? undefined : Number(no);
  }

  /** The versions still known, in effective order. */
  openVersions(no: number): OpenRow[] {
    const rows = this.#openVersions.all(no) as unknown as unknown[][];
    return rows.map(([knownFrom, text, whole, start, ...parts]) => ({
      knownFrom: Number(knownFrom),
      text: Number(text),
      sums: { whole: Number(whole), start: Number(start) },
      parts: partsIn(parts),
    }));
  }

  /** Commitments whose answer changed without an event by `now`, the longest due first. */
  due(now: number, limit: number): { readonly no: number; readonly id: string }[] {
    return this.#due.all(now, limit).map((row) => ({ no: Number(row[0]), id: String(row[1]) }));
  }
}
