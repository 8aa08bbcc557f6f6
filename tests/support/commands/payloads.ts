// A payload for any schema there is, and for those to come: it is read from the schema. What names another thing is mostly
// one that is there. Law: a kind of schema that it does not know is an error, so that no field is left out in silence.
import type { z } from 'zod';
import {
  Area,
  CommitmentId,
  EventId,
  HolderId,
  OfficeName,
  OfficeReference,
  PartyCode,
  RecordName,
} from '../../../src/domain/primitives.ts';
import { When } from '../../../src/domain/time.ts';
import type { Dice } from './dice.ts';
import { AREAS, CODES, HOLDERS, json, NAMES, OFFICES, quantity, text, when } from './oddValues.ts';

export interface World {
  /** milliseconds since 1970 */
  readonly now: number;
  readonly commitments: readonly string[];
  /** ids of the record's events: those that a field is likely to be about, and all */
  eventsFor(field: string): readonly string[];
  /** whether a field is still to be tried */
  isWanted(field: string): boolean;
}

// what zod tells of a schema: https://zod.dev/packages/core
interface Def {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
}
interface Bag {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}
const bagOf = (schema: z.ZodType): Bag => schema._zod.bag as Bag;

export const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;

type Make = (dice: Dice, world: World, field: string) => unknown;

/** Schemas that are known by themselves. */
const KNOWN = new Map<z.ZodType, Make>([
  [PartyCode, (dice) => dice.pick(CODES)],
  [RecordName, (dice) => dice.pick(NAMES)],
  [OfficeName, (dice) => dice.pick(OFFICES)],
  [OfficeReference, (dice) => `${dice.pick(CODES)}/${dice.pick(OFFICES)}`],
  [HolderId, (dice) => dice.pick(HOLDERS)],
  [Area, (dice) => dice.pick(AREAS)],
  [CommitmentId, (dice, world) => dice.pick(world.commitments)],
  [EventId, (dice, world, field) => dice.pick(world.eventsFor(field))],
  [When, (dice, world) => when(dice, world.now)],
]);

/** Texts of a form, by the field's name. */
const FORMED: Readonly<Record<string, Make>> = {
  sha256: (dice) => dice.pick('0123456789abcdef'.split('')).repeat(64),
  speaker: (dice) => dice.pick([text(dice, 120), dice.pick(CODES), `${dice.pick(CODES)}/${dice.pick(OFFICES)}`]),
  address: (dice) => dice.pick(['https://example.org', 'http://xn--e1afmkfd.example/%00?a=b#c', 'https://[::1]/']),
};

const MAKERS: Readonly<Record<string, (schema: z.ZodType, ...rest: Parameters<Make>) => unknown>> = {
  object: (schema, dice, world, field) => object(schema, dice, world, field),
  array: (schema, dice, world, field) => {
    const { minimum = 0, maximum = 8 } = bagOf(schema);
    const most = dice.isOne(30) ? maximum : Math.min(maximum, minimum + 3);
    const items = Array.from({ length: minimum + dice.roll(most - minimum + 1) }, () =>
      payload(defOf(schema).element as z.ZodType, dice, world, field),
    );
    // doubled items are what this is for
    return items.length > 0 && items.length < maximum && dice.isOne(3) ? [...items, dice.pick(items)] : items;
  },
  optional: (schema, dice, world, field) => payload(defOf(schema).innerType as z.ZodType, dice, world, field),
  nullable: (schema, dice, world, field) =>
    dice.isOne(3) ? null : payload(defOf(schema).innerType as z.ZodType, dice, world, field),
  union: (schema, dice, world, field) => payload(dice.pick(defOf(schema).options ?? []), dice, world, field),
  enum: (schema, dice) => dice.pick(Object.values(defOf(schema).entries ?? {})),
  literal: (schema, dice) => dice.pick(defOf(schema).values ?? []),
  boolean: (_, dice) => dice.isOne(2),
  number: (schema, dice) => (bagOf(schema).format === 'safeint' ? dice.roll(4) : quantity(dice)),
  string: (schema, dice, world, field) =>
    FORMED[field]?.(dice, world, field) ?? text(dice, Math.max(1, bagOf(schema).maximum ?? 40)),
  record: (schema, dice, world, field) =>
    Object.fromEntries(
      Array.from({ length: dice.roll(4) }, () => [
        payload(defOf(schema).keyType as z.ZodType, dice, world, field),
        payload(defOf(schema).valueType as z.ZodType, dice, world, field),
      ]),
    ),
  lazy: (_, dice) => json(dice),
};

export function payload(schema: z.ZodType, dice: Dice, world: World, field = ''): unknown {
  const known = KNOWN.get(schema);
  if (known !== undefined) return known(dice, world, field);
  const make = MAKERS[defOf(schema).type];
  if (make === undefined)
    throw new Error(`${field} has a schema of a kind that no payload is made for: ${defOf(schema).type}`);
  return make(schema, dice, world, field);
}

function object(schema: z.ZodType, dice: Dice, world: World, field: string): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(defOf(schema).shape ?? {})) {
    const isOptional = defOf(member).type === 'optional';
    if (isOptional && !isTaken(dice, field === '' && world.isWanted(name))) continue;
    made[name] = payload(member, dice, world, name);
  }
  return made;
}

const isTaken = (dice: Dice, isWanted: boolean): boolean => (isWanted ? !dice.isOne(4) : dice.isOne(3));
