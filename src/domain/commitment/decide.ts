// What may be recorded about a commitment. Refuse little, record much, and say what contradicts what.
// References are judged in journal order; whether parties, sources and occasions exist is asked of the authority before.
import { asRecorded } from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { together } from '../together.ts';
import { checkFurtherAct, checkOpening } from './actChecks.ts';
import { type Act, actOfCommand } from './acts.ts';
import { checkFact } from './checks.ts';
import { type ActOrder, APPENDS, type CommitmentCommand, type CommitmentEvent, type FactOrder } from './events.ts';
import { checkFields } from './fieldChecks.ts';
import type { CommitmentRecord } from './record.ts';
import { withKnown } from './reporter.ts';
import { withSeveral } from './several.ts';

/** The events a command appends, or why it appends none. */
export function decide(
  sent: CommitmentCommand,
  record: CommitmentRecord,
  moment: Moment,
): readonly CommitmentEvent[] | Refusal {
  const command = { ...sent, data: withSeveral(sent.data, moment.groupings ?? NONE) } as CommitmentCommand;
  const { name, data } = command;
  const refused = together(tooFarAhead(data.effectiveAt, moment), checkOrder(command, record, moment));
  if (refused !== undefined) return refused;
  return isActOrder(command)
    ? [{ type: (actOfCommand(name) as Act).event, data: command.data }]
    : [eventOfFact(command, record, moment)];
}

const NONE: ReadonlySet<string> = new Set();

const isActOrder = (command: CommitmentCommand): command is ActOrder => actOfCommand(command.name) !== undefined;

const notOnRecord = (commitment: string): Refusal =>
  refuse(
    'NOT_ON_RECORD',
    '/commitment',
    `no commitment ${commitment} is on record: check its id, or open it first with a speech act such as ProposeBody or AgreeCooperation`,
  );

function checkOrder(command: CommitmentCommand, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  if (isActOrder(command)) {
    const act = actOfCommand(command.name) as Act;
    return record.noun === undefined
      ? checkOpening(act, command.data, moment)
      : checkFurtherAct(act, command.data, record);
  }
  return record.noun === undefined
    ? together(notOnRecord(command.data.commitment), checkFields(command, moment))
    : checkFact(command, record, moment);
}

/** What the ledger knows of a report's reporter and publishers; nothing where it knows nothing. */
function knownOf({ publishers = [], memberOf = [] }: Moment) {
  const named = publishers.map(({ source, parties }) => ({ source, parties: [...parties] }));
  return {
    ...(named.length === 0 ? {} : { publishers: named }),
    ...(memberOf.length === 0 ? {} : { memberOf: [...memberOf] }),
  };
}

function eventOfFact(command: FactOrder, { events }: CommitmentRecord, moment: Moment): CommitmentEvent {
  if (command.name === 'CorrectRecord') {
    return { type: 'RecordCorrected', data: withKnown(asRecorded(events, command.data), knownOf(moment), events) };
  }
  if (command.name === 'ReportDelivery') {
    return { type: 'DeliveryReported', data: { ...command.data, ...knownOf(moment) } };
  }
  if (command.name !== 'ReviewEvidence') return { type: APPENDS[command.name], data: command.data } as CommitmentEvent;
  const { outcome, ...data } = command.data;
  return { type: outcome === 'accepted' ? 'EvidenceAccepted' : 'EvidenceRejected', data };
}
