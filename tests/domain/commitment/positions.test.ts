import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { corrected, KR, opened, said, seen, standingOf } from '../../support/history.ts';

const change = (position: string, effectiveAt: string, more = {}) =>
  said('PositionChanged', { party: 'KR', position, effectiveAt, ...more });

describe('a change of position', () => {
  it('says where a party stands, and never lower than before', () => {
    const history = [
      opened(),
      change('signed', '2025-07-01'),
      change('ratified', '2025-08-01', { means: 'acceptance' }),
      change('signed', '2025-09-01'),
    ];
    expect(standingOf(history, 'KR', '2025-07-15')?.position).toBe('signed');
    expect(standingOf(history, 'KR', '2025-08-15')?.position).toBe('ratified');
    expect(standingOf(history, 'KR', '2025-09-15')).toMatchObject({
      position: 'ratified',
      since: '2025-08-01T00:00:00.000Z',
      because: ['2'],
    });
  });

  it('is lowered by a correction', () => {
    const history = [opened(), change('ratified', '2025-07-01'), corrected(1, { void: true }, '2025-09-01')];
    expect(standingOf(history, 'KR', '2025-08-15')?.position).toBe('agreed');
  });

  it('is of a party that has a role, or that accedes', () => {
    given(opened())
      .whenOnBody('ChangePosition', { party: 'JP', position: 'signed' })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/party');
    const accession = { party: 'JP', position: 'ratified', means: 'accession' };
    given(opened()).whenOnBody('ChangePosition', accession).records('PositionChanged');
    const joined = [opened(), said('PositionChanged', accession)];
    expect(standingOf(joined, 'JP', '2025')).toMatchObject({ position: 'ratified', bound: 'unknown' });
    given(...joined)
      .whenOnBody('ChangePosition', { party: 'JP', position: 'withdrawing' })
      .records('PositionChanged');
  });

  it('cannot be to withdrew: that follows from a notice and its date', () => {
    given(opened())
      .whenOnBody('ChangePosition', { party: 'KR', position: 'withdrew' })
      .refuses('INVALID_PAYLOAD', '/position');
  });

  it('may take effect later: until then it is pending', () => {
    const history = [opened(), change('ratified', '2025-07-01', { takesEffect: '2026-01-01' })];
    expect(standingOf(history, 'KR', '2025-12-31')).toMatchObject({
      position: 'agreed',
      pending: [{ position: 'ratified', takesEffect: '2026-01-01T00:00:00.000Z', because: ['1'] }],
    });
    expect(standingOf(history, 'KR', '2026-01-01')).toMatchObject({ position: 'ratified', pending: undefined });
  });

  it('ends no other that lies ahead', () => {
    const history = [
      opened(),
      change('ratified', '2025-07-01', { takesEffect: '2026-01-01' }),
      change('signed', '2025-08-01'),
    ];
    expect(standingOf(history, 'KR', '2025-09')?.position).toBe('signed');
    expect(standingOf(history, 'KR', '2026-02')?.position).toBe('ratified');
  });
});

describe('withdrawing', () => {
  const notice = change('withdrawing', '2025-07-01', { takesEffect: '2026-07-01' });

  it('is a notice today and takes effect on its day', () => {
    const history = [opened(), notice];
    expect(standingOf(history, 'KR', '2026-06-30')).toMatchObject({ position: 'withdrawing' });
    expect(standingOf(history, 'KR', '2026-07-01')).toMatchObject({ position: 'withdrew' });
    expect(seen(history, '2026-06-30').status).toBe('agreed');
    expect(seen(history, '2026-07-01').status).toBe('withdrawn');
  });

  it('with an imprecise date takes effect on the last day it could mean', () => {
    const history = [opened(), change('withdrawing', '2025-07-01', { takesEffect: '2026' })];
    expect(standingOf(history, 'KR', '2026-12-30')?.position).toBe('withdrawing');
    expect(standingOf(history, 'KR', '2026-12-31')?.position).toBe('withdrew');
  });

  it('without a date stays a notice', () => {
    expect(standingOf([opened(), change('withdrawing', '2025-07-01')], 'KR', '2100')?.position).toBe('withdrawing');
  });

  it('is revoked by no act and no instrument', () => {
    const act = said('BodyAgreed', { parties: ['KR'], effectiveAt: '2025-08-01' });
    expect(standingOf([opened(), notice, act], 'KR', '2025-09')?.position).toBe('withdrawing');
    expect(standingOf([opened(), notice, act], 'KR', '2026-08')?.position).toBe('withdrew');
    expect(standingOf([opened(), notice, change('ratified', '2025-08-01')], 'KR', '2026-08')?.position).toBe(
      'withdrew',
    );
  });

  it('of all but one of several committers makes the headline withdrawn', () => {
    const three = opened({ parties: [KR, { code: 'JP', role: 'committer' }, { code: 'AU', role: 'committer' }] });
    const one = change('withdrawing', '2025-07-01', { takesEffect: '2025-07-01' });
    const other = said('PositionChanged', {
      party: 'JP',
      position: 'withdrawing',
      effectiveAt: '2025-08-01',
      takesEffect: '2025-08-01',
    });
    expect(seen([three, one, other], '2025-07-15').status).toBe('agreed');
    expect(seen([three, one, other], '2025-08-15').status).toBe('withdrawn');
  });

  it('of who alone opened it makes the headline withdrawn; of one who joined it does not', () => {
    const alone = opened({ parties: [KR] }, 'ContributionPledged');
    const joined = said('ContributionPledged', {
      parties: [{ code: 'JP', role: 'committer' }],
      effectiveAt: '2025-07-01',
    });
    const leaves = (party: string) =>
      said('PositionChanged', { party, position: 'withdrawing', effectiveAt: '2025-08-01', takesEffect: '2025-08-01' });
    expect(seen([alone, leaves('KR')], '2025-09').status).toBe('withdrawn');
    expect(seen([alone, joined, leaves('JP')], '2025-09').status).toBe('agreed');
    expect(seen([alone, joined, leaves('JP'), leaves('KR')], '2025-09').status).toBe('withdrawn');
  });

  it('can be followed by coming back, by an act or by accession', () => {
    const left = change('withdrawing', '2025-07-01', { takesEffect: '2025-07-01' });
    const act = said('BodyAgreed', { parties: ['KR'], effectiveAt: '2025-08-01' });
    const accession = change('ratified', '2025-08-01', { means: 'accession' });
    for (const back of [act, accession]) {
      expect(seen([opened(), left, back], '2025-07-15').status).toBe('withdrawn');
      expect(seen([opened(), left, back], '2025-08-15').status).toBe('agreed');
    }
    expect(standingOf([opened(), left, act], 'KR', '2025-08-15')?.position).toBe('agreed');
    expect(standingOf([opened(), left, accession], 'KR', '2025-08-15')?.position).toBe('ratified');
  });
});

describe('entry into force', () => {
  const force = (effectiveAt: string, more = {}) =>
    said('EnteredIntoForce', { basis: 'two ratifications', effectiveAt, ...more });

  it('binds every committer, or those it names', () => {
    expect(seen([opened(), force('2025-07-01')], '2025-08')).toMatchObject({
      status: 'in_force',
      inForce: { basis: 'two ratifications' },
      position: [{ bound: true }, { bound: true }],
    });
    const some = seen([opened(), force('2025-07-01', { parties: ['KR'] })], '2025-08');
    expect(some.position).toMatchObject([
      { party: 'KR', bound: true },
      { party: 'NATO', bound: false },
    ]);
    given(opened())
      .whenOnBody('EnterIntoForce', { basis: 'x', parties: ['JP'] })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/parties/0');
  });

  it('does not bind who withdrew, nor who came back until it enters into force anew', () => {
    const history = [
      opened({ parties: [KR, { code: 'JP', role: 'committer' }, { code: 'AU', role: 'committer' }] }),
      force('2025-07-01'),
      change('withdrawing', '2025-08-01', { takesEffect: '2025-08-01' }),
      change('ratified', '2025-09-01', { means: 'accession' }),
      force('2025-10-01', { parties: ['KR'] }),
    ];
    const bound = (asOf: string) => standingOf(history, 'KR', asOf)?.bound;
    expect([bound('2025-07-15'), bound('2025-08-15'), bound('2025-09-15'), bound('2025-10-15')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
