// How an answer names the event behind what it tells.
import type { When } from '../time.ts';

interface Named {
  readonly id: string;
  readonly correctedBy?: number | undefined;
}
interface Told {
  readonly event: Named & { readonly data: { effectiveAt?: When | undefined } };
}

/** By which correction an event says what it says; nothing of one that says what it said. */
export const asCorrectedBy = ({ correctedBy }: Named): { readonly corrected?: string } =>
  correctedBy === undefined ? {} : { corrected: String(correctedBy) };

export const saidAt = ({ event }: Told) => ({
  event: event.id,
  effectiveAt: event.data.effectiveAt ?? null,
  ...asCorrectedBy(event),
});
