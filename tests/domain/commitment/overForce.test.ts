// What is over binds nobody: nothing that lay ahead, that waited or that was dated later begins from then on.
import { describe, expect, it } from 'vitest';
import { eventAt, OTHER, type Said, said, seen, standingOf } from '../../support/history.ts';
import { agreement, bound, change, committer, days, force, TODAY } from '../../support/treaty.ts';

const opened = agreement(['KR', 'NATO'], '2025-06-01');
const ahead = force('2025-07-01', { takesEffect: '2026-06-01' });
const ended = (how: string, effectiveAt = '2025-12-01', more = {}) =>
  said('CommitmentEnded', { how, effectiveAt, ...more }, TODAY);
const superseded = (...parties: string[]) => ended('superseded', '2025-12-01', { supersededBy: OTHER, parties });
const left = (party: string, on = '2025-12-01') => change(party, 'withdrawing', '2025-08-01', { takesEffect: on });

/** Whether each party is bound then, in how many spells, and whether it is in force. */
const force2026 = (history: readonly Said[], asOf = '2026-07-01') => {
  const { inForce, position } = seen(history, asOf);
  return [inForce === false, ...position.map(({ bound: is, spells = [] }) => [is, spells.length])];
};
const NOTHING = [true, [false, 0], [false, 0]];

describe('what is over', () => {
  it.each([
    ['was dissolved', [opened, ahead, ended('dissolved')]],
    ['lapsed', [opened, ahead, ended('lapsed')]],
    ['was superseded', [opened, ahead, ended('superseded', '2025-12-01', { supersededBy: OTHER })]],
    ['was superseded for each of its parties', [opened, ahead, superseded('KR', 'NATO')]],
    ['was left by one of two', [opened, ahead, left('KR')]],
    [
      'was dissolved, by an entry dated later',
      [opened, ended('dissolved'), force('2026-06-01', { recorded: '2026-06-01' })],
    ],
    [
      'was dissolved, by an entry of those named',
      [opened, ended('dissolved'), force('2026-01-01', { parties: ['KR'] })],
    ],
    ['was dissolved before it opened', [opened, ended('dissolved', '2025-01-01'), force('2025-07-01')]],
    [
      'was superseded before it opened',
      [
        opened,
        ended('superseded', '2025-01-01', { supersededBy: OTHER, parties: ['KR', 'NATO'] }),
        force('2025-07-01'),
      ],
    ],
  ] as const)('is not in force again: it %s', (_, history) => {
    expect(force2026(history)).toEqual(NOTHING);
  });

  it('is not in force again by who agrees after it, to an entry into force that found nobody', () => {
    const proposed = said('AgreementProposed', { title: 'A treaty', parties: ['KR', 'NATO'].map(committer) }, TODAY);
    const agreed = said('AgreementAgreed', { parties: ['KR', 'NATO'], effectiveAt: '2026-01-01' }, TODAY);
    const ratified = change('KR', 'ratified', '2026-02-01', { by: 'ratification' });
    const history = [proposed, force('2025-07-01'), ended('dissolved'), agreed, ratified];
    expect(force2026([...history.slice(0, 2), ...history.slice(3)])).toEqual([false, [true, 1], [true, 1]]);
    expect(force2026(history)).toEqual(NOTHING);
    const named = [proposed, force('2025-07-01', { parties: ['KR'] }), ended('dissolved'), ratified];
    expect(bound([named[0] as Said, named[1] as Said, ratified], 'KR', '2026-07-01')).toEqual([true]);
    expect(bound(named, 'KR', '2026-07-01')).toEqual([false]);
  });

  it('has nothing ahead of it', () => {
    expect(seen([opened, ahead], '2025-11-01').entering).toHaveLength(1);
    expect(seen([opened, ahead, ended('dissolved')], '2026-01-01').entering).toBeUndefined();
    expect(seen([opened, ended('dissolved', '2025-06-15'), ahead], '2026-01-01').entering).toBeUndefined();
  });

  it('is taken up by no successor on the day of its end', () => {
    const succeeds = { party: 'KR', from: '2025-12-01' };
    const succession = change('JP', 'ratified', '2026-01-05', { by: 'succession', succeeds });
    expect(bound([opened, force('2025-07-01'), succession], 'JP', '2026-01-01')).toEqual([true]);
    expect(bound([opened, force('2025-07-01'), ended('dissolved'), succession], 'JP', '2026-01-01')).toEqual([false]);
  });

  it('is neither suspended nor applied provisionally from then on', () => {
    const suspends = said(
      'OperationSuspended',
      { parties: ['KR'], effectiveAt: '2025-08-01', takesEffect: '2026-06-01' },
      TODAY,
    );
    const applies = said(
      'ProvisionallyApplied',
      { parties: ['NATO'], effectiveAt: '2025-08-01', takesEffect: '2026-06-01' },
      TODAY,
    );
    const told = (...more: readonly Said[]) =>
      seen([opened, suspends, applies, ...more], '2026-07-01').position.map(({ suspended, provisional }) => [
        suspended?.from,
        provisional?.length,
      ]);
    expect(told()).toEqual([
      ['2026-06-01T00:00:00.000Z', undefined],
      [undefined, 1],
    ]);
    const neither = [
      [undefined, undefined],
      [undefined, undefined],
    ];
    expect(told(ended('dissolved'))).toEqual(neither);
    expect(told(superseded('KR', 'NATO'))).toEqual(neither);
    expect(told(left('KR'))).toEqual(neither);
  });

  it('is applied provisionally by nobody once its validity has passed', () => {
    const applies = said('ProvisionallyApplied', { parties: ['NATO'], effectiveAt: '2026-01-01' }, TODAY);
    const until = (validUntil: string) =>
      days(
        standingOf([agreement(['KR', 'NATO'], '2025-06-01', { validUntil }), applies], 'NATO', '2026-07-01')
          ?.provisional,
      );
    expect(until('2026-03-31')).toEqual(['2026-01-01/2026-04-01']);
    expect(until('2025-11-30')).toEqual([]);
  });

  it('is applied provisionally by nobody alone', () => {
    const applies = said('ProvisionallyApplied', { parties: ['NATO'], effectiveAt: '2025-08-01' }, TODAY);
    const provisional = standingOf([opened, applies, left('KR')], 'NATO', '2026-07-01')?.provisional;
    expect(days(provisional)).toEqual(['2025-08-01/2025-12-01']);
  });
});

it('what ended for all has, whatever supersedes it for some and whoever joins it later', () => {
  const joins = change('JP', 'ratified', '2026-01-15', { by: 'accession' });
  const later = ended('superseded', '2026-02-01', { supersededBy: OTHER, parties: ['KR'] });
  const entry = force('2026-02-15');
  expect(force2026([opened, later, joins, entry])).toEqual([false, [true, 1], [false, 0], [true, 1]]);
  expect(force2026([opened, ended('dissolved'), later, joins, entry])).toEqual([
    true,
    [false, 0],
    [false, 0],
    [false, 0],
  ]);
});

describe('superseded for some', () => {
  it('begins to bind the others alone', () => {
    const three = agreement(['JP', 'KR', 'NATO'], '2025-06-01');
    const waits = [three, ahead, superseded('KR')];
    expect(force2026(waits)).toEqual([false, [true, 1], [false, 0], [true, 1]]);
    const named = [three, superseded('KR'), force('2026-01-01', { parties: ['JP', 'KR'] })];
    expect(force2026(named)).toEqual([false, [true, 1], [false, 0], [false, 0]]);
  });

  it('lets a party be one again that consents anew, from then on, and binds it by an entry of its own', () => {
    const three = agreement(['JP', 'KR', 'NATO'], '2025-06-01');
    const history = [
      three,
      change('KR', 'ratified', '2025-06-15'),
      force('2025-07-01'),
      superseded('KR'),
      change('KR', 'ratified', '2026-02-01'),
    ];
    const [before, after] = ['2026-01-01', '2026-02-01'].map((asOf) => standingOf(history, 'KR', asOf));
    expect(before).toMatchObject({ position: 'ratified', bound: false, because: ['1', '3'] });
    expect(after).toMatchObject({ position: 'ratified', bound: false, because: ['1', '3', '4'] });
    const bindsAll = [...history, force('2026-03-01')];
    expect(days(standingOf(bindsAll, 'KR', '2026-07-01')?.spells)).toEqual(['2025-07-01/2025-12-01', '2026-03-01/']);
    const named = force('2026-01-15', { parties: ['KR'] });
    expect(bound([...history.slice(0, 4), named], 'KR', '2026-07-01')).toEqual([false]);
    expect(days(standingOf([...history, named], 'KR', '2026-07-01')?.spells)).toEqual([
      '2025-07-01/2025-12-01',
      '2026-02-01/',
    ]);
  });

  it('lets a party be one again by what brings back who withdrew, and is superseded for it once more', () => {
    const three = agreement(['JP', 'KR', 'NATO'], '2025-06-01');
    const agrees = said('AgreementAgreed', { parties: ['KR'], effectiveAt: '2026-02-01' }, TODAY);
    const announces = change('KR', 'announced', '2026-01-15');
    const back = [three, superseded('KR'), announces, agrees];
    expect(bound(back, 'KR', '2026-01-20', '2026-02-01')).toEqual([false, 'unknown']);
    const again = ended('superseded', '2026-03-01', { supersededBy: OTHER, parties: ['KR'] });
    expect(bound([...back, again], 'KR', '2026-07-01')).toEqual([false]);
  });

  it('is dissolved for all: nobody is a party again', () => {
    const history = [
      opened,
      superseded('KR'),
      ended('dissolved', '2026-01-01'),
      change('KR', 'ratified', '2026-02-01'),
    ];
    expect(force2026([...history, force('2026-02-15')])).toEqual(NOTHING);
  });

  it('before a party took a position binds it by nothing later', () => {
    const three = agreement(['JP', 'KR', 'NATO'], '2025-06-01');
    const before = ended('superseded', '2025-01-01', { supersededBy: OTHER, parties: ['KR'] });
    expect(force2026([three, before, force('2025-07-01')])).toEqual([false, [true, 1], [false, 0], [true, 1]]);
  });
});

describe('what too few were left in', () => {
  it('binds again, once enough are back, by an entry into force of its own', () => {
    const history = [opened, force('2025-07-01'), left('KR'), change('KR', 'ratified', '2026-02-01')];
    expect(bound(history, 'KR', '2026-07-01')).toEqual([false]);
    expect(force2026([...history, force('2026-02-15')])).toEqual([false, [true, 2], [true, 2]]);
  });

  it('keeps what lies ahead for when enough are back', () => {
    const history = [opened, ahead, left('KR'), change('KR', 'ratified', '2026-02-01')];
    expect(force2026(history)).toEqual([false, [true, 1], [true, 1]]);
  });

  it('is left so too by who is no committer any more', () => {
    const three = agreement(['JP', 'KR', 'NATO'], '2025-06-01');
    const roles = [{ code: 'JP', role: 'beneficiary' }];
    const amended = said('CommitmentAmended', { roles, effectiveAt: '2026-01-01' }, TODAY);
    const history = [three, force('2025-07-01'), left('KR'), amended];
    expect(bound(history, 'NATO', '2025-12-31', '2026-01-01')).toEqual([true, false]);
    expect(seen(history, '2026-01-01')).toMatchObject({ status: 'withdrawn', inForce: false });
  });
});

it('an end that was voided keeps nothing from entering into force', () => {
  const voided = said(
    'RecordCorrected',
    { event: eventAt(2), cause: 'source', reason: 'it was another', void: true },
    '2026-06-01',
  );
  expect(force2026([opened, ahead, ended('dissolved'), voided])).toEqual([false, [true, 1], [true, 1]]);
});
