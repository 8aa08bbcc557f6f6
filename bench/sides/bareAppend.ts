// Baseline: node:sqlite making the same bytes durable, and nothing else. Texts and leaf hashes are made beforehand;
// rows go into one table without an index of its own, as many to a transaction as are in flight on the other side.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { envelopeText } from '../../src/domain/envelope.ts';
import { leafHash } from '../../src/store/leaf.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import type { AppendArgs } from './embeddedAppend.ts';
import { streams } from './events.ts';

export const open: OpenSide<AppendArgs> = async ({ dataDir, events, atATime }) => {
  const db = new DatabaseSync(join(dataDir, 'bare.db'));
  db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;
    CREATE TABLE event (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL, leaf BLOB NOT NULL) STRICT`);
  const insert = db.prepare('INSERT INTO event (text, leaf) VALUES (?, ?)');
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  return {
    run() {
      const rows = streams(events)
        .flat()
        .map(({ stream, event, revision }) => envelopeText(event, stream, revision))
        .map((text) => ({ text, leaf: leafHash(text) }));
      return measured(() => {
        for (let from = 0; from < rows.length; from += atATime) {
          begin.run();
          for (const { text, leaf } of rows.slice(from, from + atATime)) insert.run(text, leaf);
          commit.run();
        }
        return rows.length;
      });
    },
    async close() {
      db.close();
    },
  };
};
