// What an event records, and what a day brought, in one sentence each, so that no change is told without a word.
// Law: it says what the event says, and never what follows from it.
import { amountWords, said, saidOr, words } from '../inWords.ts';
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import { actOfEvent, VERBS } from './acts.ts';
import { doersOf } from './doers.ts';
import type { CommitmentFact, FactData, FactType } from './events.ts';
import type { PassingKind } from './passings.ts';
import type { ActData } from './payloads.ts';

const SHOWN = 4;

/** `KR`, `KR and NATO`, `KR, NATO, JP and 12 others` */
function names(codes: readonly string[]): string {
  const shown = codes.length > SHOWN ? [...codes.slice(0, SHOWN - 1), `${codes.length - SHOWN + 1} others`] : codes;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const where = (before: string, text: string | undefined, after = ''): string =>
  text === undefined || text === '' ? '' : before + text + after;
const since = (when: When | undefined): string => where(', as of ', saidOr(when));

const POSITIONS: Readonly<Record<FactData['PositionChanged']['position'], string>> = {
  announced: 'announced it',
  agreed: 'agreed to it',
  signed: 'signed it',
  ratified: 'consented to be bound by it',
  withdrawing: 'gave notice of withdrawal',
};

function positionChanged({ party, position, by, means, succeeds, takesEffect }: FactData['PositionChanged']): string {
  const how = by ?? means ?? '';
  const act = position === 'signed' && how === 'signature' ? '' : where(' by ', words(how));
  const place = succeeds === undefined ? '' : `, in the place of ${succeeds.party} since ${said(succeeds.from)}`;
  const from = position === 'withdrawing' ? where(', to take effect ', saidOr(takesEffect)) : since(takesEffect);
  return `${party} ${POSITIONS[position]}${act}${place}${from}`;
}

function asserted({ term, value, about }: FactData['TermAsserted']): string {
  return `a source says that ${about === undefined ? 'its' : 'an event’s'} ${term} is ${valueInWords(value)}`;
}

function valueInWords(value: FactData['TermAsserted']['value']): string {
  if (typeof value === 'string') return `“${value}”`;
  if (Array.isArray(value)) return value.join(', ');
  return 'unit' in value ? amountWords(value as Amount) : said(value as When);
}

function reported(data: FactData['DeliveryReported']): string {
  const { reporter, level, amount, counts, window, parties } = data;
  const told = [level && words(level), amount && amountWords(amount)].filter((text) => text !== undefined);
  const kind = counts === undefined || counts === 'delivered' ? '' : ` ${counts}`;
  return `${reporter} reported ${told.join(', ')}${kind}${where(' over ', saidOr(window))}${where(' of ', names(parties ?? []))}`;
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

function suspended({ parties, provisions, takesEffect, until }: FactData['OperationSuspended']): string {
  const who = parties === undefined ? 'its operation was suspended' : `${names(parties)} suspended its operation`;
  return `${who}${where(' (', provisions, ')')}${since(takesEffect)}${where(', until ', saidOr(until))}`;
}

function textCorrected({ by, provisions, reads, instead }: FactData['TextCorrected']): string {
  return `${by} corrected its text${where(' (', provisions, ')')}: it reads “${reads}”${where(' and not “', instead, '”')}`;
}

function corrected({ cause, reason, void: voids }: FactData['RecordCorrected']): string {
  const whose = cause === 'recorder' ? 'our record' : 'the source';
  return `${whose} was wrong, and an event was ${voids === true ? 'voided' : 'corrected'}: ${reason}`;
}

const SENTENCES: { readonly [T in FactType]: (data: FactData[T]) => string } = {
  PositionChanged: positionChanged,
  EnteredIntoForce: ({ parties, basis, takesEffect }) =>
    `${takesEffect === undefined ? 'it entered' : 'it is to enter'} into force${where(' for ', names(parties ?? []))}${since(takesEffect)}: ${basis}`,
  TermAsserted: asserted,
  TermAdjudicated: ({ term, reason }) => `of what is said of its ${term} one statement was preferred: ${reason}`,
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
  CommitmentEnded: ({ how, parties }) => `it ended, ${how}${where(' for ', names(parties ?? []))}`,
  WithdrawalAnnounced: ({ party, takesEffect }) => `${party} announced that it will withdraw${since(takesEffect)}`,
  WithdrawalRevoked: () => 'a notice of withdrawal was revoked',
  OperationSuspended: suspended,
  OperationResumed: () => 'a suspension was ended',
  ProvisionallyApplied: ({ parties, takesEffect }) => `${names(parties)} applied it provisionally${since(takesEffect)}`,
  ProvisionalApplicationEnded: ({ parties, takesEffect }) =>
    `${names(parties)} ended its provisional application${since(takesEffect)}`,
  PositionContested: ({ by, reason }) => `${by} disputed where a party stands: ${reason}`,
  ReservationMade: ({ party, provisions, summary, modifies }) =>
    `${party} ${modifies === undefined ? 'made' : 'changed'} a reservation${where(' to ', provisions)}: ${summary}`,
  ReservationWithdrawn: () => 'a reservation was withdrawn',
  ReservationObjected: ({ party, precludesForce, summary }) =>
    `${party} objected to a reservation${precludesForce ? ', which keeps it from force between the two' : ''}${where(': ', summary)}`,
  DeclarationMade: ({ party, summary, takesEffect }) => `${party} made a declaration${since(takesEffect)}: ${summary}`,
  DeclarationWithdrawn: () => 'a declaration was withdrawn',
  TextCorrected: textCorrected,
  RecordCorrected: corrected,
};

const ACT_WORDS: Readonly<Partial<Record<string, string>>> = { Agree: 'agreed on' };

type Commits = (code: string) => boolean;

/** Where none of those named commits itself, as where a text is open for signature, the act was done all the same. */
function actInWords(type: string, { parties, instrument }: ActData, commits: Commits): string {
  const act = actOfEvent(type);
  const verb = act === undefined ? type : (ACT_WORDS[act.verb] ?? VERBS[act.verb].past.toLowerCase());
  const codes = doersOf(parties, commits);
  return `${codes.length === 0 ? `it was ${verb}` : `${names(codes)} ${verb} it`}${where(' (', instrument, ')')}`;
}

/**
 * @param event with its data as corrections leave it
 * @param commits whether a party, named by its code alone, is a committer
 */
export function eventInWords({ type, data }: Pick<CommitmentFact, 'type' | 'data'>, commits: Commits): string {
  const tell = Object.hasOwn(SENTENCES, type) ? (SENTENCES[type as FactType] as (data: unknown) => string) : undefined;
  const { occasion } = data as { readonly occasion?: string | undefined };
  return (tell?.(data) ?? actInWords(type, data as ActData, commits)) + where(' (at ', occasion, ')');
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
