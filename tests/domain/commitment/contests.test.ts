// Inputs on which an earlier ledger settled silently what was contested, and contested what could all be true.
import { describe, expect, it } from 'vitest';
import { opened, type Said, said, seen } from '../../support/history.ts';

const start = { effectiveAt: '2020-01-01' };
const recorded = '2020-01-02';
const term = (name: string, value: unknown, source = 's1'): Said =>
  said('TermAsserted', { term: name, value: value as string, citations: [{ source, as: 'own' }], ...start }, recorded);
const level = (reporter: string, value: string, effectiveAt: string): Said =>
  said('DeliveryReported', { reporter, level: value, effectiveAt });

const history = [
  opened(
    {
      ...start,
      quantity: { min: 100, unit: 'tonnes' },
      deadline: '2020-06-30',
      parties: ['AA', 'BB'].map((code) => ({ code, role: 'committer' })),
    },
    'ContributionAgreed',
    recorded,
  ),
  term('date', '2020-01-01'),
  term('date', '2020-01', 's2'),
  term('quantity', { min: 100, unit: 'tonnes' }),
  term('quantity', { min: 120, max: 120, unit: 'tonnes' }, 's2'),
  term('area', ['space', 'land']),
  term('area', ['space'], 's2'),
  level('AA', 'delivered', '2020-05-01'),
  level('BB', 'not_started', '2020-05-02'),
  said('DeadlineSet', { deadline: '2020-12-31', firmness: 'firm', effectiveAt: '2020-07-15' }),
];

describe('a history with what agrees and what does not', () => {
  it('has the values that all allow, and contests what cannot all be true', () => {
    const { terms, contested } = seen(history, '2020-03');
    expect(terms.map(({ term: name, standing, value }) => [name, standing, value])).toEqual([
      ['area', 'contested', null],
      ['date', 'undisputed', '2020-01-01'],
      ['quantity', 'undisputed', { min: 120, max: 120, unit: 'tonnes' }],
    ]);
    expect(contested).toEqual(['area']);
  });

  it('has a contested delivery with both reports, of which the lowest stands', () => {
    expect(seen(history, '2020-05-01').delivery.level).toBe('delivered');
    const view = seen(history, '2020-05-02');
    expect(view.contested).toEqual(['area', 'delivery']);
    expect(view.delivery).toMatchObject({
      level: 'not_started',
      contested: true,
      basis: 'own',
      reported: [
        { reporter: 'AA', level: 'delivered' },
        { reporter: 'BB', level: 'not_started' },
      ],
    });
  });

  it('says that the first deadline was missed after it was moved', () => {
    expect(seen(history, '2020-06-30').deadline).toMatchObject({ firstOutcome: 'open' });
    expect(seen(history, '2020-07-01')).toMatchObject({ status: 'overdue', deadline: { firstOutcome: 'missed' } });
    expect(seen(history, '2020-08')).toMatchObject({
      status: 'agreed',
      timeliness: 'upcoming',
      deadline: { first: '2020-06-30', current: '2020-12-31', moves: 1, firstOutcome: 'missed', delivered: null },
    });
  });
});
