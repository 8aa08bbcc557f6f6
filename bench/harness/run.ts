// Runs parts of a benchmark one after the other, never side by side, and reports them together.
import type { Part, Skipped } from './bench.ts';
import type { Row } from './compare.ts';
import { report, table } from './report.ts';
import { removeTempDirs } from './temp.ts';

export async function run(name: string, parts: readonly Part[], quick: boolean): Promise<void> {
  const rows: Row[] = [];
  const skipped: Skipped[] = [];
  const take = (result: Row | Skipped): void => {
    if (typeof result === 'string') skipped.push(result);
    else {
      rows.push(result);
      console.log(table([result]).split('\n')[1]);
    }
  };
  try {
    for (const part of parts) for await (const result of part(quick)) take(result);
  } finally {
    removeTempDirs();
  }
  report(name, rows, skipped);
}
