// `verify`: whether what is there is what was signed. Of a data directory, a running server, or a file.
import type { AuditReport } from '../../audit/report/auditReport.ts';
import type { CommandSpec, Context, OptionSpecs } from '../command.ts';
import { UsageError } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from '../options.ts';
import { oneLine } from '../text/plain.ts';
import { type Checked, reportOf } from './checked.ts';
import { CHECKPOINT } from './checkpoints.ts';
import { checkReportName, REPORT, writeReport } from './reportFile.ts';
import { VKEY } from './trust.ts';
import { verifyBundleFile } from './verifyBundleFile.ts';
import { verifyDataDir } from './verifyDataDir.ts';
import { verifyServer } from './verifyServer.ts';

const BUNDLE: OptionSpecs = {
  bundle: { type: 'string', value: 'FILE', help: 'a bundle of one record, checked offline; needs --vkey' },
};

export const verifyCommand: CommandSpec = {
  name: 'verify',
  summary: 'Check that the history is what was signed: of a data directory, a running server, or a bundle.',
  takes: '',
  positionals: [0, 0],
  options: { ...CHECKPOINT, ...BUNDLE, ...VKEY, ...REPORT, ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  details:
    'Exits with 1 where anything differs, and names the first entry at fault. docs/guides/auditing.md leads through an audit.',
  run,
};

async function run(context: Context): Promise<number> {
  checkOptions(context);
  const report = reportOf(await check(context), context);
  await writeReport(context, report);
  await context.io.out(isGiven(context, 'json') ? `${JSON.stringify(report)}\n` : resultText(report));
  return report.result === 'passed' ? 0 : 1;
}

/** @throws UsageError */
function checkOptions(context: Context): void {
  checkReportName(context);
  const given = ['url', 'data-dir', 'bundle'].filter((name) => isGiven(context, name));
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} are two things to check: give one of them`);
}

async function check(context: Context): Promise<Checked> {
  const bundle = textOption(context, 'bundle');
  if (bundle !== undefined) return verifyBundleFile(context, bundle);
  const url = textOption(context, 'url');
  return url === undefined ? verifyDataDir(context) : verifyServer(context, url);
}

function resultText({ result, origin, subject, entries, upTo, faults, notes }: AuditReport): string {
  const [first, ...others] = faults;
  const lines =
    result === 'passed' || first === undefined
      ? [`verified: ${subject} holds what ${origin} signed, up to its checkpoint of ${upTo} entries; ${entries} read`]
      : [
          `NOT VERIFIED: ${subject}: ${first.message}`,
          ...others.map(({ message }) => `also: ${message}`),
          ...(upTo === undefined || upTo === 0 ? [] : [`as signed: what the checkpoint of ${upTo} entries covers`]),
          'Keep everything as it is, both checkpoints too; docs/audit.md (After a failed check) says what to do.',
        ];
  return [...lines, ...notes.map((note) => `note: ${note}`)].map((line) => `${oneLine(line)}\n`).join('');
}
