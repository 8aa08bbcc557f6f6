// A node's copy of a ledger that lies elsewhere, damaged: refused in a sentence, and made again from the authority.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { JOURNAL_FILE, openFollower } from '../../src/journal/follower.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { setAside } from '../../src/support/setAside.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { pagesOf, zero } from '../support/damaged.ts';
import { tempDir } from '../support/tempDir.ts';
import { entriesOf } from './laws.ts';

const PAGE = 4_096;

test('a copy of which a page came back empty is refused, set aside, and copied again whole', async () => {
  const authority = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => authority.close());
  for (let n = 0; n < 20; n++) await authority.ledger.append(freshStream(), newEvents(10), 'no_stream');
  const dataDir = await tempDir();
  const copied = async () => {
    const follower = openFollower({ dataDir, authority });
    await follower.journal.beyond(198, AbortSignal.timeout(10_000));
    const entries = entriesOf(follower.journal);
    await follower.close();
    return entries;
  };
  const entries = await copied();
  const path = join(dataDir, JOURNAL_FILE);
  zero(path, pagesOf(path, PAGE) - 1, PAGE);
  expect(() => openFollower({ dataDir, authority })).toThrow(
    expect.objectContaining({
      code: 'DATA_DIR_DAMAGED',
      message: expect.stringMatching(/journal\.db is damaged \(.+\)\. .*concordat set-aside/),
    }),
  );
  setAside(dataDir, [JOURNAL_FILE], 'damaged');
  expect(await copied()).toEqual(entries);
  expect(entries).toEqual(entriesOf(embeddedJournal(authority)));
});
