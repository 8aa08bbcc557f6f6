// What is said of a payload that does not fit: where, what is there, and what to give instead.
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/domain/commands.ts';
import { isRefusal } from '../../src/domain/refusal.ts';

/** The faults of a payload, each as its pointer and its text. */
function faults(name: string, payload: unknown): string[] {
  const order = parseCommand(name, payload, () => 'none');
  return isRefusal(order) ? order.errors.map(({ pointer, detail }) => `${pointer} ${detail}`) : [];
}

const BODY = {
  title: 'A body',
  effectiveAt: '2025-06-25',
  parties: [{ code: 'KR', role: 'committer' }],
  citations: [{ source: 'a-source', as: 'own' }],
};
const TERM = {
  commitment: '0f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01',
  effectiveAt: '2025-06-25',
  citations: BODY.citations,
};

describe('a payload that does not fit', () => {
  it.each<[what: string, name: string, payload: unknown, fault: string]>([
    ['a missing member', 'ProposeBody', { ...BODY, parties: undefined }, '/parties is missing: give a list'],
    ['a value of another type', 'ProposeBody', { ...BODY, title: 3 }, '/title is 3: give text'],
    ['a word that is none of some', 'RegisterParty', { party: 'KR', name: 'Korea', kind: 'planet' }, 'state, organis'],
    ['too long a text', 'ProposeBody', { ...BODY, title: 'x'.repeat(301) }, '/title has too many characters: give at'],
    ['too long a list', 'ProposeBody', { ...BODY, areas: Array(65).fill('a') }, '/areas has too many items: give at'],
    ['a member it does not take', 'ProposeBody', { ...BODY, page: 'x' }, ' holds page, which it does not take: leave'],
    ['a misspelt member', 'ProposeBody', { ...BODY, titel: 'x' }, ' holds titel, which it does not take: did you mean'],
    [
      'a member that a small object does not take',
      'ProposeBody',
      { ...BODY, citations: [{ source: 'a-source', as: 'own', page: 4 }] },
      'it takes { source, locator?, quote?, lang?, as, speaker? }',
    ],
    ['a bare figure', 'PledgeContribution', { ...BODY, quantity: 130 }, 'is 130: give { min: 130, max: 130, unit: … }'],
    [
      'a figure with its unit',
      'PledgeContribution',
      { ...BODY, quantity: '1.5 tonnes' },
      'is "1.5 tonnes": give { min: 1.5, max: 1.5, unit: tonnes }',
    ],
    [
      'a figure where it is said that one is approximate',
      'PledgeContribution',
      { ...BODY, quantity: { min: 1, approx: 130, unit: 't' } },
      '/quantity/approx is 130: give true or false; what is about that is { min: 130, max: 130, approx: true, unit: … }',
    ],
    [
      'another value in an object’s place',
      'PledgeContribution',
      { ...BODY, target: { baseline: 5 } },
      'give { value, ',
    ],
    [
      'a date that is missing',
      'ProposeBody',
      { ...BODY, effectiveAt: undefined },
      '/effectiveAt is missing: give a day',
    ],
    ['a day that no month has', 'ProposeBody', { ...BODY, effectiveAt: '2024-02-30' }, '2024-02 has the days 01 to 29'],
    ['a number out of bounds', 'PledgeContribution', { ...BODY, quantity: { min: -1, unit: 't' } }, 'at least 0'],
    ['a tag of no form', 'AssertTerm', { ...TERM, term: 'colour', value: 'red' }, '/term is "colour", which is none'],
    ['no object at all', 'ProposeBody', [], ' is a list: give an object'],
  ])('is told of %s, and what to give instead', (_what, name, payload, fault) => {
    expect(faults(name, payload)).toEqual([expect.stringContaining(fault)]);
  });

  it('is told of a rule over several fields beside the faults of others', () => {
    expect(faults('CorrectRecord', { ...TERM, event: TERM.commitment, cause: 'typo', reason: 'mistyped' })).toEqual([
      expect.stringContaining('/cause is "typo": give one of recorder, source'),
      expect.stringContaining(' gives neither or both of replacement and void'),
    ]);
    const quantity = { min: 5, max: 3, approx: 'yes', unit: 't' };
    expect(faults('PledgeContribution', { ...BODY, title: 3, quantity })).toEqual([
      expect.stringContaining('/title is 3'),
      expect.stringContaining('/quantity/approx is "yes"'),
      expect.stringContaining('/quantity has a min above its max'),
    ]);
  });

  it('is told nothing of a rule whose own fields are at fault', () => {
    const quantity = { min: 'many', unit: 't' };
    expect(faults('PledgeContribution', { ...BODY, quantity })).toEqual([
      expect.stringContaining('/quantity/min is "many"'),
    ]);
  });

  it('shows no more of a large value than its beginning', () => {
    const [fault = ''] = faults('RegisterParty', { party: 'KR', name: 'Korea', kind: 'x'.repeat(10_000) });
    expect(fault.length).toBeLessThan(300);
  });
});
