// What a value that does not fit its schema is told, where the schema itself says nothing: what it is, and what is taken.
// It words faults and judges nothing.
import { z } from 'zod';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodRawIssue;

/** Hand it to `safeParse` as `error`. Each text continues a JSON Pointer: "/title is missing: give text". */
export const worded = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return notOfType(issue.expected, issue.input, shapeOf(issue.inst));
    case 'invalid_value':
      return `is ${told(issue.input)}: give ${oneOf(issue.values)}`;
    case 'too_big':
      return beyond('at most', Number(issue.maximum), issue.origin);
    case 'too_small':
      return beyond('at least', Number(issue.minimum), issue.origin);
    case 'unrecognized_keys':
      return unknownNames(issue.keys, shapeOf(issue.inst));
    case 'invalid_union':
      return `is ${told(tagOf(issue))}, which is none of the forms it takes: see its schema at /docs`;
    default:
      return undefined;
  }
};

/** Of forms told apart by a member, that member's value; else the value itself. */
function tagOf({ input, discriminator }: Issue): unknown {
  return typeof discriminator === 'string' && typeof input === 'object' && input !== null
    ? (input as Record<string, unknown>)[discriminator]
    : input;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

type Shape = Readonly<Record<string, z.ZodType>>;

/** The members of an object that was asked for. */
const shapeOf = (inst: unknown): Shape | undefined => (inst instanceof z.ZodObject ? (inst.shape as Shape) : undefined);

/** Such as { min?, max?, unit }. */
const written = (shape: Shape = {}): string | undefined => {
  const names = Object.entries(shape).map(([name, schema]) =>
    schema.safeParse(undefined).success ? `${name}?` : name,
  );
  return names.length === 0 || names.length > NAMES_TOLD ? undefined : `{ ${names.join(', ')} }`;
};

/** So many names are told of an object. */
const NAMES_TOLD = 12;

function unknownNames(keys: readonly string[], shape: Shape | undefined): string {
  const meant = keys.flatMap((key) => nearest(key, Object.keys(shape ?? {})) ?? []);
  const takes = written(shape);
  const way =
    meant.length > 0
      ? `did you mean ${meant.join(', ')}?`
      : `leave that out, or check its spelling${takes === undefined ? '' : `; it takes ${takes}`}`;
  return `holds ${keys.map(short).join(', ')}, which it does not take: ${way}`;
}

function notOfType(expected: string, input: unknown, shape?: Shape): string {
  const wanted = (input === undefined ? undefined : written(shape)) ?? TYPES[expected] ?? expected;
  return input === undefined ? `is missing: give ${wanted}` : `is ${told(input)}: give ${wanted}`;
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

const beyond = (bound: string, limit: number, origin: string): string =>
  UNITS[origin] === undefined
    ? `is out of bounds: give ${bound} ${limit}`
    : `has too ${bound === 'at most' ? 'many' : 'few'}${UNITS[origin]}: give ${bound} ${limit}`;

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;

const short = (name: string): string => name.slice(0, 80);

/** Small values are shown, large ones named by their kind. */
export function told(input: unknown): string {
  if (input === undefined) return 'missing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'an object';
  return short(JSON.stringify(input) ?? typeof input);
}
