// The moment of a decision: nothing here is read, all of it comes with the command.
import type { Member } from './commitment/circle.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isTooFarAhead, type When } from './time.ts';

export interface Moment {
  /** milliseconds since 1970 */
  readonly recordedAt: number;
  /** of the parties a command names, those that are registered as groupings */
  readonly groupings?: ReadonlySet<string>;
  /** of the groupings that commit themselves, those of which who reports is a member as of the report's date */
  readonly memberOf?: readonly string[];
  /** of the sources that the command cites, the parties that their publishers are or belong to, where there are any */
  readonly publishers?: readonly { readonly source: string; readonly parties: readonly string[] }[];
  /** of a link: the circle it would close, from its target to the commitment itself, each part of the next */
  readonly circle?: readonly Member[];
  /** the fields of the command that do not fit their schemas, where some do not: it is then judged, and never recorded */
  readonly unfit?: ReadonlySet<string>;
}

/** Law: a rule over several fields says nothing where one of them does not fit (as `beside` holds of payloads). */
export const areFit = ({ unfit }: Moment, ...fields: readonly string[]): boolean =>
  !fields.some((field) => unfit?.has(field));

/** Law: an event is recorded once it has happened; a start more than 14 hours ahead is refused. */
export const tooFarAhead = (effectiveAt: When | undefined, { recordedAt }: Moment): Refusal | undefined =>
  effectiveAt !== undefined && isTooFarAhead(effectiveAt, recordedAt)
    ? refuse(
        'EFFECTIVE_TOO_FAR_AHEAD',
        '/effectiveAt',
        'starts more than 14 hours after it is recorded: an event is recorded once it has happened; for what lies ahead use takesEffect, a deadline or validUntil',
      )
    : undefined;
