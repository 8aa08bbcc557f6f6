// The words in which `show` and `changes` tell one ledger: what a party did, how precisely it is known, what was preferred.
import { describe, expect, it } from 'vitest';
import { idOf } from '../support/treatyEntries.ts';
import { ledgerOf } from './ledgerOf.ts';

const { told, printed } = ledgerOf('tests/cli/storyWords.yaml');

const shown = (name: string) => printed('show', idOf(name));
const changed = (name: string, ...more: string[]) => printed('changes', '2000', '2026-11-30', idOf(name), ...more);

describe('what a party did', () => {
  it('is said in the same words in a page and in a line', async () => {
    const [page, lines] = [await shown('treaty'), await changed('treaty')];
    const both = [
      ['acceded, with a reservation: BB', 'BB acceded to it\n'],
      ['accepted: ZA', 'ZA accepted it\n'],
      [
        'gave notice of withdrawal, to take effect February 2012: BB',
        'BB gave notice of withdrawal, to take effect February 2012\n',
      ],
      ['revoked its notice of withdrawal: BB', 'BB revoked its notice of withdrawal\n'],
      ['suspended its operation: BB', 'BB suspended its operation\n'],
      [
        'ZA disputed that BB suspended its operation: no right to',
        'ZA disputed that BB suspended its operation: no right to\n',
      ],
      [
        'adjudicated: BB suspended its operation, and that stands',
        'adjudicated: BB suspended its operation, and that stands',
      ],
      ['resumed its operation: BB', 'BB resumed its operation\n'],
    ] as const;
    for (const [group, line] of both) {
      expect(page).toContain(`  ${group}`);
      expect(lines).toContain(`  ${line}`);
    }
  });
});

describe('changes', () => {
  it('tells a date as precisely as it is known, above what happened and in what moved', async () => {
    const lines = await changed('treaty');
    expect(lines).toContain('\n2009  ZA and BB agreed on it\n');
    expect(lines).toContain('BB, ZA: position: nothing → agreed, since 2009,');
    expect(lines).toContain('\nMay 2010  BB acceded to it\n');
    expect(lines).toContain('\nDecember 2011  BB revoked its notice of withdrawal\n');
    expect(lines).toContain('pending (withdrew, February 2012): withdrew, takes effect February 2012 → nothing\n');
    expect(lines).toContain('\n1 November 2010  ZA accepted it\n');
    expect(lines).not.toMatch(/31 December 2009|31 May 2010|29 February 2012/);
  });

  it('in the order in which it became known is dated by that', async () => {
    const lines = await changed('treaty', '--by', 'recorded');
    expect(lines).toContain('\nrecorded 2 February 2012: BB acceded to it\n');
    expect(lines).toContain('BB, ZA: position: nothing → agreed, since 2009,');
  });

  it('names what an adjudication preferred: what it says, who said so and where that is written', async () => {
    const lines = await changed('tents');
    expect(lines).toContain(
      'of what is said of its delivery, 30 tents, as South Africa reported 1 April 2013 (Depositary: “Notes”), was preferred: its papers were seen\n',
    );
    expect(lines).toContain(
      'of what is said of its quantity, 100 tents, as stated 1 June 2012 (Depositary: “Notes”), was preferred: it is the text\n',
    );
  });

  it('says whose reservation was withdrawn, and what it said', async () => {
    expect(await changed('treaty')).toContain('September 2011  BB withdrew its reservation: Not article 5.\n');
  });

  it('dates a correction by what it corrects, and by when it was recorded in the order of that', async () => {
    const [effective, recorded] = [await changed('tents'), await changed('tents', '--by', 'recorded')];
    expect(effective).toMatch(
      /^10 June 2012 {2}its deadline was set to 1 December 2012 .*\n.*\n {4}CORRECTED by revision 11: the day was mistyped\n/m,
    );
    expect(effective).not.toContain('corrections:');
    expect(recorded).toMatch(
      /^recorded 5 November 2013: our record was wrong, and an event was corrected: the day was mistyped\n/m,
    );
  });

  const RETRACTED = 'its source rumour (Gazette: “Hearsay”) was retracted by import: hoax';

  it('tells of each commitment that rested on a source that it was retracted, by whom and why, and what rests on it', async () => {
    expect(await changed('tents')).toContain(`\n1 December 2015  ${RETRACTED}; revisions 5 and 7 rest on it\n`);
    expect(await changed('tents', '--by', 'recorded')).toContain(
      `\nrecorded 2 December 2015: ${RETRACTED}; revisions 5 and 7`,
    );
    for (const by of ['effective', 'recorded']) {
      const lines = await printed('changes', '2015-11-01', '2015-12-31', '--by', by);
      expect(lines.split(RETRACTED)).toHaveLength(3);
      const [treaty, tents] = ['Treaty on wells', 'Hundred tents'].map((title) => lines.slice(lines.indexOf(title)));
      expect(treaty).toMatch(/^.*\n\n.*; revision 2 rests on it\n/);
      expect(tents).toMatch(/^.*\n\n.*; revisions 5 and 7 rest on it\n/);
    }
  });

  it('does not tell of a retraction where nothing rested on the source', async () => {
    expect(await changed('camp')).not.toContain('retracted');
    expect(await printed('changes', '2000', '2026-11-30', '--known-at', '2015-11-30')).not.toContain('was retracted');
  });

  it('tells a link by the title of the other, and the id to ask for', async () => {
    const lines = await changed('tents');
    expect(lines).toMatch(/it was linked: part of The camp \([0-9a-f]{8}\)\n/);
    expect(lines).toMatch(/links: nothing → 1 February 2012, part of, target The camp \([0-9a-f]{8}\)\n/);
  });
});

describe('show', () => {
  it('tells an amended amount as it is, with what it was before', async () => {
    const page = await shown('tents');
    expect(page).toContain('Owed: at least 120 tents (before 1 March 2012: at least 100 tents) (sum, all together)');
    expect(page).toContain('amended: at least 120 tents in place of at least 100 tents; valid until 2015 [1]');
    const before = await printed('show', idOf('tents'), '--as-of', '2012-02-01');
    expect(before).toContain('Owed: at least 100 tents (sum, all together)');
  });

  it('tells of each deadline that passed its own days', async () => {
    const page = await shown('tents');
    expect(page).toMatch(/within June 2012 \(firm\) .* moved before it passed, to 1 December 2012\n/);
    expect(page).toMatch(
      /by 1 December 2012 \(firm\) .* missed, delivered 11 January 2015, 771 days late; moved to 31 December 2014\n/,
    );
    expect(page).toMatch(/by 31 December 2014 \(firm\) .* late, delivered 11 January 2015, 11 days late\n/);
  });

  it('of a party or a source says which lists tell of its commitments', async () => {
    const party = await printed('show', 'ZA');
    expect(party).toMatch(/revision 0\n\nIts commitments: concordat list --party ZA, concordat list --owed-by ZA, /);
    expect(await printed('show', 'rumour')).toMatch(/\n\nWhat cites it: concordat list --search 'Hearsay'\n$/);
    expect(await printed('list', '--search', 'Hearsay')).toContain('Treaty on wells');
  });
});

it.each([
  [
    ['changes', '2000', '2026', 'ZA'],
    'ZA is a party, and no commitment: concordat list --party ZA gives the commitments',
  ],
  [
    ['parts', 'rumour'],
    "rumour is a source, and no commitment: concordat list --search 'Hearsay' gives the commitments",
  ],
  [['changes', '2000', '2026', 'nobody'], 'nobody is not on record: concordat list gives the ids of commitments'],
])('%j, where a commitment is expected, points to what answers', async (args, text) => {
  expect(await told(...args)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(text) });
});
