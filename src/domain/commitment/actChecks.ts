// The checks a decision makes of a speech act: what opens a record must be whole, what follows must fit it.
import { type Refusal, refuse } from '../refusal.ts';
import { type Act, kindOf } from './acts.ts';
import type { ActData } from './payloads.ts';
import { type CommitmentRecord, codeOf } from './record.ts';
import type { Target } from './targetPayloads.ts';

export function checkOpening(act: Act, data: ActData): Refusal | undefined {
  const hint = `no commitment ${data.commitment} is on record, so this ${act.command} opens it, which takes`;
  if (data.title === undefined)
    return refuse('OPENING_INCOMPLETE', '/title', `${hint} a title; for a further act check the commitment's id`);
  const bare = data.parties.findIndex((party) => typeof party === 'string');
  if (bare >= 0)
    return refuse('OPENING_INCOMPLETE', `/parties/${bare}`, `${hint} every party's role: give { code, role }`);
  const committers = data.parties.filter((party) => typeof party !== 'string' && party.role === 'committer');
  if (committers.length === 0 && data.openForSignature === undefined)
    return refuse(
      'OPENING_INCOMPLETE',
      '/parties',
      `${hint} at least one party with the role committer, or openForSignature where nobody has joined yet`,
    );
  return checkShares(data, new Set(data.parties.map(codeOf)));
}

interface Shared {
  readonly target?: Target | undefined;
  readonly roles?: readonly { readonly code: string }[] | undefined;
}

/** A share is of a party that has a role, or is given one by the same event. */
export function checkShares({ target, roles = [] }: Shared, parties: ReadonlySet<string>): Refusal | undefined {
  const given = new Set(roles.map(({ code }) => code));
  const place = (target?.shares ?? []).findIndex(({ party }) => !parties.has(party) && !given.has(party));
  return place < 0 ? undefined : notAParty(target?.shares?.[place]?.party, `/target/shares/${place}/party`);
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

export const notAParty = (party: ActData['parties'][number] | undefined, pointer: string): Refusal => {
  const code = party === undefined ? '' : codeOf(party);
  return refuse(
    'PARTY_NOT_IN_COMMITMENT',
    pointer,
    `${code} has no role in this commitment: add it by an act with { code, role }, by AmendCommitment with roles, by ChangePosition with means accession, or by signing where the act that opened it says openForSignature`,
  );
};
