// An agreement of so many parties that its body is kept in pieces, and what some of them did.
import { committer } from './treaty.ts';

type Recording = (name: string, payload: Readonly<{ [name: string]: unknown }>) => Promise<{ readonly id: string }>;

const CODES = Array.from({ length: 24 }, (_, index) => `S${String(index).padStart(2, '0')}`);

/** @param record of a ledger that has the source. @returns its id */
export async function recordManyParties(record: Recording, source: string): Promise<string> {
  const citations = [{ source, as: 'own' }];
  for (const party of CODES) await record('RegisterParty', { party, name: `State ${party}`, kind: 'state' });
  const { id: commitment } = await record('AgreeAgreement', {
    title: 'An agreement of many',
    parties: CODES.map(committer),
    effectiveAt: '2020-01-01',
    citations,
  });
  for (const [index, party] of CODES.slice(0, 4).entries()) {
    await record('ChangePosition', {
      commitment,
      party,
      position: 'ratified',
      by: 'ratification',
      effectiveAt: `2021-0${index + 1}-01`,
      citations,
    });
  }
  return commitment;
}
