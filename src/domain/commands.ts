// Every command the ledger takes: its name, the records it may be about, and its payload's schema.
import { z } from 'zod';
import { AGGREGATE_NAMES, AGGREGATES, type AggregateName, streamOf } from './aggregates.ts';
import { canonicalIJson, type Json, NotIJson } from './canonicalJson.ts';
import { hintFor } from './commandHints.ts';
import { invalidPayload, type Refusal, refuse } from './refusal.ts';
import { worded } from './wording.ts';

/** A command whose payload fits its schema, and the record it is about. */
export interface Order {
  readonly name: string;
  readonly aggregate: AggregateName;
  /** of the record: brought, or made from the key */
  readonly id: string;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** the canonical text of `data` */
  readonly text: string;
  /** where the payload gives a name that no record can hold, as a JSON Pointer: `data` lacks it */
  readonly lost?: string;
}

export interface Variant {
  readonly aggregate: AggregateName;
  readonly schema: z.ZodType;
}

/** By command, the records it may be about; a payload is about the first whose id it holds, else about the first. */
const VARIANTS: ReadonlyMap<string, readonly Variant[]> = Map.groupBy(
  AGGREGATE_NAMES.flatMap((aggregate) =>
    Object.entries(AGGREGATES[aggregate].commands).map(([name, schema]) => ({ name, aggregate, schema })),
  ),
  ({ name }) => name,
);

export const COMMAND_NAMES: readonly string[] = [...VARIANTS.keys()];

/** What a command takes: one payload, or one for each kind of record it may be about. */
export function commandSchema(name: string): z.ZodType | undefined {
  const variants = VARIANTS.get(name);
  if (variants === undefined) return undefined;
  const [first, second, ...rest] = variants.map(({ schema }) => schema);
  return second === undefined ? first : z.union([first as z.ZodType, second, ...rest]);
}

/** What a payload is of; undefined where there is no such command. */
export function variantOf(name: string, payload: unknown): Variant | undefined {
  const variants = VARIANTS.get(name);
  return variants?.find((variant) => holds(payload, variant.aggregate)) ?? variants?.[0];
}

/**
 * A command as it was sent, parsed.
 * @param mint makes the id of a record that the payload opens without bringing one
 */
export function parseCommand(name: string, payload: unknown, mint: () => string): Order | Refusal {
  const variant = variantOf(name, payload);
  if (variant === undefined) return unknownCommand(name);
  const { aggregate, schema } = variant;
  if (nestsTooDeep(payload)) {
    return refuse('INVALID_PAYLOAD', '', `nests more than ${MAX_DEPTH} levels deep: no ${name} needs that`);
  }
  const parsed = schema.safeParse(payload, { error: worded });
  if (!parsed.success) return invalidPayload(name, parsed.error.issues);
  const given = parsed.data as Record<string, unknown>;
  const id = typeof given[aggregate] === 'string' ? given[aggregate] : mint();
  const data = { ...given, [aggregate]: id };
  const text = canonicalText(data);
  if (typeof text !== 'string') return text;
  const lost = lostIn(payload, '');
  return { name, aggregate, id, stream: streamOf(aggregate, id), data, text, ...(lost === undefined ? {} : { lost }) };
}

/** Law: the schemas' maps leave `__proto__` out unsaid; what would be lost so is refused, once the key was looked up. */
function lostIn(value: unknown, pointer: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) return `${pointer}/__proto__`;
  for (const [name, member] of Object.entries(value)) {
    const lost = lostIn(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

/** The deepest payload is a correction of a correction of an act; what nests without end would exhaust the stack. */
const MAX_DEPTH = 32;
export const nestsTooDeep = (payload: unknown): boolean => nestsBeyond(MAX_DEPTH, payload);
const nestsBeyond = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => nestsBeyond(levels - 1, member)));

/** Law: data is I-JSON; what has no canonical text is refused here, before it could be recorded. */
function canonicalText(data: Readonly<Record<string, unknown>>): string | Refusal {
  try {
    return canonicalIJson(data as Json);
  } catch (error) {
    if (!(error instanceof NotIJson)) throw error;
    return refuse('INVALID_PAYLOAD', error.pointer, error.reason);
  }
}

const holds = (payload: unknown, field: string): boolean =>
  typeof payload === 'object' && payload !== null && Object.hasOwn(payload, field);

function unknownCommand(name: string): Refusal {
  const short = name.slice(0, 80);
  return refuse('UNKNOWN_COMMAND', '', `there is no command ${short}: ${hintFor(short, COMMAND_NAMES)}`);
}
