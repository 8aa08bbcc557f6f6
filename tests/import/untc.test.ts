// The status tables of 214 real treaties, where a copy of them lies beside the checkout (`../shared/untc`): every cell
// becomes an entry by the maps of the docs, and who had signed, consented and applied provisionally on any date is what a
// few lines of independent code read from the tables.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FoundEntry, isFault } from '../../src/import/entry.ts';
import { importEntries } from '../../src/import/importer.ts';
import { ledgerRecorder } from '../../src/import/recorder.ts';
import { NOTHING, rehearse } from '../../src/import/rehearsal.ts';
import { readMap } from '../../src/import/table/readMap.ts';
import { readTable } from '../../src/import/table/readTable.ts';

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

  it('all of them are taken by the ledger, and none is refused', { timeout: 600_000 }, async () => {
    const rehearsal = rehearse('concordat', NOTHING, Date.now);
    try {
      const counts = { recorded: 0, repeated: 0, refused: [] as unknown[] };
      const histories = names.map(async function* (name) {
        yield* await entriesOf(name);
      });
      for await (const outcome of importEntries(histories, ledgerRecorder(rehearsal, 'import'))) {
        if (typeof outcome === 'string') counts[outcome]++;
        else counts.refused.push(outcome);
      }
      expect(counts.refused).toEqual([]);
      const cells = names.reduce((sum, name) => sum + cellsIn(name).length, 0);
      expect(counts.recorded).toBeGreaterThan(cells + names.length);
    } finally {
      rehearsal.close();
    }
  });
});

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
