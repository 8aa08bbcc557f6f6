// A history as a log that a person reads: one event after the other, as they became known.
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { citationLines, type Publisher } from './citations.ts';
import { correctedLines, correctsLines, dataWords } from './corrections.ts';
import { instant, said } from './dates.ts';
import { oneLine } from './plain.ts';

export interface HistoryItem extends Corrected {
  readonly sequence: string;
  readonly type: string;
  readonly id: string;
  readonly effectiveAt: When | null;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly citations: readonly Citation[];
  readonly revision: string;
  readonly corrects: Corrects | null;
}

/** Said in the first line or in the citations, or the record's own id. */
const ELSEWHERE: readonly string[] = ['effectiveAt', 'citations', 'commitment'];
/** What a correction says is shown as before → after. */
const OF_CORRECTIONS: readonly string[] = [...ELSEWHERE, 'event', 'replacement', 'corrects', 'void'];

export function historyEntry(item: HistoryItem, publisher: Publisher): string {
  const { sequence, type, effectiveAt, recordedAt, actor, data, citations, id, revision, corrects } = item;
  const effective = effectiveAt === null ? '' : `, in effect ${said(effectiveAt)}`;
  const unsaid = new Set(corrects === null ? ELSEWHERE : OF_CORRECTIONS);
  return `${[
    `#${sequence}  ${instant(recordedAt)}  ${type}${effective}`,
    ...correctedLines(item),
    ...correctsLines(corrects),
    ...Object.entries(data)
      .filter(([name]) => !unsaid.has(name))
      .map(([name, value]) => `    ${name}: ${oneLine(dataWords(value))}`),
    ...citationLines(citations, publisher, '    from '),
    `    revision ${revision}, event ${id}, recorded by ${oneLine(actor)}`,
  ].join('\n')}\n\n`;
}
