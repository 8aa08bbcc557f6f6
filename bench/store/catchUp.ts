// Projection catch-up with every model on, over a generated ledger: beside reading and parsing the same events bare,
// and beside the rate at which a server's client delivers such a ledger, so that the models are never what waits.
import { comparison, type Part } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';
import { tempDir } from '../harness/temp.ts';
import { generatedOnServer } from './eventStoreDb.ts';

export const runs: Part = async function* (quick) {
  const args = { dataDir: tempDir(), commitments: quick ? 1_500 : 20_000 };
  const filling = await openSide('generatedFill', args);
  await filling.close();
  const ours = { side: 'projectAll', args };
  const rounds = quick ? 2 : 5;
  yield await comparison(
    { name: 'catch-up, all models', unit: 'events', aim: 0.15, against: 'reading and parsing the same events' },
    { ours, baseline: { side: 'readAndParse', args } },
    rounds,
  );
  const url = process.env.EVENTSTORE_URL;
  if (url === undefined) {
    yield 'catch-up beside what the client delivers: set EVENTSTORE_URL';
    return;
  }
  const server = await generatedOnServer(url, quick);
  yield await comparison(
    { name: 'catch-up, beside delivery', unit: 'events', aim: 3, against: "the EventStoreDB client's delivery" },
    { ours, baseline: { side: 'clientFollow', args: server.args } },
    rounds,
  );
};
