// What may be recorded about a commitment. Refuse little, record much, and say what contradicts what.
// References are judged in journal order; whether parties, sources and occasions exist is asked of the authority before.
import { type Refusal, refuse } from '../refusal.ts';
import { isTooFarAhead, type When } from '../time.ts';
import { type Act, actOfCommand, kindOf } from './acts.ts';
import { checkFact, notAParty } from './checks.ts';
import type { ActOrder, CommitmentCommand, CommitmentEvent, FactOrder, FactType } from './events.ts';
import type { ActData } from './payloads.ts';
import type { CommitmentRecord } from './record.ts';

/** What a decision knows of the moment: nothing here is read, all of it comes with the command. */
export interface Moment {
  /** milliseconds since 1970 */
  readonly recordedAt: number;
}

/** The events a command appends, or why it appends none. */
export function decide(
  command: CommitmentCommand,
  record: CommitmentRecord,
  { recordedAt }: Moment,
): readonly CommitmentEvent[] | Refusal {
  const ahead = tooFarAhead(command.data.effectiveAt, recordedAt);
  if (ahead !== undefined) return ahead;
  if (isActOrder(command)) return decideAct(actOfCommand(command.name) as Act, command.data, record);
  return record.noun === undefined ? notOnRecord(command.data.commitment) : decideFact(command, record);
}

const isActOrder = (command: CommitmentCommand): command is ActOrder => actOfCommand(command.name) !== undefined;

const tooFarAhead = (effectiveAt: When | undefined, recordedAt: number): Refusal | undefined =>
  effectiveAt !== undefined && isTooFarAhead(effectiveAt, recordedAt)
    ? refuse(
        'EFFECTIVE_TOO_FAR_AHEAD',
        '/effectiveAt',
        'starts more than 14 hours after it is recorded: an event is recorded once it has happened; for what lies ahead use takesEffect, a deadline or validUntil',
      )
    : undefined;

const notOnRecord = (commitment: string): Refusal =>
  refuse(
    'NOT_ON_RECORD',
    '/commitment',
    `no commitment ${commitment} is on record: check its id, or open it first with a speech act such as ProposeBody or AgreeCooperation`,
  );

function decideAct(act: Act, data: ActData, record: CommitmentRecord): readonly CommitmentEvent[] | Refusal {
  const refused = record.noun === undefined ? checkOpening(act, data) : checkFurtherAct(act, data, record);
  return refused ?? [{ type: act.event, data }];
}

function checkOpening(act: Act, data: ActData): Refusal | undefined {
  const hint = `no commitment ${data.commitment} is on record, so this ${act.command} opens it, which takes`;
  if (data.title === undefined)
    return refuse('OPENING_INCOMPLETE', '/title', `${hint} a title; for a further act check the commitment's id`);
  const bare = data.parties.findIndex((party) => typeof party === 'string');
  if (bare >= 0)
    return refuse('OPENING_INCOMPLETE', `/parties/${bare}`, `${hint} every party's role: give { code, role }`);
  const committers = data.parties.filter((party) => typeof party !== 'string' && party.role === 'committer');
  if (committers.length === 0)
    return refuse('OPENING_INCOMPLETE', '/parties', `${hint} at least one party with the role committer`);
  return undefined;
}

/** What belongs to the opening alone, and the command that changes it later. */
const OPENING_ONLY = {
  title: 'CorrectRecord',
  quantity: 'AmendCommitment',
  deadline: 'SetDeadline',
  validUntil: 'AmendCommitment',
  condition: 'AmendCommitment',
} as const;

function checkFurtherAct(act: Act, data: ActData, record: CommitmentRecord): Refusal | undefined {
  if (record.noun !== undefined && record.noun !== act.noun) {
    const kind = kindOf(record.noun);
    return refuse(
      'KIND_MISMATCH',
      '/commitment',
      `${data.commitment} is a ${kind}, and ${act.command} is about a ${kindOf(act.noun)}: use ${act.verb}${record.noun} where that makes sense, or open a commitment of its own and link the two`,
    );
  }
  for (const [name, command] of Object.entries(OPENING_ONLY)) {
    if (data[name as keyof typeof OPENING_ONLY] === undefined) continue;
    return refuse(
      'NOT_IN_A_FURTHER_ACT',
      `/${name}`,
      `belongs to the act that opened the record, and ${data.commitment} is on record already: leave it out, and use ${command} to change it`,
    );
  }
  const unknown = data.parties.findIndex((party) => typeof party === 'string' && !record.parties.has(party));
  return unknown < 0 ? undefined : notAParty(data.parties[unknown], `/parties/${unknown}`);
}

function decideFact(command: FactOrder, record: CommitmentRecord): readonly CommitmentEvent[] | Refusal {
  return checkFact(command, record) ?? [eventOfFact(command)];
}

/** The event of each command that has just one. */
const APPENDS = {
  ChangePosition: 'PositionChanged',
  EnterIntoForce: 'EnteredIntoForce',
  AssertTerm: 'TermAsserted',
  AdjudicateTerm: 'TermAdjudicated',
  SetDeadline: 'DeadlineSet',
  ReportDelivery: 'DeliveryReported',
  SubmitEvidence: 'EvidenceSubmitted',
  IssueAssessment: 'AssessmentIssued',
  RaiseConcern: 'ConcernRaised',
  AnswerConcern: 'ConcernAnswered',
  LinkCommitments: 'CommitmentsLinked',
  AmendCommitment: 'CommitmentAmended',
  EndCommitment: 'CommitmentEnded',
  CorrectRecord: 'RecordCorrected',
} as const satisfies Record<Exclude<FactOrder['name'], 'ReviewEvidence'>, FactType>;

function eventOfFact(command: FactOrder): CommitmentEvent {
  if (command.name !== 'ReviewEvidence') return { type: APPENDS[command.name], data: command.data } as CommitmentEvent;
  const { outcome, ...data } = command.data;
  return { type: outcome === 'accepted' ? 'EvidenceAccepted' : 'EvidenceRejected', data };
}
