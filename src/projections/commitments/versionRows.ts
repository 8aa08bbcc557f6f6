// What the fold of a commitment writes, whoever keeps it: rows as events arrive, or a build from nothing.
import type { Kind } from '../../domain/commitment/acts.ts';
import type { Due, Status, Timeliness } from '../../domain/commitment/headline.ts';
import type { FacetChange } from './facets.ts';

export interface NewVersion {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly status: Status;
  readonly body: number;
  readonly due: Due | undefined;
}

export interface CurrentRow {
  readonly no: number;
  readonly id: string;
  readonly revision: number;
  readonly nextCut: number | undefined;
  readonly status: Status;
  readonly timeliness: Timeliness;
  readonly etag: string;
  readonly body: number;
}

export interface VersionRows {
  /** The number of the new body. */
  addBody(text: string): number;
  bodyText(no: number): string;
  /** The number of the new row, known from `sequence`. */
  openVersion(commitment: number, sequence: number, version: NewVersion): number;
  /** Law: what was known is closed at the sequence that superseded it, and stays. */
  closeVersion(row: number, sequence: number): void;
  changeFacet(commitment: number, sequence: number, change: FacetChange): void;
  setCurrent(current: CurrentRow): void;
}
