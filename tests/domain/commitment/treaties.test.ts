// The histories of real treaties, from public facts, and what was so when.
import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { eventAt, OTHER, type Said, said, seen, standingOf } from '../../support/history.ts';
import { agreement, bound, change, committer, days, force, of, TODAY } from '../../support/treaty.ts';

describe('the Paris Agreement', () => {
  const others = { code: 'OTHERS', role: 'committer', several: true };
  const history = [
    agreement([], '2015-12-12', { parties: [committer('US'), others] }),
    force('2016-11-04'),
    said('WithdrawalAnnounced', { party: 'US', effectiveAt: '2017-06-01' }, TODAY),
    change('US', 'withdrawing', '2019-11-04', { takesEffect: '2020-11-04' }),
    change('US', 'ratified', '2021-01-20', { by: 'acceptance', takesEffect: '2021-02-19' }),
    force('2021-02-19', { parties: ['US'] }),
  ];

  it('goes on for the others while one party is out, in force since its own day', () => {
    for (const asOf of ['2020-12-01', '2024-01-01']) {
      expect(seen(history, asOf)).toMatchObject({
        status: 'in_force',
        inForce: { since: '2016-11-04T00:00:00.000Z', because: ['1'] },
      });
    }
    expect(bound(history, 'OTHERS', '2020-12-01', '2024-01-01')).toEqual([true, true]);
  });

  it('binds the one that left and came back in two spells, each with what began and ended it', () => {
    expect(bound(history, 'US', '2020-11-03', '2020-11-04', '2021-02-18', '2021-02-19')).toEqual([
      true,
      false,
      false,
      true,
    ]);
    const spells = standingOf(history, 'US', '2024-01-01')?.spells;
    expect(days(spells)).toEqual(['2016-11-04/2020-11-04', '2021-02-19/']);
    expect(spells?.map(({ because }) => because)).toEqual([['1', '3'], ['5']]);
  });

  it('was announced to be left before it was notified: announced moves no position', () => {
    expect(standingOf(history, 'US', '2018-01-01')).toMatchObject({
      position: 'agreed',
      bound: true,
      announced: { effectiveAt: '2017-06-01' },
    });
    expect(standingOf(history, 'US', '2020-01-01')).toMatchObject({ position: 'withdrawing', announced: undefined });
  });

  it('goes on where but two of its many parties are on record and one leaves: it is open for signature', () => {
    const two = (more: Record<string, true>) => [
      agreement(['FR', 'US'], '2015-12-12', more),
      force('2016-11-04'),
      change('US', 'withdrawing', '2019-11-04', { takesEffect: '2020-11-04' }),
    ];
    const open = two({ openForSignature: true });
    expect(seen(open, '2020-12-01')).toMatchObject({ status: 'in_force', inForce: { because: ['1'] } });
    expect(bound(open, 'FR', '2020-12-01', '2024-01-01')).toEqual([true, true]);
    expect(bound(open, 'US', '2020-12-01')).toEqual([false]);
    const last = [...open, change('FR', 'withdrawing', '2021-01-01', { takesEffect: '2022-01-01' })];
    expect(seen(last, '2022-01-01')).toMatchObject({ status: 'withdrawn', inForce: false });
    expect(seen(two({}), '2020-12-01')).toMatchObject({ status: 'withdrawn', inForce: false });
  });

  it('between two that are no groupings would have ended: nobody is bound alone', () => {
    const two = [
      agreement(['US', 'SU'], '1987-12-08'),
      force('1988-06-01'),
      change('US', 'withdrawing', '2019-02-02', { takesEffect: '2019-08-02' }),
    ];
    expect(seen(two, '2019-08-01').status).toBe('in_force');
    expect(seen(two, '2019-08-02')).toMatchObject({ status: 'withdrawn', inForce: false });
    expect(bound(two, 'SU', '2019-08-01', '2019-08-02')).toEqual([true, false]);
  });
});

describe('Bolivia and the Convention of 1961', () => {
  const history = [
    agreement(['US', 'MX'], '1961-03-30'),
    force('1964-12-13'),
    change('BO', 'ratified', '1976-09-23', { by: 'accession' }),
    force('1976-10-23', { parties: ['BO'] }),
    change('BO', 'withdrawing', '2011-06-29', { takesEffect: '2012-01-01' }),
    change('BO', 'ratified', '2011-12-29', { by: 'accession', takesEffect: '2013-02-10' }),
    force('2013-02-10', { parties: ['BO'] }),
    said('ReservationMade', { party: 'BO', summary: 'coca leaf may be chewed', effectiveAt: '2013-02-10' }, TODAY),
  ];

  it('left on one day and was back on another, though both lay ahead at once', () => {
    expect(standingOf(history, 'BO', '2011-12-31')).toMatchObject({
      position: 'withdrawing',
      bound: true,
      pending: [
        { position: 'withdrew', takesEffect: '2012-01-01T00:00:00.000Z', because: ['4'] },
        { position: 'ratified', takesEffect: '2013-02-10T00:00:00.000Z', because: ['5'] },
      ],
    });
    expect(standingOf(history, 'BO', '2012-06-01')).toMatchObject({ position: 'withdrew', bound: false });
    expect(bound(history, 'BO', '2012-01-01', '2013-02-09', '2013-02-10')).toEqual([false, false, true]);
    expect(days(standingOf(history, 'BO', '2020')?.spells)).toEqual(['1976-10-23/2012-01-01', '2013-02-10/']);
  });

  it('leaves the others bound throughout', () => {
    expect(bound(history, 'US', '2012-06-01', '2020')).toEqual([true, true]);
    expect(seen(history, '2012-06-01').status).toBe('in_force');
  });

  it('has its reservation on record', () => {
    expect(seen(history, '2014').reservations).toMatchObject([{ party: 'BO', standing: 'stands', objections: [] }]);
  });
});

describe('South Africa and the Rome Statute', () => {
  const notice = change('ZA', 'withdrawing', '2016-10-19', { takesEffect: '2017-10-19', recorded: '2016-10-25' });
  const history = [
    agreement(['ZA', 'DE', 'FR'], '1998-07-17', { recorded: '2002-07-01' }),
    force('2002-07-01', { recorded: '2002-07-01' }),
    notice,
    said('WithdrawalRevoked', { notice: eventAt(2), effectiveAt: '2017-03-07' }, '2017-03-08'),
  ];

  it('stayed a party: its notice was revoked before it took effect', () => {
    expect(of(history, 'ZA', '2018-01-01')).toMatchObject({ position: 'agreed', bound: true, pending: undefined });
    expect(of(history, 'ZA', '2017-01-01')).toMatchObject({ position: 'withdrawing', bound: true });
    expect(days(of(history, 'ZA', '2018-01-01')?.spells)).toEqual(['2002-07-01/']);
  });

  it('had withdrawn by then as far as was known at the end of 2016', () => {
    expect(of(history, 'ZA', '2018-01-01', '2016-12-31')).toMatchObject({ position: 'withdrew', bound: false });
  });

  it('could not revoke it once it had taken effect, nor what is no notice', () => {
    const revoke = { notice: eventAt(2), effectiveAt: '2017-10-19' };
    given(...history.slice(0, 3))
      .whenOnBody('RevokeWithdrawal', revoke)
      .refuses('WITHDRAWAL_TOOK_EFFECT', '/effectiveAt');
    given(...history.slice(0, 3))
      .whenOnBody('RevokeWithdrawal', { notice: eventAt(1) })
      .refuses('WRONG_EVENT_TYPE', '/notice');
    given(...history.slice(0, 3))
      .whenOnBody('RevokeWithdrawal', { notice: eventAt(2), effectiveAt: '2017-03-07' })
      .records('WithdrawalRevoked');
  });

  it('stands since when it stood there before the notice it revoked', () => {
    const [opening, entry] = history as [Said, Said];
    const ratified = change('ZA', 'ratified', '2015-06-01', { recorded: '2015-06-01' });
    const gives = change('ZA', 'withdrawing', '2016-10-19', { takesEffect: '2017-10-19', recorded: '2016-10-25' });
    const revokes = said('WithdrawalRevoked', { notice: eventAt(3), effectiveAt: '2017-03-07' }, '2017-03-08');
    const past = [opening, entry, ratified, gives, revokes];
    expect(of(past, 'ZA', '2017-01-01')).toMatchObject({ since: '2016-10-19T00:00:00.000Z', because: ['2', '3'] });
    expect(of(past, 'ZA', '2018-01-01')).toMatchObject({
      position: 'ratified',
      since: '2015-06-01T00:00:00.000Z',
      because: ['2', '4'],
    });
  });

  it('stands since it consented, where it did between its notice and the revocation', () => {
    const past = [
      ...history.slice(0, 3),
      change('ZA', 'ratified', '2016-12-01', { recorded: '2016-12-02' }),
      change('ZA', 'withdrawing', '2017-01-01', { recorded: '2017-01-02' }),
      said('WithdrawalRevoked', { notice: eventAt(2), effectiveAt: '2017-02-01' }, '2017-02-02'),
      said('WithdrawalRevoked', { notice: eventAt(4), effectiveAt: '2017-03-01' }, '2017-03-02'),
    ];
    expect(of(past, 'ZA', '2017-02-15')).toMatchObject({ position: 'withdrawing', since: '2017-01-01T00:00:00.000Z' });
    expect(of(past, 'ZA', '2018-01-01')).toMatchObject({ position: 'ratified', since: '2016-12-01T00:00:00.000Z' });
  });

  it('does not leave again, once back, by another notice that it gave before it left', () => {
    const past = [
      ...history.slice(0, 3),
      change('ZA', 'withdrawing', '2016-12-01', { takesEffect: '2017-01-01', recorded: '2016-12-02' }),
      change('ZA', 'ratified', '2017-05-01', { recorded: '2017-05-02' }),
      force('2017-06-01', { parties: ['ZA'], recorded: '2017-06-01' }),
    ];
    expect(of(past, 'ZA', '2016-12-15')?.pending).toHaveLength(2);
    expect(of(past, 'ZA', '2017-01-01')).toMatchObject({ position: 'withdrew', pending: undefined });
    expect(of(past, 'ZA', '2018-01-01')).toMatchObject({ position: 'ratified', bound: true });
    const again = change('ZA', 'withdrawing', '2017-07-01', { takesEffect: '2017-12-01', recorded: '2017-07-02' });
    expect(of([...past, again], 'ZA', '2018-01-01')).toMatchObject({ position: 'withdrew', bound: false });
  });

  it('leaves by another notice that it gave, and that nobody revoked', () => {
    const twice = [
      ...history.slice(0, 3),
      change('ZA', 'withdrawing', '2016-12-01', { recorded: '2016-12-02' }),
      said('WithdrawalRevoked', { notice: eventAt(3), effectiveAt: '2017-03-07' }, '2017-03-08'),
    ];
    expect(of(twice, 'ZA', '2017-06-01')).toMatchObject({
      position: 'withdrawing',
      since: '2016-10-19T00:00:00.000Z',
      because: ['0', '2'],
    });
    expect(of(twice, 'ZA', '2018-01-01')).toMatchObject({ position: 'withdrew', bound: false });
  });

  it('does not withdraw by it later, where it had left by another one and come back', () => {
    const back = [
      ...history.slice(0, 3),
      change('ZA', 'withdrawing', '2016-12-01', { takesEffect: '2017-01-01', recorded: '2016-12-02' }),
      said('WithdrawalRevoked', { notice: eventAt(2), effectiveAt: '2017-03-07' }, '2017-03-08'),
      change('ZA', 'ratified', '2017-05-01', { recorded: '2017-05-02' }),
    ];
    expect(of(back, 'ZA', '2017-04-01')).toMatchObject({ position: 'withdrew' });
    expect(of(back, 'ZA', '2018-01-01')).toMatchObject({ position: 'ratified' });
  });

  it('is revoked by no new instrument', () => {
    const again = [...history.slice(0, 3), change('ZA', 'ratified', '2017-03-07', { recorded: '2017-03-08' })];
    expect(of(again, 'ZA', '2017-06-01')?.position).toBe('withdrawing');
    expect(of(again, 'ZA', '2018-01-01')?.position).toBe('withdrew');
  });
});

describe('New START', () => {
  const history = [
    agreement(['US', 'RU'], '2010-04-08', { validUntil: '2021-02-04', binding: 'legal', consentBy: 'ratification' }),
    change('US', 'ratified', '2011-02-05'),
    change('RU', 'ratified', '2011-02-05'),
    force('2011-02-05'),
    said('CommitmentAmended', { validUntil: '2026-02-04', effectiveAt: '2021-02-03' }, TODAY),
    said('OperationSuspended', { parties: ['RU'], effectiveAt: '2023-02-28' }, TODAY),
    said(
      'PositionContested',
      { contests: eventAt(5), by: 'US', reason: 'legally invalid', effectiveAt: '2023-03-01' },
      TODAY,
    ),
  ];

  it('bound both in 2024, suspended by one and contested by the other', () => {
    const view = seen(history, '2024-06-01');
    expect(view).toMatchObject({ status: 'in_force', contested: ['position'] });
    expect(view.position).toMatchObject([
      {
        party: 'RU',
        bound: true,
        suspended: { from: '2023-02-28T00:00:00.000Z', to: null, of: 'party', because: ['5'] },
        contested: [{ by: 'US', of: eventAt(5) }],
      },
      { party: 'US', bound: true, suspended: undefined, contested: undefined },
    ]);
  });

  it('lapsed the day after: it binds no one, and the spells end there', () => {
    const view = seen(history, '2026-02-05');
    expect(view).toMatchObject({ status: 'lapsed', inForce: false });
    expect(view.position.map(({ bound: is, suspended }) => [is, suspended])).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
    expect(days(view.position[0]?.spells)).toEqual(['2011-02-05/2026-02-05']);
    expect(seen(history, '2026-02-04').status).toBe('in_force');
  });

  it('whose suspension an adjudication sets aside is suspended no longer, or contested no longer', () => {
    const settled = (prefers: string) =>
      said(
        'TermAdjudicated',
        { term: 'position', prefers, reason: 'as a court held', effectiveAt: '2024-01-01' },
        TODAY,
      );
    expect(standingOf([...history, settled(eventAt(6))], 'RU', '2024-06-01')).toMatchObject({
      bound: true,
      suspended: undefined,
      contested: undefined,
    });
    expect(standingOf([...history, settled(eventAt(5))], 'RU', '2024-06-01')).toMatchObject({
      suspended: { of: 'party' },
      contested: undefined,
    });
    given(...history)
      .whenOnBody('AdjudicateTerm', { term: 'position', prefers: eventAt(1), reason: 'x', effectiveAt: '2024-01-01' })
      .refuses('WRONG_EVENT_TYPE', '/prefers');
  });

  it('suspended as a whole suspends all until it is resumed', () => {
    const whole = [
      ...history.slice(0, 5),
      said('OperationSuspended', { effectiveAt: '2023-02-28', until: '2025-01-01' }, TODAY),
    ];
    expect(seen(whole, '2024').position.map(({ suspended }) => [suspended?.of, suspended?.to])).toEqual([
      ['whole', '2025-01-01T00:00:00.000Z'],
      ['whole', '2025-01-01T00:00:00.000Z'],
    ]);
    expect(standingOf(whole, 'RU', '2025-01-01')?.suspended).toBeUndefined();
    const resumed = [...whole, said('OperationResumed', { suspension: eventAt(5), effectiveAt: '2023-06-01' }, TODAY)];
    expect(standingOf(resumed, 'RU', '2023-06-01')?.suspended).toBeUndefined();
  });
});

describe('a succession deposited on 1993-12-30, from 1993-01-01', () => {
  const history = [
    agreement(['CS', 'DE', 'FR'], '1968-11-08', { openForSignature: true, recorded: '1970' }),
    change('CS', 'ratified', '1978-06-01', { recorded: '1978-06-01' }),
    force('1977-05-21', { recorded: '1977-05-21' }),
    force('1979-06-01', { parties: ['CS'], recorded: '1979-06-01' }),
    said(
      'PositionChanged',
      { party: 'CS', position: 'withdrawing', effectiveAt: '1993-01-01', takesEffect: '1993-01-01' },
      '1993-01-05',
    ),
    change('SK', 'ratified', '1993-12-30', {
      by: 'succession',
      succeeds: { party: 'CS', from: '1993-01-01' },
      recorded: '1993-12-30',
    }),
  ];

  it('binds without a gap from when it took the place of its predecessor, as is known today', () => {
    expect(of(history, 'SK', '1993-06-01')).toMatchObject({ position: 'ratified', by: 'succession', bound: true });
    expect(days(of(history, 'SK', '1995-01-01')?.spells)).toEqual(['1993-01-01/']);
    expect(of(history, 'CS', '1993-06-01')?.bound).toBe(false);
  });

  it('was not known in July 1993', () => {
    expect(of(history, 'SK', '1993-06-01', '1993-07-15')).toBeUndefined();
  });

  it('to a signature gives a signature, and is bound by nothing', () => {
    const signed = change('CZ', 'signed', '1993-12-30', {
      by: 'succession_to_signature',
      succeeds: { party: 'CS', from: '1993-01-01' },
      recorded: '1993-12-30',
    });
    expect(of([...history, signed], 'CZ', '1993-06-01')).toMatchObject({
      position: 'signed',
      consented: false,
      bound: false,
    });
  });

  it('is an act of its own, of another party than its predecessor', () => {
    const succession = { party: 'SK', position: 'ratified', effectiveAt: '1993-12-30' };
    const succeeds = { party: 'CS', from: '1993-01-01' };
    given(...history.slice(0, 5))
      .whenOnBody('ChangePosition', { ...succession, by: 'accession', succeeds })
      .refuses('INVALID_PAYLOAD', '/succeeds');
    given(...history.slice(0, 5))
      .whenOnBody('ChangePosition', { ...succession, by: 'succession', succeeds: { ...succeeds, party: 'SK' } })
      .refuses('REFERS_TO_ITSELF', '/succeeds/party');
  });
});

describe('Montreal and Kigali', () => {
  const montreal = [agreement(['XX', 'YY', 'ZZ'], '1987-09-16'), force('1989-01-01')];
  const kigali = [
    agreement(['YY', 'ZZ'], '2016-10-15', { openForSignature: true }),
    change('YY', 'ratified', '2018-01-01', { by: 'acceptance' }),
    change('ZZ', 'ratified', '2018-01-01', { by: 'acceptance' }),
    said('CommitmentsLinked', { relation: 'amends', target: OTHER, effectiveAt: '2016-10-15' }, TODAY),
    force('2019-01-01'),
    change('XX', 'ratified', '2022-10-31', { by: 'ratification' }),
    force('2022-10-31', { parties: ['XX'], takesEffect: '2023-01-29' }),
  ];

  it('an amendment is a commitment of its own, with parties and force of its own', () => {
    expect(bound(montreal, 'XX', '2022-12-01')).toEqual([true]);
    expect(standingOf(kigali, 'XX', '2022-12-01')).toMatchObject({ consented: true, bound: false });
    expect(seen(kigali, '2022-12-01')).toMatchObject({
      status: 'in_force',
      links: [{ relation: 'amends', target: OTHER }],
      entering: [{ takesEffect: '2023-01-29T00:00:00.000Z', parties: ['XX'] }],
    });
    expect(bound(kigali, 'XX', '2023-01-28', '2023-01-29')).toEqual([false, true]);
    expect(seen(kigali, '2023-02-01')).toMatchObject({ entering: undefined, inForce: { because: ['4'] } });
  });
});

describe('AUKUS', () => {
  const history = [
    said(
      'CooperationDeclared',
      {
        title: 'A partnership',
        binding: 'political',
        parties: ['AU', 'GB', 'US'].map(committer),
        effectiveAt: '2021-09-15',
      },
      TODAY,
    ),
    force('2022-02-08'),
  ];

  it('as a political declaration is never in force and binds nobody, whatever is recorded', () => {
    expect(seen(history, '2023')).toMatchObject({ status: 'agreed', inForce: false, binding: 'political' });
    expect(seen(history, '2023').position.map(({ bound: is }) => is)).toEqual([false, false, false]);
  });

  it('its exchange of information is an agreement of its own, in force', () => {
    const exchange = [agreement(['AU', 'GB', 'US'], '2021-11-22', { binding: 'legal' }), force('2022-02-08')];
    expect(seen(exchange, '2023')).toMatchObject({ status: 'in_force', binding: 'legal' });
  });
});
