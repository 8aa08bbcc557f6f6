// Treaties for the specifications: what was agreed, changed and entered into force, all recorded today unless told otherwise.
import { type Said, said, seen, standingOf } from './history.ts';

export const TODAY = '2026-03-01';
export const committer = (code: string) => ({ code, role: 'committer' });

interface More {
  readonly recorded?: string;
  readonly [name: string]: Said['data'][string] | undefined;
}
const on = (type: string, data: Said['data'], { recorded = TODAY, ...more }: More = {}): Said =>
  said(type, { ...data, ...(more as Said['data']) }, recorded);

export const agreement = (parties: readonly string[], effectiveAt: string, more?: More): Said =>
  on('AgreementAgreed', { title: 'A treaty', parties: parties.map(committer), effectiveAt }, more);
export const change = (party: string, position: string, effectiveAt: string, more?: More): Said =>
  on('PositionChanged', { party, position, effectiveAt }, more);
export const force = (effectiveAt: string, more?: More): Said =>
  on('EnteredIntoForce', { basis: 'by its terms', effectiveAt }, more);

export const of = (history: readonly Said[], party: string, asOf: string, knownAt?: string) =>
  seen(history, asOf, knownAt).position.find((one) => one.party === party);
export const bound = (history: readonly Said[], party: string, ...dates: string[]) =>
  dates.map((date) => standingOf(history, party, date)?.bound);
export const days = (spells: readonly { from: string; to: string | null }[] = []) =>
  spells.map(({ from, to }) => `${from.slice(0, 10)}/${to?.slice(0, 10) ?? ''}`);
