// A change as a person reads it: when, what happened in words, each part that moved as before → after, and its sources.
import type { Move } from '../../domain/commitment/moved.ts';
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { citationLines } from './citations.ts';
import { correctedLines, correctsLines } from './corrections.ts';
import { day, instant, said } from './dates.ts';
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
  readonly dates: readonly { readonly at: string; readonly stated: When }[];
  readonly moved: readonly Move[];
  readonly citations: readonly Citation[];
  readonly sources: readonly SourceTitle[];
}

const UNMOVED: Readonly<Record<string, string>> = {
  as_before: 'nothing moved: it was so before',
  ahead: 'nothing moved yet: it comes true later',
  past: 'nothing moved of what is so now: what it moved lies in the past',
  voided: 'nothing moved: it was voided',
  source_retracted: 'nothing moved: what rests on it stays on record until that is corrected',
};

/**
 * @param before the entry above it: what is of the same commitment does not name it again
 * @param by in which order it is told: what is told as it became known is dated by that
 * @param named a text with commitments by their titles
 */
export function changeEntry(
  item: ChangeItem,
  before: ChangeItem | undefined,
  by: 'effective' | 'recorded',
  named: (text: string) => string,
): string {
  const isNew = item.commitment !== before?.commitment;
  return `${[
    ...(isNew ? [`${oneLine(item.title)} (${item.kind} ${item.commitment})`, ''] : []),
    `${by === 'recorded' ? `recorded ${day(item.at)}: ` : `${momentOf(item)}  `}${oneLine(named(item.summary))}`,
    `    ${originOf(item)}`,
    ...correctedLines(item),
    ...correctsLines(item.corrects),
    ...movedLines(item).map((line) => `    ${oneLine(named(line))}`),
    ...citationLines(item.citations, titledBy(item.sources), '    from '),
  ].join('\n')}\n\n`;
}

/** As precisely as it is known. */
function momentOf({ at, dates }: ChangeItem): string {
  const known = dates.find((date) => date.at === at);
  return known === undefined ? day(at) : said(known.stated);
}

function originOf({ type, sequence, revision, recordedAt, passed }: ChangeItem): string {
  if (type !== null && recordedAt !== null) {
    const place = revision === null ? '' : `, revision ${revision}`;
    return `${type} #${sequence}${place}, recorded ${instant(recordedAt)}`;
  }
  const revisions = [...new Set(passed.map((one) => one.revision))];
  return `a day came, as revision ${revisions.join(' and ')} had set it`;
}

function movedLines({ moved, unmoved, dates }: ChangeItem): readonly string[] {
  if (unmoved !== null) return [UNMOVED[unmoved] ?? unmoved];
  const lines = moveLines(asStated(moved, dates));
  return lines.length === 0 ? ['nothing moved, and what is so rests on this as well'] : lines;
}

/** Instants as they were stated. */
function asStated(moved: readonly Move[], dates: ChangeItem['dates']): readonly Move[] {
  if (dates.length === 0) return moved;
  const stated = new Map(dates.map((date) => [date.at, date.stated]));
  return JSON.parse(JSON.stringify(moved), (_, value) => stated.get(value) ?? value);
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** What tells of another commitment. */
const OF_OTHERS = ['CommitmentsLinked', 'CommitmentEnded'];

/** The other commitments that entries name, by their ids. */
export const othersIn = (items: readonly ChangeItem[]): string[] => [
  ...new Set(
    items.flatMap(({ type, summary }) =>
      OF_OTHERS.includes(type ?? '') ? [...summary.matchAll(UUID)].map(String) : [],
    ),
  ),
];

/** A text with ids as titles, each with the id to ask for; one that is not known stays. */
export const withTitles =
  (known: ReadonlyMap<string, { readonly title: string; readonly short: string }>) =>
  (text: string): string =>
    known.size === 0
      ? text
      : text.replaceAll(UUID, (id) => {
          const other = known.get(id);
          return other === undefined ? id : `${other.title} (${other.short})`;
        });
