// `import --preview`: what tables would become by a map. Nothing is written, and no ledger is asked.
import { stringify } from 'yaml';
import { TABLE } from '../../import/files.ts';
import { nameOf } from '../../import/importer.ts';
import { bytesOf, UnreadableFile } from '../../import/lines.ts';
import { type Preview, previewOf } from '../../import/table/preview.ts';
import { readTable } from '../../import/table/readTable.ts';
import type { TableMap } from '../../import/table/tableMap.ts';
import type { Context } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { isGiven } from '../options.ts';
import { columns } from '../text/columns.ts';
import { oneLine } from '../text/plain.ts';
import { faultLines } from './faultLines.ts';

/** @returns 1 where something cannot be read. @throws UsageError, Failed */
export async function previewTables(
  context: Context,
  files: readonly string[],
  map: TableMap | undefined,
): Promise<number> {
  if (map === undefined) throw new UsageError('--preview shows tables: say with --map what their columns mean');
  const previews: (Preview & { readonly file: string })[] = [];
  for (const file of files.filter((name) => TABLE.test(name))) {
    previews.push({ file, ...previewOf(await readTable({ file, name: nameOf(file), bytes: bytesIn(file) }, map)) });
  }
  if (isGiven(context, 'json')) await context.io.out(`${JSON.stringify({ tables: previews })}\n`);
  else for (const preview of previews) await show(context, preview);
  return previews.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

function bytesIn(file: string): Uint8Array {
  try {
    return bytesOf(file);
  } catch (error) {
    throw error instanceof UnreadableFile ? new Failed(error.message) : error;
  }
}

async function show(
  { io }: Context,
  { file, rows, entries, columns: meanings, first, faults }: Preview & { file: string },
) {
  const means = columns(meanings.map(({ header, means: meaning }) => [`#   ${oneLine(header)}`, oneLine(meaning)]));
  await io.out(
    `# ${oneLine(file)}: ${rows} rows become ${entries} entries; what is not read: ${faults.length}\n${means}`,
  );
  if (first.length > 0) await io.out(stringify(first, { lineWidth: 120 }));
  for (const fault of faults) for (const line of faultLines(fault)) io.err(line);
}
