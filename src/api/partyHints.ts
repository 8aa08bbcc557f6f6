// A refusal that says which parties were meant, where a name was given for a code. It looks into the directory of this node,
// which may lag behind: what it finds is a suggestion and changes no decision.
import type { ServerResponse } from 'node:http';
import { asksForParties, type Called, withPartiesMeant } from '../domain/party/called.ts';
import type { LedgerRefusal } from '../ledger/refusals.ts';
import { NobodyWaits, QueryRefused } from '../projections/threads/queryThreads.ts';
import { queriesFor } from './asking.ts';
import type { Context } from './parts.ts';

/** So many parties are looked at. */
const LOOKED_AT = 2_000;
const AT_A_TIME = 500;

export async function withHints(
  context: Context,
  res: ServerResponse,
  refusal: LedgerRefusal,
  payload: unknown,
): Promise<LedgerRefusal> {
  if (!asksForParties(refusal.errors)) return refusal;
  const errors = withPartiesMeant(refusal.errors, payload, await partiesKnown(context, res));
  const [before, after] = [refusal.errors[0]?.detail ?? '', errors[0]?.detail ?? ''];
  return { ...refusal, errors, detail: refusal.detail + after.slice(before.length) };
}

/** None where the threads that answer are busy: a refusal waits for no hint. */
async function partiesKnown({ readModels }: Context, res: ServerResponse): Promise<readonly Called[]> {
  const parties: Called[] = [];
  const queries = queriesFor(readModels, res);
  try {
    let cursor: string | undefined;
    do {
      const page = await queries.parties({ limit: AT_A_TIME, ...(cursor === undefined ? {} : { cursor }) });
      parties.push(...page.items.map((text) => JSON.parse(text) as Called));
      cursor = page.next;
    } while (cursor !== undefined && parties.length < LOOKED_AT);
  } catch (error) {
    if (!(error instanceof QueryRefused || error instanceof NobodyWaits)) throw error;
  }
  return parties;
}
