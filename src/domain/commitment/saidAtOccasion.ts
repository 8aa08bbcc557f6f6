// What was said and done about a commitment on an occasion: each event that names the occasion, as corrections leave it.
import type { Citation, Role } from '../primitives.ts';
import type { When } from '../time.ts';
import { VERBS } from './acts.ts';
import { type Effect, effectsOf } from './effect.ts';
import type { CommitmentFact } from './events.ts';
import { ordered } from './order.ts';

export interface SaidThere {
  /** milliseconds since 1970: from when it counts */
  readonly at: number;
  readonly view: SaidThereView;
}

export interface SaidThereView {
  readonly event: string;
  readonly revision: string;
  readonly type: string;
  /** of a speech act */
  readonly act: string | null;
  readonly effectiveAt: When | null;
  /** who said or did it: parties, offices of parties, or others by their names */
  readonly by: readonly string[];
  readonly bearers: readonly string[];
  readonly addressees: readonly string[];
  readonly summary: string | null;
  readonly citations: readonly Citation[];
}

/** What is in effect by an instant, in effective order. @param events the commitment's history, as far as it is known */
export function saidAtOccasion(events: readonly CommitmentFact[], occasion: string, asOf: number): SaidThere[] {
  return ordered(effectsOf(events))
    .effects.filter((effect) => effect.due === undefined && effect.at <= asOf && isSaid(effect, occasion))
    .map((effect) => ({ at: effect.at, view: viewOf(effect) }));
}

const isSaid = (effect: Effect, occasion: string): boolean =>
  effect.event.data.occasion === occasion && !(effect.act !== undefined && effect.voided);

interface Member {
  readonly code: string;
  readonly role: Role;
  readonly office?: string | undefined;
}

/** Whatever of these an event has. */
interface Told {
  readonly assessor?: string;
  readonly reporter?: string;
  readonly party?: string;
  readonly parties?: readonly (string | Member)[];
  readonly by?: string;
  readonly summary?: string;
}

function viewOf({ event, act }: Effect): SaidThereView {
  const told = event.data as Told;
  return {
    event: event.id,
    revision: String(event.revision),
    type: event.type,
    act: act === undefined ? null : VERBS[act.verb].past.toLowerCase(),
    effectiveAt: event.data.effectiveAt ?? null,
    by: byWhom(told),
    bearers: inRole(told, 'bearer'),
    addressees: inRole(told, 'addressee'),
    summary: told.summary ?? null,
    citations: event.data.citations,
  };
}

/** An assessor speaks of a party, and a report of delivery of others: who speaks comes first. */
function byWhom(told: Told): readonly string[] {
  const [one] = [told.assessor, told.reporter, told.party].filter((who) => who !== undefined);
  if (one !== undefined) return [one];
  if (told.parties !== undefined) return inRole(told, 'committer');
  return told.by === undefined ? [] : [told.by];
}

/** Who is named by its code alone says it as a party does. */
const inRole = ({ parties = [] }: Told, role: Role): readonly string[] => [
  ...new Set(
    parties.flatMap((party) => {
      if (typeof party === 'string') return role === 'committer' ? [party] : [];
      return party.role === role ? [nameOf(party)] : [];
    }),
  ),
];

const nameOf = ({ code, office }: Member): string => (office === undefined ? code : `${code}/${office}`);
