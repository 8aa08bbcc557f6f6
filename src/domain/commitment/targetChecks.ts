// The checks of what is owed: over which window a rate was, and which condition was settled.
import { asRead } from '../alike.ts';
import { asCorrected } from '../corrections.ts';
import { areFit, type Moment } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { together } from '../together.ts';
import { setsCondition } from './conditions.ts';
import type { FactData } from './events.ts';
import { type CommitmentRecord, isAct, standingOf } from './record.ts';
import { checkEvent, checkParties } from './referenceChecks.ts';
import { severalNamed } from './several.ts';

/**
 * Law: a report is of the delivery of parties on record. Where a grouping commits itself its members may be named, which have
 * no role of their own; who is one is on the grouping's record.
 */
export function checkReport(
  record: CommitmentRecord,
  data: FactData['DeliveryReported'],
  moment: Moment,
): Refusal | undefined {
  const mayNameMembers = record.events.some((event) => severalNamed(event.data as never).length > 0);
  const named = mayNameMembers || !areFit(moment, 'parties') ? undefined : data.parties;
  return together(checkParties(named, '/parties', record), checkWindow(record, data, moment));
}

/** Law: a rate is over a window; a report in the unit of a rate that is owed names it. */
function checkWindow(
  record: CommitmentRecord,
  data: FactData['DeliveryReported'],
  moment: Moment,
): Refusal | undefined {
  if (!areFit(moment, 'measure')) return undefined;
  if (data.window !== undefined || data.amount === undefined || data.measure !== undefined) return undefined;
  const { quantity, target } = owedIn(record);
  if (target?.measure !== 'rate' || quantity === undefined) return undefined;
  return asRead(quantity.unit) !== asRead(data.amount.unit)
    ? undefined
    : refuse(
        'INVALID_PAYLOAD',
        '/window',
        `is missing: what is owed is a rate in ${quantity.unit}, so say over which window it was, such as 2024, or give another measure`,
      );
}

/** The quantity and the target recorded last. */
function owedIn({ events }: CommitmentRecord) {
  const stated = asCorrected(events).flatMap((event) =>
    isAct(event) || event.type === 'CommitmentAmended' ? [event.data] : [],
  );
  const quantity = stated.findLast((data) => data.quantity !== undefined)?.quantity;
  return { quantity, target: stated.findLast((data) => data.target !== undefined)?.target };
}

export function checkSettled(
  record: CommitmentRecord,
  data: FactData['ConditionSettled'],
  moment: Moment,
): Refusal | undefined {
  const missing = checkEvent(record, data.condition, '/condition');
  if (missing !== undefined || !areFit(moment, 'party')) return missing;
  const event = standingOf(record, data.condition);
  const sets = event !== undefined && (isAct(event) || event.type === 'CommitmentAmended');
  if (sets && setsCondition(event.data, data.party)) return undefined;
  const whose = data.party === undefined ? 'the commitment' : data.party;
  return refuse(
    'WRONG_EVENT_TYPE',
    '/condition',
    `${data.condition} sets no condition of ${whose}: name the act or the amendment that set it`,
  );
}
