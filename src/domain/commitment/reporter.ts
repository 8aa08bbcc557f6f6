// Who reports: a member of a grouping that commits itself reports for those who owe. Whether it is one is on the grouping's
// own record, so that it is asked for when the report is recorded, and kept with it: a fold looks at no other record.
import type { Order } from '../commands.ts';
import { isMemberAt } from '../party/membership.ts';
import type { PartyFact } from '../party/party.ts';
import { effectiveInstant, type When } from '../time.ts';
import type { CommitmentRecord } from './record.ts';
import { severalNamed } from './several.ts';

/** The groupings of a commitment that a report's reporter may be a member of. */
export const groupingsOf = ({ name }: Order, { events }: CommitmentRecord): readonly string[] =>
  name === 'ReportDelivery' ? [...new Set(events.flatMap(({ data }) => severalNamed(data as never)))] : [];

/** Whether the reporter is a member as of the report's date, by what is known when it is recorded. */
export function reportsAsMember({ data }: Order, grouping: readonly PartyFact[], recordedAt: number): boolean {
  const { reporter, effectiveAt } = data as { readonly reporter: string; readonly effectiveAt: When };
  return isMemberAt(grouping, reporter, effectiveInstant(effectiveAt, recordedAt));
}
