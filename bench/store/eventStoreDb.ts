// The EventStoreDB engine beside the bare client, on a real server; skipped where none is named.
import { randomBytes } from 'node:crypto';
import { comparison, type Part, roundsOf } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';

/** A ledger name of its own for every run, so that a server can be used again. */
const ledgerName = (): string => `bench-${randomBytes(6).toString('hex')}`;

const AIM = 0.9;
const against = 'the bare client';

export const runs: Part = async function* (quick) {
  const url = process.env.EVENTSTORE_URL;
  if (url === undefined) {
    yield 'EventStoreDB: set EVENTSTORE_URL to compare its engine with the bare client';
    return;
  }
  yield* appends(url, quick);
  yield await reads(url, quick);
  yield await catchUp(url, quick);
};

async function* appends(url: string, quick: boolean) {
  const cases = [
    { name: 'EventStoreDB append, one at a time', atATime: 1, events: quick ? 200 : 1_500 },
    { name: 'EventStoreDB append, 64 in flight', atATime: 64, events: quick ? 1_600 : 16_000 },
  ];
  for (const { name, ...size } of cases) {
    yield await comparison(
      { name, unit: 'events', aim: AIM, against },
      {
        ours: { side: 'engineAppend', args: { ...size, url, ledgerName: ledgerName() } },
        baseline: { side: 'clientAppend', args: { ...size, url, ledgerName: ledgerName() } },
      },
      roundsOf(quick),
    );
  }
}

async function reads(url: string, quick: boolean) {
  const args = { url, ledgerName: ledgerName(), length: quick ? 500 : 2_000, times: quick ? 4 : 10 };
  const writing = await openSide('engineRead', args);
  await writing.close();
  const there = { ...args, stream: writing.told };
  return comparison(
    { name: 'EventStoreDB read of a stream', unit: 'events', aim: AIM, against },
    { ours: { side: 'engineRead', args: there }, baseline: { side: 'clientRead', args: there } },
    roundsOf(quick),
  );
}

async function catchUp(url: string, quick: boolean) {
  const { args } = await generatedOnServer(url, quick);
  return comparison(
    { name: 'EventStoreDB catch-up', unit: 'events', aim: AIM, against },
    { ours: { side: 'engineFollow', args }, baseline: { side: 'clientFollow', args } },
    roundsOf(quick),
  );
}

/** A generated ledger on the server, and what those who follow it have to know. */
export async function generatedOnServer(url: string, quick: boolean) {
  const ledger = ledgerName();
  const filling = await openSide('engineFill', { url, ledgerName: ledger, commitments: quick ? 600 : 4_000 });
  await filling.close();
  return { args: { url, ledgerName: ledger, expected: Number(filling.told) } };
}
