// A line for each command, for those who read the API's description.
import { ACTS, type Noun, type Verb } from '../domain/commitment/acts.ts';

const VERB_MEANS: Readonly<Record<Verb, string>> = {
  Propose: 'puts forward',
  Discuss: 'is in talks on',
  Explore: 'looks at the potential of',
  Pledge: 'promises',
  Agree: 'binds itself with others to',
  Declare: 'states publicly',
  Reaffirm: 'says again',
};
const NOUN_IS: Readonly<Record<Noun, string>> = {
  Body: 'a consultative body',
  Cooperation: 'cooperation in named areas',
  Project: 'a joint project or programme',
  Statement: 'a joint statement, a declaration or a letter',
  Agreement: 'a legal instrument',
  Contribution: 'a quantity of something by a date',
};

const OTHERS: Readonly<Record<string, string>> = {
  ChangePosition: 'Records where a party stands: announced, agreed, signed, ratified, withdrawing.',
  EnterIntoForce: 'Records that a commitment is in force, for all its committers or for those named.',
  AssertTerm: 'Records what a source says a term is: its level, name, act, area, date or quantity.',
  AdjudicateTerm: 'Prefers one assertion of a contested term, with a reason. It hides none.',
  SetDeadline:
    'Sets or moves the deadline, firm or soft, of the commitment or of a party: an act of the parties themselves.',
  ReportDelivery: 'Records what was delivered, contracted or forecast, and who says so.',
  SubmitEvidence: 'Submits evidence about a period.',
  ReviewEvidence: 'Accepts or rejects evidence, with a reason.',
  IssueAssessment: 'Records an assessor’s verdict on a party’s part in a window of time.',
  RaiseConcern: 'Records a concern or a review, on a commitment or on an occasion.',
  AnswerConcern: 'Records an answer to a concern.',
  LinkCommitments: 'Links a commitment to another one.',
  AmendCommitment: 'Changes areas, quantity, target, validity, condition or roles from a date on.',
  SettleCondition: 'Records that a condition was met or dropped.',
  EndCommitment: 'Ends a commitment: superseded, withdrawn, lapsed or dissolved.',
  AnnounceWithdrawal: 'Records that a party said it will withdraw. It is no notice, and moves no position.',
  RevokeWithdrawal: 'Takes back a notice of withdrawal, or an announcement of one, before it takes effect.',
  SuspendOperation: 'Suspends a commitment, for the parties named or as a whole. Nobody is less bound by that.',
  ResumeOperation: 'Ends a suspension.',
  ApplyProvisionally: 'Records that parties apply a commitment before it is in force for them.',
  EndProvisionalApplication: 'Records a notice that parties apply it provisionally no longer.',
  ContestPosition: 'Records that somebody disputes what an event says of a party: that it left, that it may suspend.',
  MakeReservation: 'Records a reservation of a party, or one that modifies an earlier one.',
  WithdrawReservation: 'Withdraws a reservation.',
  ObjectToReservation: 'Objects to a reservation, with or without precluding force between the two.',
  MakeDeclaration: 'Records a declaration of a party, also one that names territories.',
  WithdrawDeclaration: 'Withdraws a declaration.',
  CorrectText: 'Records that the depositary put an error of the text right, from the start.',
  CorrectRecord: 'Replaces or voids what an event says. The event stays in history.',
  RegisterParty: 'Registers a party: a state, an organisation, a grouping, an agency, a company.',
  ChangeMembership: 'Records that a party joined or left another one.',
  ChangeParty: 'Records that a party was renamed, merged, dissolved or succeeded, from a date on.',
  RecordOffice: 'Records an office of a party: its president, its security adviser, a spokesperson.',
  ChangeOfficeHolder: 'Records that somebody, named by an id that says nothing, took or left an office of a party.',
  RecordOccasion: 'Records where things were said and done: a summit, a meeting, a session.',
  CaptureSource: 'Records a source, with the SHA-256 of its capture or the reason why there is none.',
  RetractSource: 'Records that a source was retracted.',
};

const ACT_SUMMARIES = Object.fromEntries(
  ACTS.map(({ command, verb, noun }) => [
    command,
    `A party ${VERB_MEANS[verb]} ${NOUN_IS[noun]}: it opens a commitment, or is a further act on one on record.`,
  ]),
);

export const COMMAND_SUMMARIES: Readonly<Record<string, string>> = { ...ACT_SUMMARIES, ...OTHERS };
