// The id of a record that an entry opens without naming it: made of the entry's id alone.
// So a file makes the same records in any ledger, whoever imports it and on whatever way, and never one record twice.
import { actOfCommand } from '../domain/commitment/acts.ts';
import { recordIdOf } from '../ledger/ids.ts';

/** What an import without configuration would be given by the ledger. */
const LEDGER = 'concordat';
const ACTOR = 'import';

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['RecordOccasion', 'occasion'],
  ['CaptureSource', 'source'],
]);

/** The key of an entry's command. */
export const keyOf = (entry: string): string => `import/${entry}`;

/** The id of the record that an entry opens. */
export const openedBy = (entry: string): string => recordIdOf(LEDGER, ACTOR, keyOf(entry));

export function withOwnId(command: string, entry: string, data: object): object {
  const field = actOfCommand(command) === undefined ? FIELDS.get(command) : 'commitment';
  if (field === undefined || Object.hasOwn(data, field)) return data;
  return { [field]: openedBy(entry), ...data };
}
