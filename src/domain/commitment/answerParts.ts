// Which parts of a commitment's answer are told field by field, and which of its lists hold entries that keep who they are.
// What is not named here is told whole. Law: it names parts by the words of the answer and knows nothing of their values.
import { asRead } from '../alike.ts';
import { canonicalJson, type Json } from '../canonicalJson.ts';
import { instantsOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import type { Fields } from '../same.ts';
import type { When } from '../time.ts';

export type Members = Fields;

/** What names an entry of a list: each name with where the entry says it. */
type Names = Readonly<Record<string, (entry: Members) => unknown>>;

/** Of an object, or of each entry of a list: its members that are told one by one themselves. */
export interface Part {
  readonly members: Parts;
  /** of a list: what says which entry it is, by the names of the ids that commands use */
  readonly named?: Names;
  /** where names that are written differently mean one entry: what is compared */
  readonly alike?: (name: Members) => Json;
}
export type Parts = Readonly<Record<string, Part>>;

const fields = (members: Parts = {}): Part => ({ members });
const entries = (named: Names, members: Parts = {}, alike?: Part['alike']): Part =>
  alike === undefined ? { members, named } : { members, named, alike };

/** Entries that an event made, each under the name by which commands refer to such an event. */
const byEvent = (name: string, members: Parts = {}): Part => entries({ [name]: ({ event }) => event }, members);
const by = (...names: readonly string[]): Names =>
  Object.fromEntries(names.map((name) => [name, (entry: Members) => entry[name]]));

/** Two ways to write a time mean one entry where they mean the same instants. */
const timeMeant = (when: unknown): Json => {
  if (when === null || when === undefined) return null;
  const { least, most } = instantsOf(when as When);
  return [String(least), String(most)];
};
const wordsMeant = (text: unknown): Json => (typeof text === 'string' ? asRead(text) : null);
const given = (value: unknown): Json => (value ?? null) as Json;

const counts = entries(
  { ...by('measure', 'subject'), unit: ({ amount }) => (amount as Amount).unit, window: ({ window }) => window },
  { reports: byEvent('report') },
  ({ measure, subject, unit, window }) => [given(measure), wordsMeant(subject), wordsMeant(unit), timeMeant(window)],
);
const windows = entries(by('window'), {}, ({ window }) => timeMeant(window));

const terms = entries(
  { ...by('term', 'about', 'at', 'measure', 'subject', 'window'), unit: unitOfTerm },
  { assertions: entries({ assertion: ({ event }) => event, ...by('index') }) },
  ({ term, about, at, measure, subject, window, unit }) => [
    ...[given(term), given(about), timeMeant(at)],
    ...[given(measure), wordsMeant(subject), timeMeant(window), wordsMeant(unit)],
  ],
);
function unitOfTerm({ term, assertions }: Members): unknown {
  const [first] = assertions as readonly { readonly value: Partial<Amount> }[];
  return term === 'quantity' ? first?.value.unit : undefined;
}

const verdicts = entries(
  by('assessor', 'scale'),
  { stages: entries(by('stage'), { coverage: fields() }), coverage: fields(), verdicts: byEvent('assessment') },
  ({ assessor, scale }) => [given(assessor), wordsMeant(scale)],
);

const conditions = entries({ condition: ({ setBy }) => setBy });
const spells = entries(by('from'));

/** Of the answer. */
export const ANSWER_PARTS: Parts = {
  parties: entries({ party: ({ code }) => code, ...by('role') }),
  position: entries(by('party'), {
    spells,
    provisional: spells,
    pending: entries(by('position', 'takesEffect')),
    contested: byEvent('contest'),
  }),
  act: fields(),
  delivery: fields({
    amounts: counts,
    windows,
    parties: entries(by('party'), { amounts: counts, windows }),
    reported: byEvent('report'),
    outlook: byEvent('report'),
  }),
  verdict: verdicts,
  deadline: fields(),
  target: fields({ steps: entries(by('by')), parties: entries(by('party'), { deadline: fields(), conditions }) }),
  terms,
  inForce: fields(),
  conditions,
  evidence: byEvent('evidence', { reviews: byEvent('review') }),
  concerns: byEvent('concern', { answers: byEvent('answer') }),
  links: byEvent('link'),
  entering: byEvent('entry'),
  reservations: byEvent('reservation', { objections: byEvent('objection') }),
  declarations: byEvent('declaration'),
  textCorrections: byEvent('correction'),
  corrections: entries(by('event')),
};

/** What an entry is named, and what says whether two names mean one entry. */
interface Named {
  readonly name: Members;
  readonly key: string;
}
/** States share the entries that did not change: two hundred parties are named once and not with each act. */
const NAMED = new WeakMap<Members, Named>();

function namedBy(part: Part, entry: Members): Named {
  const known = NAMED.get(entry);
  if (known !== undefined) return known;
  const names = Object.entries(part.named ?? {}).map(([name, tell]) => [name, tell(entry)] as const);
  const name = Object.fromEntries(names.filter(([, value]) => value !== undefined && value !== null));
  const fresh = { name, key: keyOf(part, name) };
  NAMED.set(entry, fresh);
  return fresh;
}

/** Two names mean one entry where these are equal. */
export const keyOf = ({ alike }: Part, name: Members): string => canonicalJson(alike ? alike(name) : (name as Json));

/** The member of a name that counts entries which are of one name otherwise. */
export const countedAs = ({ named = {} }: Part): string => `${Object.keys(named)[0]}No`;

interface Entry {
  readonly name: Members;
  readonly entry: Members;
}

/**
 * A list's entries by what they are. Law: each has a name of its own; what else is of one name is counted, from 2, under
 * the list's own word. Example: two spells of KR from 2020 are `{ party: KR, from: 2020 }` and the same with `fromNo: 2`.
 */
export function entriesOf(part: Part, list: readonly Members[]): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of list) {
    const given = namedBy(part, entry);
    let { name, key } = given;
    for (let no = 2; found.has(key); no++) {
      [name, key] = [{ ...given.name, [countedAs(part)]: no }, `${no} ${given.key}`];
    }
    found.set(key, { name, entry });
  }
  return found;
}
