// What is over owes nothing more: what becomes of dates once a commitment, or a party's part in it, is over.
import { describe, expect, it } from 'vitest';
import { eventAt, KR, NATO, OTHER, opened, type Said, said, seen } from '../../support/history.ts';

const axes = (history: readonly Said[], asOf: string) => {
  const { status, timeliness, deadline } = seen(history, asOf);
  return [status, timeliness, deadline?.firstOutcome];
};
const by = (deadline: string) => opened({ deadline }, 'ContributionPledged');
const ended = (effectiveAt: string, how = 'dissolved', more = {}) =>
  said('CommitmentEnded', { how, effectiveAt, ...more });
const left = (party: string, effectiveAt: string) =>
  said('PositionChanged', { party, position: 'withdrawing', effectiveAt, takesEffect: effectiveAt });
const delivered = (effectiveAt: string) =>
  said('DeliveryReported', { reporter: 'KR', level: 'delivered', effectiveAt });

describe('a deadline of what is over', () => {
  it.each([
    ['ended', 'withdrawn', ended('2026-03-01')],
    ['was superseded', 'superseded', ended('2026-03-01', 'superseded', { supersededBy: OTHER })],
    ['was left by all but one', 'withdrawn', left('KR', '2026-03-01')],
  ])('that had not passed when it %s comes due of nobody', (_, status, end) => {
    const history = [by('2027'), end];
    expect(axes(history, '2026-02')).toEqual(['agreed', 'upcoming', 'open']);
    expect(axes(history, '2026-03-01')).toEqual([status, 'none', 'open']);
    expect(axes(history, '2030')).toEqual([status, 'none', 'open']);
    expect(seen(history, '2030').because.timeliness).toEqual(['1']);
  });

  it('that had passed stays overdue', () => {
    const history = [by('2025'), ended('2026-03-01')];
    expect(axes(history, '2026-02')).toEqual(['overdue', 'overdue', 'missed']);
    expect(axes(history, '2030')).toEqual(['withdrawn', 'overdue', 'missed']);
    expect(seen(history, '2030').because.timeliness).toEqual(['0']);
  });

  it('comes due of nobody once its validity has passed', () => {
    const history = [opened({ deadline: '2027', validUntil: '2026-02' }, 'ContributionPledged')];
    expect(axes(history, '2026-02-28')).toEqual(['agreed', 'upcoming', 'open']);
    expect(axes(history, '2026-03-01')).toEqual(['lapsed', 'none', 'open']);
    expect(seen(history, '2026-03-01').because.timeliness).toEqual(['0']);
    expect(axes(history, '2030')).toEqual(['lapsed', 'none', 'open']);
  });

  it('that is the last day of its validity is missed on it', () => {
    const history = [opened({ deadline: '2026-02', validUntil: '2026-02' }, 'ContributionPledged')];
    expect(axes(history, '2026-03-01')).toEqual(['lapsed', 'overdue', 'missed']);
  });

  it('counts again once validity is given anew', () => {
    const renewal = said('CommitmentAmended', { validUntil: '2029', effectiveAt: '2026-06-01' });
    const history = [opened({ deadline: '2027', validUntil: '2026-02' }, 'ContributionPledged'), renewal];
    expect(axes(history, '2026-05')).toEqual(['lapsed', 'none', 'open']);
    expect(axes(history, '2026-07')).toEqual(['agreed', 'upcoming', 'open']);
    expect(axes(history, '2028')).toEqual(['overdue', 'overdue', 'missed']);
  });

  it('counts again once enough are back', () => {
    const back = said('PositionChanged', { party: 'KR', position: 'agreed', effectiveAt: '2026-06-01' });
    const history = [by('2027'), left('KR', '2026-03-01'), back];
    expect(axes(history, '2026-05')).toEqual(['withdrawn', 'none', 'open']);
    expect(axes(history, '2028')).toEqual(['overdue', 'overdue', 'missed']);
  });

  it('is judged by what ended it first', () => {
    const history = [
      by('2027'),
      ended('2026-03-01', 'lapsed'),
      ended('2029-03-01', 'superseded', { supersededBy: OTHER }),
    ];
    expect(axes(history, '2028')).toEqual(['lapsed', 'none', 'open']);
    expect(axes(history, '2030')).toEqual(['superseded', 'none', 'open']);
    expect(seen(history, '2030').because.timeliness).toEqual(['1']);
  });

  it('stays over whatever ends it for some since', () => {
    const joined = said('BodyAgreed', { parties: [{ code: 'JP', role: 'committer' }], effectiveAt: '2028-01-01' });
    const some = ended('2029-03-01', 'superseded', { supersededBy: OTHER, parties: ['KR'] });
    const history = [opened({ deadline: '2027' }), ended('2026-03-01'), joined, some];
    expect(axes(history, '2028-06')).toEqual(['withdrawn', 'none', 'open']);
    expect(axes(history, '2030')).toEqual(['withdrawn', 'none', 'open']);
  });

  it('that was reached late and after the end was due of nobody', () => {
    const history = [by('2027'), ended('2026-03-01'), delivered('2028-03-01')];
    expect(axes(history, '2029')).toEqual(['delivered', 'none', 'open']);
    expect(seen(history, '2029').deadline).toMatchObject({ daysLate: null, delivered: '2028-03-01' });
  });

  it('that was met all the same tells it', () => {
    expect(axes([by('2027'), ended('2026-03-01'), delivered('2026-09-01')], '2028')).toEqual([
      'delivered',
      'met',
      'met',
    ]);
  });

  it('that was one of several leaves what became of the others', () => {
    const history = [
      by('2025'),
      said('DeadlineSet', { party: 'NATO', deadline: '2028', firmness: 'firm', effectiveAt: '2025-07-01' }),
      delivered('2025-11-01'),
      ended('2026-03-01'),
    ];
    expect(seen(history, '2026-02').timeliness).toBe('upcoming');
    expect(seen(history, '2030').timeliness).toBe('met');
    expect(seen(history, '2030').target?.parties).toEqual([
      expect.objectContaining({
        party: 'NATO',
        timeliness: 'none',
        deadline: expect.objectContaining({ firstOutcome: 'open' }),
      }),
    ]);
  });

  it('has steps that do not pass any more', () => {
    const exactly = (n: number) => ({ min: n, max: n, unit: 'ships' });
    const steps = [
      { quantity: exactly(1), by: '2025-08' },
      { quantity: exactly(2), by: '2026-08' },
    ];
    const history = [
      opened({ quantity: exactly(3), target: { steps }, deadline: '2027' }, 'ContributionPledged'),
      ended('2026-03-01'),
    ];
    expect(seen(history, '2030').target?.steps.map(({ outcome }) => outcome)).toEqual(['missed', 'open']);
  });
});

describe('a deadline of a party that left what goes on for others', () => {
  const three = opened({ parties: [KR, NATO, { code: 'JP', role: 'committer' }] }, 'ContributionPledged');
  const own = (deadline: string) =>
    said('DeadlineSet', { party: 'KR', deadline, firmness: 'firm', effectiveAt: '2025-07-01' });
  const ofKr = (history: readonly Said[], asOf: string) =>
    seen(history, asOf).target?.parties.find(({ party }) => party === 'KR');

  it('comes due of nobody, and stays told as it stood when it left', () => {
    const history = [three, own('2027'), left('KR', '2026-03-01')];
    expect(axes(history, '2026-02')).toEqual(['agreed', 'upcoming', undefined]);
    expect(axes(history, '2028')).toEqual(['agreed', 'none', undefined]);
    expect(ofKr(history, '2028')).toMatchObject({ timeliness: 'none', deadline: { firstOutcome: 'open' } });
  });

  it('that it had missed holds against it, and no longer against the others', () => {
    const history = [three, own('2025'), left('KR', '2026-03-01')];
    expect(axes(history, '2026-02')).toEqual(['overdue', 'overdue', undefined]);
    expect(axes(history, '2028')).toEqual(['agreed', 'none', undefined]);
    expect(ofKr(history, '2028')).toMatchObject({ timeliness: 'overdue', deadline: { firstOutcome: 'missed' } });
  });
});

it('an end that was voided leaves its deadline counting', () => {
  const voided = said(
    'RecordCorrected',
    { event: eventAt(1), cause: 'source', reason: 'it was another body', void: true },
    '2026-06-01',
  );
  const history = [by('2027'), ended('2026-03-01'), voided];
  expect(seen(history, '2028', '2026-05').timeliness).toBe('none');
  expect(seen(history, '2028').timeliness).toBe('overdue');
});
