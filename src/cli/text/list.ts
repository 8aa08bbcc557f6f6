// Commitments in a table, a line each. Law: no line is wider than the screen, whatever stands in it; what is left out for
// that, or cut, is said. Without a screen only parties are cut, since a treaty has two hundred; and nothing where all is wanted.
import { columns, cut, pad, widthsOf } from './columns.ts';
import type { Commitment } from './commitment.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';
import { widthOf } from './width.ts';
import { words } from './words.ts';

export interface ListLayout {
  /** cells of a line; undefined where there is no screen */
  readonly width: number | undefined;
  /** nothing is cut and no column left out */
  readonly wide: boolean;
  readonly shortId: (id: string) => string;
}

/** In the order in which they stand. */
const HEAD = ['ID', 'STATUS', 'DELIVERY', 'TIMELINESS', 'KIND', 'PARTIES', 'DEADLINE', 'CONTESTED', 'TITLE'] as const;
type Column = (typeof HEAD)[number];
/** What is left out first where the screen is narrow. */
const DROPPED: readonly Column[] = ['CONTESTED', 'KIND', 'DEADLINE', 'PARTIES', 'TIMELINESS', 'DELIVERY', 'STATUS'];
/** A title that is cut shorter than this says little. */
const LEAST_TITLE = 24;
/** Parties take so many cells before a title is cut for them. */
const FEW_PARTIES = 12;
/** And without a screen. */
const MANY_PARTIES = 48;
const GAP = 2;

export interface ListText {
  readonly text: string;
  /** the columns that found no place */
  readonly dropped: readonly string[];
}

export function listText(commitments: readonly Commitment[], layout: ListLayout): ListText {
  const { width, wide, shortId } = layout;
  const codes = commitments.map(({ parties }) => [...new Set(parties.map(({ code }) => code))]);
  const rows = commitments.map((one, index) => cellsOf(one, shortId(one.id), partyWords(codes[index] ?? [], Infinity)));
  if (wide) return { text: columns([HEAD, ...rows.map((row) => HEAD.map((name) => row[name]))]), dropped: [] };
  const room = width ?? Infinity;
  const kept = columnsFor(rows, room);
  const parties = kept.includes('PARTIES') ? partiesWidth(rows, kept, room) : 0;
  for (const [index, row] of rows.entries()) row.PARTIES = partyWords(codes[index] ?? [], parties);
  const table = [kept, ...rows.map((row) => kept.map((name) => row[name]))];
  return { text: fitted(table, room), dropped: HEAD.filter((name) => !kept.includes(name)) };
}

type Cells = Record<Column, string>;

const cellsOf = (
  { status, delivery, timeliness, kind, deadline, contested, title }: Commitment,
  id: string,
  parties: string,
): Cells => ({
  ID: id,
  STATUS: words(status),
  DELIVERY: delivery.level === 'nothing_on_record' ? '-' : words(delivery.level) + (delivery.contested ? '?' : ''),
  TIMELINESS: timeliness === 'none' ? '-' : timeliness,
  KIND: kind,
  PARTIES: parties,
  DEADLINE:
    deadline === null ? '-' : `${oneLine(said(deadline.current))}${deadline.firmness === 'soft' ? ' (soft)' : ''}`,
  CONTESTED: contested.length === 0 ? '-' : contested.join(' '),
  TITLE: oneLine(title),
});

/** As many codes as there is room for, and how many more there are: `AL AD +180`. */
function partyWords(codes: readonly string[], room: number): string {
  const all = codes.join(' ');
  if (all.length <= room) return all;
  let shown = codes.length;
  let text = all;
  while (shown > 0 && text.length > room) {
    shown--;
    text = [...codes.slice(0, shown), `+${codes.length - shown}`].join(' ');
  }
  return text;
}

/** The columns that leave a title its least room beside them. */
function columnsFor(rows: readonly Cells[], room: number): readonly Column[] {
  let kept: readonly Column[] = HEAD;
  for (const name of DROPPED) {
    if (before(rows, kept, FEW_PARTIES) + leastTitle(rows) <= room) return kept;
    kept = kept.filter((other) => other !== name);
  }
  return kept;
}

const leastTitle = (rows: readonly Cells[]): number =>
  Math.min(LEAST_TITLE, Math.max(...['TITLE', ...rows.map(({ TITLE }) => TITLE)].map(widthOf)));

/** What the columns before the title take, with the space between. */
function before(rows: readonly Cells[], kept: readonly Column[], parties: number): number {
  const names = kept.slice(0, -1);
  const widths = widthsOf([names, ...rows.map((row) => names.map((name) => row[name]))]);
  return names.reduce(
    (sum, name, index) => sum + GAP + Math.min(widths[index] ?? 0, name === 'PARTIES' ? parties : Infinity),
    0,
  );
}

/** Parties get what titles do not need. */
function partiesWidth(rows: readonly Cells[], kept: readonly Column[], room: number): number {
  if (room === Infinity) return MANY_PARTIES;
  const title = Math.max(...['TITLE', ...rows.map(({ TITLE }) => TITLE)].map(widthOf));
  const spare = room - before(rows, kept, FEW_PARTIES) - title;
  return FEW_PARTIES + Math.max(0, spare);
}

/** The last column is cut to what is left, and whatever is still too long at its end. */
function fitted(table: readonly (readonly string[])[], room: number): string {
  const widths = widthsOf(table);
  return table
    .map((row) => {
      const line = row.map((cell, index) => (index === row.length - 1 ? cell : pad(cell, widths[index] ?? 0)));
      return `${cut(line.join(' '.repeat(GAP)).trimEnd(), room)}\n`;
    })
    .join('');
}
