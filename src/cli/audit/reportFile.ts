// `--report FILE`: the report as Markdown or JSON, by the file's name. A report is filed, so one is never half written.
import { rename, writeFile } from 'node:fs/promises';
import type { AuditReport } from '../../audit/report/auditReport.ts';
import { markdownReport } from '../../audit/report/markdown.ts';
import { reason } from '../../support/reason.ts';
import type { Context, Given, OptionSpecs } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { textOption } from '../options.ts';

export const REPORT: OptionSpecs = {
  report: { type: 'string', value: 'FILE', help: 'write a report to file: Markdown (.md) or JSON (.json)' },
};

/** Before the check, which may take long. @throws UsageError */
export function checkReportName(given: Given): void {
  const file = textOption(given, 'report');
  if (file !== undefined && !/\.(?:md|json)$/.test(file)) {
    throw new UsageError(`--report ends in .md or .json, not ${file}`);
  }
}

/** Where one is asked for. @throws Failed */
export async function writeReport(context: Context, report: AuditReport): Promise<void> {
  const file = textOption(context, 'report');
  if (file === undefined) return;
  const text = file.endsWith('.json') ? `${JSON.stringify(report, null, 2)}\n` : markdownReport(report);
  try {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new Failed(`the report was not written: ${reason(error)}`);
  }
}
