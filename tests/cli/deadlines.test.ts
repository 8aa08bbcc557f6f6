// What `show` tells of dates: each by what became of it, up to the day that it was over, and of whom.
import { describe, expect, it } from 'vitest';
import { idOf } from '../support/treatyEntries.ts';
import { ledgerOf } from './ledgerOf.ts';

const { told, printed } = ledgerOf('tests/cli/deadlines.yaml');

async function shown(name: string): Promise<string> {
  const page = await printed('show', idOf(name));
  return page.replaceAll('\u00a0', ' ');
}

describe('a deadline', () => {
  it('is told by what became of it, and not by the timeliness of the whole', async () => {
    const page = await shown('own');
    expect(page).toMatch(/by 31 December 2020 \(firm\) +1 January 2020 \[1\] +met, delivered 1 June 2020\n/);
    expect(page).toMatch(/by 30 June 2021 \(firm\) +1 January 2020 \[1\] +overdue: nothing has reached it, 1979 days/);
    expect(page).toContain('a firm deadline of Beland (BB) has passed, and it has not reached it');
  });

  it('that each party has to reach names those that have not', async () => {
    const page = await shown('each');
    expect(page).toContain('it was due by 31 December 2010, firmly, and Aland (AA) has not reached its part [1]');
    expect(page).toContain('overdue: AA has not reached it, 5813 days after');
  });

  it('that lay ahead when it ended was still open then, and so was a step', async () => {
    const page = await shown('open');
    expect(page).toMatch(/by 31 December 2023 \(firm\) .* still open when it ended, 1 July 2022\n/);
    expect(page).toContain('by 31 December 2022: still open when it ended, 1 July 2022\n');
    expect(page).toContain('by 31 December 2021: missed\n');
  });

  it('that was missed counts its days up to the end, and one brought forward says so', async () => {
    const page = await shown('missed');
    expect(page).toMatch(/by 31 December 2020 \(firm\) .* brought forward before it passed, to 31 December 2018\n/);
    expect(page).toMatch(/overdue: nothing had reached it when it ended, 10 January 2019, 10 days after\n/);
  });
});

it('what was superseded for some parties says for whom', async () => {
  const page = await shown('old');
  expect(page).toMatch(/^\[agreed\]/);
  expect(page).toMatch(/1 January 2018 {2}ended, superseded by No mines left \([0-9a-f]{8}\): CC/);
});

describe('a date of force', () => {
  it('cannot be misread', async () => {
    const page = await shown('force');
    expect(page).toMatch(/1 January 2002 +was set to enter into force on 1 February 2002, article 1: AA/);
    expect(page).toMatch(/Will be +in force for BB from 1 February 2027: article 2/);
    expect(page).toContain('is to withdraw on 1 October 2027');
    expect(await shown('old')).not.toMatch(/bound since .* to /);
  });

  it('is not told of a pledge of money that is no treaty', async () => {
    expect(await shown('own')).not.toMatch(/In force|bound/);
    expect(await shown('each')).toContain('no entry into force is on record');
  });

  it('is told of a reservation that was withdrawn, and of a declaration', async () => {
    const page = await shown('force');
    expect(page).toContain('reservation of Beland (BB) (withdrawn 1 January 2004): Not article 5. [1]');
    expect(page).toContain(
      'declaration of Beland (BB), to take effect 1 September 2018: Applies to the island; extends Island',
    );
  });
});

it('of a party without a position changes tell none', async () => {
  const asked = ['changes', '1999', '2026', idOf('force')];
  const { out } = await told(...asked);
  expect(out).toContain('CC: role: nothing → bearer');
  expect(out).not.toContain('basis attributed\n    from');
  expect(out).not.toContain('position: nothing → basis');
});
