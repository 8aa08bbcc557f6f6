// Corrections as a person reads them: what one changed, field by field, and which one rules an event.
import type { Corrected, Corrects } from '../../domain/correctionTold.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';

/** An event that was corrected or voided says so, and why. */
export function correctedLines({ correctedBy, voidedBy }: Corrected): readonly string[] {
  const [mark, by] = voidedBy === null ? ['CORRECTED', correctedBy] : ['VOIDED', voidedBy];
  return by === null ? [] : [`    ${mark} by revision ${by.revision}: ${oneLine(by.reason)}`];
}

/** A correction says of which event, and each field as it was and as it is. */
export function correctsLines(corrects: Corrects | null): readonly string[] {
  if (corrects === null) return [];
  const { type, revision, void: voids, data } = corrects;
  const which = `${type ?? 'an event that is not on record'}${revision === null ? '' : `, revision ${revision}`}`;
  return [
    `    ${voids ? 'voids' : 'corrects'} ${which}`,
    ...data.map(({ what, before, after }) => `    ${what}: ${oneLine(`${dataWords(before)} → ${dataWords(after)}`)}`),
  ];
}

const DATE = /^\d{4}(-\d{2}){0,2}$/;

/** A value of an event's data. */
export function dataWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.map(dataWords).join('; ');
  if (typeof value === 'string' && DATE.test(value)) return said(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, member]) => (name === 'code' || name === 'term' ? dataWords(member) : `${name} ${dataWords(member)}`))
    .join(', ');
}
