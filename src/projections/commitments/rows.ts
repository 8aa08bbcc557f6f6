// The rows of the commitments' models, written one by one as events arrive: every statement, prepared once.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { PART_TEXTS, PARTS, type Slices } from '../../domain/commitment/bodyText.ts';
import { type Due, STATUSES, type Status, TIMELINESS, type Timeliness } from '../../domain/commitment/headline.ts';
import { AT_MOST } from '../../support/sql.ts';
import { INTO, inserting, type Value } from '../into.ts';
import { FOREVER, STILL_KNOWN } from '../schema.ts';
import type { DeadlineChange, DeadlineRun } from './deadlines.ts';
import type { FacetChange } from './facets.ts';
import type { CurrentRow, NewVersion, PartNumbers, VersionRows } from './versionRows.ts';
import { type HeardChange, lagWord, type NewText, TEXTS } from './words.ts';

export const kindNumber = (kind: Kind): number => KINDS.indexOf(kind);
export const statusNumber = (status: Status): number => STATUSES.indexOf(status);
/** How a deadline was met, as it is stored. */
export const OUTCOMES = ['met', 'late'] as const;
const timelinessNumber = (timeliness: Timeliness): number => TIMELINESS.indexOf(timeliness);
export const stored = (instant: number): number => Math.max(-FOREVER, Math.min(FOREVER, instant));

/** How a deadline was met, as it is stored of a deadline: 0 where it is open. */
export const dueNumber = (outcome: Due['outcome']): number =>
  outcome === undefined ? 0 : 1 + OUTCOMES.indexOf(outcome);

export const deadlineValues = (
  commitment: number,
  knownFrom: number,
  { due, from, to, signature }: DeadlineRun,
  knownTo: number,
): Value[] => [
  dueNumber(due.outcome),
  stored(due.end),
  commitment,
  from,
  stored(to),
  knownFrom,
  knownTo,
  stored(due.start),
  signature,
];

/** The first part's number, and how far after it the others stand: it fits a byte where they were written together. */
function partValues([first = 0, ...others]: PartNumbers): Value[] {
  return [first, ...others.map((no) => (no === undefined ? null : no - first))];
}

const partsIn = ([first, ...others]: readonly unknown[]): PartNumbers => [
  Number(first),
  ...others.map((after) => (after === null ? undefined : Number(first) + Number(after))),
];

/** A part's values after its number. */
export const textValues = (texts: Slices): Value[] => PART_TEXTS.map((_, index) => texts[index] ?? null);

/** A version's values between its number and the end of what is known. */
export function versionValues(commitment: number, sequence: number, version: NewVersion): Value[] {
  const { from, to, kind, status, parts, due, lead, lag, signature } = version;
  const outcome = due?.outcome === undefined ? null : OUTCOMES.indexOf(due.outcome);
  const deadline = due === undefined ? [null, null] : [stored(due.start), stored(due.end)];
  return [
    commitment,
    kindNumber(kind),
    statusNumber(status),
    from,
    stored(to),
    sequence,
    ...partValues(parts),
    ...deadline,
    outcome,
    lead,
    lag,
    signature,
  ];
}

export const currentValues = ({ no, id, revision, nextCut, status, timeliness, etag, parts }: CurrentRow): Value[] => [
  no,
  id,
  revision,
  nextCut ?? null,
  statusNumber(status),
  timelinessNumber(timeliness),
  etag,
  ...partValues(parts),
];

export interface OpenRow {
  readonly row: number;
  readonly parts: PartNumbers;
}

export class CommitmentRows implements VersionRows {
  readonly #insertPart: StatementSync;
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
  readonly #part: StatementSync;
  readonly #insertText: StatementSync;
  readonly #insertLateText: StatementSync;
  readonly #insertHeard: StatementSync;
  readonly #closeHeard: StatementSync;
  readonly #heard: StatementSync;
  #texts: (NewText & { readonly row: number })[] = [];

  constructor(db: DatabaseSync) {
    this.#insertPart = db.prepare(inserting(INTO.part));
    this.#insertVersion = db.prepare(inserting(INTO.version));
    this.#closeVersion = db.prepare('UPDATE version SET known_to = ? WHERE no = ?');
    this.#insertFacet = db.prepare(inserting(INTO.facet));
    this.#closeFacet = db.prepare(
      `UPDATE facet SET known_to = ? WHERE name = ? AND value = ? AND commitment = ? AND effective_from = ?
         AND known_to = ${STILL_KNOWN}`,
    );
    this.#insertDeadline = db.prepare(inserting(INTO.deadline));
    this.#closeDeadline = db.prepare(
      `UPDATE deadline SET known_to = ? WHERE outcome = ? AND due_to = ? AND commitment = ? AND effective_from = ?
         AND known_to = ${STILL_KNOWN}`,
    );
    this.#upsertCurrent = db.prepare(
      `${inserting(INTO.commitment)} ON CONFLICT (no) DO UPDATE SET
         revision = excluded.revision, next_cut = excluded.next_cut, status = excluded.status,
         timeliness = excluded.timeliness, etag = excluded.etag,
         ${PARTS.map((part) => `${part} = excluded.${part}`).join(', ')}`,
    );
    this.#part = db.prepare(`SELECT ${PART_TEXTS.join(', ')} FROM part WHERE no = ?`);
    this.#insertText = db.prepare(inserting(INTO.words));
    this.#insertLateText = db.prepare(inserting(INTO.lateWords));
    this.#insertHeard = db.prepare(inserting(INTO.heard));
    this.#closeHeard = db.prepare(
      `UPDATE heard SET known_to = ? WHERE text = ? AND effective_from = ? AND known_to = ${STILL_KNOWN}`,
    );
    this.#heard = db.prepare('SELECT text, known_to FROM heard WHERE text >= ? AND text < ? ORDER BY effective_from');
    this.#number = db.prepare('SELECT no FROM commitment WHERE id = ?');
    this.#openVersions = db.prepare(
      `SELECT no, ${PARTS.join(', ')} FROM version
       WHERE commitment = ? AND known_to = ${STILL_KNOWN} ORDER BY effective_from`,
    );
    this.#due = db.prepare(
      `SELECT no, id FROM commitment WHERE next_cut IS NOT NULL AND next_cut <= ? ORDER BY next_cut ${AT_MOST}`,
    );
  }

  addPart(texts: Slices): number {
    return Number(this.#insertPart.run(null, ...textValues(texts)).lastInsertRowid);
  }

  partTexts(no: number): Slices {
    const texts = (this.#part.get(no) ?? []) as unknown as readonly (string | null)[];
    return texts.map((text) => text ?? undefined);
  }

  openVersion(commitment: number, sequence: number, version: NewVersion): number {
    const values = versionValues(commitment, sequence, version);
    return Number(this.#insertVersion.run(null, ...values, STILL_KNOWN).lastInsertRowid);
  }

  closeVersion(row: number, sequence: number): void {
    this.#closeVersion.run(sequence, row);
  }

  changeFacet(no: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'closed') this.#closeFacet.run(sequence, name, value, no, from);
    else this.#insertFacet.run(name, value, no, from, stored(to), sequence, STILL_KNOWN);
  }

  changeDeadline(no: number, sequence: number, change: DeadlineChange): void {
    if (change.change === 'opened') this.#insertDeadline.run(...deadlineValues(no, sequence, change, STILL_KNOWN));
    else this.#closeDeadline.run(sequence, dueNumber(change.due.outcome), stored(change.due.end), no, change.from);
  }

  /** Kept until `writeTexts`: the index takes rows in order, and what is out of order costs it a write each. */
  addText(commitment: number, text: NewText): void {
    this.#texts.push({ ...text, row: commitment * TEXTS + text.no });
  }

  writeTexts(): void {
    for (const { row, text, lag } of this.#texts.sort((a, b) => a.row - b.row)) {
      this.#insertText.run(row, text);
      if (lag !== null) this.#insertLateText.run(row, text, lagWord(lag));
    }
    this.#texts = [];
  }

  dropTexts(): void {
    this.#texts = [];
  }

  changeHeard(commitment: number, sequence: number, { no, from, to, change }: HeardChange): void {
    const text = commitment * TEXTS + no;
    if (change === 'closed') this.#closeHeard.run(sequence, text, from);
    else this.#insertHeard.run(text, from, stored(to), sequence, STILL_KNOWN);
  }

  /** The texts still known, in effective order, and how many there have been. */
  heard(commitment: number): { readonly numbers: readonly number[]; readonly texts: number } {
    const first = commitment * TEXTS;
    const rows = this.#heard.all(first, first + TEXTS) as unknown as [text: number, knownTo: number][];
    const numbers = rows.filter(([, knownTo]) => knownTo === STILL_KNOWN).map(([text]) => text - first);
    return { numbers, texts: 1 + rows.reduce((last, [text]) => Math.max(last, text - first), -1) };
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
    return rows.map(([row, ...parts]) => ({ row: Number(row), parts: partsIn(parts) }));
  }

  /** Commitments whose answer changed without an event by `now`, the longest due first. */
  due(now: number, limit: number): { readonly no: number; readonly id: string }[] {
    return this.#due.all(now, limit).map((row) => ({ no: Number(row[0]), id: String(row[1]) }));
  }
}
