// The acts by which parties consent, enter into force, suspend, apply provisionally, reserve and declare.
import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { eventAt, OTHER, opened, type Said, said, seen, standingOf } from '../../support/history.ts';
import { agreement, bound, change, committer, days, force, TODAY } from '../../support/treaty.ts';

describe('a suspension', () => {
  it('that is over before it began suspends nobody, whatever was recorded', () => {
    const history = [
      agreement(['AA', 'BB'], '2000-01-01'),
      force('2001-01-01'),
      said('OperationSuspended', { parties: ['AA'], effectiveAt: '2024-12-01', until: '2024-10-01' }, TODAY),
    ];
    expect(standingOf(history, 'AA', '2026-01-01')?.suspended).toBeUndefined();
  });

  it('is refused where it would end before it began, by either of its dates', () => {
    const treaty = given(agreement(['AA', 'BB'], '2000-01-01'), force('2001-01-01'));
    for (const until of ['2024-10-01', '2024-12-01']) {
      treaty
        .whenOnBody('SuspendOperation', { effectiveAt: '2024-12-01', takesEffect: '2024-09-01', until })
        .refuses('INVALID_PAYLOAD', '/until');
    }
    treaty
      .whenOnBody('SuspendOperation', { effectiveAt: '2024-06-01', takesEffect: '2025-01-01', until: '2024-12-01' })
      .refuses('INVALID_PAYLOAD', '/until');
    treaty
      .whenOnBody('SuspendOperation', { effectiveAt: '2024-12-01', until: '2025-02-01' })
      .records('OperationSuspended');
  });
});

describe('an instrument open for signature', () => {
  const open = agreement(['DE'], '2010-01-01', { openForSignature: true });

  it('is joined by signing', () => {
    given(open)
      .whenOnBody('ChangePosition', { party: 'JP', position: 'signed', by: 'signature' })
      .records('PositionChanged');
    given(agreement(['DE'], '2010-01-01'))
      .whenOnBody('ChangePosition', { party: 'JP', position: 'signed', by: 'signature' })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/party');
    given(agreement(['DE'], '2010-01-01'))
      .whenOnBody('ChangePosition', { party: 'JP', position: 'ratified', by: 'participation' })
      .records('PositionChanged');
    given(open)
      .whenOnBody('ChangePosition', { party: 'JP', position: 'withdrawing' })
      .refuses('PARTY_NOT_IN_COMMITMENT');
  });

  it('is opened without a committer, and whoever consents commits itself, its depositary too', () => {
    const parties = [{ code: 'UN', role: 'addressee' }];
    const opening = { title: 'A treaty', effectiveAt: '2010-01-01', parties };
    given()
      .whenOnBody('AgreeAgreement', { ...opening, openForSignature: true })
      .records('AgreementAgreed');
    given().whenOnBody('AgreeAgreement', opening).refuses('OPENING_INCOMPLETE', '/parties');
    const opened = said('AgreementAgreed', { ...opening, openForSignature: true }, TODAY);
    const history = [opened, change('UN', 'ratified', '2011-01-01', { by: 'formal_confirmation' })];
    expect(standingOf(history, 'UN', '2012-01-01')).toMatchObject({ position: 'ratified', bound: 'unknown' });
  });

  it('is not applied provisionally by who says so before it joins', () => {
    given(open)
      .whenOnBody('EndProvisionalApplication', { parties: ['JP'] })
      .records('ProvisionalApplicationEnded');
    given(agreement(['DE'], '2010-01-01'))
      .whenOnBody('EndProvisionalApplication', { parties: ['JP'] })
      .refuses('PARTY_NOT_IN_COMMITMENT');
  });

  it('is signed or consented to by an act that gives what it says', () => {
    given(open)
      .whenOnBody('ChangePosition', { party: 'DE', position: 'signed', by: 'accession' })
      .refuses('INVALID_PAYLOAD', '/by');
    given(open)
      .whenOnBody('ChangePosition', { party: 'DE', position: 'ratified', by: 'approval', means: 'acceptance' })
      .refuses('INVALID_PAYLOAD', '/means');
  });

  it('has parties that consented and are not known to be bound, where no entry into force is on record', () => {
    const history = [
      open,
      change('JP', 'signed', '2010-02-01', { by: 'signature' }),
      change('FR', 'ratified', '2010-03-01', { by: 'accession' }),
    ];
    expect(seen(history, '2011').position).toMatchObject([
      { party: 'DE', position: 'agreed', consented: false, bound: 'unknown' },
      { party: 'FR', position: 'ratified', by: 'accession', consented: true, bound: 'unknown' },
      { party: 'JP', position: 'signed', by: 'signature', consented: false, bound: 'unknown' },
    ]);
    expect(seen(history, '2011').inForce).toBe(false);
  });

  it.each([
    ['signature', 'unknown', false],
    ['signature', 'ratification', false],
    ['signature', 'signature', true],
    ['definitive_signature', 'ratification', true],
    ['signature_ad_referendum', 'signature', false],
  ])('signed by %s where consent is by %s: bound %s by an entry into force that names nobody', (by, consentBy, is) => {
    const history = [
      agreement(['DE'], '2010-01-01', { openForSignature: true, consentBy }),
      change('JP', 'signed', '2010-02-01', { by }),
      force('2010-06-01'),
    ];
    expect(bound(history, 'JP', '2011')).toEqual([is]);
    expect(bound(history, 'DE', '2011')).toEqual([consentBy !== 'ratification']);
  });

  it('signed ad referendum and confirmed is signed in full', () => {
    const history = [
      agreement(['DE'], '2010-01-01', { openForSignature: true, consentBy: 'signature' }),
      change('JP', 'signed', '2010-02-01', { by: 'signature_ad_referendum' }),
      change('JP', 'signed', '2010-03-01', { by: 'confirmation_of_signature' }),
    ];
    expect(standingOf(history, 'JP', '2010-02-15')).toMatchObject({ by: 'signature_ad_referendum', consented: false });
    expect(standingOf(history, 'JP', '2010-03-01')).toMatchObject({ by: 'confirmation_of_signature', consented: true });
  });
});

describe('entry into force', () => {
  it('that lies ahead binds those that have agreed by then', () => {
    const history = [
      agreement(['DE', 'FR'], '2017-07-07', { openForSignature: true }),
      force('2020-10-24', { takesEffect: '2021-01-22' }),
      change('JP', 'ratified', '2020-12-01', { by: 'ratification' }),
    ];
    expect(bound(history, 'JP', '2020-12-31', '2021-01-22')).toEqual([false, true]);
    expect(seen(history, '2020-12-31')).toMatchObject({ status: 'agreed', inForce: false });
    expect(seen(history, '2021-01-22')).toMatchObject({ status: 'in_force' });
  });

  it('that names nobody binds, where consent is by ratification, those that ratified alone', () => {
    const parties = ['DE', 'FR', 'JP'];
    const past = [
      change('FR', 'ratified', '2010-03-01', { by: 'ratification' }),
      change('JP', 'signed', '2010-02-01', { by: 'signature' }),
      force('2010-06-01'),
      change('DE', 'ratified', '2011-03-01', { by: 'ratification' }),
    ];
    const all = (consentBy: string) => {
      const history = [agreement(parties, '2010-01-01', { consentBy }), ...past];
      return parties.map((party) => bound(history, party, '2011-01-01', '2012-01-01'));
    };
    expect(all('ratification')).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
    expect(all('unknown')).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  it('that names a party binds it, and one that found nobody those that ratify first', () => {
    const opening = agreement(['DE', 'FR'], '2010-01-01', { consentBy: 'ratification' });
    expect(bound([opening, force('2010-06-01', { parties: ['DE'] })], 'DE', '2011')).toEqual([true]);
    const ratified = change('FR', 'ratified', '2010-09-01', { by: 'ratification' });
    const history = [opening, force('2010-06-01'), ratified];
    expect(seen(history, '2010-08-01')).toMatchObject({ status: 'agreed', inForce: false });
    expect(days(standingOf(history, 'FR', '2011')?.spells)).toEqual(['2010-09-01/']);
    expect(bound(history, 'DE', '2011')).toEqual([false]);
  });

  it('that precedes the agreement binds from the agreement on', () => {
    const history = [
      agreement(['DE', 'FR'], '2015-06-01'),
      force('2015-01-01'),
      change('JP', 'ratified', '2016-01-01', { by: 'accession' }),
    ];
    expect(days(standingOf(history, 'DE', '2017')?.spells)).toEqual(['2015-06-01/']);
    expect(seen(history, '2017').inForce).toMatchObject({ since: '2015-06-01T00:00:00.000Z' });
    expect(bound(history, 'JP', '2017')).toEqual([false]);
  });

  it('is not had by who consents later, until there is one for it', () => {
    const history = [
      agreement(['DE', 'FR'], '2015-06-01'),
      force('2015-06-01'),
      change('JP', 'ratified', '2016-01-01', { by: 'accession' }),
    ];
    expect(bound(history, 'JP', '2017')).toEqual([false]);
    expect(bound([...history, force('2016-03-01', { parties: ['JP'] })], 'JP', '2016-02-01', '2017')).toEqual([
      false,
      true,
    ]);
  });
});

describe('an end', () => {
  const inForce = [agreement(['DE', 'FR', 'JP'], '2010-01-01'), force('2010-01-01')];

  it.each(['lapsed', 'dissolved', 'withdrawn'])('%s binds no one', (how) => {
    const history = [...inForce, said('CommitmentEnded', { how, effectiveAt: '2015-01-01' }, TODAY)];
    expect(seen(history, '2016').position.map(({ bound: is }) => is)).toEqual([false, false, false]);
    expect(days(standingOf(history, 'DE', '2016')?.spells)).toEqual(['2010-01-01/2015-01-01']);
  });

  it.each(['lapsed', 'dissolved', 'withdrawn'])(
    '%s leaves no doubt of who is bound, where nothing is in force',
    (how) => {
      const history = [opened(), said('CommitmentEnded', { how, effectiveAt: '2026-01-01' })];
      const bounds = (asOf: string) => seen(history, asOf).position.map((standing) => standing.bound);
      expect(bounds('2025-12-31')).toEqual(['unknown', 'unknown']);
      expect(bounds('2026-01-01')).toEqual([false, false]);
    },
  );

  it('superseded, or left by too many, leaves no doubt of it for those whom it ended for', () => {
    const superseded = { how: 'superseded', supersededBy: OTHER, effectiveAt: '2026-01-01' };
    const gone = { party: 'KR', position: 'withdrawing', takesEffect: '2026-01-01', effectiveAt: '2025-12-01' };
    const bounds = (event: Said) => seen([opened(), event], '2026').position.map((standing) => standing.bound);
    expect(bounds(said('CommitmentEnded', { ...superseded, parties: ['KR'] }))).toEqual([false, 'unknown']);
    expect(bounds(said('CommitmentEnded', superseded))).toEqual([false, false]);
    expect(bounds(said('PositionChanged', gone))).toEqual([false, false]);
  });

  it('superseded binds no party to the successor and still binds the others', () => {
    const superseded = (more = {}) =>
      said('CommitmentEnded', { how: 'superseded', supersededBy: OTHER, effectiveAt: '2015-01-01', ...more }, TODAY);
    const some = [...inForce, superseded({ parties: ['DE', 'FR'] })];
    expect([bound(some, 'DE', '2016'), bound(some, 'FR', '2016'), bound(some, 'JP', '2016')]).toEqual([
      [false],
      [false],
      [true],
    ]);
    expect(seen(some, '2016').status).toBe('in_force');
    expect(seen([...some, superseded({ parties: ['JP'] })], '2016').status).toBe('superseded');
    expect(seen([...inForce, superseded()], '2016').status).toBe('superseded');
    expect(bound([...inForce, superseded()], 'JP', '2016')).toEqual([false]);
    given(...inForce)
      .whenOnBody('EndCommitment', { how: 'superseded', supersededBy: OTHER, parties: ['XX'] })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/parties/0');
  });

  it('of validity that is renewed later leaves a gap in which nobody was bound', () => {
    const history = [
      agreement(['AA', 'BB'], '2020-08-01', { validUntil: '2020-12-31' }),
      force('2020-08-01'),
      said('CommitmentAmended', { validUntil: '2023-12-31', effectiveAt: '2021-03-01' }, TODAY),
    ];
    expect(bound(history, 'AA', '2020-12-31', '2021-01-01', '2021-03-01')).toEqual([true, false, true]);
    expect(days(standingOf(history, 'AA', '2022')?.spells)).toEqual(['2020-08-01/2021-01-01', '2021-03-01/']);
  });
});

describe('provisional application', () => {
  const begun = [
    agreement(['DE', 'FR'], '2010-01-01', { openForSignature: true }),
    said('ProvisionallyApplied', { parties: ['JP', 'DE'], effectiveAt: '2010-06-01' }, TODAY),
  ];

  it('is a spell beside the position, ended by entry into force for the party', () => {
    const history = [...begun, force('2011-01-01')];
    expect(standingOf(history, 'JP', '2010-07-01')).toMatchObject({
      position: null,
      bound: false,
      provisional: [{ to: null }],
    });
    expect(days(standingOf(history, 'DE', '2012')?.provisional)).toEqual(['2010-06-01/2011-01-01']);
    expect(days(standingOf(history, 'JP', '2012')?.provisional)).toEqual(['2010-06-01/']);
  });

  it('is ended by notice', () => {
    const history = [
      ...begun,
      said('ProvisionalApplicationEnded', { parties: ['JP'], effectiveAt: '2010-09-01' }, TODAY),
    ];
    expect(days(standingOf(history, 'JP', '2012')?.provisional)).toEqual(['2010-06-01/2010-09-01']);
  });
});

describe('reservations, declarations and corrections of the text', () => {
  const made = said(
    'ReservationMade',
    { party: 'DE', summary: 'not as regards article 5', effectiveAt: '2010-02-01' },
    TODAY,
  );
  const history = [agreement(['DE', 'FR'], '2010-01-01'), made];
  const on = (...more: readonly Said[]) => seen([...history, ...more], '2020');

  it('a reservation is modified by another, objected to and withdrawn', () => {
    const modified = said(
      'ReservationMade',
      { party: 'DE', summary: 'only as regards 5(2)', modifies: eventAt(1), effectiveAt: '2011' },
      TODAY,
    );
    const objected = said(
      'ReservationObjected',
      { reservation: eventAt(1), party: 'FR', precludesForce: true, effectiveAt: '2010-09-01' },
      TODAY,
    );
    const withdrawn = said('ReservationWithdrawn', { reservation: eventAt(1), effectiveAt: '2012' }, TODAY);
    expect(on(modified, objected).reservations).toMatchObject([
      { standing: 'modified', modified: { event: eventAt(2) }, objections: [{ party: 'FR', precludesForce: true }] },
      { standing: 'stands', modifies: eventAt(1) },
    ]);
    expect(on(withdrawn).reservations).toMatchObject([{ standing: 'withdrawn', withdrawn: { event: eventAt(2) } }]);
    given(...history)
      .whenOnBody('ObjectToReservation', { reservation: eventAt(0), party: 'FR', precludesForce: false })
      .refuses('WRONG_EVENT_TYPE', '/reservation');
  });

  it('a declaration may name the territories to which it applies', () => {
    const declared = said(
      'DeclarationMade',
      {
        party: 'FR',
        summary: 'it extends',
        territories: ['Réunion'],
        territorial: 'extends',
        effectiveAt: '2011-01-01',
      },
      TODAY,
    );
    expect(on(declared).declarations).toMatchObject([
      { party: 'FR', territorial: 'extends', territories: ['Réunion'] },
    ]);
    given(...history)
      .whenOnBody('MakeDeclaration', { party: 'FR', summary: 'x', territories: ['Réunion'] })
      .refuses('INVALID_PAYLOAD');
  });

  it('a correction of the text changes no position and no headline', () => {
    const text = said('TextCorrected', { by: 'UN', reads: 'three', instead: 'tree', effectiveAt: '2011-01-01' }, TODAY);
    expect(on(text)).toMatchObject({ status: 'agreed', textCorrections: [{ by: 'UN', reads: 'three' }] });
  });
});

describe('a party', () => {
  it('may both give and receive', () => {
    const both = { code: 'DE', role: 'beneficiary' };
    const history = [
      agreement([], '2010-01-01', { parties: [committer('DE'), both, committer('FR')] }),
      force('2010-01-01'),
    ];
    expect(seen(history, '2011').parties).toEqual([
      { code: 'DE', role: 'committer' },
      { code: 'DE', role: 'beneficiary' },
      { code: 'FR', role: 'committer' },
    ]);
    expect(bound(history, 'DE', '2011')).toEqual([true]);
  });
});
