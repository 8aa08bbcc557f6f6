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
  /** whether an event is on record */
  onRecord(event: string): Promise<boolean>;
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
  readonly ledger: Pick<Ledger, 'execute'>;
  /** whether an event is on record */
  readonly onRecord: Recorder['onRecord'];
}

export function ledgerRecorder({ ledger, onRecord }: Into, actor: string): Recorder {
  return {
    onRecord,
    async record({ recordedAt, ...command }) {
      const answer = await ledger.execute({ ...command, actor, ...(recordedAt === undefined ? {} : { recordedAt }) });
      if (!('refused' in answer)) {
        return { record: answer.id, event: answer.events[0]?.id ?? '', repeated: answer.repeated };
      }
      if (STOPS.has(answer.refused)) throw new ImportStopped(answer.detail);
      return answer;
    },
  };
}
