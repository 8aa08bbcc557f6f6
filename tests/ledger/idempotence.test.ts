import { v5 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../src/ledger/ids.ts';
import { BODY, OTHER } from '../support/history.ts';
import { act, opening, openLedgerWithBasics, reaffirmed, recordedBy } from '../support/ledgerUnderTest.ts';

describe('a command', () => {
  it('sent again adds nothing and gets the same answer', async () => {
    const { send, events, another } = await openLedgerWithBasics();
    const command = { name: 'AgreeBody', payload: opening, key: 'k1', actor: 'recorder-1' };
    const first = recordedBy(await send(command));
    expect(first).toMatchObject({ id: BODY, revision: 0, repeated: false, events: [{ type: 'BodyAgreed' }] });
    await send({ name: 'ReaffirmBody', payload: reaffirmed });
    const before = events();
    expect(await send(command)).toEqual({ ...first, repeated: true });
    expect(await another().execute(command)).toEqual({ ...first, repeated: true });
    expect(events()).toEqual(before);
  });

  it('sent again is the same with its members in another order, and with a revision that is past', async () => {
    const { send, events } = await openLedgerWithBasics();
    await send({ name: 'AgreeBody', payload: opening, key: 'k1' });
    const backwards = Object.fromEntries(Object.entries(opening).reverse());
    expect(await send({ name: 'AgreeBody', payload: backwards, key: 'k1', ifRevision: 7 })).toMatchObject({
      repeated: true,
    });
    expect(events()).toHaveLength(4);
  });

  it('sent again without an id finds the record it made', async () => {
    const { send } = await openLedgerWithBasics();
    const first = recordedBy(await send({ name: 'AgreeBody', payload: act, key: 'k1' }));
    expect(await send({ name: 'AgreeBody', payload: act, key: 'k1' })).toEqual({ ...first, repeated: true });
    expect(recordedBy(await send({ name: 'AgreeBody', payload: act, key: 'k2' })).id).not.toBe(first.id);
  });

  it('with the key of another payload is refused', async () => {
    const { send, events } = await openLedgerWithBasics();
    await send({ name: 'AgreeBody', payload: opening, key: 'k1' });
    const other = await send({ name: 'AgreeBody', payload: { ...opening, title: 'Another' }, key: 'k1' });
    expect(other).toMatchObject({ refused: 'KEY_REUSED', detail: expect.stringContaining('another payload') });
    expect(await send({ name: 'ProposeBody', payload: opening, key: 'k1' })).toMatchObject({ refused: 'KEY_REUSED' });
    expect(events()).toHaveLength(4);
  });

  it('sent by another actor, with the same key and payload, adds nothing either', async () => {
    const { send } = await openLedgerWithBasics();
    await send({ name: 'AgreeBody', payload: opening, key: 'k1' });
    const other = await send({ name: 'AgreeBody', payload: opening, key: 'k1', actor: 'recorder-2' });
    expect(other).toMatchObject({ repeated: true });
  });

  it('may use a key that was used on another record', async () => {
    const { send } = await openLedgerWithBasics();
    await send({ name: 'AgreeBody', payload: opening, key: 'k1' });
    expect(await send({ name: 'AgreeBody', payload: { ...opening, commitment: OTHER }, key: 'k1' })).toMatchObject({
      id: OTHER,
      repeated: false,
    });
  });

  it('is refused while one with its key is under way, and answered afterwards', async () => {
    const { send } = await openLedgerWithBasics();
    const command = { name: 'AgreeBody', payload: opening, key: 'k1' };
    const [first, second] = await Promise.all([send(command), send(command)]);
    expect(first).toMatchObject({ repeated: false });
    expect(second).toMatchObject({ refused: 'KEY_IN_FLIGHT' });
    expect(await send(command)).toMatchObject({ repeated: true });
  });

  it('that was refused may be sent again with its key once what it lacked is there', async () => {
    const { send } = await openLedgerWithBasics();
    const payload = { ...opening, parties: [{ code: 'JP', role: 'committer' }] };
    expect(await send({ name: 'AgreeBody', payload, key: 'k1' })).toMatchObject({ refused: 'UNKNOWN_PARTY' });
    await send({ name: 'RegisterParty', payload: { party: 'JP', name: 'Japan', kind: 'state' } });
    expect(await send({ name: 'AgreeBody', payload, key: 'k1' })).toMatchObject({ repeated: false });
  });
});

describe('ids', () => {
  it('are the same on any node: of the record from ledger, actor and key, of events from stream, key and index', async () => {
    const [one, two] = [await openLedgerWithBasics(), await openLedgerWithBasics()];
    const command = { name: 'AgreeBody', payload: act, key: 'k1' };
    const first = recordedBy(await one.send(command));
    expect(await two.send(command)).toEqual(first);
    expect(one.journal.leaves(0, 9)).toEqual(two.journal.leaves(0, 9));
  });

  it('of a record differ with the ledger, the actor and the key', async () => {
    const [one, two] = [await openLedgerWithBasics(), await openLedgerWithBasics('another')];
    const id = async (send: typeof one.send, key: string, actor: string) =>
      recordedBy(await send({ name: 'AgreeBody', payload: act, key, actor })).id;
    const ids = [
      await id(one.send, 'k1', 'recorder-1'),
      await id(one.send, 'k2', 'recorder-1'),
      await id(one.send, 'k1', 'recorder-2'),
      await id(two.send, 'k1', 'recorder-1'),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('an id', () => {
  it('is the version 5 uuid that RFC 9562 defines, of the ledger’s own namespace', () => {
    const namespace = '5d1f3c1e-0e0b-5b0e-8c55-6f3c9a2f7b41';
    for (const index of [0, 1, 7]) {
      expect(eventIdOf('party-한국', 'key', index)).toBe(v5(JSON.stringify(['party-한국', 'key', index]), namespace));
    }
  });
});
