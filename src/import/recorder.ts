// Where an import's commands go: the ledger in this process, a running server, or a rehearsal that writes nothing.
import type { Fault } from '../domain/refusal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Made } from './references.ts';

export interface ImportedCommand {
  readonly name: string;
  readonly payload: unknown;
  readonly key: string;
  readonly recordedAt: string | undefined;
}

export type Answer =
  | (Made & { readonly repeated: boolean })
  | { readonly refused: string; readonly detail: string; readonly errors: readonly Fault[] };

export interface Recorder {
  /** @throws ImportStopped where going on makes no sense */
  record(command: ImportedCommand): Promise<Answer>;
  /** all that is wrong with a command that is not to be recorded; pointers into its payload. @throws ImportStopped */
  judge(command: ImportedCommand): Promise<readonly Fault[]>;
  /** whether an event is on record */
  onRecord(event: string): Promise<boolean>;
  /** the parties on record, as they are answered, where they can be told: for hints */
  parties?(): AsyncIterable<string>;
}

/** The import cannot go on. What was acknowledged is durable: run it again to go on from there. */
export class ImportStopped extends Error {
  constructor(why: string) {
    super(`${why}. Run the import again to go on: what is on record is passed over`);
    this.name = 'ImportStopped';
  }
}

/** Not the entry's fault: the next one would be refused as well. */
const STOPS: ReadonlySet<string> = new Set(['STORE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'CLOCK_BEHIND']);

interface Into {
  readonly ledger: Pick<Ledger, 'execute' | 'judge'>;
  /** whether an event is on record */
  readonly onRecord: Recorder['onRecord'];
}

export function ledgerRecorder({ ledger, onRecord }: Into, actor: string): Recorder {
  const asSent = ({ recordedAt, ...command }: ImportedCommand) => ({
    ...command,
    actor,
    ...(recordedAt === undefined ? {} : { recordedAt }),
  });
  return {
    onRecord,
    async judge(command) {
      const refused = await ledger.judge(asSent(command));
      if (refused !== undefined && STOPS.has(refused.refused)) throw new ImportStopped(refused.detail);
      return refused?.errors ?? [];
    },
    async record(command) {
      const answer = await ledger.execute(asSent(command));
      if (!('refused' in answer)) {
        return { record: answer.id, event: answer.events[0]?.id ?? '', repeated: answer.repeated };
      }
      if (STOPS.has(answer.refused)) throw new ImportStopped(answer.detail);
      return answer;
    },
  };
}
