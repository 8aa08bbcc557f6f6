import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { OTHER, opened, type Said, said, seen, shown } from '../../support/history.ts';

const deadline = (when: unknown, firmness: 'firm' | 'soft', effectiveAt = '2025-07-01', recorded?: string): Said =>
  said('DeadlineSet', { deadline: when as string, firmness, effectiveAt }, recorded);
const delivered = (effectiveAt: string, recorded?: string): Said =>
  said('DeliveryReported', { reporter: 'KR', level: 'delivered', effectiveAt }, recorded);
const at = (history: readonly Said[], asOf: string) => {
  const { status, timeliness } = seen(history, asOf);
  return [status, timeliness];
};

describe('a deadline', () => {
  it('that nobody set leaves timeliness at none', () => {
    expect(at([opened()], '2025-12')).toEqual(['agreed', 'none']);
  });

  it('of month precision is upcoming, due inside its month, and overdue after its last day', () => {
    const history = [opened(), deadline('2025-09', 'firm')];
    expect(at(history, '2025-08-31')).toEqual(['agreed', 'upcoming']);
    expect(at(history, '2025-09-01')).toEqual(['agreed', 'due']);
    expect(at(history, '2025-09-30')).toEqual(['agreed', 'due']);
    expect(at(history, '2025-10-01')).toEqual(['overdue', 'overdue']);
  });

  it('that is soft never makes the headline overdue', () => {
    const history = [opened(), deadline('2025-09', 'soft')];
    expect(at(history, '2025-10-01')).toEqual(['agreed', 'overdue']);
    expect(at(history, '2100')).toEqual(['agreed', 'overdue']);
  });

  it('with a condition pending does not make the headline overdue until the condition is cleared', () => {
    const history = [
      opened({ condition: 'both parliaments assent' }),
      deadline('2025-09', 'firm'),
      said('CommitmentAmended', { condition: null, effectiveAt: '2025-11-01' }),
    ];
    expect(at(history, '2025-10-15')).toEqual(['agreed', 'overdue']);
    expect(at(history, '2025-11-15')).toEqual(['overdue', 'overdue']);
    expect(seen(history, '2025-11-15').condition).toBeNull();
  });

  it('without a last day is never missed', () => {
    expect(at([opened(), deadline({ from: '2025-09' }, 'firm')], '2100')).toEqual(['agreed', 'due']);
  });

  it('of an instant is missed at that instant', () => {
    const history = [opened(), deadline('2025-09-30T12:00:00Z', 'firm')];
    expect(at(history, '2025-09-30T11:59:59.999Z')[1]).toBe('upcoming');
    expect(at(history, '2025-09-30T12:00:00.000Z')[1]).toBe('overdue');
  });

  it('keeps its first date, its current date and the number of its moves', () => {
    const history = [
      opened({ deadline: '2025-09' }),
      deadline('2025-12', 'firm', '2025-08-01'),
      deadline('2026', 'soft', '2025-11-01'),
    ];
    expect(seen(history, '2025-07').deadline).toMatchObject({
      first: '2025-09',
      current: '2025-09',
      firmness: 'firm',
      moves: 0,
    });
    expect(seen(history, '2025-12').deadline).toMatchObject({
      first: '2025-09',
      current: '2026',
      firmness: 'soft',
      moves: 2,
    });
  });

  it('that was missed stays told after it was moved, with the days and the day it was delivered', () => {
    const moved = [opened({ deadline: '2025-06-30' }), deadline('2025-12-31', 'firm', '2025-07-15')];
    const first = (history: readonly Said[], asOf: string) => seen(history, asOf).deadline;
    expect(first(moved, '2025-06-30')).toMatchObject({ firstOutcome: 'open', daysLate: null, delivered: null });
    expect(first(moved, '2025-07-01')).toMatchObject({ firstOutcome: 'missed', moves: 0 });
    expect(first(moved, '2025-08')).toMatchObject({ firstOutcome: 'missed', moves: 1, delivered: null });
    expect(first([...moved, delivered('2025-10-08')], '2026')).toMatchObject({
      firstOutcome: 'missed',
      daysLate: 100,
      delivered: '2025-10-08',
    });
    expect(at([...moved, delivered('2025-10-08')], '2026')).toEqual(['delivered', 'met']);
  });

  it('that was moved before it passed was not missed, and the days late are told all the same', () => {
    const moved = [opened({ deadline: '2025-06-30' }), deadline('2025-12-31', 'firm', '2025-06-30')];
    expect(seen(moved, '2025-08').deadline).toMatchObject({ firstOutcome: 'moved' });
    expect(seen([...moved, delivered('2025-07-01')], '2025-08').deadline).toMatchObject({
      firstOutcome: 'moved',
      daysLate: 1,
    });
    expect(seen([...moved, delivered('2025-06-30')], '2025-08').deadline).toMatchObject({
      firstOutcome: 'met',
      daysLate: null,
    });
  });
});

describe('what is delivered', () => {
  it.each([
    ['within the deadline', '2025-09-30', 'met'],
    ['after its last day', '2025-10-01', 'late'],
    ['in a month that ends within it', '2025-09', 'met'],
  ])('%s is %s: %s', (_, when, timeliness) => {
    const history = [opened(), deadline('2025-09', 'firm'), delivered(when, '2025-12-01')];
    expect(at(history, '2025-12-15')).toEqual(['delivered', timeliness]);
  });

  it('stays met after the deadline has passed', () => {
    const history = [opened(), deadline('2025-09', 'firm'), delivered('2025-08-01')];
    expect(at(history, '2026')).toEqual(['delivered', 'met']);
  });

  it('counts from when it was delivered without a break', () => {
    const history = [
      opened(),
      deadline('2025-09', 'firm'),
      delivered('2025-08-01'),
      said('DeliveryReported', { reporter: 'KR', level: 'in_progress', effectiveAt: '2025-08-15' }),
      delivered('2025-11-01'),
    ];
    expect(at(history, '2025-08-10')).toEqual(['delivered', 'met']);
    expect(at(history, '2025-12')).toEqual(['delivered', 'late']);
  });
});

describe('validity', () => {
  it('passes after its last day, without an event', () => {
    const history = [opened({ validUntil: '2025-09' })];
    expect(seen(history, '2025-09-30').status).toBe('agreed');
    expect(seen(history, '2025-10-01').status).toBe('lapsed');
  });

  it('can be prolonged by an amendment, from its date on', () => {
    const history = [
      opened({ validUntil: '2025-09' }),
      said('CommitmentAmended', { validUntil: '2026', effectiveAt: '2025-11-01' }),
    ];
    expect(seen(history, '2025-10-15').status).toBe('lapsed');
    expect(seen(history, '2025-11-15')).toMatchObject({ status: 'agreed', validUntil: '2026' });
  });
});

describe('an amendment', () => {
  it('replaces areas, sets a condition, and changes roles, from its date on', () => {
    const amendment = {
      areas: ['space', 'land'],
      condition: 'if funded',
      roles: [{ code: 'JP', role: 'beneficiary' }],
      effectiveAt: '2025-09-26',
    };
    given(opened()).whenOnBody('AmendCommitment', amendment).records('CommitmentAmended');
    const history = [opened({ areas: ['space', 'maritime'] }), said('CommitmentAmended', amendment)];
    expect(seen(history, '2025-09-25')).toMatchObject({ areas: ['maritime', 'space'], parties: [{}, {}] });
    expect(seen(history, '2025-09-26')).toMatchObject({
      areas: ['land', 'space'],
      condition: 'if funded',
      parties: [{ code: 'JP', role: 'beneficiary' }, { code: 'KR' }, { code: 'NATO' }],
    });
  });

  it('amends something', () => {
    given(opened()).whenOnBody('AmendCommitment').refuses('INVALID_PAYLOAD');
  });

  it('gives a party a role that later commands may name', () => {
    const joined = said('CommitmentAmended', { roles: [{ code: 'JP', role: 'committer' }] });
    given(opened(), joined)
      .whenOnBody('ChangePosition', { party: 'JP', position: 'signed' })
      .records('PositionChanged');
  });
});

describe('an end', () => {
  it.each([
    ['superseded', 'superseded'],
    ['withdrawn', 'withdrawn'],
    ['dissolved', 'withdrawn'],
    ['lapsed', 'lapsed'],
  ])('as %s makes the headline %s', (how, status) => {
    const end = { how, effectiveAt: '2025-08-01', ...(how === 'superseded' ? { supersededBy: OTHER } : {}) };
    given(opened()).whenOnBody('EndCommitment', end).records('CommitmentEnded');
    const history = [opened(), said('CommitmentEnded', end)];
    expect(seen(history, '2025-07').status).toBe('agreed');
    expect(seen(history, '2025-09')).toMatchObject({ status, ended: { how } });
  });

  it('names what supersedes it where it is superseded, and only there', () => {
    given(opened()).whenOnBody('EndCommitment', { how: 'superseded' }).refuses('INVALID_PAYLOAD', '/supersededBy');
    given(opened())
      .whenOnBody('EndCommitment', { how: 'lapsed', supersededBy: OTHER })
      .refuses('INVALID_PAYLOAD', '/supersededBy');
  });
});

describe('segments', () => {
  it('begin with the first act in effect: before it nothing is on record', () => {
    expect(shown([opened()], '2025-06-24')).toBeUndefined();
    expect(
      shown([said('TermAsserted', { term: 'level', value: 'x', effectiveAt: '2025-01' }), opened()], '2025-02'),
    ).toBe(undefined);
  });
});
