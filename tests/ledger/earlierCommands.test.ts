// What commit a986cb1 recorded, sent again: schemas only widen, and a stricter rule is judged after the key was looked up.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Envelope, parseEnvelope } from '../../src/domain/envelope.ts';
import { importFiles } from '../../src/import/importer.ts';
import { ledgerRecorder } from '../../src/import/recorder.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { openNode, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'a986cb1');
const LATER = Date.parse('2027-01-01T00:00:00Z');

/** A command as it was sent, and the canonical texts of the events it made. */
interface Earlier {
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
  readonly events: readonly string[];
}

const unpacked = (file: string): string => brotliDecompressSync(readFileSync(join(FOLDER, file))).toString();
const commandsOf = (file: string): readonly Earlier[] =>
  unpacked(file)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Earlier);

/** A node of today on what was recorded then. */
async function nodeWith(commands: readonly Earlier[]): Promise<TestNode> {
  const node = openNode(await tempDir(), () => LATER);
  onTestFinished(() => node.close());
  // not one by one: they are taken in this order, and share their writes to the disk
  await Promise.all(commands.map(({ events }) => append(node, events.map(parseEnvelope))));
  return node;
}

function append({ engine }: TestNode, events: readonly Envelope[]) {
  const [first] = events as [Envelope];
  const made = events.map(({ stream: _, revision: __, ...event }) => event);
  return engine.ledger.append(first.stream, made, first.revision === '0' ? 'no_stream' : Number(first.revision) - 1);
}

const textsOf = ({ journal }: TestNode): string[] => [...journal.read(-1, 100_000)].map(({ text }) => text);

/** What the ledger answers to a command that is on record. */
function answerOf({ events }: Earlier) {
  const made = events.map(parseEnvelope);
  return {
    repeated: true,
    stream: made[0]?.stream,
    revision: Number(made.at(-1)?.revision),
    events: made.map(({ id, type }) => ({ id, type })),
  };
}

describe.each([
  ['the examples', 'examples.jsonl.br', 144],
  ['a generated ledger', 'generated.jsonl.br', 1254],
])('%s of an earlier commit', (_, file, many) => {
  const commands = commandsOf(file);
  const recorded = commands.flatMap(({ events }) => events);

  it('repeats command by command, and nothing is added', async () => {
    expect(commands).toHaveLength(many);
    const node = await nodeWith(commands);
    expect(textsOf(node)).toEqual(recorded);
    const { engine, journal } = node;
    const ledger = new Ledger({ name: 'concordat', store: engine.ledger, journal, clock: () => LATER });
    for (const command of commands) {
      const { name, key, payload } = command;
      expect(await ledger.execute({ name, key, payload, actor: 'import' })).toMatchObject(answerOf(command));
    }
    expect(textsOf(node)).toEqual(recorded);
  });

  it('is folded whole: no record is set aside', async () => {
    const node = await nodeWith(commands);
    expect(await node.settled()).toBe(true);
    expect(node.readModels.setAside()).toMatchObject({ records: 0 });
    expect(node.readModels.health().map(({ state }) => state)).toEqual(['live', 'live']);
  });
});

describe('a file of an earlier commit', () => {
  it.each([
    ['the worked example', 'rok-nato-2025.entries.yaml', 'examples.jsonl.br', 46],
    ['what was generated', 'generated.entries.jsonl.br', 'generated.jsonl.br', 1254],
  ])('imported again adds nothing: %s', async (_, file, recorded, many) => {
    const node = await nodeWith(commandsOf(recorded));
    const before = textsOf(node).length;
    const path = file.endsWith('.br') ? join(await tempDir(), 'entries.jsonl') : join(FOLDER, file);
    if (file.endsWith('.br')) writeFileSync(path, unpacked(file));
    const into = { ledger: node.ledger, onRecord: async () => false };
    const outcomes: unknown[] = [];
    for await (const outcome of importFiles([path], { recorder: ledgerRecorder(into, 'import') }))
      outcomes.push(outcome);
    expect(outcomes).toEqual(Array.from({ length: many }, () => 'repeated'));
    expect(textsOf(node)).toHaveLength(before);
  });
});

describe('a name that no record can hold', () => {
  const payload = (names: string) => JSON.parse(`{ "party": "PP", "name": "P", "kind": "state", "names": ${names} }`);
  const named = payload('{ "en": "P", "__proto__": "x" }');

  it('is refused, and yet a command that was recorded without it repeats', async () => {
    const { ledger, record } = await nodeWith([]);
    expect(await ledger.execute({ name: 'RegisterParty', payload: named, key: 'k', actor: 'import' })).toMatchObject({
      refused: 'INVALID_PAYLOAD',
      errors: [{ pointer: '/names/__proto__' }],
    });
    await record('RegisterParty', payload('{ "en": "P" }'), 'k');
    expect(await record('RegisterParty', named, 'k')).toMatchObject({ repeated: true, revision: 0 });
  });
});
