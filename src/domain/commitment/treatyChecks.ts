// The checks of what depositaries record: who may take a position, which event one is about.
import { areFit, type Moment } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, takesEffectAt } from '../time.ts';
import { together } from '../together.ts';
import type { CommitmentFact, FactData, FactOrder } from './events.ts';
import { type CommitmentRecord, isAct, standingOf } from './record.ts';
import { checkEvent, checkParties, checkParty } from './referenceChecks.ts';

export function checkTreatyFact(command: FactOrder, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  switch (command.name) {
    case 'AnnounceWithdrawal':
    case 'MakeDeclaration':
      return checkParty(command.data.party, '/party', record);
    case 'RevokeWithdrawal':
      return checkRevocation(command.data, record, moment);
    case 'SuspendOperation':
      return checkParties(command.data.parties, '/parties', record);
    case 'ResumeOperation':
      return checkEvent(record, command.data.suspension, '/suspension', ['OperationSuspended']);
    case 'EndProvisionalApplication':
      return isOpenForSignature(record) ? undefined : checkParties(command.data.parties, '/parties', record);
    case 'ContestPosition':
      return checkEvent(record, command.data.contests, '/contests', CONTESTABLE);
    case 'MakeReservation':
      return together(
        checkParty(command.data.party, '/party', record),
        checkEvent(record, command.data.modifies, '/modifies', ['ReservationMade']),
      );
    case 'WithdrawReservation':
    case 'ObjectToReservation':
      return checkEvent(record, command.data.reservation, '/reservation', ['ReservationMade']);
    case 'WithdrawDeclaration':
      return checkEvent(record, command.data.declaration, '/declaration', ['DeclarationMade']);
    default:
      return undefined;
  }
}

/** What says something of a party that others may dispute. */
const CONTESTABLE: readonly CommitmentFact['type'][] = [
  'PositionChanged',
  'EnteredIntoForce',
  'WithdrawalRevoked',
  'OperationSuspended',
  'OperationResumed',
  'ProvisionallyApplied',
  'ProvisionalApplicationEnded',
];

/** By these a party joins whether or not the instrument is open for signature. */
const JOINS: ReadonlySet<string> = new Set([
  'accession',
  'succession',
  'succession_to_signature',
  'simplified_procedure',
  'participation',
  'consent_to_be_bound',
]);

export const checkChange = (
  data: FactData['PositionChanged'],
  record: CommitmentRecord,
  moment: Moment,
): Refusal | undefined =>
  joins(data, record) || !areFit(moment, 'position', 'means', 'by')
    ? undefined
    : checkParty(data.party, '/party', record);

/** Whether a party without a role joins by this. A notice of withdrawal joins nothing. */
const joins = ({ position, means, by }: FactData['PositionChanged'], record: CommitmentRecord): boolean =>
  position !== 'withdrawing' && (means === 'accession' || JOINS.has(by ?? '') || isOpenForSignature(record));

/** Who may join may also say beforehand that it does not apply provisionally. */
function isOpenForSignature(record: CommitmentRecord): boolean {
  const [opening] = record.events;
  const standing = opening && standingOf(record, opening.id);
  return standing !== undefined && isAct(standing) && standing.data.openForSignature !== undefined;
}

/** Law: a notice is revoked before it takes effect; after that the party has left, and comes back by consenting anew. */
function checkRevocation(
  { notice, effectiveAt }: FactData['WithdrawalRevoked'],
  record: CommitmentRecord,
  { recordedAt }: Moment,
): Refusal | undefined {
  const wrong = checkEvent(record, notice, '/notice', ['PositionChanged', 'WithdrawalAnnounced']);
  if (wrong !== undefined) return wrong;
  const event = standingOf(record, notice);
  if (event?.type === 'WithdrawalAnnounced') return undefined;
  if (event?.type !== 'PositionChanged' || event.data.position !== 'withdrawing') {
    return refuse(
      'WRONG_EVENT_TYPE',
      '/notice',
      `${notice} is no notice of withdrawal: name the event that gave notice`,
    );
  }
  const due = event.data.takesEffect === undefined ? undefined : takesEffectAt(event.data.takesEffect);
  return due === undefined || effectiveInstant(effectiveAt, recordedAt) < due
    ? undefined
    : refuse(
        'WITHDRAWAL_TOOK_EFFECT',
        '/effectiveAt',
        'is not before the withdrawal took effect: the party had left by then, and comes back by ChangePosition',
      );
}
