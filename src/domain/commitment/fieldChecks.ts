// Rules between the fields of one command that is no speech act. They need nothing on record, so that they are told also
// where the commitment itself is not there yet; what the record says is judged elsewhere.
import { areFit, type Moment } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { effectiveInstant, takesEffectAt } from '../time.ts';
import { together } from '../together.ts';
import { checkCircle } from './circle.ts';
import type { FactData, FactOrder } from './events.ts';
import type { ConsentBy } from './treatyPayloads.ts';

export function checkFields(command: FactOrder, moment: Moment): Refusal | undefined {
  switch (command.name) {
    case 'ChangePosition':
      return together(checkMeans(command.data, moment), checkSuccession(command.data, moment));
    case 'SuspendOperation':
      return areFit(moment, 'effectiveAt', 'takesEffect') ? checkSuspension(command.data, moment) : undefined;
    case 'IssueAssessment':
      return checkRests(command.data, moment);
    case 'LinkCommitments':
      return checkOther(command.data.commitment, command.data.target, '/target') ?? checkPartOf(command.data, moment);
    case 'EndCommitment':
      return checkOther(command.data.commitment, command.data.supersededBy, '/supersededBy');
    default:
      return undefined;
  }
}

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

function checkMeans({ by, means, position }: FactData['PositionChanged'], moment: Moment): Refusal | undefined {
  if (by === undefined) return undefined;
  const given = GIVES[by].join(' or ');
  return together(
    GIVES[by].includes(position) || !areFit(moment, 'position')
      ? undefined
      : refuse(
          'INVALID_PAYLOAD',
          '/by',
          `${by} gives ${given}, not ${position}: give position ${given}, or another by`,
        ),
    means === undefined || by === means
      ? undefined
      : refuse('INVALID_PAYLOAD', '/means', `is ${means} where by is ${by}: leave means out, by says it`),
  );
}

function checkSuccession({ by, succeeds, party }: FactData['PositionChanged'], moment: Moment): Refusal | undefined {
  if (succeeds === undefined) return undefined;
  return together(
    by?.startsWith('succession') || !areFit(moment, 'by')
      ? undefined
      : refuse(
          'INVALID_PAYLOAD',
          '/succeeds',
          'names a predecessor, and the act is no succession: give by succession or succession_to_signature',
        ),
    succeeds.party === party
      ? refuse('REFERS_TO_ITSELF', '/succeeds/party', 'is the party itself: name the party it takes the place of')
      : undefined,
  );
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

/** Whether a verdict rests on evidence. */
export const restsOnEvidence = ({ verdict }: FactData['AssessmentIssued']): boolean =>
  verdict !== undefined && ['kept', 'partly_kept', 'not_kept'].includes(verdict);

const checkRests = (data: FactData['AssessmentIssued'], moment: Moment): Refusal | undefined =>
  restsOnEvidence(data) && (data.evidence ?? []).length === 0 && areFit(moment, 'verdict')
    ? refuse(
        'EVIDENCE_NOT_ACCEPTED',
        '/evidence',
        `${data.verdict} rests on accepted evidence about the window: cite it, or give unverifiable or inconclusive`,
      )
    : undefined;

const checkPartOf = ({ relation }: FactData['CommitmentsLinked'], { circle }: Moment): Refusal | undefined =>
  relation === 'part_of' ? checkCircle(circle) : undefined;

const checkOther = (commitment: string, other: string | undefined, pointer: string): Refusal | undefined =>
  commitment === other ? refuse('REFERS_TO_ITSELF', pointer, 'is this commitment itself: name another one') : undefined;
