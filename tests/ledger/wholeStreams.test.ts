// Nothing is decided on part of a history: a stream is taken only as the ledger wrote it.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Envelope } from '../../src/domain/envelope.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger, type LedgerParts } from '../../src/ledger/ledger.ts';
import type { EventStore } from '../../src/store/eventStore.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';

const register = (party: string, name = party) => ({
  name: 'RegisterParty',
  payload: { party, name, kind: 'state' },
  key: `k-${party}-${name}`,
  actor: 'recorder-1',
});
const membership = (effectiveAt: string) => ({
  name: 'ChangeMembership',
  payload: { party: 'NATO', member: 'KR', change: 'joined', effectiveAt, citations: [{ source: 's', as: 'own' }] },
  key: `m-${effectiveAt}`,
  actor: 'recorder-1',
});

/** A ledger whose party KR has events, handled anew over a store that gives of its stream what `give` leaves of it. */
async function over(give: (events: readonly Envelope[]) => readonly Envelope[], more: Partial<LedgerParts> = {}) {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  const journal = embeddedJournal(engine);
  const first = new Ledger({ name: 'concordat', store: engine.ledger, journal, clock: Date.now });
  for (const party of ['KR', 'NATO']) expect(await first.execute(register(party))).toMatchObject({ revision: 0 });
  const source = { source: 's', publisher: 'p', title: 't', language: 'en', published: '2025-07-29', missing: 'none' };
  await first.execute({ name: 'CaptureSource', payload: source, key: 'k-s', actor: 'recorder-1' });
  for (const day of ['2020-01-01', '2021-01-01']) await first.execute(membership(day));
  const isCut = (stream: string) => stream === 'party-NATO';
  const store: EventStore = {
    append: (...given) => engine.ledger.append(...given),
    readStream: async (stream, options = {}) => {
      const all = await engine.ledger.readStream(stream);
      const given = isCut(stream) ? give(all) : all;
      return given.filter(({ revision }) => Number(revision) >= (options.from ?? 0)).slice(0, options.limit);
    },
  };
  const ledger = new Ledger({ name: 'concordat', store, journal, clock: Date.now, ...more });
  return { ledger, events: () => journal.head().sequence + 1 };
}

describe('a stream', () => {
  it.each<[string, (events: readonly Envelope[]) => readonly Envelope[], RegExp]>([
    ['that does not begin at revision 0', (events) => events.slice(1), /revision 0 is missing/],
    ['with a gap', (events) => events.toSpliced(1, 1), /revision 1 is missing/],
    [
      'that ends before what was copied',
      (events) => events.slice(0, -1),
      /ends at revision \d, and this node has copied/,
    ],
    ['that is not there any more', () => [], /is not there, and this node has copied it up to revision/],
  ])('%s is refused for decisions, and nothing is appended', async (_, give, said) => {
    const { ledger, events } = await over(give);
    const before = events();
    for (const command of [membership('2022-01-01'), register('NATO')]) {
      expect(await ledger.execute(command)).toMatchObject({
        refused: 'STREAM_INCOMPLETE',
        detail: expect.stringMatching(said),
      });
    }
    expect(events()).toBe(before);
  });

  it('that is whole is taken, and a repeat adds nothing', async () => {
    const { ledger, events } = await over((all) => all);
    const before = events();
    expect(await ledger.execute(register('NATO'))).toMatchObject({ repeated: true, revision: 0 });
    expect(events()).toBe(before);
  });

  it('referred to and gone is refused as what it is, not as unknown', async () => {
    const { ledger } = await over(() => []);
    const payload = {
      title: 'A body',
      parties: [{ code: 'NATO', role: 'committer' }],
      effectiveAt: '2025-06-25',
      citations: [{ source: 's', as: 'own' }],
    };
    expect(await ledger.execute({ name: 'AgreeBody', payload, key: 'k', actor: 'a' })).toMatchObject({
      refused: 'STREAM_INCOMPLETE',
    });
  });

  it('with an event that no program of ours wrote is refused with that event', async () => {
    const strange = (events: readonly Envelope[]) => events.map((event) => ({ ...event, type: 'PartyPondered' }));
    const { ledger } = await over(strange);
    expect(await ledger.execute(membership('2022-01-01'))).toMatchObject({
      refused: 'UNREADABLE_EVENT',
      detail: expect.stringMatching(/event [0-9a-f-]{36} cannot be read: a party has no event PartyPondered/),
    });
  });
});

describe('a node', () => {
  it('whose history is another takes no command', async () => {
    const { ledger } = await over((all) => all, { refusing: () => 'two histories' });
    expect(await ledger.execute(register('JP'))).toMatchObject({
      refused: 'HISTORY_DIVERGED',
      detail: 'two histories',
    });
  });

  it('that never caught up takes no command', async () => {
    const journal = { head: () => ({ sequence: -1, clock: 0 }), revisionOf: () => -1, complete: false };
    const { ledger } = await over((all) => all, { journal });
    expect(await ledger.execute(register('JP'))).toMatchObject({ refused: 'NOT_CAUGHT_UP' });
  });
});
