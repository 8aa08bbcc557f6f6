// Who does a speech act: those that commit themselves by it. An addressee is told of it, a beneficiary receives and a
// bearer bears it; none of these pledges, agrees or reaffirms anything.
import type { Role } from '../primitives.ts';

type Named = string | { readonly code: string; readonly role: Role };

/** Each once, in the order named. @param commits whether a party that is named by its code alone commits itself */
export const doersOf = (parties: readonly Named[], commits: (code: string) => boolean): readonly string[] => [
  ...new Set(
    parties.flatMap((party) => {
      if (typeof party === 'string') return commits(party) ? [party] : [];
      return party.role === 'committer' ? [party.code] : [];
    }),
  ),
];
