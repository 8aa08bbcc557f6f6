// Refusals of a newcomer's first tries: each says what to write.
import { expect, it } from 'vitest';
import { ChangePosition, EndCommitment } from '../../src/domain/commitment/payloads.ts';
import { When } from '../../src/domain/time.ts';
import { worded } from '../../src/domain/wording.ts';

const told = (schema: typeof ChangePosition | typeof EndCommitment | typeof When, input: unknown) =>
  schema.safeParse(input, { error: worded }).error?.issues.map(({ message }) => message);
const cited = {
  commitment: 'b710d8c6-0986-5aa2-9746-4bbfa4a281e0',
  effectiveAt: '2020-01-01',
  citations: [{ source: 'src', as: 'own' }],
};

it('a position that only follows names the one that is recorded', () => {
  expect(told(ChangePosition, { ...cited, party: 'AA', position: 'withdrew' })?.join()).toContain('give withdrawing');
});

it('what is superseded by nothing is told that this is missing', () => {
  expect(told(EndCommitment, { ...cited, how: 'superseded' })?.join()).toContain('is missing: name the commitment');
  const other = { ...cited, how: 'lapsed', supersededBy: cited.commitment };
  expect(told(EndCommitment, other)?.join()).toContain('goes with how: superseded alone');
});

it('a range that ends before it starts is told so', () => {
  expect(told(When, '2019-01-01/2018-01-01')?.join()).toContain('ends before it starts');
});
