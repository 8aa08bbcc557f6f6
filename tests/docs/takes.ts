// What a field takes, in words, read from the JSON Schema of the payload. It knows no field by name.

export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly maxLength?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Each has a section of its own, so that a field only names it. */
const SHAPES: Readonly<Record<string, string>> = {
  Citation: 'a citation',
  Claim: 'a term',
  Amount: 'an amount',
  Target: 'a target',
};

const NAMED: Readonly<Record<string, string>> = {
  When: 'a date, a range or an instant',
  ...Object.fromEntries(Object.entries(SHAPES).map(([name, words]) => [name, `[${words}](#${anchorOf(words)})`])),
  PartyCode: 'a party’s code',
  RecordName: 'a name',
  OfficeName: 'an office’s name within its party',
  OfficeReference: 'an office, such as `KR/president`',
  HolderId: 'a random uuid, for which a name is kept beside the log',
  CommitmentId: 'a commitment’s id',
  EventId: 'an event’s id',
};

function anchorOf(words: string): string {
  return words.replaceAll(' ', '-');
}

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? '';

function told(schema: Schema): string {
  if (schema.$ref !== undefined) return NAMED[nameOf(schema.$ref)] ?? 'any JSON';
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const forms = schema.anyOf ?? schema.oneOf;
  return forms === undefined ? toldByType(schema) : [...new Set(forms.map(told))].join('; or ');
}

const PLAIN: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  boolean: '`true` or `false`',
  null: '`null`',
  number: 'a number',
};

function toldByType(schema: Schema): string {
  const { type, items, maxLength } = schema;
  if (type === 'array') return `a list: ${items === undefined ? 'anything' : told(items)}`;
  if (type === 'object') return objectTold(schema);
  if (type === 'string') return maxLength === undefined ? 'text' : `text, up to ${maxLength} characters`;
  return PLAIN[type ?? ''] ?? 'any JSON';
}

/** Its fields, and what each of them takes. */
function objectTold({ properties = {}, required = [] }: Schema): string {
  const fields = Object.entries(properties);
  if (fields.length === 0) return 'an object';
  const names = fields.map(([name]) => (required.includes(name) ? name : `${name}?`)).join(', ');
  return `\`{ ${names} }\` (${fields.map(([name, field]) => `\`${name}\`: ${told(field)}`).join('; ')})`;
}

export function rowsOf(schema: Schema): string[] {
  const resolved = schema.$ref === undefined ? schema : (schema.$defs?.[nameOf(schema.$ref)] ?? schema);
  const forms = resolved.oneOf ?? resolved.anyOf ?? [resolved];
  const fields = new Map<string, { needed: boolean; takes: Set<string> }>();
  for (const { properties = {}, required = [] } of forms) {
    for (const [name, field] of Object.entries(properties)) {
      const row = fields.get(name) ?? { needed: true, takes: new Set() };
      row.takes.add(told(field));
      fields.set(name, { ...row, needed: row.needed && required.includes(name) });
    }
  }
  const inAll = (name: string) => forms.every(({ properties = {} }) => name in properties);
  return [...fields].map(([name, { needed, takes }]) => {
    const takesAll = [...takes].join('; or ').replaceAll('|', '\\|');
    return `| \`${name}\` | ${needed && inAll(name) ? 'yes' : ''} | ${takesAll} |`;
  });
}

/** A section for each shape that fields name. Of one with several forms each form has a line. */
export const shapesTold = ({ $defs = {} }: Schema): string =>
  Object.entries(SHAPES)
    .map(([name, words]) => `### ${words.charAt(0).toUpperCase()}${words.slice(1)}\n\n${shapeTold($defs[name])}`)
    .join('\n\n');

function shapeTold(shape: Schema | undefined): string {
  if (shape === undefined) throw new Error('a shape is in no schema: name it as its schema does');
  return shape.oneOf === undefined
    ? `| field | needed | takes |\n|---|---|---|\n${rowsOf(shape).join('\n')}`
    : shape.oneOf.map((form) => `- ${objectTold(form)}`).join('\n');
}
