import { describe, expect, it } from 'vitest';
import { ACTS, GRID, KINDS, kindOf, NOUNS, VERBS } from '../../../src/domain/commitment/acts.ts';
import { given } from '../../support/given.ts';
import { BODY, eventAt, KR, NATO, OTHER, opened, said, seen, standingOf } from '../../support/history.ts';

const BY_DESIGN: Readonly<Record<string, readonly string[]>> = {
  Body: ['Propose', 'Discuss', 'Explore', 'Agree', 'Reaffirm'],
  Cooperation: ['Propose', 'Discuss', 'Explore', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
  Project: ['Propose', 'Discuss', 'Explore', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
  Statement: ['Propose', 'Declare', 'Reaffirm'],
  Agreement: ['Propose', 'Discuss', 'Agree', 'Reaffirm'],
  Contribution: ['Propose', 'Discuss', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
};

describe('the grid of acts', () => {
  it('pairs each noun with the verbs that make sense with it', () => {
    expect(GRID).toEqual(BY_DESIGN);
    expect(ACTS).toHaveLength(32);
    expect(NOUNS.map(kindOf)).toEqual([...KINDS]);
  });

  it.each(ACTS)('$command on a commitment not on record opens it with $event', ({ command, event }) => {
    given()
      .whenOnBody(command, { title: 'A title', parties: [KR, NATO] })
      .records(event, { commitment: BODY });
  });

  it.each(ACTS)('$command on a $noun on record is a further act', ({ command, event, noun }) => {
    const opening = opened({}, `${noun}Proposed`);
    given(opening)
      .whenOnBody(command, { parties: ['KR'] })
      .records(event, { parties: ['KR'] });
  });

  it.each(ACTS)('$event gives its committers the position of its verb', ({ event, verb }) => {
    const view = seen([opened({}, event)], '2025');
    const expected = verb === 'Reaffirm' ? 'agreed' : (VERBS[verb].gives ?? null);
    expect(view.position.map(({ position }) => position)).toEqual([expected, expected]);
    expect(view.status).toBe(expected === 'agreed' ? 'agreed' : 'proposed');
  });
});

describe('an opening act', () => {
  const whole = { title: 'A body', parties: [KR, NATO] };

  it('takes a title, roles and at least one committer', () => {
    given()
      .whenOnBody('AgreeBody', { parties: [KR] })
      .refuses('OPENING_INCOMPLETE', '/title');
    given()
      .whenOnBody('AgreeBody', { ...whole, parties: [KR, 'NATO'] })
      .refuses('OPENING_INCOMPLETE', '/parties/1');
    given()
      .whenOnBody('AgreeBody', { ...whole, parties: [{ code: 'KR', role: 'beneficiary' }] })
      .refuses('OPENING_INCOMPLETE', '/parties');
  });

  it('gets an id made from its key where it brings none', () => {
    given()
      .when('AgreeBody', { ...whole, effectiveAt: '2025-06-25', citations: [{ source: 's', as: 'own' }] })
      .records('BodyAgreed', { commitment: BODY });
  });

  it('may bring quantity, deadline, validity, condition and terms', () => {
    const view = seen(
      [
        opened({
          quantity: { min: 3, unit: 'sessions' },
          deadline: '2025-09',
          validUntil: '2030',
          condition: 'both parliaments assent',
          areas: ['space', 'munitions'],
          terms: [{ term: 'level', value: 'working-level' }],
        }),
      ],
      '2025-07-01',
    );
    expect(view).toMatchObject({
      areas: ['munitions', 'space'],
      quantity: { min: 3, unit: 'sessions' },
      deadline: { first: '2025-09', current: '2025-09', firmness: 'firm', moves: 0 },
      validUntil: '2030',
      condition: 'both parliaments assent',
      terms: [{ term: 'level', standing: 'undisputed', value: 'working-level' }],
    });
  });

  it('makes the headline agreed where it reaffirms something older', () => {
    expect(seen([opened({}, 'StatementReaffirmed')], '2025').status).toBe('agreed');
  });
});

describe('a further act', () => {
  it.each([
    ['title', 'Another title'],
    ['quantity', { min: 1, unit: 'sessions' }],
    ['deadline', '2026'],
    ['validUntil', '2030'],
    ['condition', 'if funded'],
  ])('brings no %s: that belongs to the opening', (name, value) => {
    given(opened())
      .whenOnBody('ReaffirmBody', { parties: ['KR'], [name]: value })
      .refuses('NOT_IN_A_FURTHER_ACT', `/${name}`);
  });

  it('is about the same kind of thing', () => {
    given(opened())
      .whenOnBody('AgreeProject', { parties: ['KR'] })
      .refuses('KIND_MISMATCH', '/commitment');
  });

  it('names parties that have a role, or gives them one', () => {
    given(opened())
      .whenOnBody('ReaffirmBody', { parties: ['KR', 'JP'] })
      .refuses('PARTY_NOT_IN_COMMITMENT', '/parties/1');
    given(opened())
      .whenOnBody('ReaffirmBody', { parties: [{ code: 'JP', role: 'committer' }] })
      .records('BodyReaffirmed');
  });

  it('may take effect before the act that opened the record', () => {
    const late = said('BodyProposed', { effectiveAt: '2025-04', parties: ['KR'] }, '2025-07-29');
    const view = seen([opened(), late], '2025-05-01');
    expect(view).toMatchObject({ status: 'proposed', parties: [{ code: 'KR', role: 'committer' }] });
    expect(seen([opened(), late], '2025-07').act).toMatchObject({
      strongest: { act: 'agreed', event: eventAt(0) },
      latest: { act: 'agreed', event: eventAt(0) },
    });
  });

  it('adds its areas to those there are', () => {
    const later = said('BodyExplored', { parties: ['KR'], areas: ['space', 'land'], effectiveAt: '2025-09-26' });
    expect(seen([opened({ areas: ['space', 'maritime'] }), later], '2025-10').areas).toEqual([
      'land',
      'maritime',
      'space',
    ]);
  });

  it('that reaffirms raises nothing, and is remembered as the last reaffirmation', () => {
    const history = [
      opened({}, 'BodyProposed'),
      said('BodyReaffirmed', { parties: ['KR'], effectiveAt: '2025-07' }, '2025-08-05'),
    ];
    expect(standingOf(history, 'KR', '2025-08')).toMatchObject({ position: 'announced', reaffirmed: '2025-07' });
    expect(standingOf(history, 'NATO', '2025-08')?.reaffirmed).toBeUndefined();
    expect(seen(history, '2025-08').status).toBe('proposed');
  });

  it('that reaffirms does so for its committers alone, named with a role or by their codes', () => {
    const others = ['addressee', 'beneficiary', 'bearer'].map((role) => ({
      code: role.slice(0, 3).toUpperCase(),
      role,
    }));
    const opening = opened({ parties: [KR, NATO, ...others, { code: 'NATO', role: 'addressee' }] }, 'BodyReaffirmed');
    const further = said('BodyReaffirmed', { parties: ['KR', 'ADD', 'BEN', 'BEA'], effectiveAt: '2025-07-01' });
    const reaffirmed = (history: Parameters<typeof seen>[0]) =>
      seen(history, '2025-08').position.flatMap(({ party, reaffirmed: when }) => (when === undefined ? [] : [party]));
    expect(reaffirmed([opening])).toEqual(['KR', 'NATO']);
    expect(reaffirmed([opened({ parties: [KR, NATO, ...others] }), further])).toEqual(['KR']);
  });
});

describe('a position', () => {
  const history = [
    opened(),
    said('PositionChanged', { party: 'KR', position: 'signed', effectiveAt: '2025-07-01' }),
    said('BodyProposed', { parties: ['KR'], effectiveAt: '2025-08-01' }),
    said('BodyAgreed', { parties: ['KR'], effectiveAt: '2025-08-02' }),
  ];

  it('is never lowered by an act', () => {
    expect(standingOf(history, 'KR', '2025-07-15')?.position).toBe('signed');
    expect(standingOf(history, 'KR', '2025-09')?.position).toBe('signed');
  });

  it('rests on the party itself only where a citation gives its own words', () => {
    const own = [{ source: 's', as: 'quoted', speaker: 'KR' }];
    const paraphrased = [{ source: 's', as: 'paraphrased', speaker: 'NATO' }];
    const view = [opened({ citations: [...own, ...paraphrased] })];
    expect(standingOf(view, 'KR', '2025')?.basis).toBe('own');
    expect(standingOf(view, 'NATO', '2025')?.basis).toBe('attributed');
    const change = said('PositionChanged', {
      party: 'NATO',
      position: 'signed',
      citations: [{ source: 's', as: 'own', speaker: 'NATO' }],
    });
    expect(standingOf([...view, change], 'NATO', '2025')?.basis).toBe('own');
  });

  it('is given to committers alone', () => {
    const view = seen([opened({ parties: [KR, { code: 'JP', role: 'beneficiary' }] })], '2025');
    expect(view.position).toMatchObject([
      { party: 'JP', position: null },
      { party: 'KR', position: 'agreed' },
    ]);
  });
});

describe('links, concerns and evidence', () => {
  it('a link names another commitment', () => {
    given(opened())
      .whenOnBody('LinkCommitments', { relation: 'implements', target: OTHER })
      .records('CommitmentsLinked');
    given(opened())
      .whenOnBody('LinkCommitments', { relation: 'implements', target: BODY })
      .refuses('REFERS_TO_ITSELF', '/target');
  });

  it('a concern and its answers are shown together', () => {
    const history = [
      opened(),
      said('ConcernRaised', { by: 'KR-PPP', kind: 'concern', summary: 'absence costs opportunities' }),
      said('ConcernAnswered', { concern: eventAt(1), by: 'KR', summary: 'a letter explained it' }),
    ];
    expect(seen(history, '2025').concerns).toMatchObject([
      { event: eventAt(1), by: 'KR-PPP', answers: [{ event: eventAt(2), by: 'KR' }] },
    ]);
    given(...history)
      .whenOnBody('AnswerConcern', { concern: eventAt(0), by: 'KR', summary: 'x' })
      .refuses('WRONG_EVENT_TYPE', '/concern');
    given(...history)
      .whenOnBody('AnswerConcern', { concern: eventAt(9), by: 'KR', summary: 'x' })
      .refuses('UNKNOWN_EVENT', '/concern');
  });

  it('evidence is open until it is reviewed, and the latest review in effect rules', () => {
    const submitted = said('EvidenceSubmitted', { about: '2025-09', summary: 'a first dialogue was held' });
    const review = (type: string, effectiveAt: string) =>
      said(type, { evidence: eventAt(1), reason: 'its source is official', effectiveAt });
    const history = [
      opened(),
      submitted,
      review('EvidenceAccepted', '2025-10-10'),
      review('EvidenceRejected', '2025-10-05'),
    ];
    expect(seen(history, '2025-10-01').evidence).toMatchObject([{ event: eventAt(1), standing: 'open', reviews: [] }]);
    expect(seen(history, '2025-10-06').evidence).toMatchObject([{ standing: 'rejected' }]);
    expect(seen(history, '2025-10-11').evidence).toMatchObject([
      { standing: 'accepted', reviews: [{ outcome: 'rejected' }, { outcome: 'accepted' }] },
    ]);
    given(opened(), submitted)
      .whenOnBody('ReviewEvidence', { evidence: eventAt(1), outcome: 'accepted', reason: 'official' })
      .records('EvidenceAccepted', { evidence: eventAt(1) });
    given(opened(), submitted)
      .whenOnBody('ReviewEvidence', { evidence: eventAt(1), outcome: 'rejected', reason: 'hearsay' })
      .records('EvidenceRejected');
    given(opened(), submitted)
      .whenOnBody('ReviewEvidence', { evidence: eventAt(0), outcome: 'rejected', reason: 'hearsay' })
      .refuses('WRONG_EVENT_TYPE', '/evidence');
  });
});
