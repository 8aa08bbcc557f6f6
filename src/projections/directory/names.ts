// The words by which what commitments refer to is found: parties' names in every language, former and new, and the titles of
// sources. Law: of each event that gives some there is one row, under its sequence; none is ever taken away, so what was
// found as known at a sequence always is.
import type { RecordedEvent } from '../../domain/corrections.ts';
import { composed } from '../../support/composed.ts';
import type { Value } from '../into.ts';
import type { DirectoryRecord } from './directoryAt.ts';

interface Naming {
  readonly name?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly replacement?: Naming;
}

/** The values of its row; undefined where an event gives no name, or is an occasion's. */
export function namesValues(
  { kind, id }: DirectoryRecord,
  sequence: number,
  event: RecordedEvent,
): Value[] | undefined {
  const given = namesIn(event.data as Naming);
  if (kind === 'occasion' || given.length === 0) return undefined;
  return [sequence, composed(given.join('\n')), kind, id];
}

function namesIn({ name, names = {}, title, replacement }: Naming): readonly string[] {
  const own = [name, title, ...Object.values(names)].filter((one) => typeof one === 'string');
  return replacement === undefined ? own : [...own, ...namesIn(replacement)];
}
