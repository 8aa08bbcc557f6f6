// A history as a log that a person reads: one event after the other, as they became known.
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { citationLines, type Publisher } from './citations.ts';
import { instant, said } from './dates.ts';
import { oneLine } from './plain.ts';

export interface HistoryItem {
  readonly sequence: string;
  readonly type: string;
  readonly id: string;
  readonly effectiveAt: When | null;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly citations: readonly Citation[];
}

/** Said in the first line or in the citations, or the record's own id. */
const ELSEWHERE: ReadonlySet<string> = new Set(['effectiveAt', 'citations', 'commitment']);

export function historyEntry(item: HistoryItem, publisher: Publisher): string {
  const { sequence, type, effectiveAt, recordedAt, actor, data, citations, id } = item;
  const effective = effectiveAt === null ? '' : `, in effect ${said(effectiveAt)}`;
  return `${[
    `#${sequence}  ${instant(recordedAt)}  ${type}${effective}`,
    ...Object.entries(data)
      .filter(([name]) => !ELSEWHERE.has(name))
      .map(([name, value]) => `    ${name}: ${oneLine(valueWords(value))}`),
    ...citationLines(citations, publisher, '    from '),
    `    event ${id}, recorded by ${oneLine(actor)}`,
  ].join('\n')}\n\n`;
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, member]) => (name === 'code' || name === 'term' ? String(member) : `${name} ${valueWords(member)}`))
    .join(', ');
}
