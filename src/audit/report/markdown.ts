// The report as a page of Markdown, to be read and filed. What came from outside never breaks its layout.
import type { Fault } from '../verify/report.ts';
import type { AuditReport, ReportedCheckpoint } from './auditReport.ts';

export function markdownReport(report: AuditReport): string {
  const { origin, result, faults, checkpoints, notes } = report;
  return [
    `# Audit of ${line(origin)}: ${result}`,
    factTable(report),
    section('Faults', faults.map(faultItem)),
    section('Checkpoints', checkpoints.map(checkpointItem)),
    section(
      'What this does not show',
      notes.map((note) => `- ${line(note)}`),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function factTable(report: AuditReport): string {
  const { subject, checkedAt, checkedBy, keys, entries, root, upTo } = report;
  const rows = [
    ['checked', subject],
    ['when', checkedAt],
    ['by', checkedBy],
    ...keys.map(({ vkey, from }) => ['verifier key', `\`${vkey}\` (${from})`]),
    ['entries read and hashed', String(entries)],
    ...(root === undefined ? [] : [['root over them', `\`${root}\``]]),
    ['as signed up to', upTo === undefined ? 'nothing' : `the checkpoint of ${upTo} entries`],
  ];
  const lines = rows.map((row) => `| ${row.map(cell).join(' | ')} |`);
  return ['| | |', '|---|---|', ...lines].join('\n');
}

const section = (title: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `## ${title}\n\n${items.join('\n')}`;

function faultItem({ code, sequence, message }: Fault, index: number): string {
  const where = sequence === undefined ? '' : `, entry ${sequence}`;
  return `${index + 1}. **${code}**${where}: ${line(message)}`;
}

/** Four spaces make it literal, whatever it holds. */
function checkpointItem({ from, size, cosigned, note }: ReportedCheckpoint): string {
  const witnesses = cosigned.map(({ by, at }) => `, cosigned by ${line(by)} at ${at}`).join('');
  const text = note
    .trimEnd()
    .split('\n')
    .map((each) => `      ${each}`.trimEnd());
  return [`- ${size} entries, ${line(from)}${witnesses}:`, '', ...text, ''].join('\n');
}

const line = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
const cell = (text: string): string => line(text).replaceAll('|', '\\|');
