// The offices of a party: who held each when, by ids that say nothing; and what may name one.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { parseCommand } from '../../src/domain/commands.ts';
import { type OccasionFact, occasionView } from '../../src/domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../src/domain/party/party.ts';
import { referencesOf, unknownReferences } from '../../src/domain/references.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { askedInstant } from '../../src/domain/time.ts';
import { given } from '../support/given.ts';
import {
  BODY,
  CITED,
  eventAt,
  historyOf,
  KR,
  NATO,
  OTHER,
  opened,
  type Said,
  saidOf,
  seen,
} from '../support/history.ts';

const A = '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10';
const B = '018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9d';
const OFFICE = { party: 'KR', office: 'president', title: 'President' };
const registered = saidOf('party-KR', 'PartyRegistered', { party: 'KR', name: 'Korea', kind: 'state' }, '2020-01-01');
const office = saidOf('party-KR', 'OfficeRecorded', OFFICE, '2020-01-01');
const held = (holder: string, change: 'took' | 'left', effectiveAt: JsonObject[string], more: JsonObject = {}): Said =>
  saidOf(
    'party-KR',
    'OfficeHolderChanged',
    { party: 'KR', office: 'president', holder, change, effectiveAt, ...more },
    '2025-12-01',
  );
const corrected = (revision: number, by: JsonObject): Said =>
  saidOf(
    'party-KR',
    'RecordCorrected',
    { party: 'KR', event: eventAt(revision), cause: 'recorder', reason: 'x', ...by },
    '2025-12-01',
  );
const officesAt = (date: string, ...all: Said[]) =>
  partyView(historyOf(registered, ...all) as PartyFact[], askedInstant(date))?.offices;
const holdersAt = (date: string, ...all: Said[]) =>
  officesAt(date, office, ...all)?.[0]?.holders.map(({ holder }) => holder);

describe('an office', () => {
  it('is recorded once, of a party that is on record', () => {
    given().when('RecordOffice', OFFICE).refuses('UNKNOWN_PARTY', '/party');
    given(registered).when('RecordOffice', OFFICE).records('OfficeRecorded', OFFICE);
    given(registered, office).when('RecordOffice', OFFICE).refuses('ALREADY_ON_RECORD', '/office');
  });

  it('may be recorded again where its recording was voided, and is corrected without becoming another', () => {
    given(registered, office, corrected(1, { void: true }))
      .when('RecordOffice', OFFICE)
      .records('OfficeRecorded');
    const replacing = (replacement: object) => ({
      party: 'KR',
      event: eventAt(1),
      cause: 'recorder',
      reason: 'x',
      replacement,
    });
    given(registered, office)
      .when('CorrectRecord', replacing({ ...OFFICE, title: 'The president' }))
      .records('RecordCorrected');
    given(registered, office)
      .when('CorrectRecord', replacing({ ...OFFICE, office: 'premier' }))
      .refuses('INVALID_PAYLOAD', '/replacement/office');
    expect(
      officesAt('2025', office, corrected(1, { replacement: { ...OFFICE, title: 'The president' } })),
    ).toMatchObject([{ office: 'president', title: 'The president' }]);
    expect(officesAt('2025', office, corrected(1, { void: true }))).toEqual([]);
  });

  it('is taken and left by who is named by a random uuid: no word, and nothing made of a name', () => {
    const change = { party: 'KR', office: 'president', holder: A, change: 'took', effectiveAt: '2025-06-04' };
    given(registered, office).when('ChangeOfficeHolder', change).records('OfficeHolderChanged', change);
    given(registered).when('ChangeOfficeHolder', change).refuses('UNKNOWN_OFFICE', '/office');
    given(registered, office)
      .when('ChangeOfficeHolder', { ...change, effectiveAt: '2030' })
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
    const sha1OfAName = '74738ff5-5367-5958-9aee-98fffdcd1876';
    for (const holder of ['lee-jae-myung', 'Lee Jae Myung', sha1OfAName, A.toUpperCase()])
      given(registered, office)
        .when('ChangeOfficeHolder', { ...change, holder })
        .refuses('INVALID_PAYLOAD', '/holder');
  });

  it('shows who held it at a date, who did before, and who will', () => {
    const all = [
      held(A, 'took', '2022-05-10'),
      held(A, 'left', '2025-04-04'),
      held(B, 'took', '2025-06-04'),
      held(B, 'left', '2025-10-01', { takesEffect: '2030-06-03' }),
    ];
    expect(holdersAt('2022-05-09', ...all)).toEqual([]);
    expect(holdersAt('2025-04-03', ...all)).toEqual([A]);
    expect(holdersAt('2025-05-01', ...all)).toEqual([]);
    expect(officesAt('2025-07-01', office, ...all)).toEqual([
      {
        office: 'president',
        title: 'President',
        titles: {},
        holders: [{ holder: B, since: '2025-06-04' }],
        former: [{ holder: A, since: '2022-05-10', until: '2025-04-04' }],
        ahead: [{ holder: B, change: 'leaves', at: '2030-06-03T00:00:00.000Z', stated: '2030-06-03' }],
      },
    ]);
    expect(officesAt('2030-06-03', office, ...all)).toMatchObject([{ holders: [], former: [{}, { holder: B }] }]);
  });

  it('was taken by whoever left it, also where the date of that is imprecise', () => {
    const all = [held(A, 'left', '2025-04-04'), held(A, 'took', '2025')];
    expect(officesAt('2025-12-31', office, ...all)).toMatchObject([{ holders: [], former: [] }]);
    const known = [
      held(A, 'took', { to: '2024-12-31', text: 'by the end of the year' }),
      held(A, 'left', '2025-04-04'),
    ];
    expect(holdersAt('2025-01-31', ...known)).toEqual([A]);
    expect(holdersAt('2025-05-01', ...known)).toEqual([]);
  });

  it('may be held by several, and is by whoever has not left it', () => {
    expect(holdersAt('2025-12-31', held(B, 'took', '2025-02'), held(A, 'took', '2025-03'))).toEqual([B, A]);
  });

  it('goes without a tenure that was voided', () => {
    expect(holdersAt('2025-12-31', held(A, 'took', '2025-02'), corrected(2, { void: true }))).toEqual([]);
  });
});

const orderOf = (name: string, payload: unknown) => {
  const order = parseCommand(name, payload, () => OTHER);
  if (isRefusal(order)) throw new Error(order.detail);
  return order;
};
const officesIn = (name: string, payload: unknown) =>
  referencesOf(orderOf(name, payload)).flatMap(({ id, office: named, pointer }) =>
    named === undefined ? [] : [`${id}/${named} ${pointer}`],
  );

describe('what names an office', () => {
  const act = { commitment: BODY, effectiveAt: '2025-06-25', title: 'A letter', citations: CITED };

  it('is a speaker, a party in its role, or a participant of an occasion', () => {
    expect(
      officesIn('ReaffirmStatement', {
        ...act,
        parties: [KR, { code: 'KR', role: 'bearer', office: 'adviser' }],
        citations: [{ source: 's', as: 'own', speaker: 'NATO/secretary-general' }],
      }),
    ).toEqual(['NATO/secretary-general /citations/0/speaker', 'KR/adviser /parties/1/office']);
    expect(
      officesIn('RecordOccasion', { title: 'x', kind: 'meeting', date: '2025', participants: ['KR/adviser', 'NATO'] }),
    ).toEqual(['KR/adviser /participants/0']);
  });

  it('is no other speaker: words stay words, and a code stays a code', () => {
    for (const speaker of ['KR', 'An official of DAPA', 'kr/president', 'KR/President', 'KR / president', '24/7'])
      expect(
        officesIn('ReaffirmStatement', { ...act, parties: [KR], citations: [{ source: 's', as: 'own', speaker }] }),
      ).toEqual([]);
  });

  it('is refused, with what to do, where the office is not on record', () => {
    const references = referencesOf(
      orderOf('RecordOccasion', { title: 'x', kind: 'meeting', date: '2025', participants: ['KR/adviser'] }),
    );
    expect(unknownReferences(references)).toEqual({
      refused: 'UNKNOWN_OFFICE',
      detail: expect.stringContaining('RecordOffice'),
      errors: [{ pointer: '/participants/0', detail: expect.stringContaining('no office KR/adviser is on record') }],
    });
  });

  it('is shown with the party in its role, for as long as the role is told so', () => {
    const view = seen(
      [opened({ parties: [KR, { code: 'KR', role: 'bearer', office: 'adviser' }, { ...NATO, office: 'president' }] })],
      '2025-12-31',
    );
    expect(view.parties).toEqual([
      { code: 'KR', role: 'committer' },
      { code: 'KR', role: 'bearer', office: 'adviser' },
      { code: 'NATO', role: 'committer', office: 'president' },
    ]);
  });

  it('makes what it says the own word of its party', () => {
    const said = (speaker: string) =>
      seen([opened({ citations: [{ source: 'july-report', as: 'quoted', speaker }] })], '2025-12-31').position.map(
        ({ party, basis }) => `${party} ${basis}`,
      );
    expect(said('KR/president')).toEqual(['KR own', 'NATO attributed']);
    expect(said('A president of KR')).toEqual(['KR attributed', 'NATO attributed']);
  });

  it('makes its party take part in the occasion', () => {
    const meeting = {
      occasion: 'meeting',
      title: 'A meeting',
      kind: 'meeting',
      date: '2025-06-25',
      participants: ['KR/adviser', 'NATO', 'KR', 'KR/adviser'],
    };
    const [fact] = historyOf(saidOf('occasion-meeting', 'OccasionRecorded', meeting));
    expect(occasionView([fact as OccasionFact])).toMatchObject({
      participants: ['KR', 'NATO'],
      offices: [{ party: 'KR', office: 'adviser' }],
    });
  });
});
