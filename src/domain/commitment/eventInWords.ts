// What an event records, and what a day brought, in one sentence each, so that no change is told without a word.
// Law: it says what the event says, and never what follows from it.
import { names, said, saidOr, where, words } from '../inWords.ts';
import { adjudicatedInWords } from './adjudicatedInWords.ts';
import { contestInWords } from './disputeInWords.ts';
import type { CommitmentFact, FactData, FactType } from './events.ts';
import type { PassingKind } from './passings.ts';
import { type Around, type DeedType, deedOf } from './positionInWords.ts';
import { reportInWords, valueInWords } from './valueInWords.ts';

function asserted({ term, value, about }: FactData['TermAsserted']): string {
  return `a source says that ${about === undefined ? 'its' : 'an event’s'} ${term} is ${valueInWords(value)}`;
}

function reported(data: FactData['DeliveryReported']): string {
  const { reporter, window, parties } = data;
  return `${reporter} reported ${reportInWords(data)}${where(' over ', saidOr(window))}${where(' of ', names(parties ?? []))}`;
}

function assessed({ assessor, party, window, stage, verdict, rating, scale }: FactData['AssessmentIssued']): string {
  const found = [verdict && words(verdict), rating && `“${rating}” (${scale})`].filter((text) => text !== undefined);
  return `${assessor} assessed ${party} over ${said(window)} (${stage}): ${found.join(', ')}`;
}

function amended({ commitment, effectiveAt, citations, occasion, ...changed }: FactData['CommitmentAmended']): string {
  return `it was amended: ${Object.keys(changed)
    .map((name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
    .join(', ')}`;
}

function textCorrected({ by, provisions, reads, instead }: FactData['TextCorrected']): string {
  return `${by} corrected its text${where(' (', provisions, ')')}: it reads “${reads}”${where(' and not “', instead, '”')}`;
}

function corrected({ cause, reason, void: voids }: FactData['RecordCorrected']): string {
  const whose = cause === 'recorder' ? 'our record' : 'the source';
  return `${whose} was wrong, and an event was ${voids === true ? 'voided' : 'corrected'}: ${reason}`;
}

/** Whose it was and what it said, where that is on record. */
function withdrawn(what: string, id: string, { eventOf }: Around): string {
  const event = eventOf(id)?.data as Partial<FactData['DeclarationMade']> | undefined;
  const { party, summary } = event ?? {};
  return party === undefined ? `a ${what} was withdrawn` : `${party} withdrew its ${what}${where(': ', summary)}`;
}

type Sentence<Data> = (data: Data, around: Around) => string;
/** What is told by what a party did to where it stands has its sentence there. */
type Told = Exclude<FactType, DeedType>;

const SENTENCES: { readonly [T in Told]: Sentence<FactData[T]> } = {
  TermAsserted: asserted,
  TermAdjudicated: adjudicatedInWords,
  DeadlineSet: ({ deadline, firmness, party }) =>
    `its deadline${where(' for ', party)} was set to ${said(deadline)} (${firmness})`,
  DeliveryReported: reported,
  EvidenceSubmitted: ({ about, summary }) => `evidence about ${said(about)} was submitted: ${summary}`,
  EvidenceAccepted: ({ reason }) => `evidence was accepted: ${reason}`,
  EvidenceRejected: ({ reason }) => `evidence was rejected: ${reason}`,
  AssessmentIssued: assessed,
  ConcernRaised: ({ by, kind, summary }) => `${by} raised a ${kind}: ${summary}`,
  ConcernAnswered: ({ by, summary }) => `${by} answered a concern: ${summary}`,
  CommitmentsLinked: ({ relation, target }) => `it was linked: ${words(relation)} ${target}`,
  CommitmentAmended: amended,
  ConditionSettled: ({ outcome, party, reason }) =>
    `a condition${where(' of ', party)} was ${outcome}${where(': ', reason)}`,
  CommitmentEnded: ({ how, parties, supersededBy }) =>
    `it ended, ${how}${where(' by ', supersededBy)}${where(' for ', names(parties ?? []))}`,
  PositionContested: contestInWords,
  ReservationMade: ({ party, provisions, summary, modifies }) =>
    `${party} ${modifies === undefined ? 'made' : 'changed'} a reservation${where(' to ', provisions)}: ${summary}`,
  ReservationWithdrawn: ({ reservation }, around) => withdrawn('reservation', reservation, around),
  ReservationObjected: ({ party, precludesForce, summary }) =>
    `${party} objected to a reservation${precludesForce ? ', which keeps it from force between the two' : ''}${where(': ', summary)}`,
  DeclarationMade: ({ party, summary, takesEffect }) =>
    `${party} made a declaration${where(', to take effect ', saidOr(takesEffect))}: ${summary}`,
  DeclarationWithdrawn: ({ declaration }, around) => withdrawn('declaration', declaration, around),
  TextCorrected: textCorrected,
  RecordCorrected: corrected,
};

/**
 * @param event with its data as corrections leave it
 * @param around events of the same record as corrections leave them, and who commits itself
 */
export function eventInWords({ type, data }: Pick<CommitmentFact, 'type' | 'data'>, around: Around): string {
  const tell = Object.hasOwn(SENTENCES, type) ? (SENTENCES[type as Told] as Sentence<unknown>) : undefined;
  const { occasion } = data as { readonly occasion?: string | undefined };
  const sentence = deedOf({ type, data }, around)?.sentence ?? tell?.(data, around) ?? type;
  return sentence + where(' (at ', occasion, ')');
}

const PASSED: Readonly<Record<PassingKind, string>> = {
  deadline_due: 'it became due',
  deadline_passed: 'its deadline passed',
  step_passed: 'the date of a step passed',
  validity_ended: 'its validity ended',
  withdrawal_took_effect: 'a withdrawal took effect',
  position_took_effect: 'a change of position took effect',
  entry_into_force_took_effect: 'it entered into force',
  suspension_began: 'a suspension began',
  suspension_ended: 'a suspension ended',
  provisional_application_began: 'provisional application began',
  provisional_application_ended: 'provisional application ended',
};

export const passingInWords = (kind: PassingKind, parties: readonly string[] = []): string =>
  PASSED[kind] + where(' for ', names(parties));
