// Gathers what a page about a commitment needs beside its answer: the events behind it, and the names of what it refers to.
import type { Commitment, InFull } from '../text/commitment.ts';
import { References, type SourceName } from '../text/references.ts';
import type { CommitmentName, Names, OccasionName, Story } from '../text/story/story.ts';
import { Told, type ToldItem } from '../text/told.ts';
import { shortIdsOf } from './ids.ts';
import type { Answered, Asked, DirectoryKind, Reader } from './reader.ts';

/** Parties are named in full where they are so few. */
const NAMED = 12;
/** So many are asked for at a time. */
const AT_ONCE = 16;

export async function storyOf(
  reader: Reader,
  { text, clocks }: Answered,
  asked: Asked,
  layout: Pick<Story, 'width' | 'all'>,
): Promise<Story> {
  const commitment = JSON.parse(text) as Commitment & InFull;
  const told = new Told(await eventsOf(reader, commitment.id, asked));
  const names = await namesFor(reader, commitment, told, asked);
  return { commitment, clocks, told, names, references: new References(names.source), ...layout };
}

/** By the known clock alone: what is in effect by the other one may rest on an event that was stated for a later day. */
async function eventsOf(reader: Reader, id: string, { asOf: _, ...known }: Asked): Promise<ToldItem[]> {
  const items: ToldItem[] = [];
  for await (const text of reader.history(id, known)) items.push(JSON.parse(text) as ToldItem);
  return items;
}

/** What the answer names itself is not asked for again. */
async function namesFor(reader: Reader, commitment: Commitment & InFull, told: Told, asked: Asked): Promise<Names> {
  const { references, linkedFrom = [], links, ended, target, parties } = commitment;
  const [party, occasion, source] = [
    new Map(references?.parties.map(({ code, name }) => [code, name])),
    new Map(references?.occasions.flatMap(({ id, title }) => (title === null ? [] : [[id, { title }] as const]))),
    new Map(references?.sources.flatMap((one) => (isNamed(one) ? [[one.id, one] as const] : []))),
  ];
  const codes = [...new Set(parties.map(({ code }) => code))];
  const [parts, occasions, sources, others] = [
    await looked(
      codes.length > NAMED ? [] : codes,
      party,
      async (code) => (await recordOf<{ readonly name: string }>(reader, 'party', code))?.name,
    ),
    await looked(occasionsIn(told), occasion, (id) => recordOf<OccasionName>(reader, 'occasion', id)),
    await looked([...sourcesIn(told), ...(target?.baseline ? [target.baseline.source] : [])], source, (id) =>
      recordOf<SourceName>(reader, 'source', id, asked),
    ),
    await commitmentsNamed(
      reader,
      [
        ...links.map((link) => ({ ...link, id: link.target })),
        ...linkedFrom.map((link) => ({ ...link, id: link.from })),
        ...(ended?.supersededBy ? [{ id: ended.supersededBy }] : []),
      ],
      asked,
    ),
  ];
  return {
    party: (code) => parts.get(code),
    occasion: (id) => occasions.get(id),
    source: (id) => sources.get(id),
    commitment: (id) => others.get(id),
  };
}

const sourcesIn = ({ events }: Told): string[] =>
  events.flatMap(({ citations, ruledBy }) => [...citations, ...(ruledBy?.citations ?? [])].map(({ source }) => source));
const occasionsIn = ({ events }: Told): string[] =>
  events.flatMap(({ data }) => (typeof data.occasion === 'string' ? [data.occasion] : []));

const isNamed = (
  one: NonNullable<InFull['references']>['sources'][number],
): one is SourceName & { readonly id: string } => one.title !== null && one.publisher !== null;

async function recordOf<Shape>(
  reader: Reader,
  kind: DirectoryKind,
  id: string,
  asked: Asked = {},
): Promise<Shape | undefined> {
  const text = await reader.record(kind, id, asked);
  return text === undefined ? undefined : (JSON.parse(text) as Shape);
}

interface Other {
  readonly id: string;
  readonly title?: string | null;
}

/** Also one that was opened later than the clocks say: a name is no state. */
export async function commitmentsNamed(
  reader: Reader,
  others: readonly Other[],
  asked: Asked,
): Promise<ReadonlyMap<string, CommitmentName>> {
  const ids = others.map(({ id }) => id);
  const short = await shortIdsOf(reader, ids);
  const known = others.flatMap(({ id, title }) => (title ? [[id, { title, short: short(id) }] as const] : []));
  return looked(ids, new Map(known), async (id) => {
    const answered = (await reader.commitment(id, asked)) ?? (await reader.commitment(id, {}));
    if (answered === undefined) return undefined;
    return { title: (JSON.parse(answered.text) as Commitment).title, short: short(id) };
  });
}

/** A name that cannot be had, such as of a record that is set aside, is told by its id: it takes no page with it. */
async function looked<Name>(
  ids: readonly string[],
  known: ReadonlyMap<string, Name>,
  look: (id: string) => Promise<Name | undefined>,
): Promise<ReadonlyMap<string, Name>> {
  const names = new Map(known);
  const wanted = [...new Set(ids)].filter((id) => !known.has(id));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map((id) => look(id).catch(() => undefined)));
    for (const [index, id] of some.entries()) {
      const name = found[index];
      if (name !== undefined) names.set(id, name);
    }
  }
  return names;
}
