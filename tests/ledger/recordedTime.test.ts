import { describe, expect, it } from 'vitest';
import { type LedgerUnderTest, NOON, openLedger } from '../support/ledgerUnderTest.ts';

const at = (offset: number): string => new Date(NOON + offset).toISOString();
const register = ({ send }: LedgerUnderTest, party: string, recordedAt?: string) =>
  send({
    name: 'RegisterParty',
    payload: { party, name: party, kind: 'other' },
    ...(recordedAt === undefined ? {} : { recordedAt }),
  });
const times = ({ events }: LedgerUnderTest) =>
  events().map(({ metadata }) => [metadata.recordedAt, metadata.imported ?? false]);

describe('the recorded time', () => {
  it('is the clock of the node that appends', async () => {
    const under = await openLedger();
    await register(under, 'A1');
    under.time.now += 1_500;
    await register(under, 'A2');
    expect(times(under)).toEqual([
      [at(0), false],
      [at(1_500), false],
    ]);
  });

  it('may fall back by 5 seconds against the journal, whose clock does not', async () => {
    const under = await openLedger();
    await register(under, 'A1');
    under.time.now -= 5_000;
    expect(await register(under, 'A2')).toMatchObject({ revision: 0 });
    expect(under.journal.head().clock).toBe(NOON);
    expect(under.journal.read(-1, 9).map(({ clock }) => clock)).toEqual([NOON, NOON]);
  });

  it('further behind is refused until the clock is right', async () => {
    const under = await openLedger();
    await register(under, 'A1');
    under.time.now -= 5_001;
    expect(await register(under, 'A2')).toMatchObject({ refused: 'CLOCK_BEHIND' });
    under.time.now = NOON;
    expect(await register(under, 'A2')).toMatchObject({ revision: 0 });
  });
});

describe('an import', () => {
  it('brings its own recorded times in order, and is marked', async () => {
    const under = await openLedger();
    for (const [party, offset] of [
      ['A1', -9_000_000],
      ['A2', -9_000_000],
      ['A3', -1],
    ] as const) {
      expect(await register(under, party, at(offset))).toMatchObject({ revision: 0 });
    }
    expect(times(under)).toEqual([
      [at(-9_000_000), true],
      [at(-9_000_000), true],
      [at(-1), true],
    ]);
    expect(under.journal.head().clock).toBe(NOON - 1);
  });

  it('is refused before the journal clock, and in the future', async () => {
    const under = await openLedger();
    await register(under, 'A1', at(-1_000));
    expect(await register(under, 'A2', at(-1_001))).toMatchObject({
      refused: 'RECORDED_AT_OUT_OF_ORDER',
      errors: [{ pointer: '/recordedAt' }],
      detail: expect.stringContaining(at(-1_000)),
    });
    expect(await register(under, 'A2', at(1))).toMatchObject({
      refused: 'RECORDED_AT_OUT_OF_ORDER',
      detail: expect.stringContaining('future'),
    });
  });

  it('that was cut off goes on: what is on record is answered again, whatever its time', async () => {
    const under = await openLedger();
    await register(under, 'A1', at(-2_000));
    await register(under, 'A2', at(-1_000));
    expect(await register(under, 'A1', at(-2_000))).toMatchObject({ repeated: true });
    expect(await register(under, 'A3', at(-500))).toMatchObject({ repeated: false });
  });
});
