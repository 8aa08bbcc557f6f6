// What a party did is said in one way, whether it stands in a line of its own or in a group of a page.
import { describe, expect, it } from 'vitest';
import { type Around, deedOf } from '../../../src/domain/commitment/positionInWords.ts';
import { ConsentBy } from '../../../src/domain/commitment/treatyPayloads.ts';

const NOTICE = { type: 'PositionChanged', data: { party: 'BB', position: 'withdrawing', takesEffect: '2023-01-01' } };
const SUSPENSION = { type: 'OperationSuspended', data: { parties: ['AA', 'BB'] } };
const EVENTS = new Map<string, { type: string; data: object }>([
  ['notice', NOTICE],
  ['suspension', SUSPENSION],
]);
const AROUND: Around = { eventOf: (id) => EVENTS.get(id), commits: (code) => code !== 'UN', sourceOf: (id) => id };
const told = (type: string, data: object) => deedOf({ type, data }, AROUND);

describe('a change of position', () => {
  it.each(ConsentBy.options)('by %s has its own words, and the same ones alone and in a group', (by) => {
    const deed = told('PositionChanged', { party: 'BB', position: 'ratified', by });
    expect(deed?.did).toMatch(/^[a-z ]+$/);
    const words = deed?.did.split(' ') ?? [];
    expect(deed?.sentence.split(' ')).toEqual(expect.arrayContaining(['BB', ...words]));
    const others = ConsentBy.options.filter((other) => other !== by);
    const same = others.map((other) => told('PositionChanged', { party: 'BB', position: 'ratified', by: other })?.did);
    expect(same).not.toContain(deed?.did);
  });

  it.each([
    [{ position: 'ratified', by: 'accession' }, 'acceded', 'BB acceded to it'],
    [{ position: 'ratified', means: 'ratification' }, 'ratified', 'BB ratified it'],
    [{ position: 'signed', by: 'definitive_signature' }, 'signed definitively', 'BB signed it definitively'],
    [{ position: 'ratified' }, 'consented to be bound', 'BB consented to be bound by it'],
    [{ position: 'agreed' }, 'agreed', 'BB agreed to it'],
    [{ position: 'withdrawing', by: 'ratification' }, 'gave notice of withdrawal', 'BB gave notice of withdrawal'],
  ])('%j is told as %s: %s', (data, did, sentence) => {
    expect(told('PositionChanged', { party: 'BB', ...data })).toMatchObject({ did, sentence });
  });

  it('says from when it holds, and in whose place', () => {
    expect(told('PositionChanged', NOTICE.data)?.sentence).toBe(
      'BB gave notice of withdrawal, to take effect 1 January 2023',
    );
    const succeeds = { party: 'SU', from: '1991' };
    expect(told('PositionChanged', { party: 'BB', position: 'ratified', by: 'succession', succeeds })?.sentence).toBe(
      'BB succeeded to it, in the place of SU since 1991',
    );
  });
});

describe('what undoes something', () => {
  it('says whose that was', () => {
    expect(told('WithdrawalRevoked', { notice: 'notice' })?.sentence).toBe('BB revoked its notice of withdrawal');
    expect(told('OperationResumed', { suspension: 'suspension' })?.sentence).toBe('AA and BB resumed its operation');
  });

  it('names nobody where that is not on record', () => {
    expect(told('WithdrawalRevoked', { notice: 'none' })?.sentence).toBe('a notice of withdrawal was revoked');
    expect(told('OperationResumed', { suspension: 'none' })?.sentence).toBe('its operation was resumed');
  });
});

it('what is no deed of a party is not told of here', () => {
  expect(told('DeadlineSet', { deadline: '2020', firmness: 'firm' })).toBeUndefined();
});
