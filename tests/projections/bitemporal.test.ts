// The two clocks, against an oracle: fold afresh what was recorded up to a sequence, and look at an instant.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/domain/commitment/acts.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { type Due, dueOf } from '../../src/domain/commitment/headline.ts';
import { type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { phasesOf, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { readEvent } from '../../src/domain/read.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { CommitmentQueries } from '../../src/projections/commitments/commitmentQueries.ts';
import {
  type AsOf,
  type CommitmentFilter,
  FACETS,
  type FacetName,
  type Queries,
  SORTS,
  type Sort,
} from '../../src/projections/readModels.ts';
import { makeInterruptible } from '../../src/support/interruptible.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { monthsOf, rulingsOf } from '../support/countOracle.ts';
import { FILTERS } from '../support/filters.ts';
import { openNode, type TestNode } from '../support/node.ts';
import { idOf, membersThen, recorded } from '../support/recordedHistories.ts';
import { tempDir } from '../support/tempDir.ts';

interface Link {
  readonly target: string;
}

interface Listed {
  readonly from: number;
  readonly no: number;
  readonly occasions: readonly string[];
  readonly speakers: readonly string[];
  readonly sources: readonly string[];
  /** the month in which each milestone was first reached */
  readonly months: Readonly<Record<string, string>>;
  readonly due: Due | undefined;
  readonly view: Record<string, unknown>;
}

/** Every commitment at an instant, by what was recorded up to a sequence, folded afresh. */
function oracle(journal: Journal, ids: readonly string[], asOf: number, sequence: number): Listed[] {
  const listed = ids.flatMap((id) => {
    const entries = journal.readStream(`commitment-${id}`, sequence);
    const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    if (facts.length === 0) return [];
    const { record, timeline } = commitmentOf(facts);
    const segments = segmentsOf(timeline);
    const segment = segments.find(({ from, to }) => from <= asOf && asOf < to);
    const phase = phasesOf(segments).find(({ from, to }) => from <= asOf && asOf < to);
    if (segment === undefined || phase === undefined) return [];
    const view = {
      ...present(identityOf(id, record), segment.state, segment.from),
      revision: String(facts.length - 1),
    };
    const no = journal.readStream(`commitment-${id}`)[0]?.sequence ?? 0;
    const due = dueOf(segment.state, segment.from);
    const inEffect = inEffectAt(facts, asOf);
    const occasions = inEffect.flatMap(({ occasion }) => occasion ?? []);
    const speakers = inEffect.flatMap(({ citations }) => citations.flatMap(({ speaker }) => speaker ?? []));
    const months = monthsOf(segments.filter(({ from }) => from <= asOf));
    const said = { months, occasions, speakers, sources: sourcesOf(facts, asOf) };
    return [{ from: phase.from, no, ...said, due, view: JSON.parse(JSON.stringify(view)) }];
  });
  return listed;
}

type Known = ReadonlyMap<string, { readonly title: string; readonly kind: string }>;

/** Titles follow the recorded clock alone. */
const knownAs = (journal: Journal, ids: readonly string[], sequence: number): Known =>
  new Map(
    ids.flatMap((id) => {
      const entries = journal.readStream(`commitment-${id}`, sequence);
      if (entries.length === 0) return [];
      const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
      const { title, noun } = identityOf(id, commitmentOf(facts).record);
      return [[id, { title, kind: kindOf(noun) }] as const];
    }),
  );

/** A commitment with its links both ways, as those at their other ends say; of no other is anything on record here. */
function inFull(id: string, all: readonly Listed[], known: Known) {
  const one = all.find(({ view }) => view.id === id);
  if (one === undefined) return undefined;
  const said = (other: string) => {
    const status = all.find(({ view }) => view.id === other)?.view.status ?? null;
    return { title: null, kind: null, ...known.get(other), status };
  };
  const linkedFrom = all
    .toSorted((a, b) => a.no - b.no)
    .flatMap(({ view }) =>
      (view.links as Link[])
        .filter(({ target }) => target === id)
        .map(({ target: _, ...link }) => ({ ...link, from: view.id, ...said(String(view.id)) })),
    );
  return {
    ...one.view,
    links: (one.view.links as Link[]).map((link) => ({ ...link, ...said(link.target) })),
    linkedFrom,
    linkedFromCount: new Set(linkedFrom.map(({ from }) => from)).size,
    references: {
      sources: [...new Set([...one.sources, ...sourcesNamedIn(linkedFrom)])]
        .sort()
        .map((source) => expect.objectContaining({ id: source })),
      occasions: expect.anything(),
      parties: expect.anything(),
    },
  };
}

const sourcesNamedIn = (said: object): string[] =>
  [...JSON.stringify(said).matchAll(/"source":"([^"]+)"/g)].map(([, source = '']) => source);

/** Of all that stands by then. */
const sourcesOf = (facts: readonly CommitmentFact[], asOf: number): string[] =>
  [
    ...new Set(
      commitmentOf(facts)
        .timeline.effects.filter((effect) => effect.at <= asOf && !(effect.act !== undefined && effect.voided))
        .flatMap(({ event }) => sourcesNamedIn(event.data)),
    ),
  ].sort();

const inEffectAt = (facts: readonly CommitmentFact[], asOf: number) =>
  commitmentOf(facts)
    .timeline.effects.filter((effect) => effect.at <= asOf && !(effect.act !== undefined && effect.voided))
    .map(({ event }) => event.data);

const lastDayOf = ({ due }: Listed): number => due?.end ?? Infinity;
const IN_ORDER: Readonly<Record<Sort, (a: Listed, b: Listed) => number>> = {
  '-effective': (a, b) => b.from - a.from || b.no - a.no,
  effective: (a, b) => a.from - b.from || a.no - b.no,
  '-recorded': (a, b) => b.no - a.no,
  recorded: (a, b) => a.no - b.no,
  deadline: (a, b) => (lastDayOf(a) === lastDayOf(b) ? a.no - b.no : lastDayOf(a) - lastDayOf(b)),
};

function everyPage(commitments: Queries['commitments'], filter: CommitmentFilter, sort: Sort, at: AsOf): unknown[] {
  const items: unknown[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = commitments(filter, cursor === undefined ? { limit: 2, sort } : { limit: 2, sort, cursor }, at);
    items.push(...page.items.map((item) => JSON.parse(item)));
    cursor = page.next;
  }
  return items;
}

const holds = (filter: CommitmentFilter, listed: Listed, members: readonly string[], names: Names): boolean =>
  holdsOfView(filter, listed.view) &&
  (filter.q === undefined || saysAll(listed, filter.q, names)) &&
  (filter.occasion === undefined || listed.occasions.includes(filter.occasion)) &&
  (filter.speaker === undefined || listed.speakers.includes(filter.speaker)) &&
  isLinked(filter, listed.view) &&
  (['opened', 'agreed', 'delivered', 'ended'] as const).every(
    (milestone) => (filter[`${milestone}In`] ?? listed.months[milestone]) === listed.months[milestone],
  ) &&
  (filter.grouping === undefined || partiesIn(listed.view).some((code) => members.includes(code))) &&
  listed.from >= (filter.changedFrom ?? -Infinity) &&
  listed.from <= (filter.changedTo ?? Infinity) &&
  (filter.dueBefore === undefined || (listed.due?.outcome === undefined && lastDayOf(listed) <= filter.dueBefore)) &&
  (filter.dueAfter === undefined || (isOpen(listed) && lastDayOf(listed) > filter.dueAfter));

const isLinked = ({ linkedTo, relation }: CommitmentFilter, { links }: Listed['view']): boolean =>
  (linkedTo === undefined && relation === undefined) ||
  (links as (Link & { relation: string })[]).some(
    (link) => link.target === (linkedTo ?? link.target) && link.relation === (relation ?? link.relation),
  );

const isOpen = ({ due }: Listed): boolean => due !== undefined && due.outcome === undefined;

/** Everything that is said in words, as the public reads it. */
const wordsIn = ({ title, areas, condition, target, terms, evidence, parties }: Listed['view']): string[] => {
  const own = (target as CommitmentView['target'])?.parties.flatMap(({ conditions }) =>
    conditions.flatMap(({ standing, text }) => (standing === 'pending' ? [text] : [])),
  );
  const asserted = (terms as { assertions: { value: unknown }[] }[]).flatMap(({ assertions }) =>
    assertions.flatMap(({ value }) => value).filter((value) => typeof value === 'string'),
  );
  const summaries = ((evidence ?? []) as { summary: string }[]).map(({ summary }) => summary);
  const codes = (parties as { code: string }[]).map(({ code }) => code);
  return [title, areas, condition ?? '', own ?? [], asserted, summaries, codes]
    .flat()
    .flatMap((text) => wordsOf(String(text)));
};

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

/** By record, every word it was ever called by, as is known. */
type Names = ReadonlyMap<string, readonly string[]>;

function namesAt(journal: Journal, sequence: number): Names {
  const names = new Map<string, string[]>();
  for (const entry of journal.read(-1, sequence + 1)) {
    const { stream, data } = envelopeOf(entry);
    const given = { ...data, ...(data.replacement as object | undefined) } as Record<string, unknown>;
    const texts = [given.name, given.title, ...Object.values(given.names ?? {})].flatMap((one) =>
      typeof one === 'string' ? [one] : [],
    );
    names.set(stream, [...(names.get(stream) ?? []), ...texts.flatMap(wordsOf)]);
  }
  return names;
}

function saysAll({ view, sources }: Listed, typed: string, names: Names): boolean {
  const asked = typed
    .split(/(?<=\*)|[^\p{L}\p{N}\p{M}*]+/u)
    .filter((word) => /\p{L}|\p{N}/u.test(word))
    .map((word) => wordsOf(word)[0] + (word.endsWith('*') ? '*' : ''));
  const called = [...partiesIn(view).map((code) => `party-${code}`), ...sources.map((source) => `source-${source}`)];
  const words = [...wordsIn(view), ...called.flatMap((stream) => names.get(stream) ?? [])];
  const said = (word: string) =>
    words.some((each) => (word.endsWith('*') ? each.startsWith(word.slice(0, -1)) : each === word));
  return asked.length > 0 && asked.every(said);
}

/** A party that both gives and receives is one. */
const partiesIn = (view: Listed['view']): string[] => [
  ...new Set((view.parties as { code: string }[]).map(({ code }) => code)),
];

const deliveryOf = ({ delivery }: Listed['view']) => delivery as CommitmentView['delivery'];
const owes = (party: string, { parties }: Listed['view']): boolean =>
  (parties as CommitmentView['parties']).some(({ code, role }) => code === party && role === 'committer');

const holdsOfView = (filter: CommitmentFilter, view: Listed['view']): boolean =>
  (['status', 'kind', 'timeliness'] as const).every((name) => (filter[name] ?? view[name]) === view[name]) &&
  (filter.area === undefined || (view.areas as string[]).includes(filter.area)) &&
  (filter.verdict === undefined && filter.stage === undefined
    ? true
    : rulingsOf(view as unknown as CommitmentView).some(
        (one) => (filter.verdict ?? one.verdict) === one.verdict && (filter.stage ?? one.stage) === one.stage,
      )) &&
  (filter.assessor === undefined ||
    (view as unknown as CommitmentView).verdict.some(({ assessor }) => assessor === filter.assessor)) &&
  (filter.owedBy === undefined || owes(filter.owedBy, view)) &&
  (filter.delivery ?? deliveryOf(view).level) === deliveryOf(view).level &&
  (filter.basis ?? deliveryOf(view).basis) === deliveryOf(view).basis &&
  (filter.contested !== true || (view.contested as string[]).length > 0) &&
  (filter.party === undefined || partiesIn(view).includes(filter.party));

const ALL_SORTS = [...SORTS];

describe('a question on two clocks', () => {
  it('is answered as the history up to there says, folded afresh: one commitment, and every list', {
    timeout: 240_000,
  }, async () => {
    const histories = fc.array(arbitraryHistory, { minLength: 2, maxLength: 4 });
    const places = fc.array(
      // doubles are drawn by their bits, nearly all of them next to 0 or to 1
      fc.tuple(
        fc.nat(1_000).map((n) => n / 1_000),
        fc.integer({ min: -500, max: 1_500 }).map((n) => n / 1_000),
      ),
      { minLength: 4, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(histories, places, async (drawn, asked) => {
        const dir = await tempDir();
        const node = openNode(dir, () => Date.parse('2026-01-01T00:00:00Z'));
        try {
          await recorded(node, drawn);
          const ids = drawn.map((_, index) => idOf(index));
          await readInOrder(dir, node, (inOrder) => compare(node, inOrder, ids, asked));
        } finally {
          await node.close();
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** The lists of the same file where nothing counts as rare, nor as short: all are read through the index in their order, stretch after stretch. */
async function readInOrder(
  dir: string,
  { journal }: TestNode,
  use: (lists: CommitmentQueries) => Promise<void>,
): Promise<void> {
  const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
  makeInterruptible(db);
  const members = (party: string, { asOf, sequence }: AsOf) => membersThen(journal, party, asOf, sequence);
  await use(new CommitmentQueries({ db, journal, clock: () => 0, membersAt: members, rare: 0, short: 0 }));
  db.close();
}

/** The same, by facets. */
function counted(found: readonly Listed[]) {
  const valuesOf = ({ view }: Listed) => ({
    status: [view.status],
    kind: [view.kind],
    timeliness: [view.timeliness],
    party: partiesIn(view),
    area: view.areas,
  });
  const countsOf = (name: FacetName) => {
    const values = found.flatMap((listed) => valuesOf(listed)[name] as string[]);
    return [...new Set(values)]
      .map((value) => ({ value, count: values.filter((one) => one === value).length }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  const facets = Object.fromEntries(FACETS.map((name) => [name, countsOf(name)]));
  return { matches: found.length, complete: true, facets };
}

async function compare(
  { journal, readModels: { queries } }: TestNode,
  inOrder: CommitmentQueries,
  ids: readonly string[],
  asked: readonly (readonly [number, number])[],
): Promise<void> {
  const head = journal.head();
  const first = journal.read(-1, 1)[0]?.clock ?? 0;
  for (const [recorded, effective] of asked) {
    const sequence = Math.round(recorded * (head.sequence + 1)) - 1;
    const asOf = Math.round(first + effective * (head.clock - first));
    const expected = oracle(journal, ids, asOf, sequence);
    const known = knownAs(journal, ids, sequence);
    for (const id of ids) {
      const body = queries.commitment(id, { asOf, sequence })?.body;
      expect(body && JSON.parse(body)).toEqual(inFull(id, expected, known));
    }
    const names = namesAt(journal, sequence);
    const members = membersThen(journal, 'IP4', asOf, sequence);
    const dated = [
      { changedFrom: first, changedTo: asOf - 30 * 86_400_000 },
      { dueBefore: asOf },
      { dueAfter: asOf, dueBefore: asOf + 100 * 86_400_000 },
    ];
    for (const [index, filter] of [...FILTERS, ...dated].entries()) {
      const found = expected.filter((listed) => holds(filter, listed, members, names));
      const facets = await queries.facets(filter, FACETS, { asOf, sequence });
      expect(JSON.parse(facets), JSON.stringify(filter)).toEqual(counted(found));
      const drawn = ALL_SORTS[(index + Math.abs(asOf)) % ALL_SORTS.length] as Sort;
      for (const sort of new Set(['-effective', drawn] as const)) {
        const wanted = found.filter(({ due }) => sort !== 'deadline' || due !== undefined).sort(IN_ORDER[sort]);
        const views = wanted.map(({ view }) => view);
        const [at, message] = [{ asOf, sequence }, JSON.stringify({ filter, sort })];
        expect(everyPage(queries.commitments, filter, sort, at), message).toEqual(views);
        expect(everyPage(inOrder.list.bind(inOrder), filter, sort, at), `${message} in order`).toEqual(views);
      }
    }
  }
}
