// An item of a history as those who write other formats of it read it.
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';

export interface HistoryRow extends Corrected {
  readonly sequence: string;
  readonly type: string;
  readonly id: string;
  readonly revision: string;
  readonly effectiveAt: When | null;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly citations: readonly Citation[];
  readonly corrects: Corrects | null;
}
