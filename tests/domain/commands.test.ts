import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, commandSchema, parseCommand } from '../../src/domain/commands.ts';
import { referencesOf, unknownReferences } from '../../src/domain/references.ts';
import { isRefusal, type RefusalCode } from '../../src/domain/refusal.ts';
import { decisionOn } from '../support/given.ts';
import { BODY, CITED, eventAt, KR, NATO, OTHER, opened, said } from '../support/history.ts';

const base = { commitment: BODY, effectiveAt: '2025-06-25', citations: CITED };
const act = { ...base, title: 'A body', parties: [KR, NATO] };
const parse = (name: string, payload: unknown) => parseCommand(name, payload, () => OTHER);
const order = (name: string, payload: unknown) => {
  const parsed = parse(name, payload);
  if (isRefusal(parsed)) throw new Error(parsed.detail);
  return parsed;
};

/** For every code a command that is refused with it: a code without a case does not compile. */
const REFUSED: Readonly<
  Record<Exclude<RefusalCode, `UNKNOWN_${'SOURCE' | 'OCCASION' | 'COMMITMENT'}`>, () => unknown>
> = {
  INVALID_PAYLOAD: () => decisionOn([], 'AgreeBody', {}),
  UNKNOWN_COMMAND: () => decisionOn([], 'AgreeStatement', act),
  NOT_ON_RECORD: () => decisionOn([], 'EnterIntoForce', { ...base, basis: 'x' }),
  ALREADY_ON_RECORD: () =>
    decisionOn(
      [
        {
          stream: 'party-KR',
          type: 'PartyRegistered',
          data: { party: 'KR', name: 'K', kind: 'state' },
          recorded: '2025',
        },
      ],
      'RegisterParty',
      { party: 'KR', name: 'K', kind: 'state' },
    ),
  OPENING_INCOMPLETE: () => decisionOn([], 'AgreeBody', { ...act, parties: ['KR'] }),
  NOT_IN_A_FURTHER_ACT: () => decisionOn([opened()], 'AgreeBody', act),
  KIND_MISMATCH: () => decisionOn([opened()], 'AgreeProject', { ...base, parties: ['KR'] }),
  PARTY_NOT_IN_COMMITMENT: () => decisionOn([opened()], 'AgreeBody', { ...base, parties: ['JP'] }),
  UNKNOWN_PARTY: () =>
    decisionOn([], 'ChangeMembership', { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2025' }),
  UNKNOWN_OFFICE: () =>
    decisionOn(
      [
        {
          stream: 'party-KR',
          type: 'PartyRegistered',
          data: { party: 'KR', name: 'K', kind: 'state' },
          recorded: '2025',
        },
      ],
      'ChangeOfficeHolder',
      {
        party: 'KR',
        office: 'president',
        holder: '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10',
        change: 'took',
        effectiveAt: '2025',
      },
    ),
  UNKNOWN_EVENT: () =>
    decisionOn([opened()], 'AnswerConcern', { ...base, concern: eventAt(9), by: 'KR', summary: 'x' }),
  WRONG_EVENT_TYPE: () =>
    decisionOn([opened()], 'AnswerConcern', { ...base, concern: eventAt(0), by: 'KR', summary: 'x' }),
  EVIDENCE_NOT_ACCEPTED: () =>
    decisionOn([opened()], 'IssueAssessment', {
      ...base,
      assessor: 'observatory',
      party: 'KR',
      window: '2025',
      stage: 'final',
      verdict: 'kept',
      reason: 'x',
    }),
  WITHDRAWAL_TOOK_EFFECT: () =>
    decisionOn(
      [opened(), said('PositionChanged', { party: 'KR', position: 'withdrawing', takesEffect: '2025-06-25' })],
      'RevokeWithdrawal',
      { ...base, effectiveAt: '2025-06-26', notice: eventAt(1) },
    ),
  REFERS_TO_ITSELF: () => decisionOn([opened()], 'LinkCommitments', { ...base, relation: 'continues', target: BODY }),
  EFFECTIVE_TOO_FAR_AHEAD: () => decisionOn([opened()], 'AgreeBody', { ...base, parties: ['KR'], effectiveAt: '2030' }),
};

describe('a refusal', () => {
  it.each(Object.entries(REFUSED))('%s says what to do, with a pointer to each fault', (code, decide) => {
    const refusal = decide();
    const fault = { pointer: expect.any(String), detail: expect.any(String) };
    expect(refusal).toMatchObject({ refused: code, errors: expect.arrayContaining([fault]) });
    expect((refusal as { detail: string }).detail).toMatch(/\w+ \w+ \w+/);
  });

  it('of a payload points to every fault at once', () => {
    expect(parse('AgreeBody', { ...act, parties: ['kr'], effectiveAt: 'soon', colour: 'blue' })).toMatchObject({
      refused: 'INVALID_PAYLOAD',
      errors: [
        { pointer: '/effectiveAt' },
        { pointer: '/parties/0' },
        { pointer: '', detail: expect.stringContaining('colour') },
      ],
    });
  });

  it('of an unknown command names the one that was meant, or all', () => {
    expect(parse('agreebody', act)).toMatchObject({ detail: expect.stringContaining('did you mean AgreeBody') });
    expect(parse('Sign', act)).toMatchObject({ detail: expect.stringContaining('ChangePosition') });
    for (const name of ['constructor', '__proto__', ''])
      expect(parse(name, act)).toMatchObject({ refused: 'UNKNOWN_COMMAND' });
  });
});

describe('a payload', () => {
  it.each([null, undefined, 5, 'text', [], [act]])('%j is none', (payload) => {
    expect(parse('AgreeBody', payload)).toMatchObject({ refused: 'INVALID_PAYLOAD' });
  });

  it('cites a source on record', () => {
    expect(parse('AgreeBody', { ...act, citations: [] })).toMatchObject({ errors: [{ pointer: '/citations' }] });
    const { citations: _, ...uncited } = act;
    expect(parse('AgreeBody', uncited)).toMatchObject({ errors: [{ pointer: '/citations' }] });
  });

  it.each<[string, object, string]>([
    ['half of a surrogate pair', { condition: 'a\ud800' }, '/condition'],
    ['half of a surrogate pair deep inside', { citations: [{ ...CITED[0], quote: '\udc00' }] }, '/citations/0/quote'],
    ['an integer no double holds', { quantity: { min: 2 ** 60, unit: 'won' } }, '/quantity/min'],
  ])('that holds %s is refused: it would have no canonical text', (_, wrong, pointer) => {
    expect(parse('AgreeBody', { ...act, ...wrong })).toMatchObject({
      refused: 'INVALID_PAYLOAD',
      errors: [{ pointer }],
    });
  });

  it('that nests without end is refused before it exhausts the stack', () => {
    const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
    const correction = { ...base, event: eventAt(0), cause: 'source', reason: 'x', replacement: { deep } };
    expect(parse('CorrectRecord', correction)).toMatchObject({ refused: 'INVALID_PAYLOAD' });
  });

  it('keeps what it says: text at its ends, names, numbers', () => {
    expect(order('AgreeBody', act).data).toEqual(act);
    expect(parse('AgreeBody', { ...act, title: ' A body' })).toMatchObject({ errors: [{ pointer: '/title' }] });
  });

  it('has one canonical text, whatever the order of its members', () => {
    const backwards = Object.fromEntries(Object.entries(act).reverse());
    expect(order('AgreeBody', backwards).text).toBe(order('AgreeBody', act).text);
  });
});

describe('what a command is about', () => {
  it('is named in its payload, or gets an id', () => {
    expect(order('AgreeBody', act)).toMatchObject({ id: BODY, stream: `commitment-${BODY}` });
    const { commitment: _, ...unnamed } = act;
    expect(order('AgreeBody', unnamed)).toMatchObject({ id: OTHER, data: { commitment: OTHER } });
  });

  it.each([
    ['commitment', BODY],
    ['party', 'KR'],
    ['occasion', 'summit'],
    ['source', 'july-report'],
  ])('CorrectRecord corrects a %s where the payload names one', (aggregate, id) => {
    const { commitment: _, effectiveAt: __, ...rest } = base;
    const common = { [aggregate]: id, event: eventAt(0), cause: 'source', reason: 'x', void: true };
    const payload = aggregate === 'source' ? common : { ...common, ...rest };
    expect(order('CorrectRecord', payload)).toMatchObject({ aggregate, stream: `${aggregate}-${id}` });
  });

  it('a concern is raised on a commitment, or on an occasion', () => {
    const concern = { effectiveAt: '2025', citations: CITED, by: 'KR-PPP', kind: 'concern', summary: 'x' };
    expect(order('RaiseConcern', { ...concern, commitment: BODY, occasion: 'summit' }).aggregate).toBe('commitment');
    expect(order('RaiseConcern', { ...concern, occasion: 'summit' }).aggregate).toBe('occasion');
  });

  it('has a schema for every command, one that takes each kind of payload', () => {
    expect(COMMAND_NAMES.filter((name) => commandSchema(name) === undefined)).toEqual([]);
    expect(commandSchema('NoSuchCommand')).toBeUndefined();
    expect(commandSchema('AgreeBody')?.safeParse(act).success).toBe(true);
  });
});

describe('references', () => {
  const referred = (name: string, payload: unknown) =>
    referencesOf(order(name, payload)).map(({ aggregate, id, pointer }) => `${aggregate} ${id} ${pointer}`);

  it('are every party, source, occasion and commitment named, once each, with where it is named', () => {
    expect(referred('AgreeBody', { ...act, occasion: 'summit', parties: [KR, NATO, KR] })).toEqual([
      'source july-report /citations/0/source',
      'occasion summit /occasion',
      'party KR /parties/0/code',
      'party NATO /parties/1/code',
    ]);
    expect(referred('EndCommitment', { ...base, how: 'superseded', supersededBy: OTHER })).toContain(
      `commitment ${OTHER} /supersededBy`,
    );
    expect(referred('AmendCommitment', { ...base, roles: [KR] })).toContain('party KR /roles/0/code');
    expect(referred('ReaffirmBody', { ...base, parties: ['KR'] })).toContain('party KR /parties/0');
  });

  it('of what a correction puts in place count too', () => {
    const replacement = said('BodyReaffirmed', { parties: [{ code: 'JP', role: 'committer' }] }).data;
    expect(
      referred('CorrectRecord', { ...base, event: eventAt(1), cause: 'source', reason: 'x', replacement }),
    ).toContain('party JP /replacement/parties/0/code');
  });

  it('to the record itself are none', () => {
    expect(referred('RegisterParty', { party: 'KR', name: 'Korea', kind: 'state' })).toEqual([]);
  });

  it.each([
    ['party', 'UNKNOWN_PARTY', 'RegisterParty'],
    ['source', 'UNKNOWN_SOURCE', 'CaptureSource'],
    ['occasion', 'UNKNOWN_OCCASION', 'RecordOccasion'],
    ['commitment', 'UNKNOWN_COMMITMENT', 'speech act'],
  ] as const)('to an unknown %s are refused as %s', (aggregate, code, hint) => {
    const refusal = unknownReferences([{ aggregate, id: 'x', stream: `${aggregate}-x`, pointer: '/p' }]);
    expect(refusal).toMatchObject({ refused: code, errors: [{ pointer: '/p' }] });
    expect(refusal?.detail).toContain(hint);
  });
});
