import { describe, expect, it } from 'vitest';
import { membershipsOf } from '../../src/domain/party/membership.ts';
import { type PartyFact, partyView } from '../../src/domain/party/party.ts';
import { given } from '../support/given.ts';
import { eventAt, historyOf, type Said, saidOf } from '../support/history.ts';

const STREAM = 'party-IP4';
const registration = { party: 'IP4', name: 'Indo-Pacific partners', kind: 'grouping' };
const registered = saidOf(STREAM, 'PartyRegistered', registration, '2025-01-01');
const change = (member: string, what: 'joined' | 'left', effectiveAt: string, recorded = effectiveAt): Said =>
  saidOf(STREAM, 'MembershipChanged', { party: 'IP4', member, change: what, effectiveAt }, recorded);
const corrected = (revision: number, by: object, recorded = '2025-12-01'): Said =>
  saidOf(
    STREAM,
    'RecordCorrected',
    { party: 'IP4', event: eventAt(revision), cause: 'recorder', reason: 'wrong', ...by },
    recorded,
  );
const factsOf = (...all: Said[]) => historyOf(...all) as PartyFact[];
const day = (instant: number) => (Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : 'open');
const memberships = (...all: Said[]) =>
  membershipsOf(factsOf(registered, ...all)).map(({ member, from, to }) => `${member} ${day(from)} ${day(to)}`);

describe('a party', () => {
  it('is registered once', () => {
    given().when('RegisterParty', registration).records('PartyRegistered', registration);
    given(registered).when('RegisterParty', registration).refuses('ALREADY_ON_RECORD', '/party');
  });

  it('is registered before its members change', () => {
    given()
      .when('ChangeMembership', { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2025' })
      .refuses('UNKNOWN_PARTY', '/party');
  });

  it('is read as its registration was last corrected, and not at all where that was voided', () => {
    const renamed = corrected(0, { replacement: { ...registration, name: 'Four partners' } });
    expect(partyView(factsOf(registered, renamed))).toEqual({
      code: 'IP4',
      name: 'Four partners',
      kind: 'grouping',
      names: {},
      notes: null,
      members: [],
      offices: [],
    });
    expect(partyView(factsOf(registered, corrected(0, { void: true })))).toBeUndefined();
  });

  it('keeps its code through every correction', () => {
    given(registered)
      .when('CorrectRecord', {
        party: 'IP4',
        event: eventAt(0),
        cause: 'recorder',
        reason: 'x',
        replacement: { ...registration, party: 'AP4' },
      })
      .refuses('INVALID_PAYLOAD', '/replacement/party');
    given(registered)
      .when('CorrectRecord', { party: 'IP4', event: eventAt(3), cause: 'recorder', reason: 'x', void: true })
      .refuses('UNKNOWN_EVENT', '/event');
  });
});

describe('membership', () => {
  const change0 = { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2025-01-01' };

  it('is of another party, from a date that is not ahead', () => {
    given(registered).when('ChangeMembership', change0).records('MembershipChanged', change0);
    given(registered)
      .when('ChangeMembership', { ...change0, member: 'IP4' })
      .refuses('REFERS_TO_ITSELF', '/member');
    given(registered)
      .when('ChangeMembership', { ...change0, effectiveAt: '2030' })
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
    given(registered, change('KR', 'joined', '2025-01-01'))
      .when('CorrectRecord', {
        party: 'IP4',
        event: eventAt(1),
        cause: 'source',
        reason: 'x',
        replacement: { ...change0, member: 'IP4' },
      })
      .refuses('REFERS_TO_ITSELF', '/replacement/member');
  });

  it('lasts from when a party joined until it left, in effective order', () => {
    expect(
      memberships(
        change('JP', 'joined', '2025-03-01'),
        change('KR', 'left', '2025-06-01'),
        change('KR', 'joined', '2025-02-01', '2025-07-01'),
        change('KR', 'joined', '2025-09-01'),
      ),
    ).toEqual(['KR 2025-02-01 2025-06-01', 'JP 2025-03-01 open', 'KR 2025-09-01 open']);
  });

  it('joined twice began once, and left without having joined says nothing', () => {
    expect(
      memberships(
        change('AU', 'left', '2025-01-01'),
        change('KR', 'joined', '2025-02-01'),
        change('KR', 'joined', '2025-03-01'),
      ),
    ).toEqual(['KR 2025-02-01 open']);
  });

  it('with an imprecise date began by the time it was recorded', () => {
    expect(memberships(change('KR', 'joined', '2025', '2025-06-01'))).toEqual(['KR 2025-06-01 open']);
  });

  it('that was left on a known day had begun by then, however imprecise the date of joining', () => {
    const joined = change('AA', 'joined', '2004', '2005-06-01');
    const left = change('AA', 'left', '2004-06-30', '2005-06-01');
    for (const two of [
      [joined, left],
      [left, joined],
    ]) {
      expect(memberships(...two)).toEqual([]);
      expect(partyView(factsOf(registered, ...two), Date.parse('2005-01-01'))?.members).toEqual([]);
    }
    expect(memberships(change('AA', 'joined', '1990-01-01'), change('AA', 'left', '2000-01-01'), joined, left)).toEqual(
      ['AA 1990-01-01 2000-01-01'],
    );
    expect(memberships(left, change('AA', 'joined', '2004-07-01', '2005-06-01'))).toEqual(['AA 2004-07-01 open']);
  });

  it('may lie ahead', () => {
    const ahead = {
      party: 'IP4',
      member: 'KR',
      change: 'joined',
      effectiveAt: '2025-06-01',
      takesEffect: '2027-01-01',
    };
    given(registered).when('ChangeMembership', ahead).records('MembershipChanged', ahead);
    const facts = factsOf(registered, saidOf(STREAM, 'MembershipChanged', ahead, '2025-06-01'));
    expect(partyView(facts)).toMatchObject({
      members: [],
      ahead: [{ code: 'KR', change: 'joins', at: '2027-01-01T00:00:00.000Z', stated: '2027-01-01' }],
    });
    expect(partyView(facts, Date.parse('2027-01-01'))?.members).toEqual([{ code: 'KR', since: '2027-01-01' }]);
  });

  it('that was voided never was', () => {
    expect(memberships(change('KR', 'joined', '2025-02-01'), corrected(1, { void: true }))).toEqual([]);
  });

  it('is listed by code with the date as it was stated', () => {
    const view = partyView(
      factsOf(registered, change('NZ', 'joined', '2025-02', '2025-03-01'), change('AU', 'joined', '2025-03-01')),
    );
    expect(view?.members).toEqual([
      { code: 'AU', since: '2025-03-01' },
      { code: 'NZ', since: '2025-02' },
    ]);
  });
});

describe('what becomes of a party', () => {
  const become = (data: Said['data'], recorded = '2025-12-01'): Said =>
    saidOf(STREAM, 'PartyChanged', { party: 'IP4', ...data }, recorded);
  const renamed = become({ change: 'renamed', name: 'Four partners', effectiveAt: '2019-02-12' });

  it('is a new name from a day on: a past date shows the past name', () => {
    const facts = factsOf(registered, renamed);
    expect(partyView(facts, Date.parse('2019-02-11'))).toMatchObject({ name: 'Indo-Pacific partners' });
    expect(partyView(facts, Date.parse('2019-02-12'))).toMatchObject({
      name: 'Four partners',
      changes: [{ change: 'renamed', effectiveAt: '2019-02-12', event: eventAt(1) }],
    });
  });

  it('is its end, or another in its place', () => {
    const merged = become({ change: 'merged', into: ['DE'], effectiveAt: '1990-10-03' });
    const dissolved = become({ change: 'dissolved', effectiveAt: '1993-01-01' });
    expect(partyView(factsOf(registered, dissolved, merged))?.changes).toMatchObject([
      { change: 'merged', into: ['DE'] },
      { change: 'dissolved' },
    ]);
  });

  it('is recorded once it has happened, and names what it says', () => {
    const on = (data: Said['data']) =>
      given(registered).when('ChangeParty', { party: 'IP4', effectiveAt: '2025-01-01', ...data });
    on({ change: 'renamed', name: 'Four partners' }).records('PartyChanged');
    on({ change: 'renamed' }).refuses('INVALID_PAYLOAD', '/name');
    on({ change: 'succeeded' }).refuses('INVALID_PAYLOAD', '/into');
    on({ change: 'merged', into: ['IP4'] }).refuses('REFERS_TO_ITSELF', '/into');
    on({ change: 'dissolved', effectiveAt: '2030' }).refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
  });
});
