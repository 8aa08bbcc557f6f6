// Puts what moved on what was answered before, as a consumer that keeps a copy would. Lists of entries become maps by the
// entries' names, since the order of a list follows from what its entries say.
import {
  ANSWER_PARTS,
  countedAs,
  entriesOf,
  keyOf,
  type Members,
  type Part,
} from '../../src/domain/commitment/answerParts.ts';
import type { Move } from '../../src/domain/commitment/moved.ts';
import { bodyOf } from '../../src/domain/commitment/present.ts';
import { INITIAL } from '../../src/domain/commitment/state.ts';

type Kept = { [name: string]: unknown };
const ANSWER: Part = { members: ANSWER_PARTS };
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer as it is kept: without what says nothing, and lists by the names of their entries. */
export const keptOf = (answer: object): unknown => kept(answer, ANSWER);

/** What is so of a record that is not there: it names no title, no kind and no status, and everything else says nothing. */
export function keptOfNothing(): unknown {
  const { id, kind, title, ...silent } = bodyOf({ id: '', noun: 'Body', title: '', corrections: [] }, INITIAL, 0);
  return keptOf({ ...silent, timeliness: 'none' });
}

function kept(value: unknown, part: Part | undefined): unknown {
  if (part?.named !== undefined) {
    const entries = [...entriesOf(part, (value ?? []) as readonly Members[])];
    return some(entries.map(([key, { entry }]) => [key, kept(entry, { members: part.members })]));
  }
  if (!isObject(value)) return Array.isArray(value) ? value.map((item) => kept(item, { members: {} })) : value;
  return Object.fromEntries(without(Object.entries(value).map(([name, of]) => [name, kept(of, part?.members[name])])));
}

type Pairs = readonly (readonly [string, unknown])[];
/** Why something is so is not among what moves. */
const without = (pairs: Pairs): Pairs =>
  pairs.filter(([name, value]) => value !== undefined && value !== null && name !== 'because');
const some = (pairs: Pairs): object | undefined => (pairs.length === 0 ? undefined : Object.fromEntries(pairs));

/** What was kept, with a move put on it. */
export const putOn = (answer: unknown, { what, of = {}, after }: Move): unknown =>
  put((answer ?? {}) as Kept, { path: what.split('.'), of, part: ANSWER, after });

interface Putting {
  readonly path: readonly string[];
  readonly of: Members;
  readonly part: Part;
  readonly after: unknown;
}

function put(into: Kept, { path, of, part, after }: Putting): Kept {
  const [name = '', ...rest] = path;
  const inner = part.members[name];
  const before = into[name];
  const next = { path: rest, of, part: inner ?? { members: {} }, after };
  const value =
    inner?.named !== undefined
      ? putEntry((before ?? {}) as Kept, next)
      : rest.length === 0
        ? kept(after, inner)
        : put((before ?? {}) as Kept, next);
  return Object.fromEntries(without(Object.entries({ ...into, [name]: value })));
}

function putEntry(entries: Kept, { path, of, part, after }: Putting): unknown {
  const key = keyIn(part, of);
  const own = { members: part.members };
  if (after === null && path.length === 0) {
    if (!Object.hasOwn(entries, key)) throw new Error(`nothing is named ${key}`);
    return some(Object.entries(entries).filter(([one]) => one !== key));
  }
  if (path.length === 0) return { ...entries, [key]: kept(after, own) };
  if (!Object.hasOwn(entries, key)) throw new Error(`nothing is named ${key}`);
  return { ...entries, [key]: put(entries[key] as Kept, { path, of, part: own, after }) };
}

/** Of the names of a move, those that name an entry of this list. */
function keyIn(part: Part, of: Members): string {
  const names = Object.keys(part.named ?? {}).filter((name) => Object.hasOwn(of, name));
  const key = keyOf(part, Object.fromEntries(names.map((name) => [name, of[name]])));
  const no = of[countedAs(part)];
  return no === undefined ? key : `${no} ${key}`;
}
