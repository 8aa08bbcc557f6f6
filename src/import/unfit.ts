// What is wrong with a command's payload before anything on record is asked: every fault at once, with references of
// the import standing for what they will be.
import { parseCommand } from '../domain/commands.ts';
import { isRefusal } from '../domain/refusal.ts';
import { withReferences } from './references.ts';

export interface Unfit {
  /** JSON Pointer into the entry */
  readonly pointer: string;
  readonly detail: string;
}

/** Fits wherever the id of a record or an event does. */
export const SOME_ID = '00000000-0000-5000-8000-000000000000';

/** @param command as the entry names it */
export function unfit(command: string, data: object): readonly Unfit[] {
  const order = parseCommand(
    command,
    withReferences(data, () => SOME_ID),
    () => SOME_ID,
  );
  if (!isRefusal(order)) return [];
  return order.errors.map(({ pointer, detail }) => ({
    pointer: order.refused === 'UNKNOWN_COMMAND' ? '/command' : `/data${pointer}`,
    detail,
  }));
}
