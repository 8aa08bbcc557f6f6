// Up to where a replay goes: a sequence (which the recorded clock may name by a date) and an instant of the effective one.
// Law: both follow from what is asked and from the journal alone, so that everyone's replay goes equally far.
import { askedInstant } from '../../domain/time.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Given, OptionSpecs } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { textOption } from '../options.ts';

export const UNTIL: OptionSpecs = {
  'until-sequence': {
    type: 'string',
    value: 'N',
    help: 'print the state by the entries up to N, instead of comparing',
  },
  'until-recorded': { type: 'string', value: 'DATE', help: 'the same, by what was recorded until then (its end, UTC)' },
  'until-effective': { type: 'string', value: 'DATE', help: 'the same, as of then; alone, by all that is recorded' },
};

export interface Until {
  readonly sequence?: number;
  /** milliseconds since 1970 */
  readonly recorded?: number;
  readonly effective?: number;
}

/** A place on both clocks. */
export interface Point {
  readonly sequence: number;
  /** milliseconds since 1970 */
  readonly effective: number;
}

/** Undefined where none is given. @throws UsageError */
export function untilOf(given: Given): Until | undefined {
  const sequence = textOption(given, 'until-sequence');
  if (sequence !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(sequence)) {
    throw new UsageError(`--until-sequence is a number from 0, not ${sequence}`);
  }
  const [recorded, effective] = [dateOption(given, 'until-recorded'), dateOption(given, 'until-effective')];
  if (sequence !== undefined && recorded !== undefined) {
    throw new UsageError('--until-sequence and --until-recorded are the same clock: give one of the two');
  }
  if (sequence === undefined && recorded === undefined && effective === undefined) return undefined;
  return {
    ...(sequence === undefined ? {} : { sequence: Number(sequence) }),
    ...(recorded === undefined ? {} : { recorded }),
    ...(effective === undefined ? {} : { effective }),
  };
}

function dateOption(given: Given, name: string): number | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const at = askedInstant(text);
  if (at !== undefined) return at;
  throw new UsageError(
    `--${name} is a date such as 2025-05-01 or an instant such as 2025-05-01T12:00:00Z, not ${text}`,
  );
}

/**
 * Law: the known clock alone sets both: a sequence means the instant at which it was recorded, a date itself.
 * @throws Failed where the journal does not reach so far
 */
export function pointOf({ sequence, recorded, effective }: Until, journal: Journal): Point {
  const head = journal.head();
  if (sequence !== undefined) {
    const [entry] = journal.read(sequence - 1, 1);
    if (entry?.sequence !== sequence)
      throw new Failed(`the journal ends with entry ${head.sequence}: there is no ${sequence}`);
    return { sequence, effective: effective ?? entry.clock };
  }
  if (recorded === undefined) return { sequence: head.sequence, effective: effective ?? head.clock };
  return { sequence: journal.sequenceAt(recorded), effective: effective ?? recorded };
}
