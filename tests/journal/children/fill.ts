// Appends to the ledger of a DATA_DIR, eight at a time, until the disk takes no more: then once more, and tells both.
// usage: fill.ts DATA_DIR
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvent } from '../../store/events.ts';

const engine = openSqliteEngine({ dataDir: process.argv[2] ?? '' });
const text = 'x'.repeat(10_000);

for (let full = 0; full < 2; ) {
  const events = Array.from({ length: 8 }, () => newEvent({ text }));
  const appends = events.map((event) => engine.ledger.append(freshStream(), [event], 'no_stream'));
  const outcomes = await Promise.allSettled(appends);
  const codes = new Set(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'written')));
  if (codes.has('written')) for (const { id } of events) console.log(id);
  else full++;
  if (full > 0) console.log(JSON.stringify({ codes: [...codes], ...engine.health() }));
}
const { sequence } = engine.log.head();
console.log(JSON.stringify({ sequence, read: engine.log.rows.read(-1, 1_000_000).length }));
