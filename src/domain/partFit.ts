// What can still be judged of a payload that does not fit its schema: what it refers to, and the fields that do fit.
// Law: nothing of this is ever recorded; it is for telling every fault of a command at once.
import { z } from 'zod';
import { streamOf } from './aggregates.ts';
import { nestsTooDeep, type Order, variantOf } from './commands.ts';
import { couldBe, type Reference, referencesOf } from './references.ts';
import type { Refusal } from './refusal.ts';

export interface PartFit {
  readonly references: readonly Reference[];
  /** the command with something in the place of each field that does not fit; undefined where none can be made up */
  readonly order: Order | undefined;
  /** the fields that do not fit */
  readonly unfit: ReadonlySet<string>;
}

/** @param id of the record, where the payload brings none */
export function partFit(name: string, payload: unknown, refusal: Refusal, id: string): PartFit | undefined {
  const variant = variantOf(name, payload);
  if (variant === undefined || !isObject(payload) || nestsTooDeep(payload)) return undefined;
  const { aggregate, schema } = variant;
  const shape = schema instanceof z.ZodObject ? (schema.shape as Shape) : {};
  const unknown = Object.keys(payload).filter((field) => !Object.hasOwn(shape, field));
  const unfit = new Set([...refusal.errors.map(({ pointer }) => firstOf(pointer)), ...unknown]);
  const parsed = schema.safeParse(withStandIns(payload, shape, unfit));
  const stream = streamOf(aggregate, typeof payload[aggregate] === 'string' ? payload[aggregate] : id);
  return {
    references: referencesOf({ stream, data: payload }).filter(couldBe),
    order: parsed.success
      ? { name, aggregate, id, stream, text: '', data: { [aggregate]: id, ...(parsed.data as Payload) } }
      : undefined,
    unfit,
  };
}

type Payload = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, z.ZodType>>;

const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const firstOf = (pointer: string): string => (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

function withStandIns(payload: Payload, shape: Shape, unfit: ReadonlySet<string>): Payload {
  const fitting = Object.entries(payload).filter(([field]) => !unfit.has(field));
  const missing = Object.entries(shape).filter(([field]) => unfit.has(field));
  return Object.fromEntries([...fitting, ...missing.map(([field, schema]) => [field, standInFor(schema)] as const)]);
}

/** Some value that fits, and is judged by nothing: rules that read the field say nothing. Nothing where it may be left out. */
function standInFor(schema: z.ZodType): unknown {
  const options = schema instanceof z.ZodEnum ? schema.options : [];
  return [undefined, ...options, ...STAND_INS].find((value) => schema.safeParse(value).success);
}

const CODE = 'STAND-IN';
const STAND_INS: readonly unknown[] = [
  '1970',
  'stand-in',
  CODE,
  '00000000-0000-4000-8000-000000000000',
  false,
  [CODE],
  [{ code: CODE, role: 'committer' }],
  [{ source: 'stand-in', as: 'own' }],
];
