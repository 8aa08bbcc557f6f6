import { describe, expect, it } from 'vitest';
import { BODY, CITED, OTHER } from '../support/history.ts';
import { act, opening, openLedger, openLedgerWithBasics, reaffirmed, recordedBy } from '../support/ledgerUnderTest.ts';

describe('writers on one record', () => {
  it('all succeed where none says which revision it saw', async () => {
    const { send, ledger, engine } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const commands = Array.from({ length: 20 }, (_, i) =>
      ledger.execute({ name: 'ReaffirmBody', payload: reaffirmed, key: `k${i}`, actor: `recorder-${i}` }),
    );
    const revisions = (await Promise.all(commands)).map((answer) => recordedBy(answer).revision);
    expect(revisions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await engine.ledger.readStream(`commitment-${BODY}`)).toHaveLength(21);
  });

  it('on several nodes succeed too: who was slower decides again', async () => {
    const { send, another } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const nodes = [another(), another(), another()];
    const commands = Array.from({ length: 12 }, (_, i) =>
      nodes[i % 3]?.execute({ name: 'ReaffirmBody', payload: reaffirmed, key: `k${i}`, actor: 'recorder-1' }),
    );
    const revisions = (await Promise.all(commands)).map((answer) => answer && recordedBy(answer).revision);
    expect(new Set(revisions).size).toBe(12);
  });

  it('open it once: whoever comes second makes a further act, or is refused', async () => {
    const { ledger } = await openLedgerWithBasics();
    const open = (key: string) => ledger.execute({ name: 'AgreeBody', payload: opening, key, actor: 'recorder-1' });
    const answers = await Promise.all([open('k1'), open('k2')]);
    expect(answers).toMatchObject([{ revision: 0 }, { refused: 'NOT_IN_A_FURTHER_ACT' }]);
  });

  it('who say which revision they saw are refused where it has moved on', async () => {
    const { send, another } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const stale = another();
    expect(await send({ name: 'ReaffirmBody', payload: reaffirmed, ifRevision: 0 })).toMatchObject({ revision: 1 });
    const late = { name: 'ReaffirmBody', payload: reaffirmed, key: 'late', actor: 'recorder-1' };
    expect(await send({ ...late, ifRevision: 0 })).toMatchObject({ refused: 'STALE_REVISION' });
    expect(await stale.execute({ ...late, ifRevision: 2 })).toMatchObject({ refused: 'STALE_REVISION' });
    expect(await stale.execute({ ...late, ifRevision: 1 })).toMatchObject({ revision: 2 });
  });

  it('that saw a revision in memory that others have passed are refused as stale, not answered from memory', async () => {
    const { send, another } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    recordedBy(await another().execute({ name: 'ReaffirmBody', payload: reaffirmed, key: 'k1', actor: 'recorder-2' }));
    expect(await send({ name: 'ReaffirmBody', payload: reaffirmed, key: 'k2', ifRevision: 0 })).toMatchObject({
      refused: 'STALE_REVISION',
    });
    expect(await send({ name: 'ReaffirmBody', payload: reaffirmed, key: 'k2' })).toMatchObject({ revision: 2 });
  });
});

describe('what one node remembers', () => {
  it('refuses nothing before it was read again: another may have written since', async () => {
    const { send, another } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const other = another();
    const joining = { ...reaffirmed, parties: [{ code: 'JP', role: 'committer' }] };
    recordedBy(await send({ name: 'RegisterParty', payload: { party: 'JP', name: 'Japan', kind: 'state' } }));
    recordedBy(await other.execute({ name: 'ReaffirmBody', payload: joining, key: 'j', actor: 'recorder-2' }));
    const seen = { name: 'ReaffirmBody', payload: { ...reaffirmed, parties: ['JP'] }, ifRevision: 1 };
    expect(await send(seen)).toMatchObject({ revision: 2 });
  });
});

describe('a key', () => {
  it.each([
    ['', 'empty'],
    ['x'.repeat(256), 'too long'],
    ['\ud800', 'half of a surrogate pair'],
  ])('that cannot be kept is refused: %#', async (key) => {
    const { send } = await openLedgerWithBasics();
    expect(await send({ name: 'AgreeBody', payload: opening, key })).toMatchObject({
      refused: 'INVALID_PAYLOAD',
      detail: expect.stringContaining('1 to 255 characters'),
    });
  });
});

describe('references', () => {
  it.each<[string, string, object, string]>([
    ['party', 'UNKNOWN_PARTY', { parties: [{ code: 'JP', role: 'committer' }] }, '/parties/0/code'],
    ['source', 'UNKNOWN_SOURCE', { citations: [{ source: 'no-report', as: 'own' }] }, '/citations/0/source'],
    ['occasion', 'UNKNOWN_OCCASION', { occasion: 'no-summit' }, '/occasion'],
    [
      'office',
      'UNKNOWN_OFFICE',
      { citations: [{ source: 'july-report', as: 'own', speaker: 'KR/president' }] },
      '/citations/0/speaker',
    ],
    [
      'office of a party with a role',
      'UNKNOWN_OFFICE',
      { parties: [{ code: 'KR', role: 'committer', office: 'president' }] },
      '/parties/0/office',
    ],
  ])('to a %s that is not on record are refused', async (_, refused, wrong, pointer) => {
    const { send, events } = await openLedgerWithBasics();
    expect(await send({ name: 'AgreeBody', payload: { ...opening, ...wrong } })).toMatchObject({
      refused,
      errors: [{ pointer }],
    });
    expect(events()).toHaveLength(3);
  });

  it('to an office are taken once it is on record, and refused again where its recording was voided', async () => {
    const { send } = await openLedgerWithBasics();
    const borne = { ...opening, parties: [{ code: 'KR', role: 'committer', office: 'president' }] };
    expect(await send({ name: 'AgreeBody', payload: borne })).toMatchObject({ refused: 'UNKNOWN_OFFICE' });
    const office = { party: 'KR', office: 'president', title: 'President' };
    const { events } = recordedBy(await send({ name: 'RecordOffice', payload: office }));
    recordedBy(await send({ name: 'AgreeBody', payload: borne }));
    const voided = { party: 'KR', event: events[0]?.id, cause: 'recorder', reason: 'there is none', void: true };
    recordedBy(await send({ name: 'CorrectRecord', payload: voided }));
    expect(await send({ name: 'AgreeBody', payload: { ...borne, commitment: OTHER } })).toMatchObject({
      refused: 'UNKNOWN_OFFICE',
    });
  });

  it('to a commitment that is not on record are refused, until it is', async () => {
    const { send } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const link = {
      commitment: BODY,
      effectiveAt: '2025-07-01',
      citations: CITED,
      relation: 'continues',
      target: OTHER,
    };
    expect(await send({ name: 'LinkCommitments', payload: link })).toMatchObject({ refused: 'UNKNOWN_COMMITMENT' });
    recordedBy(await send({ name: 'AgreeBody', payload: { ...opening, commitment: OTHER } }));
    expect(await send({ name: 'LinkCommitments', payload: link })).toMatchObject({ revision: 1 });
  });

  it('of a correction and of a grouping are asked for too', async () => {
    const { send } = await openLedgerWithBasics();
    const first = recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const correction = {
      commitment: BODY,
      citations: CITED,
      event: first.events[0]?.id,
      cause: 'recorder',
      reason: 'it was another party',
      replacement: { ...opening, parties: [{ code: 'JP', role: 'committer' }] },
    };
    expect(await send({ name: 'CorrectRecord', payload: correction })).toMatchObject({ refused: 'UNKNOWN_PARTY' });
    const membership = { party: 'NATO', member: 'JP', change: 'joined', effectiveAt: '2025' };
    expect(await send({ name: 'ChangeMembership', payload: membership })).toMatchObject({ refused: 'UNKNOWN_PARTY' });
  });
});

describe('what cannot be recorded', () => {
  it('is refused as the domain refuses it, and records nothing', async () => {
    const { send, events } = await openLedgerWithBasics();
    expect(await send({ name: 'ReaffirmBody', payload: reaffirmed })).toMatchObject({ refused: 'OPENING_INCOMPLETE' });
    expect(await send({ name: 'NoSuchCommand', payload: {} })).toMatchObject({ refused: 'UNKNOWN_COMMAND' });
    expect(await send({ name: 'AgreeBody', payload: null })).toMatchObject({ refused: 'INVALID_PAYLOAD' });
    expect(events()).toHaveLength(3);
  });

  it('for its size is refused: a leaf has 65,535 bytes', async () => {
    const { send, events } = await openLedgerWithBasics();
    const citation = { ...CITED[0], quote: '한'.repeat(500), locator: '한'.repeat(200), speaker: '한'.repeat(120) };
    const large = await send({ name: 'AgreeBody', payload: { ...opening, citations: Array(32).fill(citation) } });
    expect(large).toMatchObject({ refused: 'EVENT_TOO_LARGE', detail: expect.stringContaining('65535') });
    expect(events()).toHaveLength(3);
  });

  it('for half a surrogate pair is refused with where it stands', async () => {
    const { ledger, events } = await openLedgerWithBasics();
    const payload = { ...opening, title: 'A body \ud800' };
    expect(await ledger.execute({ name: 'AgreeBody', payload, key: 'k1', actor: 'recorder-1' })).toMatchObject({
      refused: 'INVALID_PAYLOAD',
      errors: [{ pointer: '/title', detail: expect.stringContaining('surrogate') }],
    });
    expect(events()).toHaveLength(3);
  });

  it('once the store is closed says so', async () => {
    const { send, engine } = await openLedgerWithBasics();
    await engine.close();
    expect(await send({ name: 'AgreeBody', payload: act })).toMatchObject({ refused: 'STORE_UNAVAILABLE' });
  });
});

describe('what is recorded', () => {
  it('says who, when, by which key, and from which command', async () => {
    const { send, events } = await openLedger();
    const answer = recordedBy(
      await send({
        name: 'RegisterParty',
        payload: { party: 'KR', name: 'Republic of Korea', kind: 'state' },
        key: 'k1',
        correlationId: 'request-7',
      }),
    );
    expect(events()).toMatchObject([
      {
        id: answer.events[0]?.id,
        type: 'PartyRegistered',
        version: 1,
        stream: 'party-KR',
        revision: '0',
        metadata: {
          recordedAt: '2025-08-01T12:00:00.000Z',
          actor: 'recorder-1',
          key: 'k1',
          payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          $correlationId: 'request-7',
          $causationId: 'request-7',
        },
      },
    ]);
  });
});

describe('a report of delivery', () => {
  it('is recorded with the parties that the publishers of its sources are or belong to, and repeats as it was', async () => {
    const { send, engine } = await openLedgerWithBasics();
    const note = {
      publisher: 'Ministry of Defence',
      title: 'Note',
      language: 'en',
      published: '2025-07',
      missing: 'x',
    };
    recordedBy(await send({ name: 'CaptureSource', payload: { source: 'own-note', belongsTo: 'KR', ...note } }));
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const payload = {
      commitment: BODY,
      effectiveAt: '2025-07-20',
      reporter: 'a desk',
      level: 'in_progress',
      citations: [...CITED, { source: 'own-note', as: 'own' }],
    };
    const first = recordedBy(await send({ name: 'ReportDelivery', payload, key: 'report' }));
    const [, event] = await engine.ledger.readStream(`commitment-${BODY}`);
    expect(event?.data.publishers).toEqual([{ source: 'own-note', parties: ['KR'] }]);
    const again = recordedBy(await send({ name: 'ReportDelivery', payload, key: 'report' }));
    expect(again).toEqual({ ...first, repeated: true });
  });

  it('is recorded with the groupings that its reporter is a member of as of its date', async () => {
    const { send, engine } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'RegisterParty', payload: { party: 'GRP', name: 'A group', kind: 'grouping' } }));
    const membership = { party: 'GRP', member: 'KR', change: 'joined', effectiveAt: '2025-07-01' };
    recordedBy(await send({ name: 'ChangeMembership', payload: membership }));
    const parties = [{ code: 'GRP', role: 'committer' }];
    recordedBy(await send({ name: 'AgreeBody', payload: { ...opening, parties } }));
    const report = { commitment: BODY, reporter: 'KR', level: 'in_progress', citations: CITED };
    for (const effectiveAt of ['2025-06-30', '2025-07-02']) {
      recordedBy(await send({ name: 'ReportDelivery', payload: { ...report, effectiveAt } }));
    }
    recordedBy(
      await send({ name: 'ReportDelivery', payload: { ...report, reporter: 'x', effectiveAt: '2025-07-02' } }),
    );
    const [, before, after, other] = await engine.ledger.readStream(`commitment-${BODY}`);
    expect([before, after, other].map((event) => event?.data.memberOf)).toEqual([undefined, ['GRP'], undefined]);
  });

  it('is corrected with what the ledger knows of its replacement, however many corrections lie between', async () => {
    const { send, engine } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'RegisterParty', payload: { party: 'GRP', name: 'A group', kind: 'grouping' } }));
    const membership = { party: 'GRP', member: 'KR', change: 'joined', effectiveAt: '2025-07-01' };
    recordedBy(await send({ name: 'ChangeMembership', payload: membership }));
    const note = { publisher: 'Ministry', title: 'Note', language: 'en', published: '2025-07', missing: 'x' };
    recordedBy(await send({ name: 'CaptureSource', payload: { source: 'own-note', belongsTo: 'KR', ...note } }));
    const parties = [{ code: 'GRP', role: 'committer' }];
    recordedBy(await send({ name: 'AgreeBody', payload: { ...opening, parties } }));
    const onRecord = { commitment: BODY, effectiveAt: '2025-07-20' };
    const report = { ...onRecord, reporter: 'a desk', level: 'in_progress', citations: CITED };
    recordedBy(await send({ name: 'ReportDelivery', payload: report }));
    const correct = async (revision: number, replacement: object) => {
      const events = await engine.ledger.readStream(`commitment-${BODY}`);
      const payload = {
        commitment: BODY,
        event: events[revision]?.id,
        cause: 'recorder',
        reason: 'x',
        citations: CITED,
      };
      recordedBy(await send({ name: 'CorrectRecord', payload: { ...payload, replacement } }));
      return (await engine.ledger.readStream(`commitment-${BODY}`)).at(-1)?.data;
    };
    const replacement = { ...report, reporter: 'KR', citations: [{ source: 'own-note', as: 'own' }] };
    const known = { publishers: [{ source: 'own-note', parties: ['KR'] }], memberOf: ['GRP'] };
    const first = await correct(1, replacement);
    expect(first?.replacement).toEqual({ ...replacement, ...known });
    const { corrects: _, ...correction } = first ?? {};
    const second = await correct(2, { ...correction, replacement: { ...replacement, level: 'stalled' } });
    expect(second?.replacement).toMatchObject({ replacement: { ...replacement, ...known, level: 'stalled' } });
    const third = await correct(1, report);
    expect(third?.replacement).toEqual(report);
  });

  it('names parties that are registered', async () => {
    const { send } = await openLedgerWithBasics();
    recordedBy(await send({ name: 'AgreeBody', payload: opening }));
    const payload = { commitment: BODY, effectiveAt: '2025-07-20', reporter: 'KR', level: 'stalled', citations: CITED };
    for (const more of [{ reporterOf: 'XX' }, { parties: ['XX'] }, { parties: ['KR'], includes: ['XX'] }]) {
      expect(await send({ name: 'ReportDelivery', payload: { ...payload, ...more } })).toMatchObject({
        refused: 'UNKNOWN_PARTY',
      });
    }
  });
});
