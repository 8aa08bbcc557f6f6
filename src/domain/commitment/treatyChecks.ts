// The checks of what depositaries record: who may take a position, what an act of consent gives, which event one is about.
import type { Moment } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, takesEffectAt } from '../time.ts';
import type { CommitmentFact, FactData, FactOrder } from './events.ts';
import { type CommitmentRecord, isAct, standingOf } from './record.ts';
import { checkEvent, checkParties } from './referenceChecks.ts';
import type { ConsentBy } from './treatyPayloads.ts';

export function checkTreatyFact(command: FactOrder, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  switch (command.name) {
    case 'AnnounceWithdrawal':
    case 'MakeDeclaration':
      return checkParties([command.data.party], '/party', record);
    case 'RevokeWithdrawal':
      return checkRevocation(command.data, record, moment);
    case 'SuspendOperation':
      return checkParties(command.data.parties ?? [], '/parties', record) ?? checkSuspension(command.data, moment);
    case 'ResumeOperation':
      return checkEvent(record, command.data.suspension, '/suspension', ['OperationSuspended']);
    case 'EndProvisionalApplication':
      return isOpenForSignature(record) ? undefined : checkParties(command.data.parties, '/parties', record);
    case 'ContestPosition':
      return checkEvent(record, command.data.contests, '/contests', CONTESTABLE);
    case 'MakeReservation':
      return (
        checkParties([command.data.party], '/party', record) ??
        checkEvent(record, command.data.modifies, '/modifies', ['ReservationMade'])
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

/** Law: a suspension ends after it began. */
function checkSuspension(data: FactData['OperationSuspended'], { recordedAt }: Moment): Refusal | undefined {
  const { effectiveAt, takesEffect, until } = data;
  const end = until === undefined ? undefined : takesEffectAt(until);
  if (end === undefined) return undefined;
  const ahead = takesEffect === undefined ? -Infinity : (takesEffectAt(takesEffect) ?? -Infinity);
  const start = Math.max(effectiveInstant(effectiveAt, recordedAt), ahead);
  if (end > start) return undefined;
  return refuse(
    'INVALID_PAYLOAD',
    '/until',
    'is not after the suspension began: give a later date, or effectiveAt and takesEffect as they were',
  );
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

/** What each act of consent gives. */
const GIVES: Readonly<Record<ConsentBy, readonly FactData['PositionChanged']['position'][]>> = {
  signature: ['signed'],
  definitive_signature: ['signed', 'ratified'],
  signature_ad_referendum: ['signed'],
  confirmation_of_signature: ['signed', 'ratified'],
  ratification: ['ratified'],
  acceptance: ['ratified'],
  approval: ['ratified'],
  accession: ['ratified'],
  succession: ['ratified'],
  succession_to_signature: ['signed'],
  formal_confirmation: ['ratified'],
  simplified_procedure: ['ratified'],
  participation: ['ratified'],
  consent_to_be_bound: ['ratified'],
};

/** By these a party joins whether or not the instrument is open for signature. */
const JOINS: ReadonlySet<string> = new Set([
  'accession',
  'succession',
  'succession_to_signature',
  'simplified_procedure',
  'participation',
  'consent_to_be_bound',
]);

export function checkChange(data: FactData['PositionChanged'], record: CommitmentRecord): Refusal | undefined {
  const { by, means, position, succeeds, party } = data;
  if (by !== undefined && !GIVES[by].includes(position)) {
    const given = GIVES[by].join(' or ');
    return refuse(
      'INVALID_PAYLOAD',
      '/by',
      `${by} gives ${given}, not ${position}: give position ${given}, or another by`,
    );
  }
  if (by !== undefined && means !== undefined && by !== means) {
    return refuse('INVALID_PAYLOAD', '/means', `is ${means} where by is ${by}: leave means out, by says it`);
  }
  if (succeeds !== undefined && (by === undefined || !by.startsWith('succession'))) {
    return refuse(
      'INVALID_PAYLOAD',
      '/succeeds',
      'names a predecessor, and the act is no succession: give by succession or succession_to_signature',
    );
  }
  if (succeeds?.party === party) {
    return refuse('REFERS_TO_ITSELF', '/succeeds/party', 'is the party itself: name the party it takes the place of');
  }
  return joins(data, record) ? undefined : checkParties([party], '/party', record);
}

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
