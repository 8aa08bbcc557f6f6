// What a report or an assertion says, in words: a level, an amount, a value as its source has it.
import type { Amount } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';
import { amountWords, words } from './words.ts';

/** @param data of an event */
export function asSaid({ level, amount, value }: Readonly<Record<string, unknown>>): string {
  const told = [
    ...(typeof level === 'string' ? [words(level)] : []),
    ...(amount === undefined ? [] : [amountWords(amount as Amount)]),
    ...(value === undefined ? [] : [assertedWords(value as Asserted)]),
  ];
  return oneLine(told.join(', '));
}

export type Asserted = string | readonly string[] | Amount | When;

export function assertedWords(value: Asserted): string {
  if (typeof value === 'string') return `“${oneLine(value)}”`;
  if (Array.isArray(value)) return value.map(words).join(', ');
  return oneLine('unit' in value ? amountWords(value as Amount) : said(value as When));
}
