// Tamper drill: what is edited in a read model, replay finds, since it folds the history afresh and compares.
// No checkpoint covers a read model, and none needs to: what it says follows from entries that one covers.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { STILL_KNOWN } from '../../src/projections/schema.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';

/** The worked example's folder, with its read models edited. */
async function edited(sql: string) {
  const dir = await tempDir();
  await run(['import', '--data-dir', dir, EXAMPLE]);
  const db = new DatabaseSync(join(dir, 'embedded', 'models.db'));
  db.exec(sql);
  db.close();
  return run(['replay', '--data-dir', dir]);
}

describe('a read model', () => {
  const edits: [string, string, RegExp][] = [
    [
      'a word of a body replaced',
      `UPDATE part SET text = replace(text, '"announced"', '"ratified"')`,
      /at commitment-\S+ as of \S+, \/position\/0\/position[\s\S]*history: "announced"\n {2}models: {2}"ratified"/,
    ],
    [
      'the status of a version',
      'UPDATE version SET status = status + 1',
      /at commitment-\S+ as of \S+, \/status[\s\S]*history: "proposed"/,
    ],
    ['from when a version is in effect', 'UPDATE version SET effective_from = effective_from + 1', /at commitment-/],
    [
      'until when a version is in effect',
      'UPDATE version SET effective_to = effective_to + 86400000',
      /at a row of version/,
    ],
    ['when a version became known', 'UPDATE version SET known_from = known_from + 1000', /at a row of version/],
    ['a version given to another commitment', 'UPDATE version SET commitment = commitment + 1', /at commitment-/],
    [
      'a version removed',
      `DELETE FROM version WHERE (commitment, effective_from) =
        (SELECT commitment, min(effective_from) FROM version WHERE known_to = ${STILL_KNOWN} LIMIT 1) AND known_to = ${STILL_KNOWN}`,
      /at commitment-/,
    ],
    ['a commitment removed', 'DELETE FROM commitment WHERE no = (SELECT min(no) FROM commitment)', /at commitment-/],
    ['a party removed', "DELETE FROM entry WHERE kind = 'party' AND id = 'KR'", /at party-KR/],
    [
      'a source’s reason for having no capture',
      `UPDATE entry SET body = replace(body, '"missing":"', '"missing":"not ') WHERE kind = 'source'`,
      /at source-\S+, \/missing/,
    ],
  ];

  it.each(edits)('%s is found, and told where', async (_, sql, message) => {
    const { code, out } = await edited(sql);
    expect(code).toBe(1);
    expect(out).toMatch(/^the read models differ from the history at /);
    expect(out).toMatch(message);
  });

  const rows: [string, string, RegExp][] = [
    ['the status of a current row', 'UPDATE commitment SET status = status + 1', /a row of commitment/],
    ['the next change of a current row', 'UPDATE commitment SET next_cut = 9e15', /a row of commitment/],
    ['a facet, by which lists filter', `UPDATE facet SET value = value || 'X' WHERE name = 'party'`, /a row of facet/],
    ['a facet removed', 'DELETE FROM facet', /a row of facet/],
    [
      'a version that later knowledge replaced',
      `UPDATE version SET status = status + 1 WHERE known_to < ${STILL_KNOWN}`,
      /a row of version/,
    ],
    ['what a version is passed over by', 'UPDATE version SET signature = 0', /a row of version/],
    ['what a version is found by', 'UPDATE version SET text = text + 1', /a row of version/],
    ['how late a version was', 'UPDATE version SET lag = 2 WHERE lag IS NOT NULL', /a row of version/],
    ['a deadline removed', 'DELETE FROM deadline', /a row of deadline/],
    ['the index of words emptied', `INSERT INTO words (words) VALUES ('delete-all')`, /a row of words/],
    [
      'the index of late words emptied',
      `INSERT INTO late_words_0 (late_words_0) VALUES ('delete-all')`,
      /a row of late_words_0/,
    ],
    ['the kind of a version', 'UPDATE version SET kind = kind + 1', /a row of version/],
    ['the revision of a source', `UPDATE entry SET revision = revision + 1 WHERE kind = 'source'`, /a row of entry/],
  ];

  it.each(rows)('%s, which no answer as of now shows, is found', async (_, sql, message) => {
    const { code, out } = await edited(sql);
    expect(code).toBe(1);
    expect(out).toMatch(message);
  });
});
