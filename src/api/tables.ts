// Tables over HTTP: what a spreadsheet would become by a map, and its recording, entry by entry as an import does it.
// It decides nothing: entries are made by the importer and judged by the ledger.
import type { Request } from 'express';
import { parse } from 'yaml';
import { z } from 'zod';
import { isRefusal } from '../domain/refusal.ts';
import { worded } from '../domain/wording.ts';
import { type Fault, isFault } from '../import/entry.ts';
import { importEntries } from '../import/importer.ts';
import { ImportStopped, ledgerRecorder } from '../import/recorder.ts';
import { previewOf } from '../import/table/preview.ts';
import { type ReadTable, readTable } from '../import/table/readTable.ts';
import { asTableMap, checkWhole, TableMap } from '../import/table/tableMap.ts';
import { readJsonBody } from './jsonBody.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { takesNoParameters } from './records.ts';
import { sendJson } from './sendJson.ts';

/** Law: a table is read in one go, so it is no larger than what is read in a moment. */
const MAX_TABLE = 1024 * 1024;
const MAX_ENTRIES = 20_000;
/** So many faults say enough of a table. */
const MAX_FAULTS = 1_000;

export const TableBody = z
  .strictObject({
    /** what templates know the table by */
    name: z.string().min(1).max(120),
    /** the CSV */
    table: z.string(),
    /** as JSON, or as the text of its YAML */
    map: z.union([z.string(), TableMap]),
  })
  .meta({ id: 'Table' });

const Told = z.strictObject({
  file: z.string(),
  line: z.int(),
  entry: z.string().optional(),
  code: z.string(),
  pointer: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ line: z.int(), pointer: z.string(), detail: z.string() })),
});
export const PreviewAnswer = z.strictObject({
  rows: z.int(),
  entries: z.int(),
  columns: z.array(z.strictObject({ header: z.string(), means: z.string() })),
  first: z.array(z.record(z.string(), z.json())),
  faults: z.array(Told),
  moreFaults: z.int(),
});
export const ImportAnswer = z.strictObject({
  entries: z.int(),
  recorded: z.int(),
  alreadyOnRecord: z.int(),
  refused: z.int(),
  refusals: z.array(Told),
});

export function tableRoutes(context: Context) {
  return {
    previewTable: async (req, res) => {
      const { read } = await tableIn(req);
      const { faults, ...preview } = previewOf(read);
      const shown = faults.slice(0, MAX_FAULTS);
      sendJson(res, 200, { ...preview, faults: shown, moreFaults: faults.length - shown.length });
    },
    recordTable: async (req, res, actor) => {
      const { read, map } = await tableIn(req);
      if (map.recordedAt !== undefined) context.identify(req, 'administrator');
      refuseUnread(read);
      sendJson(res, 200, await recorded(read, { context, actor, isGone: () => res.destroyed }));
    },
  } satisfies Record<string, Handler>;
}

async function tableIn(req: Request) {
  takesNoParameters(req);
  const parsed = TableBody.safeParse(await readJsonBody(req, MAX_TABLE), { error: worded });
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
    throw new Problem(
      'INVALID_PAYLOAD',
      `the table is not told as it is taken: ${errors[0]?.pointer} ${errors[0]?.detail}`,
      { errors },
    );
  }
  const { name, table, map: given } = parsed.data;
  const map = mapOf(given);
  return { map, read: await readTable({ file: name, name, bytes: table }, map) };
}

/** @throws Problem where it cannot be used */
function mapOf(given: string | TableMap): TableMap {
  const map = typeof given === 'string' ? asTableMap(yamlOf(given)) : given;
  if (!isRefusal(map) && map.use !== undefined) {
    const detail = 'names files, which a server does not read: send the map whole';
    throw new Problem('INVALID_PAYLOAD', `use ${detail}`, { errors: [{ pointer: '/map/use', detail }] });
  }
  const refusal = isRefusal(map) ? map : checkWhole(map);
  if (refusal === undefined) return map as TableMap;
  const errors = refusal.errors.map(({ pointer, detail }) => ({ pointer: `/map${pointer}`, detail }));
  throw new Problem('INVALID_PAYLOAD', refusal.detail, { errors });
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const detail = `is no YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new Problem('INVALID_PAYLOAD', `the map ${detail}`, { errors: [{ pointer: '/map', detail }] });
  }
}

/** @throws Problem where a column has no meaning, or it is far too much */
function refuseUnread({ isRefused, found }: ReadTable): void {
  const faults = found.filter(isFault);
  if (isRefused) {
    const errors = faults.map(({ line, detail }) => ({ pointer: '/table', detail: `line ${line}: ${detail}` }));
    throw new Problem('UNREADABLE_TABLE', errors[0]?.detail ?? 'the table cannot be read', { errors });
  }
  if (found.length > MAX_ENTRIES) {
    throw new Problem(
      'UNREADABLE_TABLE',
      `the table makes ${found.length} entries, ${MAX_ENTRIES} are taken at once: split it`,
    );
  }
}

interface Recording {
  readonly context: Context;
  readonly actor: string;
  /** nobody waits for the answer any more: what was recorded stays, and the rest is not begun */
  readonly isGone: () => boolean;
}

async function recorded(
  { found }: ReadTable,
  { context, actor, isGone }: Recording,
): Promise<z.infer<typeof ImportAnswer>> {
  const { ledger, journal } = context;
  const recorder = ledgerRecorder({ ledger, onRecord: async (event) => journal.find(event) !== undefined }, actor);
  const counts = { recorded: 0, repeated: 0 };
  const refusals: Fault[] = [];
  const history = (async function* () {
    yield* found;
  })();
  try {
    for await (const outcome of importEntries([history], recorder)) {
      if (typeof outcome === 'string') counts[outcome]++;
      else refusals.push(outcome);
      if (isGone()) break;
    }
  } catch (error) {
    if (error instanceof ImportStopped) throw new Problem('STORE_UNAVAILABLE', error.message);
    throw error;
  }
  return {
    entries: counts.recorded + counts.repeated + refusals.length,
    recorded: counts.recorded,
    alreadyOnRecord: counts.repeated,
    refused: refusals.length,
    refusals: refusals.slice(0, MAX_FAULTS) as z.infer<typeof ImportAnswer>['refusals'],
  };
}
