// Tables by maps: a letter means what its column's header says, and no cell is dropped unsaid.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { isRefusal } from '../../src/domain/refusal.ts';
import { type FoundEntry, isFault } from '../../src/import/entry.ts';
import { rowsOf } from '../../src/import/table/csvRows.ts';
import { dateReader } from '../../src/import/table/dates.ts';
import { readTable } from '../../src/import/table/readTable.ts';
import { asTableMap, checkWhole, type TableMap } from '../../src/import/table/tableMap.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

const change = (position: string) => ({
  command: 'ChangePosition',
  data: { commitment: '@t', party: '{party}', effectiveAt: '{date}', position },
});
const MAP = {
  map: 'm',
  source: { source: 'table', publisher: 'Desk', title: 'A table', language: 'en', published: '2015', missing: 'own' },
  parties: { AA: { names: ['Party A', 'A-land'] }, BB: { names: ['Party B'], kind: 'organisation' } },
  fields: { party: { column: 'Participant', is: 'party', footnotes: true } },
  first: [{ id: 't', command: 'AgreeAgreement', data: { title: 'T', effectiveAt: '1990', parties: '{committers}' } }],
  acts: { signature: change('signed'), ratification: change('ratified'), accession: change('ratified') },
  cells: {
    dates: ['D MMM YYYY'],
    id: '{map}/{party}/{act}',
    words: { Signature: 'signature', Ratification: 'ratification', Accession: 'accession' },
  },
};

function mapOf(changes: object = {}): TableMap {
  const map = asTableMap({ ...MAP, ...changes });
  if (isRefusal(map)) throw new Error(map.detail);
  expect(checkWhole(map)).toBeUndefined();
  return map;
}

async function reading(bytes: string | Uint8Array, map = mapOf()) {
  const read = await readTable({ file: 't.csv', name: 't', bytes }, map);
  const entries = read.found.filter((found): found is FoundEntry => !isFault(found)).map(({ entry }) => entry);
  const faults = read.found.filter(isFault);
  return { ...read, entries, faults, told: faults.map(({ line, code }) => `${line} ${code}`) };
}
const HEAD = 'Participant,Signature,"Ratification, Accession(a)"\n';

describe('a table becomes entries', () => {
  it('a letter means what its column’s header says, and each entry cites its cell', async () => {
    const { entries, faults } = await reading(`${HEAD}Party A,4 Jun 1992,5 July 1993\nParty B 2,,1 Jan 1994 a\n`);
    expect(faults).toEqual([]);
    expect(entries.map(({ id }) => id)).toEqual([
      'm/source/table',
      'm/party/AA',
      'm/party/BB',
      't',
      'm/AA/signature',
      'm/AA/ratification',
      'm/BB/accession',
    ]);
    expect(entries.at(-1)?.data).toEqual({
      commitment: '@t',
      party: 'BB',
      effectiveAt: '1994-01-01',
      position: 'ratified',
      citations: [
        { source: 'table', as: 'own', locator: 'Party B 2: Ratification, Accession(a)', quote: '1 Jan 1994 a' },
      ],
    });
  });

  it.each([
    ['a byte-order mark', `\ufeff${HEAD}Party A,4 Jun 1992,\n`],
    ['CRLF', `${HEAD}Party A,4 Jun 1992,\n`.replaceAll('\n', '\r\n')],
    ['no line end at the end, and empty lines', `\n${HEAD}\nParty A,4 Jun 1992`],
    ['cells that are quoted and padded, and rows of empty cells', `${HEAD}" Party\u00a0A ","4  Jun 1992",""\n,,\n`],
  ])('with %s', async (_, text) => {
    const { entries, faults } = await reading(text);
    expect([entries.at(-1)?.id, faults]).toEqual(['m/AA/signature', []]);
  });

  it('a line break within quotes moves no line number', async () => {
    const { told } = await reading(`Participant,"Signature"\n"Party\nA",4 Jun 1992\nParty C,4 Jun 1992\n`);
    expect(told).toEqual(['4 UNKNOWN_NAME']);
  });

  it('columns become fields of any kind, also by another sign between cells', async () => {
    const map = mapOf({
      delimiter: ';',
      cells: undefined,
      acts: undefined,
      first: undefined,
      constants: { unit: 'EUR' },
      months: { März: 3 },
      fields: {
        donor: { column: 'Geber', is: 'party' },
        amount: { column: 'Betrag', is: 'number', decimal: ',' },
        day: { column: 'Tag', is: 'date', dates: ['D. MMMM YYYY'] },
        level: { column: 'Stand', is: 'one_of', values: { zugesagt: 'PledgeContribution' } },
        note: { column: 'Notiz', optional: true },
      },
      rows: [
        {
          id: '{map}/{row}',
          command: 'PledgeContribution',
          data: {
            title: 'Row {row}',
            quantity: { min: '{amount}', unit: '{unit}' },
            effectiveAt: '{day}',
            condition: '{note}',
          },
        },
      ],
    });
    const { entries, faults } = await reading('Geber;Betrag;Tag;Stand\nA-land;1.234,50;3. März 2020;zugesagt\n', map);
    expect(faults).toEqual([]);
    expect(entries.at(-1)).toMatchObject({
      id: 'm/1',
      data: { title: 'Row 1', quantity: { min: 1234.5, unit: 'EUR' }, effectiveAt: '2020-03-03' },
    });
    expect(entries.at(-1)?.data).not.toHaveProperty('condition');
  });
});

describe('what has no meaning is shown and refused, never guessed', () => {
  it.each([
    ['a header', 'Participant,Denunciation\nParty A,4 Jun 1992\n', '1 UNMEANT_COLUMN', /"Denunciation" has no meaning/],
    [
      'a part of a header',
      'Participant,"Ratification, Withdrawal(w)"\nParty A,4 Jun 1992\n',
      '1 UNMEANT_COLUMN',
      /the part "Withdrawal"/,
    ],
    [
      'two acts without a letter',
      'Participant,"Signature, Ratification"\nParty A,\n',
      '1 UNMEANT_COLUMN',
      /two meanings/,
    ],
    ['a header that stands twice', 'Participant,Signature,Signature\nParty A,,\n', '1 UNMEANT_COLUMN', /stands twice/],
    ['a column without header', 'Participant,\nParty A,4 Jun 1992\n', '1 UNMEANT_COLUMN', /no header/],
    ['a column that is not there', 'Name,Signature\nParty A,\n', '1 UNMEANT_COLUMN', /"Name"/],
    ['another sign between cells', 'Participant;Signature\nParty A;\n', '1 UNMEANT_COLUMN', /delimiter/],
    ['nothing at all', '', '1 UNREADABLE_TABLE', /empty/],
    ['a quote that is not closed', `${HEAD}"Party A,4 Jun 1992\n`, '2 UNREADABLE_TABLE', /no CSV/],
  ])('%s refuses the table whole', async (_, text, said, detail) => {
    const { entries, faults, told, isRefused } = await reading(text);
    expect([entries, isRefused, told[0]]).toEqual([[], true, said]);
    expect(faults[0]?.detail).toMatch(detail);
  });

  it.each([
    ['a letter', '4 Jun 1992 x', 'UNMEANT_LETTER', /letter x, and its header says what no letter, a mean/],
    ['a letter in another case', '4 Jun 1992 A', 'UNMEANT_LETTER', /letter A/],
    ['a day that is none', '31 Jun 1992', 'UNREAD_CELL', /no date in the form D MMM YYYY/],
    ['another form', '1992-06-04', 'UNREAD_CELL', /no date/],
    ['more behind the date', '4 Jun 1992 a, 5 Jun 1992', 'UNREAD_CELL', /behind its date/],
  ])('%s is a fault of its cell, and the others go on', async (_, cell, code, detail) => {
    const { entries, faults } = await reading(`${HEAD}Party A,3 Jun 1992,"${cell}"\nParty B,,5 Jun 1992 a\n`);
    expect(entries.map(({ id }) => id).slice(-2)).toEqual(['m/AA/signature', 'm/BB/accession']);
    expect(faults).toMatchObject([{ line: 2, code, detail: expect.stringMatching(detail) }]);
  });

  it('a name without a code is told with the cells that wait for it, and so is a cell under no header', async () => {
    const { faults } = await reading(`${HEAD}Party C,4 Jun 1992,\nParty A,,,note\n`);
    expect(faults.map(({ line, code, detail }) => [line, code, detail])).toEqual([
      [2, 'UNKNOWN_NAME', expect.stringContaining('the other 1 cells of its row wait')],
      [3, 'UNREAD_CELL', expect.stringContaining('"note" stands under no header')],
    ]);
  });

  it('a date that two formats read differently is none', () => {
    const dates = dateReader(['D/M/YYYY', 'M/D/YYYY']);
    expect(dates.read('13/4/2020')).toMatchObject({ date: '2020-04-13' });
    expect(dates.read('3/4/2020')).toMatchObject({ why: expect.stringContaining('2020-04-03 or 2020-03-04') });
  });

  it('a file in UTF-16, or in none of Unicode’s forms, is told so', async () => {
    for (const bytes of [new Uint8Array([0xff, 0xfe, 0x50, 0]), new Uint8Array([0x50, 0xe9, 0x0a])]) {
      const { told, faults } = await reading(bytes);
      expect(told).toEqual(['1 UNREADABLE_TABLE']);
      expect(faults[0]?.detail).toMatch(/UTF-(?:16|8)/);
    }
  });

  it('no cell of any table is dropped unsaid', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom('Party A', 'Party B', 'Party C', ''),
            fc.constantFrom('', '4 Jun 1992', '4 Jun 1992 a', 'x'),
            fc.constantFrom('', '5 Jun 1993', '5 Jun 1993 a', '5 Jun 1993 q'),
          ),
          { maxLength: 8 },
        ),
        async (rows) => {
          const { found } = await reading(
            HEAD + rows.map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\n`).join(''),
          );
          const lines = found.filter((one) => isFault(one) || one.isShared !== true).map(({ line }) => line);
          for (const [index, [name, ...cells]] of rows.entries()) {
            const full = cells.filter((cell) => cell !== '').length;
            const said = lines.filter((line) => line === index + 2).length;
            expect(said).toBe(name === 'Party C' ? 1 : full);
          }
        },
      ),
      { numRuns: 60 },
    ));
});

describe('a map', () => {
  it.each([
    [{ acts: {} }, '/cells/words/Signature', /not under acts/],
    [
      { first: [{ id: 'x', command: 'X', data: { title: '{nothing}' } }] },
      '/first/0',
      /\{nothing\}, which is not known/,
    ],
  ])('that names what it does not have is refused: %j', (changes, pointer, detail) => {
    const map = asTableMap({ ...MAP, ...changes });
    const refusal = isRefusal(map) ? map : checkWhole(map);
    expect(refusal?.errors[0]).toMatchObject({ pointer, detail: expect.stringMatching(detail) });
  });

  it('quoted fields of any text are read as they were written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.stringMatching(/^[a-z",;\n]{1,8}$/), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        async (rows) => {
          const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
          const read = await rowsOf(text);
          const plain = (cell: string) => cell.replaceAll(/\s+/g, ' ').trim();
          expect(read.map(({ cells }) => cells)).toEqual(rows.map((row) => row.map(plain)));
        },
      ),
    ));
});

describe('on the command line', () => {
  it('a preview shows columns, first entries and faults, and writes nothing; the import records, and repeats nothing', async () => {
    const dir = await tempDir();
    const [table, map, dataDir] = [join(dir, 't.csv'), join(dir, 'm.yaml'), join(dir, 'data')];
    await writeFile(table, `${HEAD}Party A,4 Jun 1992,5 Jul 1993\nParty B,,1 Jan 1994 a\n`);
    await writeFile(join(dir, 'base.yaml'), stringify({ ...MAP, cells: undefined }));
    await writeFile(map, stringify({ map: 'm', use: ['base.yaml'], cells: MAP.cells }));
    const preview = await run(['import', table, '--map', map, '--preview', '--data-dir', dataDir]);
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(preview.out).toMatch(/Ratification, Accession\(a\) +ratification, a: accession/);
    expect(preview.out).toMatch(/effectiveAt: 1992-06-04/);
    const args = ['import', '--json', table, '--map', map, '--data-dir', dataDir];
    expect(JSON.parse((await run(args)).out)).toMatchObject({ recorded: 7, refused: 0 });
    expect(JSON.parse((await run(args)).out)).toMatchObject({ recorded: 0, alreadyOnRecord: 7, refused: 0 });
    await writeFile(table, `${HEAD}Party A,4 Jun 1992 q,\n`);
    const wrong = await run(['import', table, '--map', map, '--preview']);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('t.csv:2: UNMEANT_LETTER')]);
  });
});
