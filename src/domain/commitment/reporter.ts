// Who reports: a member of a grouping that commits itself reports for those who owe. Whether it is one is on the grouping's
// own record, so that it is asked for when the report is recorded, and kept with it: a fold looks at no other record.
import { canonicalJson } from '../canonicalJson.ts';
import type { Order } from '../commands.ts';
import { isMemberAt } from '../party/membership.ts';
import type { PartyFact } from '../party/party.ts';
import { effectiveInstant, type When } from '../time.ts';
import type { FactData } from './events.ts';
import { DeliveryReported } from './payloads.ts';
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

type Report = FactData['DeliveryReported'];
type Known = Pick<Report, 'publishers' | 'memberOf'>;
interface Corrects {
  readonly event?: unknown;
  readonly replacement?: unknown;
}

/** A command that puts a report on record as the report it is: itself, or what a correction puts in a report's place. */
export function asReport(order: Order, { events }: Pick<CommitmentRecord, 'events'>): Order | undefined {
  if (order.name === 'ReportDelivery') return order;
  if (order.name !== 'CorrectRecord') return undefined;
  const parsed = DeliveryReported.safeParse(replacementOfReport(order.data as Corrects, events));
  return parsed.success ? { ...order, name: 'ReportDelivery', data: parsed.data } : undefined;
}

/** However many corrections lie between. */
function replacementOfReport({ event, replacement }: Corrects, events: CommitmentRecord['events']): unknown {
  const type = events.find(({ id }) => id === event)?.type;
  if (type === 'DeliveryReported') return replacement;
  return type === 'RecordCorrected' && replacement ? replacementOfReport(replacement, events) : undefined;
}

/** A correction with what the ledger knows of the report that it puts in place. What that says itself stands. */
export function withKnown<Data extends Corrects>(data: Data, known: Known, events: CommitmentRecord['events']): Data {
  const type = events.find(({ id }) => id === data.event)?.type;
  if (!data.replacement) return data;
  if (type === 'DeliveryReported') return { ...data, replacement: { ...known, ...data.replacement } };
  if (type !== 'RecordCorrected') return data;
  return { ...data, replacement: withKnown(data.replacement as Corrects, known, events) };
}

/**
 * A report's replacement as it counts. Corrections recorded before the ledger wrote into them what it knows: it knew the
 * same of the report corrected, where that cites the same, and is by the same as of the same date.
 */
export function replacedReport(report: Report, replacement: Report): Report {
  const { publishers, memberOf } = report;
  const isAlike = (...names: readonly (keyof Report)[]) =>
    names.every((name) => canonicalJson(report[name] as never) === canonicalJson(replacement[name] as never));
  return {
    ...(publishers !== undefined && isAlike('citations') ? { publishers } : {}),
    ...(memberOf !== undefined && isAlike('reporter', 'effectiveAt') ? { memberOf } : {}),
    ...replacement,
  };
}
