// What the reading of a table goes by, and how its faults and its entries are made.
import { type Entry, type Fault, type FoundEntry, faultOf } from '../entry.ts';
import type { Column } from './columns.ts';
import { plain } from './csvRows.ts';
import { type DateReader, dateReader } from './dates.ts';
import { type FieldReader, fieldReaders } from './fieldValue.ts';
import type { TableMap, Template } from './tableMap.ts';
import { asId, filled, idFrom, type Values } from './template.ts';

export interface Table {
  /** as it is shown */
  readonly file: string;
  /** what templates know it by */
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

export interface Reading {
  readonly table: Table;
  readonly map: TableMap;
  readonly columns: readonly Column[];
  readonly readers: readonly FieldReader[];
  readonly dates: DateReader;
  /** what is known of the table as a whole */
  readonly base: Values;
}

export function readingOf(table: Table, map: TableMap, columns: readonly Column[]): Reading {
  const readers = fieldReaders(map);
  const dates = dateReader(map.cells?.dates ?? [], map.months);
  return { table, map, columns, readers, dates, base: tableValues(table, map, readers) };
}

/** Constants, and fields that come from no column. */
function tableValues(table: Table, map: TableMap, readers: readonly FieldReader[]): Values {
  const values = new Map<string, unknown>([
    ...Object.entries(map.constants ?? {}),
    ['map', map.map],
    ['table', asId(table.name)],
    ['source', map.source?.source],
  ]);
  for (const { name, field, read } of readers) {
    if (field.from === undefined) continue;
    const text = filled(field.from, values);
    const got = text === undefined ? undefined : read(plain(String(text)));
    const isKnown = got !== undefined && 'value' in got && got.value !== undefined;
    values.set(name, isKnown ? got.value : filled(field.otherwise, values));
  }
  return values;
}

export interface Said {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
  readonly entry?: string;
}

/** A fault of a table: its line says where. */
export const faultAt = ({ file }: Pick<Table, 'file'>, { line, code, detail, entry }: Said): Fault =>
  faultOf({ file, line, entry, lineOf: () => line }, code, [{ pointer: '', detail }]);

interface Making {
  readonly line: number;
  readonly template: Template;
  readonly values: Values;
  /** where in the source it stands */
  readonly cite: { readonly locator?: string; readonly quote?: string };
}

/** A template filled: an entry. It cites the map's source where it cites nothing itself. */
export function foundEntry({ table, map }: Reading, { line, template, values, cite }: Making): FoundEntry {
  const data = filled(template.data, values) as Entry['data'];
  const cites =
    map.source !== undefined &&
    data.citations === undefined &&
    !CITES_NOTHING.has(template.command) &&
    template.once !== true;
  const citations = cites ? { citations: [{ source: map.source?.source, as: 'own', ...cite }] } : {};
  const recorded = map.recordedAt === undefined ? {} : { recordedAt: map.recordedAt };
  const entry = {
    id: idFrom(template.id, values),
    command: template.command,
    data: { ...data, ...citations },
    ...recorded,
  } as Entry;
  const found = { file: table.file, line, entry, lineOf: () => line };
  return template.once === true ? { ...found, isShared: true } : found;
}

const CITES_NOTHING: ReadonlySet<string> = new Set(['CaptureSource', 'RetractSource']);
