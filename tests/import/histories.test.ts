// Imports as people have them: several files as one history, later imports that speak of earlier ones, entries with
// more than one fault, and texts that would end a careless reader.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault, Found } from '../../src/import/entry.ts';
import { merged } from '../../src/import/merged.ts';
import { startNode } from '../api/node.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';

const entry = (id: string, command: string, data: object, recordedAt?: string) =>
  `${JSON.stringify({ id, command, data, ...(recordedAt === undefined ? {} : { recordedAt }) })}\n`;
const party = (code: string, recordedAt?: string) =>
  entry(`party/${code}`, 'RegisterParty', { party: code, name: code, kind: 'state' }, recordedAt);
const SOURCE = entry('source', 'CaptureSource', {
  source: 'notes',
  publisher: 'Desk',
  title: 'Notes',
  language: 'en',
  published: '2025',
  missing: 'a test keeps none',
});
const citations = [{ source: 'notes', as: 'own' }];
const OPENING = entry('body', 'AgreeBody', {
  title: 'A body',
  effectiveAt: '2025-06-25',
  citations,
  parties: [
    { code: 'AA', role: 'committer' },
    { code: 'BB', role: 'committer' },
  ],
});
const BASE = party('AA') + party('BB') + SOURCE + OPENING;

interface Report {
  readonly recorded: number;
  readonly alreadyOnRecord: number;
  readonly refused: number;
  readonly refusals: readonly Fault[];
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempDir();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const options = async () => ({ dataDir: await tempDir() });
async function imports(dataDir: string, names: readonly string[], ...more: string[]): Promise<Report> {
  const { out, err } = await run(['import', '--json', '--data-dir', dataDir, ...names, ...more]);
  expect(err).not.toMatch(/ {4}at /);
  return JSON.parse(out) as Report;
}
async function importing(text: string, name = 'entries.jsonl') {
  const folder = await folderOf({ [name]: text });
  const { dataDir } = await options();
  return { dataDir, ...(await imports(dataDir, [join(folder, name)])) };
}

describe('several files and folders are one history', () => {
  it('merged by recordedAt, whatever order they are named in', async () => {
    const folder = await folderOf({
      'b/later.jsonl': party('B1', '2025-01-02T00:00:00Z') + party('B2', '2025-01-04T00:00:00Z'),
      'earlier.jsonl': party('A1', '2025-01-01T00:00:00Z') + party('A2', '2025-01-03T00:00:00Z'),
      'one.jsonl': party('C1', '2025-01-05T00:00:00Z'),
    });
    const { dataDir } = await options();
    const report = await imports(dataDir, [
      join(folder, 'b'),
      join(folder, 'one.jsonl'),
      join(folder, 'earlier.jsonl'),
    ]);
    expect(report).toMatchObject({ recorded: 5, refused: 0 });
    const again = await imports(dataDir, [folder]);
    expect(again).toMatchObject({ recorded: 0, alreadyOnRecord: 5, refused: 0 });
  });

  it('what brings no time comes last, and its file keeps its order', async () => {
    const folder = await folderOf({
      'a.jsonl': party('AA') + party('BB'),
      'b.jsonl': party('CC', '2025-01-01T00:00:00Z') + party('DD'),
    });
    const { dataDir } = await options();
    expect(await imports(dataDir, [folder])).toMatchObject({ recorded: 4, refused: 0 });
  });

  it('a folder’s other files are passed over by name, and a folder without entries is refused', async () => {
    const folder = await folderOf({ 'in/a.jsonl': party('AA'), 'in/notes.txt': 'no entries', 'none/notes.txt': '' });
    const { dataDir } = await options();
    const { code, err } = await run(['import', '--data-dir', dataDir, join(folder, 'in')]);
    expect([code, err]).toEqual([0, expect.stringMatching(/passed over.*notes\.txt/)]);
    const none = await run(['import', '--data-dir', dataDir, join(folder, 'none')]);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('holds no entries')]);
  });

  it('whatever histories are merged, none loses an entry or its order, and what became known earlier comes earlier', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.option(fc.nat(50), { nil: undefined }), { maxLength: 12 }), { maxLength: 6 }),
        async (times) => {
          const histories = times.map((history, index) => history.map((time, line) => foundAt(index, line, time)));
          const all: Found[] = [];
          for await (const found of merged(histories.map(asAsync))) all.push(found);
          const of = (history: number) => all.filter(({ file }) => file === String(history)).map(({ line }) => line);
          expect(times.map((_, history) => of(history))).toEqual(
            histories.map((history) => history.map(({ line }) => line)),
          );
          if (times.every(isSorted)) expect(isSorted(all.map(timeOf))).toBe(true);
        },
      ),
    ));
});

function foundAt(history: number, line: number, time: number | undefined): Found {
  const recordedAt = time === undefined ? {} : { recordedAt: new Date(time * 1000).toISOString() };
  return { file: String(history), line, entry: { id: 'x', command: 'X', data: {}, ...recordedAt }, lineOf: () => line };
}
async function* asAsync(found: Iterable<Found>): AsyncGenerator<Found> {
  yield* found;
}
const timeOf = (found: Found): number | undefined =>
  typeof found.entry === 'object' && found.entry.recordedAt !== undefined
    ? Date.parse(found.entry.recordedAt) / 1000
    : undefined;
/** Those without a time stand at the end. */
const isSorted = (times: readonly (number | undefined)[]): boolean =>
  times.every((time, index) => index === 0 || (times[index - 1] ?? Infinity) <= (time ?? Infinity));

describe('a later import speaks of an earlier one', () => {
  const LATER =
    entry('level', 'AssertTerm', {
      commitment: '@body',
      effectiveAt: '2025-06-25',
      term: 'level',
      value: 'high',
      citations,
    }) +
    entry('level-2', 'AssertTerm', {
      commitment: '@body',
      effectiveAt: '2025-06-26',
      term: 'level',
      value: 'low',
      citations,
    });
  const LAST = entry('prefer', 'AdjudicateTerm', {
    commitment: '@body',
    effectiveAt: '2025-06-27',
    term: 'level',
    prefers: '@level',
    reason: 'the text',
    citations,
  });

  it('by the entry that opened a commitment, and by the entry that made an event on it', async () => {
    const folder = await folderOf({ 'a.jsonl': BASE, 'b.jsonl': LATER, 'c.jsonl': LAST });
    const { dataDir } = await options();
    for (const name of ['a.jsonl', 'b.jsonl', 'c.jsonl']) {
      expect(await imports(dataDir, [join(folder, name)])).toMatchObject({ refused: 0 });
    }
    const { out } = await run(['list', '--json', '--data-dir', dataDir]);
    expect(JSON.parse(out).items[0].contested).toEqual([]);
  });

  it('over HTTP too, and a rehearsal at a server writes nothing', async () => {
    const node = await startNode();
    const folder = await folderOf({ 'a.jsonl': BASE, 'b.jsonl': LATER, 'c.jsonl': LAST });
    const at = (...args: string[]) => run(['import', '--json', '--url', node.url, ...args]);
    const head = () => node.parts.journal.head().sequence;
    expect(JSON.parse((await at('--dry-run', join(folder, 'a.jsonl'))).out)).toMatchObject({ recorded: 4, refused: 0 });
    expect(head()).toBe(-1);
    for (const name of ['a.jsonl', 'b.jsonl']) expect((await at(join(folder, name))).code).toBe(0);
    const recorded = head();
    const rehearsed = JSON.parse((await at('--dry-run', folder)).out);
    expect(rehearsed).toMatchObject({ recorded: 1, alreadyOnRecord: 6, refused: 0 });
    expect(head()).toBe(recorded);
    expect(JSON.parse((await at(folder)).out)).toMatchObject({ recorded: 1, alreadyOnRecord: 6 });
  });

  it('a name that no import recorded opens nothing, and is said', async () => {
    const reopening = OPENING.replace('"id":"body"', '"id":"x"').replace('"title"', '"commitment":"@typo","title"');
    const { refusals } = await importing(BASE + reopening);
    expect(refusals).toMatchObject([{ code: 'UNKNOWN_ENTRY', pointer: '/data/commitment' }]);
    expect(refusals[0]?.detail).toMatch(/@typo names no entry before this one, and no entry of an earlier import/);
  });
});

describe('every fault of an entry is told at once', () => {
  it('of the entry, of its references and of its payload, each on its line with what would be right', async () => {
    const { refusals } = await importing(
      '- id: a\n  comand: X\n  command: RegisterParty\n  data:\n    party: aa\n    kind: stat\n' +
        "- id: b\n  command: AssertTerm\n  data:\n    commitment: '@c'\n    about: '@d'\n    effectiveAt: soon\n    term: level\n    citations: []\n",
      'entries.yaml',
    );
    const told = refusals.map(({ code, errors }) => [code, errors.map(({ line, pointer }) => `${line} ${pointer}`)]);
    expect(told).toEqual([
      ['BAD_ENTRY', ['1 ', '5 /data/party', '5 /data/name', '6 /data/kind']],
      [
        'UNKNOWN_ENTRY',
        ['10 /data/commitment', '11 /data/about', '10 /data/value', '12 /data/effectiveAt', '14 /data/citations'],
      ],
    ]);
  });

  it('all that it names and is not on record, and the terminal has a line for each', async () => {
    const folder = await folderOf({ 'a.jsonl': OPENING });
    const { dataDir } = await options();
    const { err } = await run(['import', '--data-dir', dataDir, join(folder, 'a.jsonl')]);
    const lines = err.split('\n').filter((line) => line.includes('a.jsonl:1'));
    expect(lines).toEqual([
      expect.stringContaining('UNKNOWN_SOURCE at /data/citations/0/source: no source notes is on record'),
      expect.stringContaining('and at /data/parties/0/code: no party AA is on record'),
      expect.stringContaining('and at /data/parties/1/code: no party BB is on record'),
    ]);
  });

  it.each([
    ['SignAgreement', 'ChangePosition with position: signed'],
    ['RatifyTreaty', 'ChangePosition with position: ratified'],
    ['DenounceConvention', 'position: withdrawing'],
    ['AgreeTreaty', 'did you mean AgreeAgreement?'],
    ['AdoptConvention', 'did you mean AgreeAgreement?'],
    ['PledgeAgreement', 'there are ProposeAgreement, DiscussAgreement, AgreeAgreement'],
    ['agreebody', 'did you mean AgreeBody?'],
    ['RegisterPary', 'did you mean RegisterParty?'],
    ['PostponeDeadline', 'SetDeadline'],
    ['toString', 'the commands are'],
    ['__proto__', 'the commands are'],
  ])('a command that does not exist names the one that does it: %s', async (command, hint) => {
    const { refusals } = await importing(entry('a', command, {}) + party('AA'));
    expect(refusals).toMatchObject([{ code: 'UNKNOWN_COMMAND', pointer: '/command' }]);
    expect(refusals[0]?.detail).toContain(hint);
  });
});

describe('no text ends an import', () => {
  it.each(['toString', 'constructor', 'hasOwnProperty', 'valueOf'])('%s is a name like any other', async (name) => {
    const report = await importing(
      entry('one', 'RegisterParty', { party: 'P1', name: 'One', kind: 'state', names: { [name]: 'x' } }) + party('P2'),
    );
    expect(report).toMatchObject({ recorded: 2, refused: 0 });
  });

  it.each(['entries.jsonl', 'entries.yaml'])(
    '__proto__ is no name: refused with its place, and not lost (%s)',
    async (file) => {
      const names = '"names": { "en": "One", "__proto__": "x" }';
      const one = `{ "id": "one", "command": "RegisterParty", "data": { "party": "P1", "name": "One", "kind": "state", ${names} } }`;
      const two =
        '{ "id": "two", "command": "RegisterParty", "data": { "party": "P2", "name": "Two", "kind": "state" } }';
      const text = file.endsWith('.yaml') ? `- ${one}\n- ${two}\n` : `${one}\n${two}\n`;
      const report = await importing(text, file);
      expect(report).toMatchObject({ recorded: 1, refused: 1 });
      expect(report.refusals).toMatchObject([{ code: 'INVALID_PAYLOAD', pointer: '/data/names/__proto__' }]);
    },
  );

  it('a document may start with its sign', async () => {
    const yaml = '---\n- id: a\n  command: RegisterParty\n  data: { party: AA, name: A, kind: state }\n';
    const report = await importing(
      `${yaml}- id: b\n  command: RegisterParty\n  data: { party: BB, name: B, kind: state }\n`,
      'e.yaml',
    );
    expect(report).toMatchObject({ recorded: 2, refused: 0 });
    expect(await importing(`# first\n--- # one\n${yaml.slice(4)}---\n...\n---\n`, 'e.yaml')).toMatchObject({
      recorded: 1,
      refused: 0,
    });
  });

  it('JSON with one name twice is refused with a pointer to it, and the next line goes on', async () => {
    const twice = '{"id":"a","command":"RegisterParty","data":{"party":"AA","name":"A","name":"B","kind":"state"}}\n';
    const report = await importing(twice + party('BB'));
    expect(report).toMatchObject({ recorded: 1, refusals: [{ code: 'BAD_JSON', line: 1, pointer: '/data/name' }] });
  });

  it('an alias to itself is a fault of its entry, and the next one goes on', async () => {
    const self =
      '- &a\n  id: a\n  command: RegisterParty\n  data: *a\n- id: b\n  command: RegisterParty\n  data: &d\n    party: BB\n    more: [*d]\n';
    const report = await importing(
      `${self}- id: c\n  command: RegisterParty\n  data: { party: CC, name: C, kind: state }\n`,
      'e.yaml',
    );
    expect(report).toMatchObject({ recorded: 1, refused: 2 });
    expect(report.refusals.map(({ code, line }) => [code, line])).toEqual([
      ['BAD_ENTRY', expect.any(Number)],
      ['BAD_ENTRY', expect.any(Number)],
    ]);
  });

  it('what nests without measure is a fault of its entry', async () => {
    const deep = `{"id":"a","command":"RegisterParty","data":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}}\n`;
    expect(await importing(deep + party('BB'))).toMatchObject({ recorded: 1, refusals: [{ code: 'BAD_ENTRY' }] });
    const yaml = `- { id: a, command: X, data: { x: ${'['.repeat(20_000)}${']'.repeat(20_000)} } }\n`;
    const more = '- id: b\n  command: RegisterParty\n  data: { party: BB, name: B, kind: state }\n';
    expect(await importing(yaml + more, 'e.yaml')).toMatchObject({ recorded: 1, refused: 1 });
  });

  it('a list in flow style takes time in proportion to its length', async () => {
    const list = (count: number) =>
      `[${Array.from({ length: count }, (_, i) => `{id: e${i}, command: Nothing, data: {}}`).join(',\n')}]`;
    const timed = async (count: number) => {
      const start = performance.now();
      expect(await importing(list(count), 'e.yaml')).toMatchObject({ refused: count });
      return performance.now() - start;
    };
    await timed(500);
    const [small, large] = [await timed(1_000), await timed(8_000)];
    expect(large / small).toBeLessThan(24);
  });
});
