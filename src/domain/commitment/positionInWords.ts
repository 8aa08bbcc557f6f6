// What parties did to where they stand, and what made them bound, in the words of the field. Every sentence of a position is
// made here: who tells of it frames it, as a line of its own or as one of a group.
// Law: it says what the event says, and never what follows from it.
import { names, said, saidOr, where } from '../inWords.ts';
import type { When } from '../time.ts';
import { actOfEvent, VERBS, type Verb } from './acts.ts';
import { doersOf } from './doers.ts';
import type { FactData } from './events.ts';
import type { ActData } from './payloads.ts';

/** What is told of: an event with its data as corrections leave it. */
export interface Told {
  readonly type: string;
  readonly data: object;
}
/** An event of the same record by its id. */
export type EventOf = (id: string) => Told | undefined;

export interface Deed {
  /** who did it, or for whom it came about; none: the whole */
  readonly parties: readonly string[];
  /** `signed definitively`: without who did it, and what it was done to */
  readonly did: string;
  /** on what terms: `, in the place of SU since 1991` */
  readonly terms: string;
  /** from when and until when: `, to take effect 1 January 2023` */
  readonly holds: string;
  /** all of it, where it stands alone: `BB gave notice of withdrawal, to take effect 1 January 2023` */
  readonly sentence: string;
}

/** What is known of the record beside the event. */
export interface Around {
  readonly eventOf: EventOf;
  /** whether a party, named by its code alone, is a committer */
  readonly commits: (code: string) => boolean;
  /** what a source is called; undefined where it is not known */
  readonly sourceOf: (id: string) => string | undefined;
}

/** A verb, what it is done to, and how. */
type Phrase = readonly [verb: string, object?: string, how?: string];

const BY_ACT: Readonly<Record<NonNullable<FactData['PositionChanged']['by']>, Phrase>> = {
  signature: ['signed', 'it'],
  definitive_signature: ['signed', 'it', 'definitively'],
  signature_ad_referendum: ['signed', 'it', 'ad referendum'],
  confirmation_of_signature: ['confirmed its signature', 'of it'],
  ratification: ['ratified', 'it'],
  acceptance: ['accepted', 'it'],
  approval: ['approved', 'it'],
  accession: ['acceded', 'to it'],
  succession: ['succeeded', 'to it'],
  succession_to_signature: ['succeeded to the signature', 'of it'],
  formal_confirmation: ['confirmed', 'it', 'formally'],
  simplified_procedure: ['consented to be bound', 'by it', 'by simplified procedure'],
  participation: ['consented to be bound', 'by it', 'by participation'],
  consent_to_be_bound: ['consented to be bound', 'by it'],
};
const BY_POSITION: Readonly<Record<FactData['PositionChanged']['position'], Phrase>> = {
  announced: ['announced', 'it'],
  agreed: ['agreed', 'to it'],
  signed: ['signed', 'it'],
  ratified: ['consented to be bound', 'by it'],
  withdrawing: ['gave notice of withdrawal'],
};

const effect = (when: When | undefined): string => where(', to take effect ', saidOr(when));

const NO_TERMS = { terms: '', holds: '' };

/** @param passive what is said where nobody is named */
function deed(
  parties: readonly string[],
  [verb, object, how]: Phrase,
  { terms, holds } = NO_TERMS,
  passive = `it was ${verb}`,
): Deed {
  const did = verb + where(' ', how);
  const active = `${names(parties)} ${verb}${where(' ', object)}${where(' ', how)}`;
  return { parties, did, terms, holds, sentence: (parties.length === 0 ? passive : active) + terms + holds };
}

function positionChanged({ party, position, by, means, succeeds, takesEffect }: FactData['PositionChanged']): Deed {
  const act = by ?? means;
  const phrase = position === 'withdrawing' || act === undefined ? BY_POSITION[position] : BY_ACT[act];
  const terms = succeeds === undefined ? '' : `, in the place of ${succeeds.party} since ${said(succeeds.from)}`;
  return deed([party], phrase, { terms, holds: effect(takesEffect) });
}

/** What enters into force is the commitment; those for whom it does have not done it. */
function enteredIntoForce({ parties = [], basis, takesEffect }: FactData['EnteredIntoForce']): Deed {
  const did = takesEffect === undefined ? 'entered into force' : 'was set to enter into force';
  const on = where(' on ', saidOr(takesEffect));
  return {
    parties,
    did: did + on,
    terms: `, ${basis}`,
    holds: '',
    sentence: `it ${did}${where(' for ', names(parties))}${on}: ${basis}`,
  };
}

function suspended({ parties = [], provisions, takesEffect, until }: FactData['OperationSuspended']): Deed {
  const terms = where(' (', provisions, ')');
  const holds = effect(takesEffect) + where(', until ', saidOr(until));
  const passive = 'its operation was suspended';
  return deed(parties, [parties.length > 0 ? 'suspended its operation' : passive], { terms, holds }, passive);
}

type Undoes = 'WithdrawalRevoked' | 'OperationResumed';
type Own =
  | 'PositionChanged'
  | 'EnteredIntoForce'
  | 'OperationSuspended'
  | 'ProvisionallyApplied'
  | 'ProvisionalApplicationEnded'
  | 'WithdrawalAnnounced';
/** The events that are told of here, beside the speech acts. */
export type DeedType = Own | Undoes;

const ahead = (takesEffect: When | undefined) => ({ terms: '', holds: effect(takesEffect) });

const DEEDS: { readonly [T in Own]: (data: FactData[T]) => Deed } = {
  PositionChanged: positionChanged,
  EnteredIntoForce: enteredIntoForce,
  OperationSuspended: suspended,
  ProvisionallyApplied: ({ parties, takesEffect }) =>
    deed(parties, ['applied', 'it', 'provisionally'], ahead(takesEffect)),
  ProvisionalApplicationEnded: ({ parties, takesEffect }) =>
    deed(parties, ['ended its provisional application'], ahead(takesEffect)),
  WithdrawalAnnounced: ({ party, takesEffect }) =>
    deed([party], ['announced that it will withdraw'], ahead(takesEffect)),
};

interface Undoing {
  /** the field that names what it undoes, which says whose that was */
  readonly of: string;
  readonly did: string;
  readonly passive: string;
}
const UNDOES: Readonly<Record<Undoes, Undoing>> = {
  WithdrawalRevoked: {
    of: 'notice',
    did: 'revoked its notice of withdrawal',
    passive: 'a notice of withdrawal was revoked',
  },
  OperationResumed: { of: 'suspension', did: 'resumed its operation', passive: 'its operation was resumed' },
};

/** Where none of those named commits itself, as where a text is open for signature, the act was done all the same. */
function actDeed(verb: Verb, { parties, instrument }: ActData, commits: Around['commits']): Deed {
  const [past, object] = [VERBS[verb].past.toLowerCase(), verb === 'Agree' ? 'on it' : 'it'];
  const passive = `it was ${past}${verb === 'Agree' ? ' on' : ''}`;
  const { sentence, ...told } = deed(doersOf(parties, commits), [past, object], NO_TERMS, passive);
  return { ...told, sentence: sentence + where(' (', instrument, ')') };
}

/** Of what names itself who did it: a position, a suspension, an entry into force. */
export const ownDeed = ({ type, data }: Told): Deed | undefined =>
  Object.hasOwn(DEEDS, type) ? (DEEDS[type as Own] as (data: unknown) => Deed)(data) : undefined;

/** Undefined of what neither is a speech act nor changes where anybody stands. */
export function deedOf(event: Told, { eventOf, commits }: Around): Deed | undefined {
  const act = actOfEvent(event.type);
  if (act !== undefined) return actDeed(act.verb, event.data as ActData, commits);
  const undoes = Object.hasOwn(UNDOES, event.type) ? UNDOES[event.type as Undoes] : undefined;
  if (undoes === undefined) return ownDeed(event);
  const undone = eventOf(String((event.data as Readonly<Record<string, unknown>>)[undoes.of]));
  const parties = (undone && ownDeed(undone)?.parties) ?? [];
  return deed(parties, [parties.length === 0 ? undoes.passive : undoes.did], NO_TERMS, undoes.passive);
}
