import { describe, expect, it } from 'vitest';
import { membershipsOf, type PartyFact, partyView } from '../../src/domain/party/party.ts';
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
