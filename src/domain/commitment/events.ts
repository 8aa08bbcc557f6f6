// The events of a commitment, their schemas, and which command appends which.
import { z } from 'zod';
import { correctedAs, correction, REPLACES_OR_VOIDS, type RecordedEvent, replacesOrVoids } from '../corrections.ts';
import { onRecord } from '../primitives.ts';
import { ACTS, type ActCommand, type ActEvent } from './acts.ts';
import * as payloads from './payloads.ts';
import * as treaty from './treatyPayloads.ts';

const correct = {
  ...onRecord,
  /** law: a correction takes effect with the event it corrects; a date given here is kept and moves nothing */
  effectiveAt: onRecord.effectiveAt.optional(),
  ...correction,
};
const CorrectCommitment = z.strictObject(correct).refine(replacesOrVoids, REPLACES_OR_VOIDS);

/** The data of every event but the acts. */
const facts = {
  PositionChanged: payloads.ChangePosition,
  EnteredIntoForce: payloads.EnterIntoForce,
  TermAsserted: payloads.AssertTerm,
  TermAdjudicated: payloads.AdjudicateTerm,
  DeadlineSet: payloads.SetDeadline,
  DeliveryReported: payloads.DeliveryReported,
  EvidenceSubmitted: payloads.SubmitEvidence,
  EvidenceAccepted: payloads.ReviewEvidence.omit({ outcome: true }),
  EvidenceRejected: payloads.ReviewEvidence.omit({ outcome: true }),
  AssessmentIssued: payloads.IssueAssessment,
  ConcernRaised: payloads.RaiseConcern,
  ConcernAnswered: payloads.AnswerConcern,
  CommitmentsLinked: payloads.LinkCommitments,
  CommitmentAmended: payloads.AmendCommitment,
  ConditionSettled: payloads.SettleCondition,
  CommitmentEnded: payloads.EndCommitment,
  WithdrawalAnnounced: treaty.AnnounceWithdrawal,
  WithdrawalRevoked: treaty.RevokeWithdrawal,
  OperationSuspended: treaty.SuspendOperation,
  OperationResumed: treaty.ResumeOperation,
  ProvisionallyApplied: treaty.ApplyProvisionally,
  ProvisionalApplicationEnded: treaty.EndProvisionalApplication,
  PositionContested: treaty.ContestPosition,
  ReservationMade: treaty.MakeReservation,
  ReservationWithdrawn: treaty.WithdrawReservation,
  ReservationObjected: treaty.ObjectToReservation,
  DeclarationMade: treaty.MakeDeclaration,
  DeclarationWithdrawn: treaty.WithdrawDeclaration,
  TextCorrected: treaty.CorrectText,
  RecordCorrected: z.strictObject({ ...correct, ...correctedAs }).refine(replacesOrVoids, REPLACES_OR_VOIDS),
};

type Facts = typeof facts;
export type FactType = keyof Facts;
export type FactData = { [T in FactType]: z.infer<Facts[T]> };
export type CommitmentEventType = ActEvent | FactType;

/** An event as it is decided: what it is called and what it says. */
export type CommitmentEvent =
  | { readonly type: ActEvent; readonly data: payloads.ActData }
  | { [T in FactType]: { readonly type: T; readonly data: FactData[T] } }[FactType];
/** An event as it is folded. */
export type CommitmentFact = CommitmentEvent & RecordedEvent;

export const COMMITMENT_EVENTS: Readonly<Record<CommitmentEventType, z.ZodType>> = {
  ...(Object.fromEntries(ACTS.map((act) => [act.event, payloads.ActData])) as Record<
    ActEvent,
    typeof payloads.ActData
  >),
  ...facts,
};

const commands = {
  ChangePosition: payloads.ChangePosition,
  EnterIntoForce: payloads.EnterIntoForce,
  AssertTerm: payloads.AssertTerm,
  AdjudicateTerm: payloads.AdjudicateTerm,
  SetDeadline: payloads.SetDeadline,
  ReportDelivery: payloads.ReportDelivery,
  SubmitEvidence: payloads.SubmitEvidence,
  ReviewEvidence: payloads.ReviewEvidence,
  IssueAssessment: payloads.IssueAssessment,
  RaiseConcern: payloads.RaiseConcern,
  AnswerConcern: payloads.AnswerConcern,
  LinkCommitments: payloads.LinkCommitments,
  AmendCommitment: payloads.AmendCommitment,
  SettleCondition: payloads.SettleCondition,
  EndCommitment: payloads.EndCommitment,
  AnnounceWithdrawal: treaty.AnnounceWithdrawal,
  RevokeWithdrawal: treaty.RevokeWithdrawal,
  SuspendOperation: treaty.SuspendOperation,
  ResumeOperation: treaty.ResumeOperation,
  ApplyProvisionally: treaty.ApplyProvisionally,
  EndProvisionalApplication: treaty.EndProvisionalApplication,
  ContestPosition: treaty.ContestPosition,
  MakeReservation: treaty.MakeReservation,
  WithdrawReservation: treaty.WithdrawReservation,
  ObjectToReservation: treaty.ObjectToReservation,
  MakeDeclaration: treaty.MakeDeclaration,
  WithdrawDeclaration: treaty.WithdrawDeclaration,
  CorrectText: treaty.CorrectText,
  CorrectRecord: CorrectCommitment,
};
type Commands = typeof commands;
export type CommitmentCommandName = ActCommand | keyof Commands;

export type ActOrder = { readonly name: ActCommand; readonly data: payloads.ActData };
export type FactOrder = {
  [N in keyof Commands]: { readonly name: N; readonly data: z.infer<Commands[N]> };
}[keyof Commands];
export type CommitmentCommand = ActOrder | FactOrder;

export const COMMITMENT_COMMANDS: Readonly<Record<CommitmentCommandName, z.ZodType>> = {
  ...(Object.fromEntries(ACTS.map((act) => [act.command, payloads.ActPayload])) as Record<
    ActCommand,
    typeof payloads.ActPayload
  >),
  ...commands,
};

/** The event of each command that has just one. */
export const APPENDS = {
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
  SettleCondition: 'ConditionSettled',
  EndCommitment: 'CommitmentEnded',
  AnnounceWithdrawal: 'WithdrawalAnnounced',
  RevokeWithdrawal: 'WithdrawalRevoked',
  SuspendOperation: 'OperationSuspended',
  ResumeOperation: 'OperationResumed',
  ApplyProvisionally: 'ProvisionallyApplied',
  EndProvisionalApplication: 'ProvisionalApplicationEnded',
  ContestPosition: 'PositionContested',
  MakeReservation: 'ReservationMade',
  WithdrawReservation: 'ReservationWithdrawn',
  ObjectToReservation: 'ReservationObjected',
  MakeDeclaration: 'DeclarationMade',
  WithdrawDeclaration: 'DeclarationWithdrawn',
  CorrectText: 'TextCorrected',
  CorrectRecord: 'RecordCorrected',
} as const satisfies Record<Exclude<FactOrder['name'], 'ReviewEvidence'>, FactType>;

const RECORDS = new Map<string, FactOrder['name']>([
  ...Object.entries(APPENDS).map(([command, type]) => [type, command as FactOrder['name']] as const),
  ['EvidenceAccepted', 'ReviewEvidence'],
  ['EvidenceRejected', 'ReviewEvidence'],
]);
/** The command that records an event; undefined of a speech act. */
export const commandOf = (type: string): FactOrder['name'] | undefined => RECORDS.get(type);
