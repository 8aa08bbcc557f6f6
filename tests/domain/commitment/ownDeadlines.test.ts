import { describe, expect, it } from 'vitest';
import { OTHER, opened, type Said, said, seen } from '../../support/history.ts';

const exactly = (n: number, unit: string) => ({ min: n, max: n, unit });
const paid = (party: string, effectiveAt: string) =>
  said('DeliveryReported', { reporter: party, effectiveAt, amount: exactly(4, 'ships') });
const own = (party: string, deadline: string, effectiveAt = '2030-01-01') =>
  said('DeadlineSet', { party, deadline, firmness: 'firm', effectiveAt });
const axes = (all: readonly Said[], asOf: string) => {
  const { status, timeliness, deadline } = seen(all, asOf);
  return [status, timeliness, deadline?.firstOutcome];
};

describe('what each party has to reach', () => {
  const each = opened(
    {
      parties: ['PL', 'ES'].map((code) => ({ code, role: 'committer' })),
      quantity: { min: 3, unit: 'ships' },
      target: { reachedBy: 'each_party' },
      deadline: '2035',
    },
    'ContributionPledged',
  );

  it('is due of each by its own deadline where it has one, and by the commitment’s elsewhere', () => {
    const later = [each, own('ES', '2040'), paid('PL', '2034-05-01')];
    expect(seen(later, '2036')).toMatchObject({
      status: 'in_progress',
      timeliness: 'upcoming',
      deadline: { firstOutcome: 'met', daysLate: null, delivered: '2034-05-01', because: ['0', '2'] },
      because: { timeliness: ['1'] },
    });
    expect(seen(later, '2041')).toMatchObject({ status: 'overdue', because: { status: { events: ['1'] } } });
    expect(seen([...later, paid('ES', '2039-02-01')], '2041')).toMatchObject({
      status: 'delivered',
      timeliness: 'met',
      because: { timeliness: ['0', '1', '2', '3'] },
    });
  });

  it('is missed by the commitment’s deadline of whom that holds', () => {
    const missed = [each, own('ES', '2040'), paid('ES', '2034-05-01')];
    expect(axes(missed, '2036')).toEqual(['overdue', 'overdue', 'missed']);
    expect(seen(missed, '2036').because).toMatchObject({ status: { events: ['0'] }, timeliness: ['0'] });
  });

  it('is due of nobody by the commitment’s deadline once each has one of its own', () => {
    expect(axes([each, own('ES', '2040')], '2036')).toEqual(['overdue', 'overdue', 'missed']);
    expect(axes([each, own('ES', '2040'), own('PL', '2041')], '2036')).toEqual(['agreed', 'upcoming', 'moved']);
  });

  it('and had missed by the commitment’s deadline stays told when it is given one of its own', () => {
    const history = [each, paid('PL', '2034-05-01'), own('ES', '2040', '2036-06-01')];
    expect(axes(history, '2036-05')).toEqual(['overdue', 'overdue', 'missed']);
    expect(axes(history, '2037')).toEqual(['in_progress', 'upcoming', 'missed']);
  });
});

describe('the first date of what each party has to reach', () => {
  const three = opened(
    {
      parties: ['PL', 'ES', 'FR'].map((code) => ({ code, role: 'committer' })),
      quantity: { min: 3, unit: 'ships' },
      target: { reachedBy: 'each_party' },
      deadline: '2035',
    },
    'ContributionPledged',
  );
  const left = (party: string, effectiveAt: string) =>
    said('PositionChanged', { party, position: 'withdrawing', effectiveAt, takesEffect: effectiveAt });
  const joins = (party: string, effectiveAt: string) =>
    said('PositionChanged', { party, position: 'ratified', by: 'accession', effectiveAt });
  const first = (all: readonly Said[], asOf: string) => {
    const { firstOutcome, daysLate, delivered } = seen(all, asOf).deadline ?? {};
    return [firstOutcome, daysLate, delivered];
  };

  it('that was met stays met, on the same day, once a party that it never held has left', () => {
    const met = [three, own('PL', '2040'), paid('ES', '2034-05-01'), paid('FR', '2034-06-01')];
    expect(first(met, '2036')).toEqual(['met', null, '2034-06-01']);
    expect(first([...met, left('PL', '2036-06-01')], '2037')).toEqual(['met', null, '2034-06-01']);
    expect(first([...met, left('PL', '2034-08-01')], '2037')).toEqual(['met', null, '2034-06-01']);
    expect(seen([...met, left('PL', '2036-06-01')], '2037')).toMatchObject({ timeliness: 'met', status: 'delivered' });
  });

  it('that was missed stays missed once those that it held have left', () => {
    const missed = [three, own('PL', '2040'), own('ES', '2040')];
    expect(first(missed, '2036')).toEqual(['missed', null, null]);
    expect(first([...missed, left('FR', '2036-06-01')], '2037')).toEqual(['missed', null, null]);
  });

  it('holds nobody who joined after it, and stays as it was', () => {
    const met = [three, paid('PL', '2034-04-01'), paid('ES', '2034-05-01'), paid('FR', '2034-06-01')];
    const later = [...met, joins('DE', '2036-06-01')];
    expect(first(later, '2037')).toEqual(['met', null, '2034-06-01']);
    expect(seen(later, '2037')).toMatchObject({ timeliness: 'met', status: 'in_progress' });
    const moved = [three, own('PL', '2040'), own('ES', '2040'), own('FR', '2041'), joins('DE', '2036-06-01')];
    expect(axes(moved, '2036-05')).toEqual(['agreed', 'upcoming', 'moved']);
    expect(axes(moved, '2037')).toEqual(['agreed', 'upcoming', 'moved']);
  });

  it('that was missed by all together stays missed once it is for each', () => {
    const amended = said('CommitmentAmended', { target: { reachedBy: 'each_party' }, effectiveAt: '2036-02-01' });
    const together = opened({ deadline: '2035', quantity: { min: 3, unit: 'ships' } }, 'ContributionPledged');
    const history = [together, own('KR', '2040'), own('NATO', '2040'), amended];
    expect(first(history, '2036-01-15')).toEqual(['missed', null, null]);
    expect(first(history, '2037')).toEqual(['missed', null, null]);
  });

  it('that was met and is corrected downwards was not met', () => {
    const met = [three, paid('PL', '2034-04-01'), paid('ES', '2034-05-01'), paid('FR', '2034-06-01')];
    const less = said('DeliveryReported', { reporter: 'FR', effectiveAt: '2036-02-01', amount: exactly(2, 'ships') });
    expect(first([...met, less], '2037')[0]).toBe('missed');
  });

  it('is due of nobody for whom it was superseded alone', () => {
    const done = [three, paid('PL', '2034-04-01'), paid('ES', '2034-05-01')];
    const successor = { how: 'superseded', supersededBy: OTHER, parties: ['FR'], effectiveAt: '2034-08-01' };
    const history = [...done, said('CommitmentEnded', successor)];
    expect(axes(history, '2034-07')).toEqual(['in_progress', 'upcoming', 'open']);
    expect(axes(history, '2037')).toEqual(['delivered', 'met', 'met']);
  });

  it('is not missed by who waits for a condition of its own', () => {
    const condition = opened(
      {
        parties: ['PL', 'ES'].map((code) => ({ code, role: 'committer' })),
        quantity: { min: 3, unit: 'ships' },
        target: {
          reachedBy: 'each_party',
          shares: [{ party: 'ES', quantity: { min: 3, unit: 'ships' }, condition: 'its parliament approves' }],
        },
        deadline: '2035',
      },
      'ContributionPledged',
    );
    expect(axes([condition, paid('PL', '2034-04-01')], '2037')).toEqual(['in_progress', 'overdue', 'missed']);
    expect(axes([condition], '2037')).toEqual(['overdue', 'overdue', 'missed']);
  });
});

describe('what all reach together', () => {
  it('stays due by the commitment’s deadline, beside the parties’ own', () => {
    const pledged = opened({ deadline: '2035', quantity: { min: 3, unit: 'ships' } }, 'ContributionPledged');
    const history = [pledged, own('KR', '2040'), own('NATO', '2040')];
    expect(axes(history, '2036')).toEqual(['overdue', 'overdue', 'missed']);
  });
});
