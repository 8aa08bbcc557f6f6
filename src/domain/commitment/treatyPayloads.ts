// The payloads of what depositaries record besides positions: suspension, provisional application, reservations, declarations.
import { z } from 'zod';
import { beside } from '../beside.ts';
import { EventId, onRecord, PartyCode, text } from '../primitives.ts';
import { When } from '../time.ts';

/** The acts by which a party signs, or consents to be bound. */
const CONSENT_BY = [
  'signature',
  'definitive_signature',
  'signature_ad_referendum',
  'confirmation_of_signature',
  'ratification',
  'acceptance',
  'approval',
  'accession',
  'succession',
  'succession_to_signature',
  'formal_confirmation',
  'simplified_procedure',
  'participation',
  'consent_to_be_bound',
] as const;
export const ConsentBy = z.enum(CONSENT_BY);
export type ConsentBy = z.infer<typeof ConsentBy>;

const parties = z.array(PartyCode).min(1).max(250);

/** A party that takes the place of another: from when, which may be long before it said so. */
export const Succeeds = z.strictObject({ party: PartyCode, from: When });

export const AnnounceWithdrawal = z.strictObject({ ...onRecord, party: PartyCode, takesEffect: When.optional() });

/** `notice`: the event by which withdrawal was notified or announced. */
export const RevokeWithdrawal = z.strictObject({ ...onRecord, notice: EventId });

export const SuspendOperation = z.strictObject({
  ...onRecord,
  /** the commitment as a whole where absent */
  parties: parties.optional(),
  /** what of it is suspended, where that is not all */
  provisions: text(300).optional(),
  takesEffect: When.optional(),
  until: When.optional(),
});
export const ResumeOperation = z.strictObject({ ...onRecord, suspension: EventId });

export const ApplyProvisionally = z.strictObject({ ...onRecord, parties, takesEffect: When.optional() });
export const EndProvisionalApplication = z.strictObject({ ...onRecord, parties, takesEffect: When.optional() });

/** Disputes what an event says of a party: that it left, that it may suspend. */
export const ContestPosition = z.strictObject({
  ...onRecord,
  contests: EventId,
  /** a party's code where a party disputes it; else who does */
  by: text(120),
  reason: text(2000),
});

export const MakeReservation = z.strictObject({
  ...onRecord,
  party: PartyCode,
  summary: text(2000),
  provisions: text(300).optional(),
  /** the reservation that this one changes */
  modifies: EventId.optional(),
});
export const WithdrawReservation = z.strictObject({ ...onRecord, reservation: EventId });
export const ObjectToReservation = z.strictObject({
  ...onRecord,
  reservation: EventId,
  party: PartyCode,
  /** whether the commitment is not to be in force between the two */
  precludesForce: z.boolean(),
  summary: text(2000).optional(),
});

export const MakeDeclaration = z
  .strictObject({
    ...onRecord,
    party: PartyCode,
    summary: text(2000),
    /** where it says to which territories the commitment applies, or no longer does */
    territories: z.array(text(120)).min(1).max(100).optional(),
    territorial: z.enum(['extends', 'excludes']).optional(),
    takesEffect: When.optional(),
  })
  .refine((data) => (data.territories === undefined) === (data.territorial === undefined), {
    error: 'gives one of territories and territorial without the other: give both, or neither',
    ...beside('territories', 'territorial'),
  });
export const WithdrawDeclaration = z.strictObject({ ...onRecord, declaration: EventId });

/** The depositary puts an error of the authentic text right: the text reads so from the start. */
export const CorrectText = z.strictObject({
  ...onRecord,
  by: text(120),
  provisions: text(300).optional(),
  reads: text(2000),
  instead: text(2000).optional(),
});
