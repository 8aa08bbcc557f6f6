// The checks a decision makes of a command that is no speech act: what it refers to must be on this commitment's record.
import { asCorrected, type Correctable, checkCorrection } from '../corrections.ts';
import { areFit, type Moment, tooFarAhead } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { overlaps, type When } from '../time.ts';
import { together } from '../together.ts';
import { checkFurtherAct, checkOpening, checkShares } from './actChecks.ts';
import { actOfEvent } from './acts.ts';
import { COMMITMENT_EVENTS, type CommitmentFact, commandOf, type FactData, type FactOrder } from './events.ts';
import { checkFields, restsOnEvidence } from './fieldChecks.ts';
import type { ActData, Claim } from './payloads.ts';
import { type CommitmentRecord, isAct, standingOf } from './record.ts';
import { checkEvent, checkParties, checkParty } from './referenceChecks.ts';
import { checkReport, checkSettled } from './targetChecks.ts';
import { checkChange, checkTreatyFact } from './treatyChecks.ts';

export const checkFact = (command: FactOrder, record: CommitmentRecord, moment: Moment): Refusal | undefined =>
  together(checkFields(command, moment), checkOnRecord(command, record, moment));

function checkOnRecord(command: FactOrder, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  switch (command.name) {
    case 'ChangePosition':
      return checkChange(command.data, record, moment);
    case 'EnterIntoForce':
      return checkParties(command.data.parties, '/parties', record);
    case 'SetDeadline':
      return command.data.party === undefined ? undefined : checkParty(command.data.party, '/party', record);
    case 'ReportDelivery':
      return checkReport(record, command.data, moment);
    case 'AmendCommitment':
      return checkShares(command.data, record.parties, moment);
    case 'SettleCondition':
      return checkSettled(record, command.data, moment);
    case 'AssertTerm':
      return checkEvent(record, command.data.about, '/about');
    case 'AdjudicateTerm':
      return checkPreferred(record, command.data);
    case 'ReviewEvidence':
      return checkEvent(record, command.data.evidence, '/evidence', ['EvidenceSubmitted']);
    case 'IssueAssessment':
      return together(checkParty(command.data.party, '/party', record), checkEvidence(record, command.data, moment));
    case 'AnswerConcern':
      return checkEvent(record, command.data.concern, '/concern', ['ConcernRaised']);
    case 'EndCommitment':
      return checkParties(command.data.parties, '/parties', record);
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

function checkEvidence(
  record: CommitmentRecord,
  data: FactData['AssessmentIssued'],
  moment: Moment,
): Refusal | undefined {
  const rests = restsOnEvidence(data) && areFit(moment, 'verdict', 'window');
  return together(
    ...(data.evidence ?? []).map((id, index) => {
      const pointer = `/evidence/${index}`;
      return (
        checkEvent(record, id, pointer, ['EvidenceSubmitted']) ??
        (rests ? checkAccepted(record, id, pointer, data.window) : undefined)
      );
    }),
  );
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

/** Replaced data is judged as the command that recorded the event would be. */
const judged = (record: CommitmentRecord, moment: Moment): Correctable<CommitmentFact> => ({
  id: 'commitment',
  schemas: COMMITMENT_EVENTS,
  judge(event, replaced) {
    const data = replaced as ActData;
    return together(tooFarAhead(data.effectiveAt, moment), judgedAs(event, data, record, moment));
  },
});

function judgedAs(event: CommitmentFact, data: ActData, record: CommitmentRecord, moment: Moment): Refusal | undefined {
  const act = actOfEvent(event.type);
  if (act === undefined)
    return checkFact({ name: commandOf(event.type), data } as unknown as FactOrder, record, moment);
  return event.revision === 0 ? checkOpening(act, data, moment) : checkFurtherAct(act, data, record);
}
