// What the importer reads and what it reports: every fault by its line, and never one entry for another's fault.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Fault } from '../../src/import/entry.ts';
import { importFiles, type Outcome } from '../../src/import/importer.ts';
import type { ImportedCommand } from '../../src/import/recorder.ts';
import { tempDir } from '../support/tempDir.ts';

const party = (id: string, code: string) =>
  `- id: ${id}\n  command: RegisterParty\n  data: { party: ${code}, name: ${code}, kind: state }\n`;

async function importing(text: string, name = 'entries.yaml') {
  const file = join(await tempDir(), name);
  await writeFile(file, text);
  const commands: ImportedCommand[] = [];
  const recorder = {
    onRecord: async () => false,
    judge: async () => [],
    record: async (command: ImportedCommand) => {
      commands.push(command);
      const { party } = command.payload as { readonly party?: string };
      if (party === 'NO') return { refused: 'NO', detail: 'no', errors: [{ pointer: '/party', detail: 'no' }] };
      return { record: `record of ${command.key}`, event: `event of ${command.key}`, repeated: false };
    },
  };
  const outcomes: Outcome[] = [];
  for await (const outcome of importFiles([file], { recorder })) outcomes.push(outcome);
  const faults = outcomes.filter((outcome): outcome is Fault => typeof outcome !== 'string');
  return { commands, outcomes, faults, keys: commands.map(({ key }) => key) };
}

describe('YAML', () => {
  it('a list of entries is read in order, each under a key made of its id', async () => {
    const { keys, outcomes } = await importing(`# parties\n${party('a', 'AA')}\n# and one more\n${party('b', 'BB')}`);
    expect(keys).toEqual(['import/a', 'import/b']);
    expect(outcomes).toEqual(['recorded', 'recorded']);
  });

  it('several documents are read as one list, whether each is a list or an entry', async () => {
    const entry = 'id: c\ncommand: RegisterParty\ndata:\n  party: CC\n';
    const { keys } = await importing(`--- # first\n${party('a', 'AA')}...\n---\n${entry}---\n${party('d', 'DD')}`);
    expect(keys).toEqual(['import/a', 'import/c', 'import/d']);
  });

  it('a list in flow style and an indented list are read too', async () => {
    const flow = await importing('[{id: a, command: X, data: {}},\n {id: b, command: X, data: {}}]');
    const indented = await importing(`  - {id: a, command: X, data: {}}\n  - {id: b, command: X, data: {}}\n`);
    expect([flow.keys, indented.keys]).toEqual([
      ['import/a', 'import/b'],
      ['import/a', 'import/b'],
    ]);
  });

  it('a text over several lines may hold dashes', async () => {
    const { commands } = await importing('- id: a\n  command: X\n  data:\n    notes: |\n      one\n      - two\n');
    expect(commands[0]?.payload).toEqual({ notes: 'one\n- two\n' });
  });

  it('dates stay texts, as they were written', async () => {
    const { commands } = await importing(
      '- id: a\n  command: X\n  data: { effectiveAt: 2025-06-25, deadline: 2025-09 }\n',
    );
    expect(commands[0]?.payload).toEqual({ effectiveAt: '2025-06-25', deadline: '2025-09' });
  });

  it('a wrong line is reported by its number, and the other entries go on', async () => {
    const wrong = '- id: b\n  command: RegisterParty\n   data: {}\n';
    const { keys, faults } = await importing(`${party('a', 'AA')}${wrong}${party('c', 'CC')}`);
    expect(keys).toEqual(['import/a', 'import/c']);
    expect(faults).toMatchObject([{ code: 'BAD_YAML', line: 5 }]);
  });

  it('a tag that means nothing here, and an alias that leads nowhere, are faults and not guesses', async () => {
    const { faults } = await importing(
      '- { id: a, command: !x X, data: {} }\n- { id: b, command: X, data: *nothing }\n',
    );
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [1, 'BAD_YAML'],
      [2, 'BAD_YAML'],
    ]);
  });

  it('aliases that multiply without measure are refused', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `    l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const { faults } = await importing(`- id: a\n  command: X\n  data:\n    l0: &l0 [x]\n${levels.join('\n')}\n`);
    expect(faults).toMatchObject([{ code: 'BAD_YAML', line: 1 }]);
  });

  it('whatever entries are written as YAML are read again as they were', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ text: fc.string({ unit: 'grapheme' }), list: fc.array(fc.oneof(fc.string(), fc.integer())) }),
        ),
        async (data) => {
          const entries = data.map((one, index) => ({ id: `e${index}`, command: 'X', data: one }));
          const { commands } = await importing(stringify(entries));
          expect(commands.map(({ payload }) => payload)).toEqual(data);
        },
      ),
      { numRuns: 50 },
    ));
});

describe('JSON Lines', () => {
  const line = (id: string) => JSON.stringify({ id, command: 'X', data: {} });

  it('each line is an entry; empty lines and a line ending in CR are no matter', async () => {
    const { keys } = await importing(`${line('a')}\r\n\n${line('b')}`, 'entries.jsonl');
    expect(keys).toEqual(['import/a', 'import/b']);
  });

  it('a broken line is reported by its number, and the others go on', async () => {
    const { keys, faults } = await importing(`${line('a')}\n{"id": "b",\n${line('c')}\n`, 'entries.jsonl');
    expect(keys).toEqual(['import/a', 'import/c']);
    expect(faults).toMatchObject([{ code: 'BAD_JSON', line: 2 }]);
  });

  it('a file that is not UTF-8, or is not there, stops the import with its name', async () => {
    const file = join(await tempDir(), 'entries.jsonl');
    await writeFile(file, Buffer.from([0x7b, 0xff, 0x0a]));
    const read = (name: string) =>
      importFiles([name], {
        recorder: { record: async () => expect.fail(), judge: async () => [], onRecord: async () => false },
      }).next();
    await expect(read(file)).rejects.toThrow(/entries\.jsonl: is not UTF-8/);
    await expect(read(`${file}.gone`)).rejects.toThrow(/there is no such file/);
  });
});

describe('entries', () => {
  it.each([
    ['an unknown field', '{ id: a, comand: X, data: {} }', '', /comand/],
    ['no command', '{ id: a, data: {} }', '/command', /missing/],
    ['data that is no mapping', '{ id: a, command: X, data: 3 }', '/data', /no mapping/],
    ['an id that could be no key', '{ id: "a b", command: X, data: {} }', '/id', /no entry id/],
    [
      'a recorded time without a zone',
      '{ id: a, command: X, data: {}, recordedAt: 2025-06-26 }',
      '/recordedAt',
      /zone/,
    ],
    ['a bare text', 'text', '', /is "text": give \{ id, command, data, recordedAt\?, note\? \}/],
  ])('%s is a fault of the entry', async (_, entry, pointer, detail) => {
    const { faults, commands } = await importing(`- ${entry}\n`);
    expect(commands).toEqual([]);
    expect(faults).toMatchObject([{ code: 'BAD_ENTRY', line: 1, pointer, detail: expect.stringMatching(detail) }]);
  });

  it('a second entry of the same id is refused, and names the first', async () => {
    const { keys, faults } = await importing(`${party('a', 'AA')}${party('a', 'BB')}`);
    expect(keys).toEqual(['import/a']);
    expect(faults).toMatchObject([
      { code: 'DUPLICATE_ENTRY', line: 4, entry: 'a', detail: expect.stringContaining('line 1') },
    ]);
  });

  it('a refusal is reported on the line of the field at fault', async () => {
    const text = '- id: a\n  command: RegisterParty\n  data:\n    name: Norway\n    party: NO\n';
    const { faults } = await importing(text);
    const wrong = { line: 5, pointer: '/data/party', detail: 'no' };
    expect(faults).toEqual([
      { file: expect.any(String), number: 1, entry: 'a', code: 'NO', ...wrong, errors: [wrong] },
    ]);
  });
});

describe('references between entries', () => {
  const first = '- { id: a, command: X, data: {} }\n';

  it('in a field for a commitment it becomes the record’s id, in one for an event the first event’s', async () => {
    const { commands } = await importing(
      `${first}- { id: b, command: X, data: { commitment: '@a', prefers: '@a', evidence: ['@a'], replacement: { target: '@a' } } }\n`,
    );
    expect(commands[1]?.payload).toEqual({
      commitment: 'record of import/a',
      prefers: 'event of import/a',
      evidence: ['event of import/a'],
      replacement: { target: 'record of import/a' },
    });
  });

  it('any other text may start with @', async () => {
    const { commands } = await importing(`- { id: b, command: X, data: { quote: '@nato' } }\n`);
    expect(commands[0]?.payload).toEqual({ quote: '@nato' });
  });

  it.each([
    ['names no entry', '@c', /names no entry before this one/],
    ['names itself', '@b', /names no entry/],
  ])('one that %s is a fault on its own line', async (_, reference, detail) => {
    const { faults } = await importing(`${first}- id: b\n  command: X\n  data:\n    commitment: '${reference}'\n`);
    expect(faults).toMatchObject([{ code: 'UNKNOWN_ENTRY', line: 5, pointer: '/data/commitment' }]);
    expect(faults[0]?.detail).toMatch(detail);
  });

  it('one to an entry that was refused says so', async () => {
    const { faults } = await importing(`${party('a', 'NO')}- { id: b, command: X, data: { commitment: '@a' } }\n`);
    expect(faults[1]).toMatchObject({
      code: 'UNKNOWN_ENTRY',
      detail: expect.stringContaining('@a was refused itself'),
    });
  });
});
