// What stands where a capture was: its hash, the reason and the time. Nothing of the document.
import { CaptureError } from './captureError.ts';
import type { Sha256 } from './sha256.ts';

/** That a capture was removed on purpose. */
export interface Redaction {
  readonly sha256: Sha256;
  readonly reason: string;
  /** ISO 8601 */
  readonly redactedAt: string;
}

export const redacted = ({ sha256, reason, redactedAt }: Redaction): CaptureError =>
  new CaptureError('REDACTED', `the capture ${sha256} was redacted on ${redactedAt}: ${reason}`);

/** The text of the file that says so. @throws CaptureError UNUSABLE */
export function tombstone(sha256: Sha256, text: string): { readonly reason: string; readonly redactedAt: string } {
  try {
    const { reason, redactedAt } = JSON.parse(text) as Record<string, unknown>;
    return { reason: String(reason), redactedAt: String(redactedAt) };
  } catch (cause) {
    throw new CaptureError('UNUSABLE', `what says that ${sha256} was redacted cannot be read`, cause);
  }
}
