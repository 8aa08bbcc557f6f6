// The id of a record that an entry opens without naming it: made of the entry's id alone.
// So a file makes the same records in any ledger, whoever imports it and on whatever way, and never one record twice.
import { actOfCommand } from '../../domain/commitment/acts.ts';
import { recordIdOf } from '../../ledger/ids.ts';

/** What an import without configuration would be given by the ledger. */
const LEDGER = 'concordat';
const ACTOR = 'import';

const FIELDS: Readonly<Record<string, string>> = { RecordOccasion: 'occasion', CaptureSource: 'source' };

export function withOwnId(command: string, key: string, data: object): object {
  const field = actOfCommand(command) === undefined ? FIELDS[command] : 'commitment';
  if (field === undefined || Object.hasOwn(data, field)) return data;
  return { [field]: recordIdOf(LEDGER, ACTOR, key), ...data };
}
