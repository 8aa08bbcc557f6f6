// A change as a person reads it: when, what happened, and what was otherwise afterwards.
import type { Citation } from '../../domain/primitives.ts';
import { citationLines, type Publisher } from './citations.ts';
import { instant } from './dates.ts';
import { oneLine } from './plain.ts';
import { words } from './words.ts';

interface Headline {
  readonly status: string;
  readonly timeliness: string;
  readonly position: readonly { readonly party: string; readonly position: string | null }[];
}

export interface ChangeItem {
  readonly at: string;
  readonly sequence: string | null;
  readonly commitment: string;
  readonly type: string | null;
  readonly before: Headline | null;
  readonly after: Headline | null;
  readonly citations: readonly Citation[];
}

export function changeEntry({ at, sequence, commitment, type, ...item }: ChangeItem, publisher: Publisher): string {
  const what = type === null ? 'a day came' : `${type} #${sequence}`;
  return `${[
    `${instant(at)}  ${what}, commitment ${commitment}`,
    ...differences(item).map((line) => `    ${oneLine(line)}`),
    ...citationLines(item.citations, publisher, '    from '),
  ].join('\n')}\n\n`;
}

function differences({ before, after }: Pick<ChangeItem, 'before' | 'after'>): string[] {
  const moved = after?.position ?? before?.position ?? [];
  const was = new Map(before?.position.map(({ party, position }) => [party, position]));
  return [
    ...difference('status', before?.status, after?.status),
    ...difference('timeliness', before?.timeliness ?? 'none', after?.timeliness ?? 'none'),
    ...moved.flatMap(({ party, position }) => difference(party, was.get(party), position)),
  ];
}

const difference = (name: string, before: string | null | undefined, after: string | null | undefined): string[] =>
  before === after ? [] : [`${name}: ${words(before ?? 'nothing')} → ${words(after ?? 'nothing')}`];
