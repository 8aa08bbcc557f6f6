// The log's loop: take in what the journal has, ask for the next checkpoint, keep it, then serve it. In that order.
// What it serves never goes back and never forks; where that cannot be kept, it stops and serves nothing.
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Journal } from '../../journal/journal.ts';
import { sameHash } from '../../merkle/hash.ts';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { writeCheckpointFile } from './checkpointFile.ts';
import { type Cosign, cosignaturesOf } from './cosign.ts';
import { continues, forked, type KnownCheckpoint, olderData } from './known.ts';
import { Lag } from './lag.ts';
import { FILE_DAMAGED, type LogTree } from './logTree.ts';
import type { LogHealth, StoppedBy } from './openLog.ts';
import type { Signing } from './ownSigning.ts';
import { regrow } from './regrow.ts';

/** About two milliseconds of work at a time. */
const BATCH = 1024;
/** So often a shared line is looked at though nothing was recorded, milliseconds: it may have been changed. */
const LOOK_AT_LINE = 15_000;

export interface LogServiceParts {
  readonly journal: Journal;
  readonly tree: LogTree;
  readonly signing: Signing;
  readonly checkpointFile?: string | undefined;
  readonly cosign?: Cosign | undefined;
  readonly interval: number;
  readonly clock: () => number;
  readonly refusing?: (() => string | undefined) | undefined;
  readonly onWithheld?: ((why: string) => void) | undefined;
  readonly onStop?: (error: AuditError, from: StoppedBy) => void;
}

export interface LogStart {
  readonly served: KnownCheckpoint | undefined;
  /** checkpoints larger than the tree is yet */
  readonly beyond: readonly KnownCheckpoint[];
  /** so many entries' tiles came from the disk, and are compared with the journal in the background */
  readonly patrol: number;
}

export class LogService {
  readonly #parts: LogServiceParts;
  readonly #ended = new AbortController();
  readonly #waiting = new Set<() => void>();
  #served: KnownCheckpoint | undefined;
  /** cosignatures that belong under it; undefined where witnesses were not asked yet */
  #cosignatures: string | undefined;
  #beyond: readonly KnownCheckpoint[] = [];
  /** the journal behind what was signed */
  readonly #journalLag: Lag;
  /** the journal behind what a witness knows */
  readonly #witnessLag: Lag;
  /** whether witnesses have seen a signature of this process, or could not be asked */
  #confirmed = false;
  #saidWithheld = false;
  /** the last thing a witness had against a checkpoint */
  #saidByWitness: unknown;
  #lastError: string | undefined;
  #stopped: AuditError | undefined;
  #repaired = 0;
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: LogServiceParts) {
    this.#parts = parts;
    this.#journalLag = new Lag(parts.clock);
    this.#witnessLag = new Lag(parts.clock);
  }

  /** @throws AuditError LOG_UNUSABLE where CHECKPOINT_FILE cannot be written */
  start({ served, beyond, patrol }: LogStart): void {
    // Never over a larger one: the file may be all that remembers it.
    if (served !== undefined && beyond.length === 0) this.#keepOutside(served);
    this.#served = served;
    this.#beyond = beyond;
    this.#work = Promise.all([
      this.#run(),
      patrol > 0 ? this.#patrol(patrol).catch((error: unknown) => this.#failed(error)) : undefined,
    ]);
  }

  /** @throws AuditError STOPPED, with the reason; NOT_COVERED before the first checkpoint */
  served(): KnownCheckpoint {
    const stopped = this.#stoppedBy();
    if (stopped !== undefined) {
      const why = this.#parts.tree.damaged === undefined ? stopped.message : FILE_DAMAGED;
      throw new AuditError('STOPPED', `The log stopped: ${why}`, stopped);
    }
    if (this.#served === undefined)
      throw new AuditError('NOT_COVERED', 'There is no checkpoint yet: try again in a second.');
    const { note } = this.#served;
    return { ...this.#served, note: note + (this.#cosignatures ?? '') };
  }

  health(): LogHealth {
    return {
      status: this.#stoppedBy() === undefined ? 'live' : 'stopped',
      size: this.#parts.tree.size,
      signed: this.#served?.size,
      lastError: this.#stoppedBy()?.message ?? this.#lastError ?? this.#waitsFor(),
      withheld: this.#parts.signing.withheld !== undefined,
      repaired: this.#repaired,
    };
  }

  /** A damaged file stops it as well, whoever found that. */
  #stoppedBy(): Error | undefined {
    return this.#stopped ?? this.#parts.tree.damaged;
  }

  #waitsFor(): string | undefined {
    const { refusing, signing } = this.#parts;
    return refusing?.() ?? this.#journalLag.why ?? this.#witnessLag.why ?? signing.withheld;
  }

  /** Why nothing may be answered or recorded now: what was signed before is not reached, though the journal has caught up. */
  behind(): string | undefined {
    const [beyond] = this.#beyond;
    if (beyond === undefined || !this.#parts.journal.caughtUp) return undefined;
    const entries = this.#parts.journal.head().sequence + 1;
    return beyond.size > entries ? olderData(beyond, entries).message : undefined;
  }

  async covers(sequence: number, signal: AbortSignal): Promise<boolean> {
    const ended = AbortSignal.any([signal, this.#ended.signal]);
    while ((this.#served?.size ?? -1) <= sequence && !ended.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        ended.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return (this.#served?.size ?? -1) > sequence && this.#stopped === undefined;
  }

  /** Takes in what the journal holds now, and no more: a round ends under any load. */
  async absorb(): Promise<void> {
    const { journal, tree } = this.#parts;
    const end = journal.head().sequence + 1;
    while (tree.size < end && !this.#ended.signal.aborted) {
      if (tree.absorb(Math.min(BATCH, end - tree.size)) === 0) return;
      await setImmediate();
    }
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { journal, tree, interval } = this.#parts;
    const { signal } = this.#ended;
    while (!signal.aborted) {
      try {
        await this.#round();
        this.#lastError = undefined;
      } catch (error) {
        this.#failed(error);
      }
      await setTimeout(interval, undefined, { signal, ref: false }).catch(() => undefined);
      if (this.#served?.size === tree.size && this.#beyond.length === 0) await this.#news(journal, tree.size - 1);
    }
  }

  /** Waits for an entry beyond a sequence; where the line is shared, not for longer than it goes without a look. */
  async #news(journal: Journal, sequence: number): Promise<void> {
    const { signal } = this.#ended;
    const look = this.#parts.signing.line === undefined ? [] : [AbortSignal.timeout(LOOK_AT_LINE)];
    await journal.beyond(sequence, AbortSignal.any([signal, ...look]));
  }

  async #round(): Promise<void> {
    const { signing } = this.#parts;
    await this.absorb();
    this.#checkBeyond();
    if (this.#ended.signal.aborted) return;
    const next = await this.#next();
    this.#sayWithheld();
    if (next !== undefined) await this.#serve(next);
    else this.#checkBehind(this.#beyond[0] ?? signing.largest);
    if (this.#served !== undefined) this.#cosignatures ??= await this.#cosign(this.#served);
  }

  #sayWithheld(): void {
    const { signing, onWithheld } = this.#parts;
    if (signing.withheld === undefined || this.#saidWithheld) return;
    this.#saidWithheld = true;
    onWithheld?.(signing.withheld);
  }

  async #next(): Promise<KnownCheckpoint | undefined> {
    const { tree, signing, refusing } = this.#parts;
    if (this.#beyond.length > 0 || refusing?.() !== undefined) return undefined;
    return signing.next(tree, this.#served, this.#confirm);
  }

  /**
   * Law: the first signature of a process reaches nobody before the witnesses have seen it. They may remember what was lost
   * here together with all that remembered it; what they refuse is forgotten, and was in no file, no line and no answer.
   */
  readonly #confirm = async (checkpoint: KnownCheckpoint): Promise<boolean> => {
    if (this.#confirmed) return true;
    try {
      await this.#askWitnesses(checkpoint);
      this.#confirmed = !this.#ended.signal.aborted;
      this.#witnessLag.ended();
    } catch (error) {
      if (!this.#mayLag(error)) throw error;
      this.#witnessLag.persists(error as AuditError);
    }
    return this.#confirmed;
  };

  /** With several nodes another may be ahead of this one, and its checkpoint with a witness: that is no fault yet. */
  #mayLag(error: unknown): boolean {
    return error instanceof AuditError && error.code === 'OLDER_DATA' && this.#parts.signing.line !== undefined;
  }

  async #serve(next: KnownCheckpoint): Promise<void> {
    const { tree, signing } = this.#parts;
    if (next.size < (this.#served?.size ?? 0)) throw olderData(this.#served as KnownCheckpoint, next.size);
    if (!continues(tree, next)) throw forked(tree, next);
    this.#keepOutside(next);
    tree.save(next, signing.line);
    // Kept before it leaves this machine, so that no witness knows of a checkpoint that a crash makes this node forget.
    const cosignatures = await this.#cosign(next);
    this.#served = next;
    this.#cosignatures = cosignatures;
    this.#journalLag.ended();
    this.#wake();
  }

  /** What a node serves of a line that it does not know is no memory for its next start. @throws AuditError LOG_UNUSABLE */
  #keepOutside({ note }: KnownCheckpoint): void {
    const { checkpointFile, signing } = this.#parts;
    if (checkpointFile !== undefined && signing.withheld === undefined) writeCheckpointFile(checkpointFile, note);
  }

  async #cosign(checkpoint: KnownCheckpoint): Promise<string> {
    try {
      return await this.#askWitnesses(checkpoint);
    } catch (error) {
      if (this.#mayLag(error)) return '';
      throw error;
    }
  }

  async #askWitnesses(checkpoint: KnownCheckpoint): Promise<string> {
    try {
      return await cosignaturesOf(this.#parts, checkpoint, this.#ended.signal);
    } catch (error) {
      this.#saidByWitness = error;
      throw error;
    }
  }

  /** Checkpoints kept here that a follower's tree had not reached when it started. */
  #checkBeyond(): void {
    const { tree } = this.#parts;
    for (const checkpoint of this.#beyond) {
      if (checkpoint.size <= tree.size && !continues(tree, checkpoint)) throw forked(tree, checkpoint);
    }
    this.#beyond = this.#beyond.filter(({ size }) => size > tree.size);
  }

  #checkBehind(largest: KnownCheckpoint | undefined): void {
    const { journal, tree } = this.#parts;
    if (largest === undefined || largest.size <= tree.size || !journal.caughtUp) this.#journalLag.ended();
    else this.#journalLag.persists(olderData(largest, tree.size));
  }

  /** Every tile that came from the disk against the journal's leaves, a little at a time. */
  async #patrol(size: number): Promise<void> {
    const { journal, tree } = this.#parts;
    const covering: KnownCheckpoint | undefined = this.#served;
    const afresh = await regrow(journal, tree.kept, size, this.#ended.signal);
    if (afresh === undefined) return;
    if (sameHash(afresh.root, tree.rootAt(size))) {
      tree.repair(afresh.differing);
      this.#repaired = afresh.differing.length;
    } else if (covering !== undefined) {
      this.#halt(forked(tree, covering, afresh.firstEntry, afresh.root));
    }
  }

  #failed(error: unknown): void {
    this.#lastError = reason(error);
    const { damaged } = this.#parts.tree;
    if (damaged !== undefined) this.#halt(new AuditError('LOG_UNUSABLE', damaged.message, damaged));
    else if (error instanceof AuditError && error.code !== 'LOG_UNUSABLE') this.#halt(error);
  }

  #halt(error: AuditError): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = error;
    this.#ended.abort();
    this.#wake();
    this.#parts.onStop?.(error, error === this.#saidByWitness ? 'witness' : 'history');
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
