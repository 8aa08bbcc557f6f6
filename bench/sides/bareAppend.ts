// Baseline: node:sqlite making the same rows durable, with the index that keeps a stream's revisions apart, and nothing
// else. Texts are made beforehand; as many rows to a transaction as are in flight on the other side.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { envelopeText } from '../../src/domain/envelope.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import type { AppendArgs } from './embeddedAppend.ts';
import { streams } from './events.ts';

export const open: OpenSide<AppendArgs> = async ({ dataDir, events, atATime }) => {
  const db = new DatabaseSync(join(dataDir, 'bare.db'));
  db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;
    PRAGMA wal_autocheckpoint=4000;
    CREATE TABLE event (
      sequence INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, clock INTEGER NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX event_stream_revision ON event (stream, revision)`);
  const insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?)');
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  let sequence = 0;
  return {
    run() {
      const rows = inTheOrderOfTheOtherSide(streams(events), atATime).map(({ stream, event, revision }) => ({
        stream,
        revision,
        text: envelopeText(event, stream, revision),
      }));
      const numbers = new Map<string, number>();
      const add = ({ stream, revision, text }: (typeof rows)[number]) => {
        const number = numbers.get(stream) ?? sequence;
        if (revision === 0) numbers.set(stream, number);
        insert.run(sequence++, number, revision, 1_750_000_000_000, text);
      };
      return measured(() => {
        for (let from = 0; from < rows.length; from += atATime) {
          begin.run();
          for (const row of rows.slice(from, from + atATime)) add(row);
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

/** So many streams at a time, each of their events in one transaction with the others' of that revision. */
const inTheOrderOfTheOtherSide = <One>(lists: readonly (readonly One[])[], atATime: number): One[] =>
  Array.from({ length: Math.ceil(lists.length / atATime) }, (_, index) => {
    const together = lists.slice(index * atATime, (index + 1) * atATime);
    return together[0]?.flatMap((_one, revision) => together.flatMap((list) => list[revision] ?? [])) ?? [];
  }).flat();
