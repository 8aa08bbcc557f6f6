// The list behind each number of counts: URI templates (RFC 6570), so that an answer says it once and not for each value.
// Law: a list reached by one, at the clocks of the answer, holds just what the number counts.

const CLOCKS = ['asOf', 'knownAt', 'atSequence'].join(',');

/** What counts are of: a filter of lists and its value. */
export interface ListedBy {
  readonly by: 'kind' | 'party' | 'area' | 'owedBy';
  readonly value: string;
}

/** @param scope of everything where absent */
export function listsOf(scope: ListedBy | undefined) {
  const base = scope === undefined ? '' : `${scope.by}=${encodeURIComponent(scope.value)}`;
  const listed = (filters: string): string => {
    const asked = [base, filters].filter((part) => part !== '').join('&');
    return asked === '' ? `/v1/commitments{?${CLOCKS}}` : `/v1/commitments?${asked}{&${CLOCKS}}`;
  };
  return {
    commitments: listed(''),
    status: listed('status={status}'),
    delivery: listed('delivery={delivery}'),
    timeliness: listed('timeliness={timeliness}'),
    verdict: listed('stage={stage}&verdict={verdict}'),
    assessor: listed('assessor={assessor}'),
    ...(scope?.by === 'kind' || scope?.by === 'owedBy' ? {} : { kind: listed('kind={kind}') }),
    ...(scope === undefined || scope.by === 'kind'
      ? { party: listed('party={party}'), area: listed('area={area}') }
      : {}),
    ...(scope?.by === 'owedBy' ? {} : months(listed)),
  };
}

const months = (listed: (filters: string) => string) => ({
  opened: listed('openedIn={month}'),
  agreed: listed('agreedIn={month}'),
  delivered: listed('deliveredIn={month}'),
  ended: listed('endedIn={month}'),
});
