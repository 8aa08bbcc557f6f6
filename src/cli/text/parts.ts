// What parts come to, as a person reads it: each sum with the parts that make it, and what it leaves open.
import type { PartsCount, PartsSum, PossibleOverlap } from '../../domain/commitment/partsSum.ts';
import type { Amount } from '../../domain/primitives.ts';
import { columns } from './columns.ts';
import { oneLine } from './plain.ts';
import { amountWords, saidOr, words } from './words.ts';

export interface PartsTold extends PartsSum {
  readonly commitment: {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly quantity: Amount | null;
  };
  readonly read: number;
  readonly total: number;
  readonly complete: boolean;
}

type ShortId = (id: string) => string;
type Named = PartsSum['missing'][number];

/** All that the page names by its id. */
export const idsIn = ({ commitment, counts, missing }: PartsTold): string[] => [
  commitment.id,
  ...[...counts.flatMap(({ parts }) => parts), ...missing].map(({ id }) => id),
];

export function partsPage(told: PartsTold, shortId: ShortId): string {
  const { commitment, counts, missing } = told;
  return [
    `${oneLine(commitment.title)}  ${shortId(commitment.id)}\n`,
    `${headOf(told)}\n`,
    ...counts.map((count) => countSection(count, shortId)),
    missing.length === 0
      ? ''
      : `\nNOTHING COUNTED OF\n${columns(missing.map((part) => ['', ...namedCells(part, shortId)]))}`,
  ].join('');
}

function headOf({ commitment: { status, quantity }, read, total, complete }: PartsTold): string {
  const owed = quantity === null ? [] : [`to reach ${amountText(quantity)}`];
  const parts = complete
    ? `${total === 0 ? 'no' : total} part${total === 1 ? '' : 's'}`
    : `${read} of ${total} parts were read: what follows is of those alone`;
  return [words(status), ...owed, parts].join('; ');
}

const amountText = (amount: Amount): string => oneLine(amountWords(amount));
const contestedText = (contested: boolean): string => (contested ? ' (contested: the lowest)' : '');

function countSection(
  { amount, unit, subject, window, contested, parts, overlaps, measure }: PartsCount,
  shortId: ShortId,
) {
  const of = [subject === null ? '' : oneLine(subject), saidOr(window)].filter((text) => text !== '');
  const told = amount === null ? `SIDE BY SIDE: ${measure}s in ${oneLine(unit)}` : `TOGETHER: ${amountText(amount)}`;
  const mark = contested ? ', contested' : '';
  const rows = parts.map((part) => [
    '',
    `${amountText(part.amount)}${contestedText(part.contested)}`,
    ...(amount === null ? [saidOr(part.window)] : []),
    ...namedCells(part, shortId),
  ]);
  return [
    `\n${[told, ...of].join('; ')}${mark}\n`,
    columns(rows),
    ...overlaps.map((overlap) => `  may be counted twice: ${overlapText(overlap, shortId)}\n`),
  ].join('');
}

function overlapText({ parts, party, relation }: PossibleOverlap, shortId: ShortId): string {
  const ids = parts.map(shortId);
  return party === null ? `${ids[0]} is ${words(relation ?? '')} ${ids[1]}` : `${party} owes in ${ids.join(', ')}`;
}

const namedCells = ({ id, title, status, hasParts }: Named, shortId: ShortId): string[] => [
  shortId(id),
  words(status),
  `${oneLine(title)}${hasParts ? ' (has parts of its own, which are not added)' : ''}`,
];
