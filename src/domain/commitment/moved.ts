// What moved between two looks at one commitment, in the words of its answer: each part with what it said before and after.
// Law: it is complete. Put on what was answered before, what moved gives what is answered after, but for `because`, which
// says why something is so and moves with every event that says the same again.

import { isFields, isSame } from '../same.ts';
import { ANSWER_PARTS, entriesOf, type Members, type Part, type Parts } from './answerParts.ts';
import { membersApart, type Seen } from './bodyText.ts';
import { dueOf, statusAt, timelinessAt } from './headline.ts';
import { INITIAL } from './state.ts';

const WHY = 'because';

export interface Move {
  /** the part of the answer, by its names: `status`, `position.bound`, `delivery.amounts.amount` */
  readonly what: string;
  /** where it is of an entry of a list: which one, by the names of its ids */
  readonly of?: Members;
  /** null where there was nothing */
  readonly before: unknown;
  /** null where there is nothing any longer */
  readonly after: unknown;
}

/** What moved; `undefined` is a look at what was not on record. What says nothing is not told of what comes on record. */
export function movedBetween(before: Seen | undefined, after: Seen | undefined): readonly Move[] {
  if (before === undefined && after === undefined) return [];
  const [was, is] = [before ?? nothingOf(after as Seen), after ?? nothingOf(before as Seen)];
  const moves: Move[] = [];
  tellMembers(moves, { what: '' }, {}, [headlineOf(before), headlineOf(after)]);
  const isNamedAnew = was.identity !== is.identity || before === undefined || after === undefined;
  if (isNamedAnew) tellMembers(moves, { what: '' }, ANSWER_PARTS, [namesOf(before), namesOf(after)]);
  for (const [one, other] of membersApart(was, is)) {
    tellMembers(moves, { what: '' }, ANSWER_PARTS, [withoutNames(one), withoutNames(other)]);
  }
  return moves;
}

const nothingOf = ({ identity, at }: Seen): Seen => ({ identity, state: INITIAL, at });

const headlineOf = (seen: Seen | undefined): Members =>
  seen === undefined
    ? { status: null, timeliness: 'none' }
    : { status: statusAt(seen.state, seen.at), timeliness: timelinessAt(dueOf(seen.state, seen.at), seen.at) };

const namesOf = (seen: Seen | undefined): Members =>
  seen === undefined
    ? {}
    : {
        title: seen.identity.title,
        kind: seen.identity.noun.toLowerCase(),
        corrections: seen.identity.corrections,
      };

/** They are told once, of what the record is called then. */
const withoutNames = (members: object): Members => {
  const { id, kind, title, corrections, ...others } = members as Members;
  return others;
};

type Place = Pick<Move, 'what' | 'of'>;
type Both<Value> = readonly [before: Value, after: Value];

function tellMembers(moves: Move[], place: Place, parts: Parts, [before, after]: Both<Members>): void {
  for (const name of Object.keys({ ...before, ...after })) {
    if (name === WHY) continue;
    const what = place.what === '' ? name : `${place.what}.${name}`;
    tell(moves, { ...place, what }, parts[name], [before[name], after[name]]);
  }
}

function tell(moves: Move[], place: Place, part: Part | undefined, both: Both<unknown>): void {
  const [before, after] = both;
  if ((before ?? null) === (after ?? null) || isSame(before, after)) return;
  if (part?.named !== undefined) tellEntries(moves, place, part, [listOf(before), listOf(after)]);
  else if (part !== undefined && areMembers(both)) tellMembers(moves, place, part.members, both);
  else moves.push({ ...place, before: before ?? null, after: after ?? null });
}

const listOf = (value: unknown): readonly Members[] => (Array.isArray(value) ? value : []);
const areMembers = (both: Both<unknown>): both is Both<Members> => both.every(isFields);

function tellEntries(moves: Move[], place: Place, part: Part, [before, after]: Both<readonly Members[]>): void {
  const [was, is] = [entriesOf(part, before), entriesOf(part, after)];
  for (const [key, { name, entry }] of is) {
    const at = { what: place.what, of: { ...place.of, ...name } };
    const earlier = was.get(key)?.entry;
    if (earlier === undefined) moves.push({ ...at, before: null, after: entry });
    else if (earlier !== entry) tellMembers(moves, at, part.members, [earlier, entry]);
  }
  for (const [key, { name, entry }] of was) {
    if (!is.has(key)) moves.push({ what: place.what, of: { ...place.of, ...name }, before: entry, after: null });
  }
}
