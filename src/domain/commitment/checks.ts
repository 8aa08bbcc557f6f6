// The checks a decision makes of a command that is no speech act: what it refers to must be on this commitment's record.
import { asCorrected, type Correctable, checkCorrection } from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { overlaps, type When } from '../time.ts';
import { checkFurtherAct, checkOpening, checkShares } from './actChecks.ts';
import { actOfEvent } from './acts.ts';
import { COMMITMENT_EVENTS, type CommitmentFact, commandOf, type FactData, type FactOrder } from './events.ts';
import type { ActData, Claim } from './payloads.ts';
import { type CommitmentRecord, isAct, standingOf } from './record.ts';
import { checkEvent, checkParties } from './referenceChecks.ts';
import { checkSettled, checkWindow } from './targetChecks.ts';
import { checkChange, checkTreatyFact } from './treatyChecks.ts';

export function checkFact(command: FactOrder, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  switch (command.name) {
    case 'ChangePosition':
      return checkChange(command.data, record);
    case 'EnterIntoForce':
      return checkParties(command.data.parties ?? [], '/parties', record);
    case 'SetDeadline':
      return command.data.party === undefined ? undefined : checkParties([command.data.party], '/party', record);
    case 'ReportDelivery':
      return checkWindow(record, command.data);
    case 'AmendCommitment':
      return checkShares(command.data, record.parties);
    case 'SettleCondition':
      return checkSettled(record, command.data);
    case 'AssertTerm':
      return checkEvent(record, command.data.about, '/about');
    case 'AdjudicateTerm':
      return checkPreferred(record, command.data);
    case 'ReviewEvidence':
      return checkEvent(record, command.data.evidence, '/evidence', ['EvidenceSubmitted']);
    case 'IssueAssessment':
      return checkParties([command.data.party], '/party', record) ?? checkEvidence(record, command.data);
    case 'AnswerConcern':
      return checkEvent(record, command.data.concern, '/concern', ['ConcernRaised']);
    case 'LinkCommitments':
      return checkOther(command.data.commitment, command.data.target, '/target');
    case 'EndCommitment':
      return (
        checkOther(command.data.commitment, command.data.supersededBy, '/supersededBy') ??
        checkParties(command.data.parties ?? [], '/parties', record)
      );
    case 'CorrectRecord':
      return checkCorrection(record.events, judged(record, moment), command.data);
    default:
      return checkTreatyFact(command, record, moment);
  }
}

function checkPreferredPosition(record: CommitmentRecord, prefers: string): Refusal | undefined {
  const contests = record.events.flatMap((event) => (event.type === 'PositionContested' ? [event] : []));
  if (contests.some(({ id, data }) => id === prefers || data.contests === prefers)) return undefined;
  return (
    checkEvent(record, prefers, '/prefers') ??
    refuse(
      'WRONG_EVENT_TYPE',
      '/prefers',
      `${prefers} is contested by nobody: name an event that is, or what contests it`,
    )
  );
}

function checkPreferred(
  record: CommitmentRecord,
  { term, prefers, index }: FactData['TermAdjudicated'],
): Refusal | undefined {
  const missing = checkEvent(record, prefers, '/prefers');
  if (missing !== undefined) return missing;
  if (term === 'position') return checkPreferredPosition(record, prefers);
  if (term === 'delivery') return checkEvent(record, prefers, '/prefers', ['DeliveryReported']);
  const claims = claimsOf(standingOf(record, prefers));
  if (index !== undefined) return claims[index]?.term === term ? undefined : assertsNot(prefers, term);
  const made = claims.filter((claim) => claim.term === term).length;
  if (made > 1)
    return refuse(
      'WRONG_EVENT_TYPE',
      '/index',
      `${prefers} asserts ${term} ${made} times: say which by index, counted from 0 in its terms`,
    );
  return made === 1 ? undefined : assertsNot(prefers, term);
}

/** The terms an event asserts: its own, an act's several, or none where it was voided. */
function claimsOf(event: CommitmentFact | undefined): readonly { readonly term: Claim['term'] }[] {
  if (event?.type === 'TermAsserted') return [event.data];
  return event !== undefined && isAct(event) ? (event.data.terms ?? []) : [];
}

const assertsNot = (id: string, term: string): Refusal =>
  refuse(
    'WRONG_EVENT_TYPE',
    '/prefers',
    `${id} does not assert ${term}: name the event that made the assertion you prefer`,
  );

function checkEvidence(record: CommitmentRecord, data: FactData['AssessmentIssued']): Refusal | undefined {
  const rests = data.verdict !== undefined && ['kept', 'partly_kept', 'not_kept'].includes(data.verdict);
  const cited = data.evidence ?? [];
  if (rests && cited.length === 0) {
    return refuse(
      'EVIDENCE_NOT_ACCEPTED',
      '/evidence',
      `${data.verdict} rests on accepted evidence about the window: cite it, or give unverifiable or inconclusive`,
    );
  }
  for (const [index, id] of cited.entries()) {
    const pointer = `/evidence/${index}`;
    const wrong =
      checkEvent(record, id, pointer, ['EvidenceSubmitted']) ??
      (rests ? checkAccepted(record, id, pointer, data.window) : undefined);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function checkAccepted(record: CommitmentRecord, id: string, pointer: string, window: When): Refusal | undefined {
  const evidence = standingOf(record, id);
  if (evidence?.type !== 'EvidenceSubmitted') {
    return notAccepted(pointer, `evidence ${id} was voided: cite evidence that stands`);
  }
  const review = asCorrected(record.events).findLast(
    (event) => (event.type === 'EvidenceAccepted' || event.type === 'EvidenceRejected') && event.data.evidence === id,
  );
  if (review?.type !== 'EvidenceAccepted') {
    const standing = review === undefined ? 'has not been reviewed' : 'was rejected';
    return notAccepted(
      pointer,
      `evidence ${id} ${standing}: a verdict rests on accepted evidence, so accept it first with ReviewEvidence`,
    );
  }
  return overlaps(evidence.data.about, window)
    ? undefined
    : notAccepted(
        pointer,
        `evidence ${id} is about another time than the window assessed: cite evidence about the window`,
      );
}

const notAccepted = (pointer: string, detail: string): Refusal => refuse('EVIDENCE_NOT_ACCEPTED', pointer, detail);

const checkOther = (commitment: string, other: string | undefined, pointer: string): Refusal | undefined =>
  commitment === other ? refuse('REFERS_TO_ITSELF', pointer, 'is this commitment itself: name another one') : undefined;

/** Replaced data is judged as the command that recorded the event would be. */
const judged = (record: CommitmentRecord, moment: Moment): Correctable<CommitmentFact> => ({
  id: 'commitment',
  schemas: COMMITMENT_EVENTS,
  judge(event, replaced) {
    const data = replaced as ActData;
    const ahead = tooFarAhead(data.effectiveAt, moment);
    if (ahead !== undefined) return ahead;
    const act = actOfEvent(event.type);
    if (act !== undefined) return event.revision === 0 ? checkOpening(act, data) : checkFurtherAct(act, data, record);
    return checkFact({ name: commandOf(event.type), data } as unknown as FactOrder, record, moment);
  },
});
