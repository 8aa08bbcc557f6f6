// What a report or a statement says, in words: a level, an amount, a value as its source has it.
import { amountWords, said, words } from '../inWords.ts';
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import type { FactData } from './events.ts';

export function valueInWords(value: FactData['TermAsserted']['value']): string {
  if (typeof value === 'string') return `“${value}”`;
  if (Array.isArray(value)) return value.join(', ');
  return 'unit' in value ? amountWords(value as Amount) : said(value as When);
}

export function reportInWords({ level, amount, counts }: FactData['DeliveryReported']): string {
  const told = [level && words(level), amount && amountWords(amount)].filter((text) => text !== undefined);
  const kind = counts === undefined || counts === 'delivered' ? '' : ` ${counts}`;
  return `${told.join(', ')}${kind}`;
}
