// Dates as people say them, no more precise than they were stated.
import { said } from '../../domain/inWords.ts';
import type { When } from '../../domain/time.ts';

export { instant, said } from '../../domain/inWords.ts';

/** A deadline: `by 30 September 2025`, `within September 2025`, as exact as it was set. */
export const saidAsDeadline = (when: When): string =>
  typeof when === 'string' && /^\d{4}-\d{2}-\d{2}/.test(when) && !when.includes('/')
    ? `by ${said(when)}`
    : `within ${said(when)}`;
