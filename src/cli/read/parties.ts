// Parties as people name them: where a name was given for a code, the code that was probably meant is told.
// It guesses nothing: what was asked is answered by the code as it was given.
import { type Called, partyMeant } from '../../domain/party/called.ts';
import type { CommitmentFilter } from '../../projections/readModels.ts';
import { Failed } from '../failure.ts';
import type { Reader } from './reader.ts';

/** So many parties are looked at. */
const LOOKED_AT = 5_000;

/** Which code was probably meant; undefined where one is on record as it was given, or none is called so. */
export async function hintOfParty(reader: Reader, given: string): Promise<string | undefined> {
  if (await isOnRecord(reader, given)) return undefined;
  const parties: Called[] = [];
  for await (const text of reader.parties()) {
    parties.push(JSON.parse(text) as Called);
    if (parties.length >= LOOKED_AT) break;
  }
  return partyMeant(given, parties);
}

/** One that is set aside is on record, and has no answer. */
const isOnRecord = async (reader: Reader, code: string): Promise<boolean> =>
  (await reader.record('party', code).catch(() => '')) !== undefined;

/** The parties of a filter. @throws Failed where one is none, and another is called so */
export async function checkParties(
  reader: Reader,
  { party, owedBy, grouping }: Pick<CommitmentFilter, 'party' | 'owedBy' | 'grouping'>,
): Promise<void> {
  for (const code of [party, owedBy, grouping]) {
    const meant = code === undefined ? undefined : await hintOfParty(reader, code);
    if (meant !== undefined) throw new Failed(`no party ${code?.slice(0, 100)} is on record: ${meant}`);
  }
}

/** Why nothing fits, where that is a party that is not on record; empty where it is another reason. */
export async function unknownParty(
  reader: Reader,
  { party, owedBy, grouping }: Pick<CommitmentFilter, 'party' | 'owedBy' | 'grouping'>,
): Promise<string> {
  for (const code of [party, owedBy, grouping]) {
    if (code !== undefined && !(await isOnRecord(reader, code))) return `: no party ${code.slice(0, 100)} is on record`;
  }
  return '';
}
