import { describe, expect, it } from 'vitest';
import { opened, type Said, said, seen } from '../../support/history.ts';

const count = (reporter: string, effectiveAt: string, tanks: number): Said =>
  said('DeliveryReported', { reporter, effectiveAt, amount: { min: tanks, max: tanks, unit: 'tanks' } });
const deliveredBy = (all: readonly Said[], asOf = '2025-12') => {
  const { delivery, status } = seen(all, asOf);
  return { level: delivery.level, status };
};

describe('who joins by an act', () => {
  const each = opened({ quantity: { min: 100, unit: 'tanks' }, target: { reachedBy: 'each_party' } });
  const both = [each, count('KR', '2025-07-01', 100), count('NATO', '2025-07-02', 100)];
  const joins = (data: object) => said('BodyAgreed', { effectiveAt: '2025-08-01', ...data });
  const jp = joins({ parties: [{ code: 'JP', role: 'committer' }] });

  it('owes what each party has to reach from that act on, without another report', () => {
    expect(deliveredBy([...both, jp], '2025-07-15')).toMatchObject({ level: 'delivered', status: 'delivered' });
    expect(deliveredBy([...both, jp], '2025-08-01')).toMatchObject({
      level: 'partly_delivered',
      status: 'in_progress',
    });
    expect(deliveredBy([...both, jp, count('JP', '2025-09-01', 100)]).level).toBe('delivered');
    const told = joins({ parties: [{ code: 'JP', role: 'addressee' }] });
    expect(deliveredBy([...both, told]).level).toBe('delivered');
  });

  it('and had left owes it again', () => {
    const left = said('PositionChanged', {
      party: 'NATO',
      position: 'withdrawing',
      takesEffect: '2025-07-10',
      effectiveAt: '2025-07-10',
    });
    const one = [each, count('KR', '2025-07-01', 100), left, joins({ parties: ['NATO'] })];
    expect(deliveredBy(one, '2025-07-15').level).toBe('delivered');
    expect(deliveredBy(one, '2025-08-15').level).toBe('partly_delivered');
  });
});
