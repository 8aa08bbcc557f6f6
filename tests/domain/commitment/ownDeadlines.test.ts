import { describe, expect, it } from 'vitest';
import { opened, type Said, said, seen } from '../../support/history.ts';

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

describe('what all reach together', () => {
  it('stays due by the commitment’s deadline, beside the parties’ own', () => {
    const pledged = opened({ deadline: '2035', quantity: { min: 3, unit: 'ships' } }, 'ContributionPledged');
    const history = [pledged, own('KR', '2040'), own('NATO', '2040')];
    expect(axes(history, '2036')).toEqual(['overdue', 'overdue', 'missed']);
  });
});
