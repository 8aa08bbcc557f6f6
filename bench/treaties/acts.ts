// A made-up treaty of many parties, with as many acts as a large one has: each signs, ratifies or accedes, some leave.
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';

export const idOf = (nth: number): string => `c0000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const CITED = [{ source: 'status-table', as: 'own' }];
const RECORDED = Date.UTC(2026, 0, 1);
/** Of a large treaty. */
export const [PARTIES, ACTS] = [200, 400] as const;
const DAY = 86_400_000;

interface Act {
  readonly type: string;
  readonly data: object;
}

const day = (n: number): string => new Date(Date.UTC(1970, 0, 1) + n * DAY).toISOString().slice(0, 10);
const code = (n: number): string => `P${String(n).padStart(3, '0')}`;

/** The opening, an entry into force, and acts of consent in the order of their dates, some of them imprecise. */
function actsOf(parties: number, acts: number): readonly Act[] {
  const opening = { title: 'A treaty', parties: [{ code: code(0), role: 'committer' }], openForSignature: true };
  const consents = Array.from({ length: acts - 2 }, (_, n): Act => {
    const [party, turn] = [code(n % parties), Math.floor(n / parties)];
    const effectiveAt = n % 7 === 0 ? day(100 + n * 30).slice(0, 4) : day(100 + n * 30);
    const consent = turn === 0 ? { position: 'signed', by: 'signature' } : { position: 'ratified', by: 'ratification' };
    return { type: 'PositionChanged', data: { effectiveAt, party, ...consent } };
  });
  return [
    { type: 'AgreementAgreed', data: { effectiveAt: day(0), ...opening } },
    { type: 'EnteredIntoForce', data: { effectiveAt: day(100 + parties * 31), basis: 'by its terms' } },
    ...consents,
  ];
}

export const ORDERS = ['oldest first', 'newest first', 'shuffled'] as const;
export type Order = (typeof ORDERS)[number];

/** In the order in which they are recorded; the act that opens the record comes first, as it must. @param nth of several alike */
export function treaty(parties: number, acts: number, order: Order, nth = 1): readonly CommitmentFact[] {
  const [opening, ...others] = actsOf(parties, acts);
  const told = { 'oldest first': others, 'newest first': others.toReversed(), shuffled: shuffled(others) }[order];
  return [opening as Act, ...told].map(
    ({ type, data }, revision) =>
      ({
        id: `e0000000-0000-4000-8000-${String(nth * 1_000 + revision).padStart(12, '0')}`,
        type,
        data: { commitment: idOf(nth), citations: CITED, ...data },
        revision,
        recordedAt: RECORDED,
      }) as unknown as CommitmentFact,
  );
}

/** The same for every run: every seventeenth, then the next. */
const shuffled = (acts: readonly Act[]): readonly Act[] =>
  Array.from({ length: 17 }, (_, n) => acts.filter((_act, index) => index % 17 === n))
    .toReversed()
    .flat();
