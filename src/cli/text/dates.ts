// Dates as people say them, no more precise than they were stated.
import { MONTHS, said } from '../../domain/inWords.ts';
import type { When } from '../../domain/time.ts';

export { instant, said } from '../../domain/inWords.ts';

/** A deadline: `by 30 September 2025`, `within September 2025`, as exact as it was set. */
export const saidAsDeadline = (when: When): string =>
  typeof when === 'string' && /^\d{4}-\d{2}-\d{2}/.test(when) && !when.includes('/')
    ? `by ${said(when)}`
    : `within ${said(when)}`;

/** What something was counted over: `on 30 October 2010`, `in 2010`. */
export const saidWithin = (when: When): string =>
  `${typeof when === 'string' && /^\d{4}-\d{2}-\d{2}/.test(when) && !when.includes('/') ? 'on' : 'in'} ${said(when)}`;

/** What is said of a date stays on one line: the spaces in it do not break. */
const SAID_DATE = new RegExp(`(?:\\b\\d{1,2} )?\\b(?:${MONTHS.join('|')}) \\d{4}\\b`, 'g');
export const unbroken = (text: string): string => text.replace(SAID_DATE, (date) => date.replaceAll(' ', '\u00a0'));

/** An instant as a person says it: most are the start of a day. */
export const day = (at: string): string => said(at.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : at);
