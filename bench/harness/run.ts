// Runs parts of a benchmark one after the other, never side by side, and reports them together.
import type { Part, Skipped } from './bench.ts';
import type { Row } from './compare.ts';
import { type Figure, figureLine } from './figure.ts';
import { report, table } from './report.ts';
import { removeTempDirs } from './temp.ts';

export async function run(name: string, parts: readonly Part[], quick: boolean): Promise<void> {
  const rows: Row[] = [];
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  const take = (result: Row | Figure | Skipped): void => {
    if (typeof result === 'string') skipped.push(result);
    else if ('value' in result) {
      figures.push(result);
      console.log(figureLine(result));
    } else {
      rows.push(result);
      console.log(table([result]).split('\n')[1]);
    }
  };
  try {
    for (const part of parts) for await (const result of part(quick)) take(result);
  } finally {
    removeTempDirs();
  }
  report(name, { rows, figures, skipped });
}
