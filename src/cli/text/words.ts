// Small values in words.
import type { Amount } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { said } from './dates.ts';

export const words = (name: string): string => name.replaceAll('_', ' ');

export const saidOr = (when: When | null | undefined): string => (when ? said(when) : '');

export const amountWords = ({ min, max, approx, unit }: Amount): string =>
  `${approx === true ? 'about ' : ''}${rangeWords(min, max)} ${unit}`;

function rangeWords(min: number | undefined, max: number | undefined): string {
  if (min === max) return String(min);
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

/** `DeliveryReported` as people read it: delivery reported. */
export const typeWords = (type: string): string => type.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
