import { describe, it } from 'vitest';
import { given } from '../../support/given.ts';
import { opened } from '../../support/history.ts';

const amount = { min: 5, max: 5, unit: 'tanks' };

describe('a report of the delivery of parties', () => {
  it('names parties that have a role', () => {
    const report = (parties: readonly string[]) =>
      given(opened()).whenOnBody('ReportDelivery', { reporter: 'a desk', amount, parties });
    report(['KR']).records('DeliveryReported');
    report(['KR', 'CC']).refuses('PARTY_NOT_IN_COMMITMENT', '/parties/1');
    given(opened()).whenOnBody('ReportDelivery', { reporter: 'CC', amount }).records('DeliveryReported');
  });

  it('may name members of a grouping that commits itself', () => {
    const grouping = opened({ parties: [{ code: 'EU', role: 'committer', several: true }] });
    given(grouping)
      .whenOnBody('ReportDelivery', { reporter: 'DE', amount, parties: ['DE'] })
      .records('DeliveryReported');
  });
});
