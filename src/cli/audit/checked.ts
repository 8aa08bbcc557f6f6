// What a check found, whatever was checked, and the report that is made of it.
import { type AuditReport, auditReport, reportedCheckpoint } from '../../audit/report/auditReport.ts';
import type { VerifyReport } from '../../audit/verify/report.ts';
import type { Context } from '../command.ts';
import type { NamedCheckpoint } from './checkpoints.ts';
import type { Trust } from './trust.ts';

export interface Checked extends VerifyReport {
  /** in words */
  readonly subject: string;
  readonly trust: Trust;
  /** those to be reported */
  readonly checkpoints: readonly NamedCheckpoint[];
  readonly notes: readonly string[];
}

const ALWAYS = 'That what was recorded is true, or that everything was recorded (docs/audit.md, What is not).';

export function reportOf(checked: Checked, { wiring, clock }: Pick<Context, 'wiring' | 'clock'>): AuditReport {
  const { trust, checkpoints, notes, ...found } = checked;
  const { keys, witnesses, from, origin, caution } = trust;
  return auditReport({
    ...found,
    origin,
    checkedAt: new Date(clock()).toISOString(),
    checkedBy: `concordat ${wiring.version}`,
    keys: [...keys, ...witnesses].map(({ vkey }) => ({ vkey, from })),
    checkpoints: checkpoints.map((checkpoint) => reportedCheckpoint(checkpoint.from, checkpoint)),
    notes: [...notes, ...(caution === undefined ? [] : [caution]), ALWAYS],
  });
}
