// Prints comparisons: a line when each is done, then the table, then all of it as one line of JSON.
import { availableParallelism, cpus } from 'node:os';
import type { Row } from './compare.ts';
import { type Figure, figureLine } from './figure.ts';

const HEAD = ['name', 'ours', 'baseline', 'ratio', 'aim', 'CPU ours', 'CPU base', 'CPU ratio', 'p50/p99 ours', 'base'];

export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    `${number(row.ours)} ${row.unit}/s`,
    number(row.baseline),
    row.ratio.toFixed(2),
    row.aim === undefined ? '' : `${row.ratio >= row.aim ? 'met' : 'not met'}: ${Number(row.aim.toFixed(2))}`,
    `${row.oursCpu.toFixed(1)} µs`,
    row.baselineCpu.toFixed(1),
    row.cpuRatio.toFixed(2),
    times(row.oursP),
    times(row.baselineP),
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((row) => (row[column] ?? '').length)));
  return [HEAD, ...cells]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const times = (p: readonly [number, number] | undefined): string =>
  p === undefined ? '' : `${milliseconds(p[0])}/${milliseconds(p[1])} ms`;
const milliseconds = (value: number): string => value.toFixed(value < 1 ? 3 : 1);

export interface Results {
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  readonly skipped: readonly string[];
}

export function report(bench: string, { rows, figures, skipped }: Results): void {
  console.log(`\n${table(rows)}\n`);
  for (const figure of figures) console.log(figureLine(figure));
  for (const line of skipped) console.log(`skipped: ${line}`);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: availableParallelism() };
  console.log(JSON.stringify({ bench, at: new Date().toISOString(), machine, rows, figures, skipped }));
}
