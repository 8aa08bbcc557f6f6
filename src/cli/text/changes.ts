// A change as a person reads it: when, what happened in words, each part that moved as before → after, and its sources.
import type { Move } from '../../domain/commitment/moved.ts';
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import type { Citation } from '../../domain/primitives.ts';
import { citationLines } from './citations.ts';
import { correctedLines, correctsLines } from './corrections.ts';
import { instant, said } from './dates.ts';
import { moveLines } from './moves.ts';
import { oneLine } from './plain.ts';
import { type SourceTitle, titledBy } from './sourceTitles.ts';

export interface ChangeItem extends Corrected {
  readonly at: string;
  readonly sequence: string | null;
  readonly commitment: string;
  readonly type: string | null;
  readonly title: string;
  readonly kind: string;
  readonly revision: string | null;
  readonly recordedAt: string | null;
  readonly summary: string;
  readonly corrects: Corrects | null;
  readonly passed: readonly { readonly kind: string; readonly revision: string }[];
  readonly unmoved: string | null;
  readonly moved: readonly Move[];
  readonly citations: readonly Citation[];
  readonly sources: readonly SourceTitle[];
}

const UNMOVED: Readonly<Record<string, string>> = {
  as_before: 'nothing moved: it was so before',
  ahead: 'nothing moved yet: it comes true later',
  past: 'nothing moved of what is so now: what it moved lies in the past',
  voided: 'nothing moved: it was voided',
};

/** @param before the entry above it: what is of the same commitment does not name it again */
export function changeEntry(item: ChangeItem, before: ChangeItem | undefined): string {
  const isNew = item.commitment !== before?.commitment;
  return `${[
    ...(isNew ? [`${oneLine(item.title)} (${item.kind} ${item.commitment})`, ''] : []),
    `${moment(item.at)}  ${oneLine(item.summary)}`,
    `    ${originOf(item)}`,
    ...correctedLines(item),
    ...correctsLines(item.corrects),
    ...movedLines(item).map((line) => `    ${oneLine(line)}`),
    ...citationLines(item.citations, titledBy(item.sources), '    from '),
  ].join('\n')}\n\n`;
}

/** Most instants are the start of a day. */
const moment = (at: string): string => (at.endsWith('T00:00:00.000Z') ? said(at.slice(0, 10)) : instant(at));

function originOf({ type, sequence, revision, recordedAt, passed }: ChangeItem): string {
  if (type !== null && recordedAt !== null) {
    return `${type} #${sequence}, revision ${revision}, recorded ${instant(recordedAt)}`;
  }
  const revisions = [...new Set(passed.map((one) => one.revision))];
  return `a day came, as revision ${revisions.join(' and ')} had set it`;
}

function movedLines({ moved, unmoved }: ChangeItem): readonly string[] {
  if (unmoved !== null) return [UNMOVED[unmoved] ?? unmoved];
  const lines = moveLines(moved);
  return lines.length === 0 ? ['nothing moved, and what is so rests on this as well'] : lines;
}
