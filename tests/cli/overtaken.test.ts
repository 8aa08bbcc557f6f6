// What `show` and `changes` tell of acts that later ones overtook, and of what was ruled: nothing of it is lost.
import { describe, expect, it } from 'vitest';
import { positionActs } from '../../src/cli/text/story/positionActs.ts';
import { Told } from '../../src/cli/text/told.ts';
import { idOf } from '../support/treatyEntries.ts';
import { ledgerOf, NOW } from './ledgerOf.ts';

const { printed } = ledgerOf('tests/cli/overtaken.yaml');

const shown = (name: string) => printed('show', idOf(name));

describe('show', () => {
  it('tells when and why which report was preferred, and which one that sets aside', async () => {
    const page = await shown('tents');
    expect(page).toContain(
      'adjudicated 1 October 2024: 30 tents, as Aland reported 1 April 2024, is preferred [1], since its papers were seen [1]',
    );
    expect(page).toMatch(/UN desk +10 tents \(set aside\)/);
    expect(page.match(/set aside/g)).toHaveLength(1);
  });
});

it('of parties that stand alike each rests on its own sources alone', async () => {
  const page = await shown('treaty');
  expect(page).toContain('ratified since 1 January 2021: CC [2 RETRACTED]; 1 January 2024: BB [1]');
  expect(page).toContain('; since 1 April 2021: CC [2 RETRACTED]');
  expect(page).not.toMatch(/\(as others report\) \[[^\]]*RETRACTED\]/);
});

it('what a party did is told by its date, whatever it did since', async () => {
  const page = await shown('treaty');
  const lines = [
    '1 February 2020  signed: AA [1]',
    '1 June 2020      ratified, with a reservation: AA [1]',
    '1 January 2021   acceded: CC [2 RETRACTED]',
    '1 April 2021     entered into force, ninety days: CC [2 RETRACTED]',
    '1 January 2022   gave notice of withdrawal, to take effect 1 January 2023: BB [1]',
    '1 January 2024   acceded: BB [1]',
  ];
  for (const line of lines) expect(page).toContain(`\n  ${line}\n`);
});

it('what was done at an occasion is told apart from what was not, also where acts of one kind are one line', () => {
  const items = [{ occasion: 'summit' }, { occasion: 'summit' }, {}].map((at, index) => ({
    ...{ id: String(index), revision: String(index), type: 'PositionChanged', recordedAt: '2026-01-01T00:00:00.000Z' },
    data: { party: `P${index}`, position: 'signed', effectiveAt: `2020-01-0${index + 1}`, citations: [], ...at },
  }));
  const told = new Told(items as unknown as ConstructorParameters<typeof Told>[0]);
  const lines = positionActs(told.standing(NOW()), 1);
  expect(lines.map(({ event, parties }) => [event.data.occasion, parties])).toEqual([
    ['summit', ['P0', 'P1']],
    [undefined, ['P2']],
  ]);
});
