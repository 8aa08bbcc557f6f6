// The status tables of 214 real treaties, where a copy of them lies beside the checkout (`../shared/untc`): every cell
// becomes an entry by the maps of the docs, and who had signed, consented and applied provisionally on any date is what a
// few lines of independent code read from the tables.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitmentOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { positionsView } from '../../src/domain/commitment/positionView.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import type { Envelope, NewEvent } from '../../src/domain/envelope.ts';
import { readEvent } from '../../src/domain/read.ts';
import { type FoundEntry, isFault } from '../../src/import/entry.ts';
import { importEntries } from '../../src/import/importer.ts';
import { openedBy } from '../../src/import/ownId.ts';
import { ledgerRecorder } from '../../src/import/recorder.ts';
import { readMap } from '../../src/import/table/readMap.ts';
import { readTable } from '../../src/import/table/readTable.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { EventStore, ReadOptions } from '../../src/store/eventStore.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TABLES = resolve(ROOT, '../shared/untc/treaties');
const isThere = existsSync(TABLES);
if (!isThere) console.log(`skipped: no status tables at ../shared/untc beside the checkout`);

const map = readMap(join(ROOT, 'docs/maps/untc/status-table.yaml'));
const names = isThere ? readdirSync(TABLES).sort() : [];

async function entriesOf(name: string): Promise<readonly FoundEntry[]> {
  const bytes = readFileSync(join(TABLES, name));
  const { found } = await readTable({ file: name, name: name.replace('.csv', ''), bytes }, map);
  expect(found.filter(isFault)).toEqual([]);
  return found.filter((one): one is FoundEntry => !isFault(one));
}

/** Independent of the importer: no field holds a line break, and quotes are doubled nowhere in these tables. */
function cellsIn(name: string): { party: string; header: string; date: number; letter: string }[] {
  const [head = [], ...rows] = readFileSync(join(TABLES, name), 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
  return rows.flatMap(([party = '', ...cells]) =>
    cells.flatMap((cell, index) => {
      const [, date, letter = ''] = /^(\d+ \w+ \d+)(?: (\w+))?$/.exec(cell) ?? [];
      return date === undefined
        ? []
        : [{ party, header: head[index + 1] ?? '', date: Date.parse(`${date} UTC`), letter }];
    }),
  );
}

type Kind = 'signed' | 'consented' | 'applying' | 'not applying' | 'said';
function kindOf(header: string): Kind {
  if (/^Notification of non-provisional/.test(header)) return 'not applying';
  if (/^(?:Provisional|Undertaking of provisional)/.test(header)) return 'applying';
  if (/^Notification under/.test(header)) return 'said';
  if (/^Signature/.test(header)) return 'signed';
  return 'consented';
}

/** Dates over the time these treaties were made in, the same in every run. */
const DATES = Array.from({ length: 24 }, (_, index) =>
  Date.UTC(1946 + ((index * 29) % 70), (index * 7) % 12, 1 + ((index * 13) % 28)),
);

describe.skipIf(!isThere)('the status tables of the UN Treaty Collection', () => {
  it('each of 214 tables is read by the maps, and each dated cell is one entry', async () => {
    expect(names).toHaveLength(214);
    const ids = new Set<string>();
    for (const name of names) {
      const entries = await entriesOf(name);
      const cells = entries.filter(({ line, isShared }) => line > 1 && isShared !== true);
      expect([name, cells.length]).toEqual([name, cellsIn(name).length]);
      for (const { entry } of entries.filter(({ isShared }) => isShared !== true)) {
        expect(ids.has(entry.id), entry.id).toBe(false);
        ids.add(entry.id);
      }
    }
  });

  it('who had signed, consented and was applying on any date is what the tables say', async () => {
    for (const name of names) {
      const entries = (await entriesOf(name)).filter(({ line }) => line > 1);
      const read = cellsIn(name);
      const codes = new Map(read.map(({ party }, index) => [party, entries[index]?.entry.data]));
      const codeOf = (party: string) => codeIn(codes.get(party));
      for (const date of DATES) {
        for (const kind of ['signed', 'consented', 'applying', 'not applying'] as const) {
          const told = entries.filter(
            ({ entry }) => kindIn(entry) === kind && Date.parse(String(entry.data.effectiveAt)) <= date,
          );
          const right = read.filter((cell) => kindOf(cell.header) === kind && cell.date <= date);
          expect([name, kind, sorted(told.map(({ entry }) => codeIn(entry.data)))]).toEqual([
            name,
            kind,
            sorted(right.map(({ party }) => codeOf(party))),
          ]);
        }
      }
    }
  });

  it('the ledger takes all of them, and tells on any date who had signed, consented and was applying', {
    timeout: 900_000,
  }, async () => {
    const store = new MemoryStore();
    const journal = { head: () => ({ sequence: -1, clock: 0 }), revisionOf: () => -1, complete: true };
    const ledger = new Ledger({ name: 'concordat', store, journal, clock: Date.now });
    const histories = names.map(async function* (name) {
      yield* await entriesOf(name);
    });
    const refused: unknown[] = [];
    const recorder = ledgerRecorder({ ledger, onRecord: async () => false }, 'import');
    for await (const outcome of importEntries(histories, recorder)) {
      if (typeof outcome !== 'string') refused.push(outcome);
    }
    expect(refused).toEqual([]);
    for (const name of names)
      expectTold(name, await store.readStream(`commitment-${openedBy(`untc/${name.replace('.csv', '')}`)}`));
  });
});

/** What the ledger tells of a treaty on each date, against the rows of its table. */
function expectTold(name: string, envelopes: readonly Envelope[]): void {
  const { timeline } = commitmentOf(envelopes.map((envelope) => readEvent(envelope)) as CommitmentFact[]);
  const segments = segmentsOf(timeline);
  const read = cellsIn(name).map((cell) => ({
    ...cell,
    kind: kindOf(cell.header),
    code: CODES.get(cell.party) ?? '?',
  }));
  for (const date of DATES) {
    const state = segmentAt(segments, date)?.state;
    const standing = state === undefined ? [] : positionsView(state, date);
    const before = read.filter((cell) => cell.date <= date);
    const codesOf = (...kinds: Kind[]) =>
      sorted(before.filter(({ kind }) => kinds.includes(kind)).map(({ code }) => code));
    const last = (code: string, kind: Kind) =>
      Math.max(...before.filter((cell) => cell.code === code && cell.kind === kind).map((cell) => cell.date));
    const told = {
      signed: sorted(standing.filter(({ position }) => position !== null).map(({ party }) => party)),
      consented: sorted(standing.filter(({ consented }) => consented).map(({ party }) => party)),
      applying: sorted(
        standing
          .filter(({ provisional = [] }) =>
            provisional.some(({ from, to }) => Date.parse(from) <= date && (to === null || Date.parse(to) > date)),
          )
          .map(({ party }) => party),
      ),
      bound: [...new Set(standing.filter(({ consented }) => consented).map(({ bound }) => bound))],
    };
    expect([name, new Date(date).toISOString(), told]).toEqual([
      name,
      new Date(date).toISOString(),
      {
        signed: codesOf('signed', 'consented'),
        consented: codesOf('consented'),
        applying: codesOf('applying').filter((code) => last(code, 'applying') > last(code, 'not applying')),
        bound: codesOf('consented').length === 0 ? [] : ['unknown'],
      },
    ]);
  }
}

/** The code of each name, as the map has it. */
const CODES = new Map(
  Object.entries(map.parties ?? {}).flatMap(([code, { names: all }]) => all.map((one) => [one, code])),
);

class MemoryStore implements EventStore {
  readonly #streams = new Map<string, Envelope[]>();

  async append(stream: string, events: readonly NewEvent[]) {
    const envelopes = this.#streams.get(stream) ?? [];
    for (const event of events) envelopes.push({ ...event, stream, revision: String(envelopes.length) });
    this.#streams.set(stream, envelopes);
    return { revision: envelopes.length - 1 };
  }

  async readStream(stream: string, { from = 0, limit }: ReadOptions = {}): Promise<readonly Envelope[]> {
    return (this.#streams.get(stream) ?? []).slice(from, limit === undefined ? undefined : from + limit);
  }

  follow(): never {
    throw new Error('nobody follows it');
  }
}

const sorted = (codes: readonly string[]): string[] => [...new Set(codes)].sort();

function codeIn(data: FoundEntry['entry']['data'] | undefined): string {
  const { party, parties } = (data ?? {}) as { readonly party?: string; readonly parties?: readonly string[] };
  return party ?? parties?.[0] ?? '';
}

function kindIn({ id, command, data }: FoundEntry['entry']): Kind {
  if (command === 'ChangePosition') return data.position === 'signed' ? 'signed' : 'consented';
  if (id.endsWith('/no_provisional_application')) return 'not applying';
  return id.endsWith('/provisional_application') ? 'applying' : 'said';
}
