// What the fold of a commitment writes, whoever keeps it: rows as events arrive, or a build from nothing.
import type { Kind } from '../../domain/commitment/acts.ts';
import type { Slices } from '../../domain/commitment/bodyText.ts';
import type { Due, Status, Timeliness } from '../../domain/commitment/headline.ts';
import type { BodySums } from './bodySums.ts';
import type { DeadlineChange } from './deadlines.ts';
import type { FacetChange } from './facets.ts';
import type { Indexed } from './words.ts';

/** The numbers of a body's parts, in their order; undefined where a part has no text of its own. */
export type PartNumbers = readonly (number | undefined)[];

export interface NewVersion {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly status: Status;
  readonly parts: PartNumbers;
  readonly due: Due | undefined;
  /** how far ahead of its recording it begins, in classes (leadAndLag.ts); null where it does not */
  readonly lead: number | null;
  /** how long before its commitment was opened it began, in classes; null where it did not */
  readonly lag: number | null;
  /** of its parties, areas and contested terms */
  readonly signature: number;
  /** the number of what it is found by among the commitment's texts */
  readonly text: number;
  readonly sums: BodySums;
}

/** Which of a commitment's versions. Law: of those that begin at an instant, one is known. */
export interface VersionKey {
  readonly from: number;
  /** the sequence from which on it is known */
  readonly knownFrom: number;
}

export interface CurrentRow {
  readonly no: number;
  readonly id: string;
  readonly revision: number;
  readonly nextCut: number | undefined;
  readonly status: Status;
  readonly timeliness: Timeliness;
  readonly etag: string;
  readonly parts: PartNumbers;
}

export interface VersionRows {
  /** The number of the new part. */
  addPart(texts: Slices): number;
  partTexts(no: number): Slices;
  /** Of a commitment's long texts, under a number of its own in it. */
  addPiece(commitment: number, no: number, text: string): void;
  /** Known from `sequence`. */
  openVersion(commitment: number, sequence: number, version: NewVersion): void;
  /** Law: what was known is closed at the sequence that superseded it, and stays. */
  closeVersion(commitment: number, sequence: number, version: VersionKey): void;
  changeFacet(commitment: number, sequence: number, change: FacetChange): void;
  changeDeadline(commitment: number, sequence: number, change: DeadlineChange): void;
  /** Tells the indexes of words, under the text's own number. */
  addText(commitment: number, indexed: Indexed): void;
  setCurrent(current: CurrentRow): void;
}
