// All configured witnesses, asked at once and within bounds: a checkpoint waits for them a moment, never for long.
// A witness that knows a larger or another history is believed against this node: going on would split the log.
import { setTimeout } from 'node:timers/promises';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import type { Cosign } from '../log/cosign.ts';
import { addCheckpoint, type Submission } from './addCheckpoint.ts';
import type { Witness } from './witness.ts';

export interface WitnessesOptions {
  readonly witnesses: readonly Witness[];
  /** how long one checkpoint may wait for all of them, milliseconds; 5,000 where absent */
  readonly patience?: number;
  /** how long a witness that failed is not asked, milliseconds; 30,000 where absent */
  readonly rest?: number;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
  readonly onFailure?: (witness: Witness, error: AuditError) => void;
}

const PATIENCE = 5_000;
const REST = 30_000;
const ATTEMPTS = 3;
/** Between attempts, milliseconds. */
const PAUSE = 250;

/** For `openLog`: gives the cosignatures of a checkpoint, one line each, in the order of the configuration. */
export function cosignBy(options: WitnessesOptions): Cosign {
  const asked = options.witnesses.map((witness) => new Asked(witness, options));
  return async (submission, signal) => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(options.patience ?? PATIENCE)]);
    const lines = await Promise.allSettled(asked.map((one) => one.cosign(submission, bounded, signal)));
    const failed = lines.find((line) => line.status === 'rejected');
    if (failed !== undefined && !signal.aborted) throw failed.reason;
    return lines.map((line) => (line.status === 'fulfilled' ? line.value : '')).join('');
  };
}

/** What is remembered of one witness while the process runs. A size forgotten costs one more request. */
class Asked {
  readonly #witness: Witness;
  readonly #options: WitnessesOptions;
  #size = 0;
  #restsUntil = 0;

  constructor(witness: Witness, options: WitnessesOptions) {
    this.#witness = witness;
    this.#options = options;
  }

  /** The line; empty where there is none this time, or the log is closing. @throws AuditError OLDER_DATA, FORKED */
  async cosign(submission: Submission, signal: AbortSignal, ended: AbortSignal): Promise<string> {
    const { clock = Date.now, rest = REST, onFailure } = this.#options;
    if (clock() < this.#restsUntil) return '';
    try {
      return await this.#ask(submission, signal);
    } catch (error) {
      if (ended.aborted) return '';
      const told = error instanceof AuditError ? error : new AuditError('UNREACHABLE', reason(error), error);
      onFailure?.(this.#witness, told);
      if (told.code === 'OLDER_DATA' || told.code === 'FORKED') throw told;
      this.#restsUntil = clock() + rest;
      return '';
    }
  }

  async #ask(submission: Submission, signal: AbortSignal): Promise<string> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const line = await this.#askOnce(submission, signal);
        if (line !== undefined) return line;
      } catch (error) {
        const again = error instanceof AuditError && error.code === 'UNREACHABLE' && attempt < ATTEMPTS;
        if (!again || signal.aborted) throw error;
        await setTimeout(PAUSE * attempt, undefined, { signal });
      }
    }
    throw new AuditError('UNREACHABLE', `The witness ${this.#witness.verifier.name} keeps naming other sizes`);
  }

  /** The line; undefined where the witness was at another size than thought, which is now known. */
  async #askOnce(submission: Submission, signal: AbortSignal): Promise<string | undefined> {
    const { size } = submission.checkpoint;
    const answer = await addCheckpoint(this.#witness, submission, Math.min(this.#size, size), signal);
    this.#size = answer.said === 'cosigned' ? size : answer.size;
    if (answer.said === 'cosigned') return answer.line;
    if (answer.size > size) throw this.#ahead(answer.size, size);
    return undefined;
  }

  #ahead(size: number, own: number): AuditError {
    return new AuditError(
      'OLDER_DATA',
      `These data are older than what this log has signed: the witness ${this.#witness.verifier.name} cosigned a ` +
        `checkpoint of ${size} entries, this one covers ${own}. Nothing more is signed on them. Restore the newer data ` +
        '(docs/audit.md, After a failed check); where the witness is wrong, take it out of WITNESSES.',
    );
  }
}
