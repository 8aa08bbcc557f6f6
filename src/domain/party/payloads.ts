// The payloads of a party's commands, which are the data of its events.
import { z } from 'zod';
import { beside } from '../beside.ts';
import { correctedAs, correction, REPLACES_OR_VOIDS, replacesOrVoids } from '../corrections.ts';
import { Citations, HolderId, OfficeName, PartyCode, text } from '../primitives.ts';
import { When } from '../time.ts';

export const RegisterParty = z.strictObject({
  party: PartyCode,
  name: text(200),
  kind: z.enum(['state', 'organisation', 'grouping', 'political_party', 'agency', 'company', 'other']),
  /** other names, by language tag (BCP 47) */
  names: z.record(text(35), text(200)).optional(),
  notes: text(2000).optional(),
  citations: Citations.optional(),
});
export const ChangeMembership = z.strictObject({
  /** the party whose members change */
  party: PartyCode,
  member: PartyCode,
  change: z.enum(['joined', 'left']),
  effectiveAt: When,
  /** where that lies ahead */
  takesEffect: When.optional(),
  citations: Citations.optional(),
});

/** What became of a party: another name, or a party that took its place. */
export const ChangeParty = z
  .strictObject({
    party: PartyCode,
    change: z.enum(['renamed', 'merged', 'dissolved', 'succeeded']),
    effectiveAt: When,
    /** where it was renamed */
    name: text(200).optional(),
    /** other names from then on, by language tag */
    names: z.record(text(35), text(200)).optional(),
    /** the party it merged into, or that succeeded it */
    into: z.array(PartyCode).min(1).max(50).optional(),
    notes: text(2000).optional(),
    citations: Citations.optional(),
  })
  .refine(({ change, name }) => (change === 'renamed') === (name !== undefined), {
    error: 'gives its new name where change is renamed; with any other change leave name out',
    path: ['name'],
    ...beside('change', 'name'),
  })
  .refine(({ change, into }) => (change === 'merged' || change === 'succeeded') === (into !== undefined), {
    error: 'names the parties into which it merged or that succeeded it; with any other change leave into out',
    path: ['into'],
    ...beside('change', 'into'),
  });

export const RecordOffice = z.strictObject({
  /** the party whose office it is */
  party: PartyCode,
  office: OfficeName,
  title: text(200),
  /** its title in other languages, by tag (BCP 47) */
  titles: z.record(text(35), text(200)).optional(),
  citations: Citations.optional(),
});
export const ChangeOfficeHolder = z.strictObject({
  party: PartyCode,
  office: OfficeName,
  /** who: an id that says nothing. The name that goes with it is kept beside the log */
  holder: HolderId,
  change: z.enum(['took', 'left']),
  effectiveAt: When,
  /** where that lies ahead */
  takesEffect: When.optional(),
  citations: Citations.optional(),
});

const correct = { party: PartyCode, citations: Citations.optional(), ...correction };
export const CorrectParty = z.strictObject(correct).refine(replacesOrVoids, REPLACES_OR_VOIDS);
export const PartyCorrected = z.strictObject({ ...correct, ...correctedAs }).refine(replacesOrVoids, REPLACES_OR_VOIDS);
