// How an answer names the event behind what it tells.
import type { When } from '../time.ts';

interface Told {
  readonly event: { readonly id: string; readonly data: { effectiveAt?: When | undefined } };
}

export const saidAt = ({ event }: Told) => ({ event: event.id, effectiveAt: event.data.effectiveAt ?? null });
