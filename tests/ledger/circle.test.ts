// What is part of what has no circle: the link that would close one is refused, with the members by name.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CITED } from '../support/history.ts';
import { act, openLedgerWithBasics, recordedBy } from '../support/ledgerUnderTest.ts';

const ID = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

async function withCommitments(count: number) {
  const under = await openLedgerWithBasics();
  const { send } = under;
  for (let n = 0; n < count; n++)
    recordedBy(await send({ name: 'AgreeBody', payload: { ...act, commitment: ID(n), title: `Body ${n}` } }));
  const link = (from: number, to: number, relation = 'part_of') => ({
    name: 'LinkCommitments',
    payload: { commitment: ID(from), target: ID(to), relation, effectiveAt: '2025-07-01', citations: CITED },
  });
  return { ...under, link };
}

describe('a link that would close a circle of part_of', () => {
  it('is refused, and names the members with the way between them', async () => {
    const { send, link } = await withCommitments(3);
    recordedBy(await send(link(0, 1)));
    recordedBy(await send(link(1, 2)));
    const answer = await send(link(2, 0));
    expect(answer).toMatchObject({ refused: 'REFERS_TO_ITSELF', errors: [{ pointer: '/target' }] });
    expect('refused' in answer && answer.detail).toContain(
      `“Body 0” (${ID(0)}), which is part of “Body 1” (${ID(1)}), which is part of “Body 2” (${ID(2)})`,
    );
  });

  it('is taken in another relation, and once a link between them was voided, also by another node', async () => {
    const { send, link, another, engine } = await withCommitments(2);
    const first = recordedBy(await send(link(0, 1)));
    recordedBy(await send(link(1, 0, 'follows_from')));
    expect(await send(link(1, 0))).toMatchObject({ refused: 'REFERS_TO_ITSELF' });
    const payload = { commitment: ID(0), event: first.events[0]?.id, cause: 'recorder', reason: 'x', void: true };
    const voiding = { name: 'CorrectRecord', payload: { ...payload, citations: CITED } };
    recordedBy(await another().execute({ ...voiding, key: 'void', actor: 'recorder-2' }));
    recordedBy(await send(link(1, 0)));
    expect(await engine.ledger.readStream(`commitment-${ID(1)}`)).toHaveLength(3);
  });

  it('is refused as a correction too, at its place', async () => {
    const { send, link } = await withCommitments(3);
    recordedBy(await send(link(0, 1)));
    const { events } = recordedBy(await send(link(1, 2)));
    const replacement = link(1, 0).payload;
    const payload = { commitment: ID(1), event: events[0]?.id, cause: 'recorder', reason: 'x', replacement };
    expect(await send({ name: 'CorrectRecord', payload: { ...payload, citations: CITED } })).toMatchObject({
      refused: 'REFERS_TO_ITSELF',
      errors: [{ pointer: '/replacement/target' }],
    });
  });

  it('whatever links come, what was taken has no circle, and what was refused would have closed one', async () => {
    const links = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(links, async (tried) => {
        const { ledger, link } = await withCommitments(5);
        const taken: (readonly [number, number])[] = [];
        const leads = (from: number, to: number): boolean =>
          from === to || taken.some(([part, whole]) => part === from && leads(whole, to));
        for (const [index, [from, to]] of tried.entries()) {
          const answer = await ledger.execute({ ...link(from, to), key: `k${index}`, actor: 'recorder-1' });
          expect('refused' in answer).toBe(leads(to, from));
          if (!('refused' in answer)) taken.push([from, to]);
        }
      }),
      { numRuns: 15 },
    );
  });
});
