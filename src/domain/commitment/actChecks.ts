// The checks a decision makes of a speech act: what opens a record must be whole, what follows must fit it.
import { areFit, type Moment } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { together } from '../together.ts';
import { type Act, kindOf } from './acts.ts';
import type { ActData } from './payloads.ts';
import { type CommitmentRecord, codeOf } from './record.ts';
import type { Target } from './targetPayloads.ts';

export function checkOpening(act: Act, data: ActData, moment: Moment): Refusal | undefined {
  const hint = `no commitment ${data.commitment} is on record, so this ${act.command} opens it, which takes`;
  return together(
    data.title === undefined
      ? refuse('OPENING_INCOMPLETE', '/title', `${hint} a title; for a further act check the commitment's id`)
      : undefined,
    ...data.parties.map((party, index) =>
      typeof party === 'string'
        ? refuse('OPENING_INCOMPLETE', `/parties/${index}`, `${hint} every party's role: give { code, role }`)
        : undefined,
    ),
    checkJoined(data, hint, moment),
    areFit(moment, 'parties') ? checkShares(data, new Set(data.parties.map(codeOf)), moment) : undefined,
  );
}

/** A party without a role may be meant as a committer. */
function checkJoined({ parties, openForSignature }: ActData, hint: string, moment: Moment): Refusal | undefined {
  const mayJoin = openForSignature !== undefined || !areFit(moment, 'openForSignature');
  if (mayJoin || parties.some((party) => typeof party === 'string' || party.role === 'committer')) return undefined;
  return refuse(
    'OPENING_INCOMPLETE',
    '/parties',
    `${hint} at least one party with the role committer, or openForSignature where nobody has joined yet`,
  );
}

interface Shared {
  readonly target?: Target | undefined;
  readonly roles?: readonly { readonly code: string }[] | undefined;
}

/** A share is of a party that has a role, or is given one by the same event. */
export function checkShares(
  { target, roles = [] }: Shared,
  parties: ReadonlySet<string>,
  moment: Moment,
): Refusal | undefined {
  if (!areFit(moment, 'roles')) return undefined;
  const given = new Set(roles.map(({ code }) => code));
  return together(
    ...(target?.shares ?? []).map(({ party }, index) =>
      parties.has(party) || given.has(party) ? undefined : notAParty(party, `/target/shares/${index}/party`),
    ),
  );
}

/** What belongs to the opening alone, and the command that changes it later. */
const OPENING_ONLY = {
  title: 'CorrectRecord',
  quantity: 'AmendCommitment',
  target: 'AmendCommitment',
  deadline: 'SetDeadline',
  validUntil: 'AmendCommitment',
  condition: 'AmendCommitment',
  openForSignature: 'CorrectRecord',
  consentBy: 'CorrectRecord',
  binding: 'CorrectRecord',
} as const;

export function checkFurtherAct(act: Act, data: ActData, record: CommitmentRecord): Refusal | undefined {
  if (record.noun !== undefined && record.noun !== act.noun) {
    const kind = kindOf(record.noun);
    return refuse(
      'KIND_MISMATCH',
      '/commitment',
      `${data.commitment} is a ${kind}, and ${act.command} is about a ${kindOf(act.noun)}: use ${act.verb}${record.noun} where that makes sense, or open a commitment of its own and link the two`,
    );
  }
  return together(
    ...Object.entries(OPENING_ONLY).map(([name, command]) =>
      data[name as keyof typeof OPENING_ONLY] === undefined
        ? undefined
        : refuse(
            'NOT_IN_A_FURTHER_ACT',
            `/${name}`,
            `belongs to the act that opened the record, and ${data.commitment} is on record already: leave it out, and use ${command} to change it`,
          ),
    ),
    ...data.parties.map((party, index) =>
      typeof party === 'string' && !record.parties.has(party) ? notAParty(party, `/parties/${index}`) : undefined,
    ),
  );
}

export const notAParty = (code: string, pointer: string): Refusal =>
  refuse(
    'PARTY_NOT_IN_COMMITMENT',
    pointer,
    `${code} has no role in this commitment: add it by an act with { code, role }, by AmendCommitment with roles, by ChangePosition with by: accession, or by signing where the act that opened it says openForSignature`,
  );
