// What a map says of a table: which column is which field, what a letter behind a date stands for, what every entry
// cites. A map is data: it runs nothing, and what it does not say is refused, never guessed.
import { z } from 'zod';
import { type Fault, invalidPayload, type Refusal, refuse } from '../../domain/refusal.ts';
import { worded } from '../../domain/wording.ts';
import { namesIn } from './template.ts';

const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'is no name: letters, digits and _, beginning with a letter');
const Text = z.string().min(1).max(1_000);
const Data = z.record(z.string(), z.json());

const Dates = z
  .array(z.string().regex(/Y{4}/, 'is no date format: give one such as D MMM YYYY').max(40))
  .min(1)
  .max(20);

/** A column, or a text made of what is known already, read as a value that templates name. */
const Field = z
  .strictObject({
    /** the header of its column, as it stands in the table */
    column: Text.optional(),
    /** a template, where the value comes from no column */
    from: Text.optional(),
    is: z.enum(['text', 'date', 'number', 'party', 'one_of']).optional(),
    dates: Dates.optional(),
    /** the last date in a longer text */
    find: z.literal('last_date').optional(),
    /** of one_of: what each text in the cells stands for */
    values: z.record(z.string(), z.json()).optional(),
    decimal: z.enum(['.', ',']).optional(),
    /** a number behind the text is a footnote's */
    footnotes: z.literal(true).optional(),
    /** where the cell is empty; of what comes from no column, a template, also where the text has no such value */
    otherwise: z.json().optional(),
    /** the table may lack the column */
    optional: z.literal(true).optional(),
  })
  .refine(({ column, from }) => (column === undefined) !== (from === undefined), {
    error: 'gives neither or both of column and from: give one',
  })
  .refine(({ is, values }) => (is === 'one_of') === (values !== undefined), {
    error: 'gives values without is: one_of, or the other way round',
  });
export type Field = z.infer<typeof Field>;

const Template = z.strictObject({
  /** a template of the entry's id */
  id: Text,
  /** several tables bring it: it counts once, and what is on record already is no fault */
  once: z.literal(true).optional(),
  command: Text,
  data: Data,
});
export type Template = z.infer<typeof Template>;

const Act = z.strictObject({ command: Text, data: Data });

/** Columns of dated acts: a date, and behind it a letter that says which. */
const Cells = z.strictObject({
  dates: Dates,
  /** a template of the ids of their entries */
  id: Text,
  /** what the parts of a header mean: `Accession(a), Succession(d)` has two, told apart by their letters */
  words: z.record(z.string(), Name).optional(),
  /** headers that are no such list: what each letter means, and a date without one (`""`) */
  headers: z.record(z.string(), z.record(z.string().max(3), Name)).optional(),
});

const Party = z.strictObject({
  /** the first is what it is registered by; the others stand in tables too */
  names: z.array(z.string().min(1).max(200)).min(1),
  kind: z.string().max(40).optional(),
});

export const TableMap = z
  .strictObject({
    /** begins the ids of its entries */
    map: z
      .string()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?$/, 'is no name of a map: letters, digits and . _ -'),
    /** for readers of the map */
    about: z.string().optional(),
    /** other maps, by their files beside this one, that this one completes */
    use: z.array(Text).max(20).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    recordedAt: z.iso.datetime({ offset: true, error: 'is no instant with a zone' }).optional(),
    constants: z.record(Name, z.json()).optional(),
    months: z.record(z.string(), z.int().min(1).max(12)).optional(),
    /** CaptureSource's payload: recorded once, and cited by what cites nothing else */
    source: z.looseObject({ source: Text }).optional(),
    /** by their codes */
    parties: z.record(z.string(), Party).optional(),
    fields: z.record(Name, Field).optional(),
    /** once for a table */
    first: z.array(Template).max(20).optional(),
    /** for each row */
    rows: z.array(Template).max(20).optional(),
    acts: z.record(Name, Act).optional(),
    cells: Cells.optional(),
    /** columns that hold nothing to be recorded, and why */
    ignore: z.record(z.string(), Text).optional(),
  })
  .meta({ id: 'TableMap' });
export type TableMap = z.infer<typeof TableMap>;

/** Or what is wrong with it. A map that another one completes need not be whole. */
export function asTableMap(value: unknown): TableMap | Refusal {
  const parsed = TableMap.safeParse(value, { error: worded });
  return parsed.success ? parsed.data : invalidPayload('the map', parsed.error.issues);
}

/** What a map names and does not have; undefined where it is whole. */
export function checkWhole(map: TableMap): Refusal | undefined {
  const errors = [...lackingActs(map), ...lackingNames(map)];
  const [first] = errors;
  if (first === undefined) return undefined;
  return { ...refuse('INVALID_PAYLOAD', first.pointer, `the map at ${first.pointer} ${first.detail}`), errors };
}

/** Law: an act that a header names is one the map has. */
function lackingActs({ cells, acts = {} }: TableMap): Fault[] {
  const named = [
    ...Object.entries(cells?.words ?? {}).map(([word, act]) => ({ pointer: `/cells/words/${word}`, act })),
    ...Object.entries(cells?.headers ?? {}).flatMap(([header, letters]) =>
      Object.entries(letters).map(([letter, act]) => ({ pointer: `/cells/headers/${header}/${letter}`, act })),
    ),
  ];
  return named
    .filter(({ act }) => !Object.hasOwn(acts, act))
    .map(({ pointer, act }) => ({ pointer, detail: `names the act ${act}, which is not under acts: add it there` }));
}

const OF_TABLE = ['map', 'table', 'source'];
const OF_CELL = ['date', 'letter', 'act', 'column', 'cell'];

/** Law: a name in a template is a field's, a constant's, or one of those that every table, row or cell has. */
function lackingNames({ constants = {}, fields = {}, first = [], rows = [], acts = {}, cells }: TableMap): Fault[] {
  const ofTable = [...OF_TABLE, ...Object.keys(constants), ...Object.keys(fields).filter((name) => fields[name]?.from)];
  const ofRow = [...ofTable, 'row', ...Object.keys(fields)];
  const ofCell = [...ofRow, ...OF_CELL];
  const unknown = (pointer: string, template: unknown, known: readonly string[]) =>
    namesIn(template)
      .filter((name) => !known.includes(name))
      .map((name) => ({ pointer, detail: `names {${name}}, which is not known there: known are ${known.join(', ')}` }));
  return [
    ...Object.entries(fields).flatMap(([name, { from }]) => unknown(`/fields/${name}/from`, from, ofTable)),
    ...first.flatMap((template, index) => unknown(`/first/${index}`, template, [...ofTable, 'committers'])),
    ...rows.flatMap((template, index) => unknown(`/rows/${index}`, template, ofRow)),
    ...Object.entries(acts).flatMap(([name, { data }]) => unknown(`/acts/${name}`, data, ofCell)),
    ...unknown('/cells/id', cells?.id, ofCell),
  ];
}

const MERGED = ['constants', 'months', 'parties', 'fields', 'acts', 'ignore'] as const;

/** Several maps as one: what the later says counts, member by member. */
export function completed(base: TableMap, by: TableMap): TableMap {
  const together = Object.fromEntries(
    MERGED.filter((name) => base[name] !== undefined || by[name] !== undefined).map((name) => [
      name,
      { ...base[name], ...by[name] },
    ]),
  );
  const cells =
    base.cells === undefined || by.cells === undefined ? (by.cells ?? base.cells) : joined(base.cells, by.cells);
  return { ...base, ...by, ...together, ...(cells === undefined ? {} : { cells }) };
}

type Cells = z.infer<typeof Cells>;
const joined = (base: Cells, by: Cells): Cells => ({
  ...base,
  ...by,
  words: { ...base.words, ...by.words },
  headers: { ...base.headers, ...by.headers },
});
