// What an auditor files: what was checked, with which keys and checkpoints, when, and what came of it. Plain data.
// It claims no more than the check showed: what limits it is said in its notes.
import { base64 } from '../../merkle/hash.ts';
import type { VerifiedCheckpoint } from '../note/checkpoint.ts';
import type { Fault, VerifyReport } from '../verify/report.ts';

export interface ReportedKey {
  readonly vkey: string;
  /** where it came from, in words */
  readonly from: string;
}

export interface ReportedCheckpoint {
  /** where it was found, in words */
  readonly from: string;
  readonly size: number;
  readonly root: string;
  /** witnesses whose cosignatures were verified, with their times */
  readonly cosigned: readonly { readonly by: string; readonly at: string }[];
  /** as it was signed: evidence, which needs no trust in this report */
  readonly note: string;
}

export interface AuditReport {
  readonly result: 'passed' | 'failed';
  /** in words */
  readonly subject: string;
  readonly origin: string;
  readonly checkedAt: string;
  /** program and version */
  readonly checkedBy: string;
  readonly keys: readonly ReportedKey[];
  readonly checkpoints: readonly ReportedCheckpoint[];
  /** read and hashed */
  readonly entries: number;
  /** base64, over all of them */
  readonly root?: string;
  /** the size of the largest checkpoint that holds */
  readonly upTo?: number;
  /** the first entry at fault comes first */
  readonly faults: readonly Fault[];
  /** what this check does not show */
  readonly notes: readonly string[];
}

export type AuditFindings = Pick<VerifyReport, 'entries' | 'root' | 'upTo' | 'faults'> &
  Omit<AuditReport, 'result' | 'entries' | 'root' | 'upTo' | 'faults'>;

/** Law: what no signed checkpoint covers was not verified, so a check that reached none has not passed. */
export function auditReport(findings: AuditFindings): AuditReport {
  const unsigned: Fault = { code: 'NOT_COVERED', message: 'no signed checkpoint holds: nothing was proved' };
  const faults = findings.faults.length === 0 && findings.upTo === undefined ? [unsigned] : findings.faults;
  return { result: faults.length === 0 ? 'passed' : 'failed', ...findings, faults };
}

export function reportedCheckpoint(from: string, checkpoint: VerifiedCheckpoint): ReportedCheckpoint {
  const { size, root, note, signatures } = checkpoint;
  const cosigned = signatures.flatMap(({ verifier, timestamp }) =>
    timestamp === undefined ? [] : [{ by: verifier.name, at: new Date(timestamp * 1000).toISOString() }],
  );
  return { from, size, root: base64(root), cosigned, note };
}
