// What the thread that serves asks of a query thread, and what that answers.
import { DamagedFile } from '../../support/damagedFile.ts';
import { reason } from '../../support/reason.ts';
import { DamagedModels } from '../damage.ts';
import type { Queries } from '../readModels.ts';
import { InvalidCursor } from '../readModels.ts';
import { RecordSetAside, type SetAside } from '../setAside.ts';
import { isDamage } from '../storageFault.ts';

/** The questions there are. */
export type QueryName = keyof Queries;

export interface Question {
  readonly query: QueryName;
  readonly args: readonly unknown[];
  /** the clock of who asks, milliseconds since 1970 */
  readonly now: number;
  /** how often the models' file was changed for a new one: the thread opens the newest */
  readonly file: number;
}

/** What a query throws, as it passes between threads, where an error's class is lost. */
type Thrown =
  | { readonly kind: 'invalid-cursor' }
  | { readonly kind: 'set-aside'; readonly aside: SetAside }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'ledger-damaged'; readonly reason: string }
  | { readonly kind: 'other'; readonly error: unknown; readonly errcode: number | undefined };

export type Reply = { readonly answer: unknown } | { readonly thrown: Thrown };

export function thrownBy(error: unknown): Thrown {
  if (error instanceof InvalidCursor) return { kind: 'invalid-cursor' };
  if (error instanceof RecordSetAside) return { kind: 'set-aside', aside: error.aside };
  if (error instanceof DamagedFile) return { kind: 'ledger-damaged', reason: error.message };
  if (isDamage(error)) return { kind: 'damaged', reason: reason(error) };
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return { kind: 'other', error, errcode: typeof code === 'number' ? code : undefined };
}

/** @throws what the query threw */
export function answerIn(reply: Reply): unknown {
  if ('answer' in reply) return reply.answer;
  const { thrown } = reply;
  switch (thrown.kind) {
    case 'invalid-cursor':
      throw new InvalidCursor();
    case 'set-aside':
      throw new RecordSetAside(thrown.aside);
    case 'damaged':
      throw new DamagedModels(thrown.reason);
    case 'ledger-damaged':
      throw new DamagedFile(thrown.reason);
    case 'other':
      throw thrown.errcode === undefined
        ? thrown.error
        : Object.assign(thrown.error as Error, { errcode: thrown.errcode });
    default:
      return thrown satisfies never;
  }
}

/** What a query thread is started with. */
export interface QueryThreadOrder {
  readonly dataDir: string;
  /** whole */
  readonly journalFile: string;
}
