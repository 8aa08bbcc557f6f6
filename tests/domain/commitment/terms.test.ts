import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { corrected, eventAt, opened, type Said, said, seen } from '../../support/history.ts';

const asserted = (term: string, value: unknown, more: object = {}): Said =>
  said('TermAsserted', { term, value: value as string, ...more });
const adjudicated = (term: string, revision: number, more: object = {}): Said =>
  said('TermAdjudicated', { term, prefers: eventAt(revision), reason: 'it is the own words of the office', ...more });
const terms = (...all: Said[]) => seen([opened(), ...all], '2026').terms;

describe('a term', () => {
  it.each([
    ['level', 'working-level'],
    ['name', 'Defence Industry Consultative Body'],
    ['act', 'pledged'],
    ['area', ['space', 'munitions']],
    ['date', '2025-06-25'],
    ['quantity', { min: 3, unit: 'sessions' }],
  ])('%s can be asserted, and is undisputed while nobody says otherwise', (term, value) => {
    given(opened()).whenOnBody('AssertTerm', { term, value }).records('TermAsserted', { term });
    expect(terms(asserted(term, value))).toMatchObject([{ term, standing: 'undisputed', value }]);
  });

  it('is contested where assertions of it are unlike, and then has no value', () => {
    const history = [opened(), asserted('level', 'working-level'), asserted('level', 'director-general level')];
    const view = seen(history, '2026');
    expect(view.contested).toEqual(['level']);
    expect(view.terms).toMatchObject([{ standing: 'contested', value: null, assertions: [{}, {}] }]);
    expect(view.status).toBe('agreed');
  });

  it.each([
    ['whatever their case and white space', 'level', 'Working  Level', 'working level'],
    ['areas in whatever order', 'area', ['space', 'land'], ['land', 'space']],
    ['numbers with or without a fraction', 'quantity', { min: 3, unit: 'x' }, { min: 3.0, unit: 'x' }],
  ])('is undisputed where assertions are alike, %s', (_, term, one, other) => {
    expect(terms(asserted(term, one), asserted(term, other))).toMatchObject([{ standing: 'undisputed' }]);
  });

  it('of the commitment and of one of its events are different things', () => {
    const about = asserted('level', 'director-general level', { about: eventAt(0) });
    expect(terms(asserted('level', 'working-level'), about).map(({ standing }) => standing)).toEqual([
      'undisputed',
      'undisputed',
    ]);
    given(opened())
      .whenOnBody('AssertTerm', { term: 'level', value: 'x', about: eventAt(5) })
      .refuses('UNKNOWN_EVENT', '/about');
  });

  it('counted later is no contradiction of an earlier count', () => {
    const june = asserted('quantity', { min: 3, max: 3, unit: 'x' }, { at: '2025-06' });
    const july = asserted('quantity', { min: 5, max: 5, unit: 'x' }, { at: '2025-07' });
    expect(terms(june, july).map(({ standing }) => standing)).toEqual(['undisputed', 'undisputed']);
    expect(terms(june, asserted('quantity', { min: 5, unit: 'x' }, { at: '2025-06' }))).toMatchObject([
      { standing: 'contested' },
    ]);
  });

  it.each([
    ['a month and a day in it', 'date', ['2020-01', '2020-01-01'], '2020-01-01'],
    [
      'at least 100 and just 120',
      'quantity',
      [
        { min: 100, unit: 't' },
        { min: 120, max: 120, unit: 'T' },
      ],
      { min: 120 },
    ],
    ['one instant in two zones', 'date', ['2020-01-01T10:00+01:00', '2020-01-01T09:00Z'], '2020-01-01T10:00+01:00'],
    [
      'the same areas, one of them twice',
      'area',
      [
        ['space', 'land'],
        ['land', 'space', 'land'],
      ],
      ['space', 'land'],
    ],
    ['a name in two Unicode forms', 'name', ['Caf\u00e9 Talks', 'Cafe\u0301  talks'], 'Caf\u00e9 Talks'],
  ])('that can all be true is no contradiction: %s', (_, term, values, value) => {
    const [found] = terms(...values.map((one) => asserted(term, one)));
    expect(found).toMatchObject({ standing: 'undisputed', value });
    expect(found?.assertions.map((assertion) => assertion.value)).toEqual(values);
  });

  it('of which three cannot all be true is contested, though each two of them might', () => {
    const three = [
      { min: 100, unit: 't' },
      { max: 130, unit: 't' },
      { min: 131, max: 140, unit: 't' },
    ];
    expect(terms(...three.map((one) => asserted('quantity', one)))).toMatchObject([
      { standing: 'contested', value: null, assertions: [{}, {}, {}] },
    ]);
  });

  it('is contested where one names areas that the other does not', () => {
    expect(terms(asserted('area', ['space', 'land']), asserted('area', ['space']))).toMatchObject([
      { standing: 'contested' },
    ]);
  });

  it('counted at one instant in two zones is counted at the same time', () => {
    const noon = asserted('quantity', { min: 3, max: 3, unit: 'x' }, { at: '2025-06-01T12:00Z' });
    const inParis = asserted('quantity', { min: 5, max: 5, unit: 'X' }, { at: '2025-06-01T14:00+02:00' });
    expect(terms(noon, inParis)).toMatchObject([{ standing: 'contested' }]);
  });

  it('keeps who said it and how, with every assertion in effective order', () => {
    const quoted = [{ source: 'seed', as: 'quoted', speaker: 'the presidential office' }];
    expect(
      terms(
        asserted('level', 'b', { effectiveAt: '2025-07-01' }),
        asserted('level', 'a', { citations: quoted, effectiveAt: '2025-06-26' }),
      ),
    ).toMatchObject([{ assertions: [{ value: 'a', citations: quoted }, { value: 'b' }] }]);
  });
});

describe('a quantity', () => {
  const tonnes = (n: number, what: object = {}) =>
    asserted('quantity', { min: n, max: n, unit: 't' }, what as Said['data']);

  it('contradicts another only with equal measure, subject, window and unit', () => {
    const apart: object[] = [{}, { measure: 'stock' }, { measure: 'rate', window: '2020' }, { subject: 'Steel' }];
    const others = [
      ...apart,
      { measure: 'rate', window: '2021' },
      { measure: 'sum', subject: 'steel', window: '2020' },
    ];
    expect(terms(...others.map((what, n) => tonnes(n + 1, what))).map(({ standing }) => standing)).toEqual(
      others.map(() => 'undisputed'),
    );
    for (const [one, same] of [
      [{ subject: 'Steel' }, { subject: 'steel' }],
      [
        { measure: 'rate', window: '2020' },
        { measure: 'rate', window: '2020-01/2020-12' },
      ],
    ]) {
      expect(terms(tonnes(1, one), tonnes(2, same))).toMatchObject([{ ...one, standing: 'contested', value: null }]);
    }
  });

  it('that an act asserts may say what it counts, as an assertion of its own does', () => {
    const what = { measure: 'stock', subject: 'Steel' };
    const act = opened({ terms: [{ term: 'quantity', value: { min: 1, max: 1, unit: 't' }, ...what }] });
    expect(seen([act, tonnes(2)], '2026').terms).toHaveLength(2);
    expect(seen([act, tonnes(2, what)], '2026')).toMatchObject({ contested: ['quantity'], terms: [what] });
  });

  it('alone says what it counts', () => {
    given(opened())
      .whenOnBody('AssertTerm', { term: 'level', value: 'high', measure: 'stock' })
      .refuses('INVALID_PAYLOAD');
  });
});

describe('an adjudication', () => {
  const two = [asserted('level', 'working-level'), asserted('level', 'director-general level')];

  it('prefers one assertion with a reason, and hides none', () => {
    expect(terms(...two, adjudicated('level', 2))).toMatchObject([
      {
        standing: 'adjudicated',
        value: 'director-general level',
        adjudication: { prefers: eventAt(2), event: eventAt(3) },
        assertions: [{}, {}],
      },
    ]);
  });

  it('is reopened by an assertion made since and unlike those it knew', () => {
    expect(terms(...two, adjudicated('level', 2), asserted('level', 'Working-Level'))).toMatchObject([
      { standing: 'adjudicated' },
    ]);
    expect(terms(...two, adjudicated('level', 2), asserted('level', 'ministerial'))).toMatchObject([
      { standing: 'contested' },
    ]);
  });

  it('is not reopened by an assertion made since that allows what was known then', () => {
    const [hundred, more] = [100, 120].map((n) => asserted('quantity', { min: n, max: n, unit: 't' }));
    const settled = [hundred, more, adjudicated('quantity', 2)] as Said[];
    expect(terms(...settled, asserted('quantity', { min: 110, unit: 't' }))).toMatchObject([
      { standing: 'adjudicated', value: { min: 120 } },
    ]);
    expect(terms(...settled, asserted('quantity', { min: 130, unit: 't' }))).toMatchObject([{ standing: 'contested' }]);
  });

  it('gives way to a later one', () => {
    expect(
      terms(...two, adjudicated('level', 2), adjudicated('level', 1, { effectiveAt: '2025-07-01' })),
    ).toMatchObject([{ value: 'working-level' }]);
  });

  it('takes effect on its own date', () => {
    const history = [opened(), ...two, adjudicated('level', 2, { effectiveAt: '2025-09-01' })];
    expect(seen(history, '2025-08').contested).toEqual(['level']);
    expect(seen(history, '2025-09').contested).toEqual([]);
  });

  it('prefers an event that asserts the term, by index where an act asserts it more than once', () => {
    const act = opened({
      terms: [
        { term: 'level', value: 'a' },
        { term: 'name', value: 'n' },
        { term: 'level', value: 'b' },
      ],
    });
    const adjudicate = (more: object) =>
      given(act, ...two).whenOnBody('AdjudicateTerm', { prefers: eventAt(0), reason: 'x', ...more });
    adjudicate({ term: 'name' }).records('TermAdjudicated');
    adjudicate({ term: 'level' }).refuses('WRONG_EVENT_TYPE', '/index');
    adjudicate({ term: 'level', index: 2 }).records('TermAdjudicated');
    adjudicate({ term: 'level', index: 1 }).refuses('WRONG_EVENT_TYPE', '/prefers');
    adjudicate({ term: 'date' }).refuses('WRONG_EVENT_TYPE', '/prefers');
    adjudicate({ term: 'name', prefers: eventAt(1) }).refuses('WRONG_EVENT_TYPE', '/prefers');
    adjudicate({ term: 'name', prefers: eventAt(9) }).refuses('UNKNOWN_EVENT', '/prefers');
    expect(seen([act, adjudicated('level', 0, { index: 2 })], '2026').terms[0]).toMatchObject({
      term: 'level',
      standing: 'adjudicated',
      value: 'b',
    });
  });

  it('by index 0 finds the one assertion of an event that makes one', () => {
    expect(terms(...two, adjudicated('level', 1, { index: 0 }))).toMatchObject([{ value: 'working-level' }]);
  });

  it('judges an assertion by what the latest correction of it says', () => {
    const replacement = { ...asserted('name', 'the body').data };
    const history = [opened(), ...two, corrected(1, { replacement }, '2025-07-01')];
    const adjudicate = (term: string) =>
      given(...history).whenOnBody('AdjudicateTerm', { term, prefers: eventAt(1), reason: 'x' });
    adjudicate('name').records('TermAdjudicated');
    adjudicate('level').refuses('WRONG_EVENT_TYPE', '/prefers');
  });
});
