// Gathers what a page about a commitment needs beside its answer: the events behind it, and the names of what it refers to.
import type { Commitment } from '../text/commitment.ts';
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
  const commitment = JSON.parse(text) as Commitment;
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

async function namesFor(reader: Reader, commitment: Commitment, told: Told, asked: Asked): Promise<Names> {
  const events = told.events;
  const sources = events.flatMap(({ citations, ruledBy }) =>
    [...citations, ...(ruledBy?.citations ?? [])].map(({ source }) => source),
  );
  const baseline = commitment.target?.baseline?.source;
  const occasions = events.flatMap(({ data }) => (typeof data.occasion === 'string' ? [data.occasion] : []));
  const parties = [...new Set(commitment.parties.map(({ code }) => code))];
  const linked = [
    ...commitment.links.map(({ target }) => target),
    ...(commitment.ended?.supersededBy ? [commitment.ended.supersededBy] : []),
  ];
  const [party, occasion, source, other] = [
    await looked(parties.length > NAMED ? [] : parties, recordOf<{ name: string }>(reader, 'party')),
    await looked(occasions, recordOf<OccasionName>(reader, 'occasion')),
    await looked([...sources, ...(baseline === undefined ? [] : [baseline])], recordOf<SourceName>(reader, 'source')),
    await commitmentsNamed(reader, linked, asked),
  ];
  return {
    party: (code) => party.get(code)?.name,
    occasion: (id) => occasion.get(id),
    source: (id) => source.get(id),
    commitment: (id) => other.get(id),
  };
}

const recordOf =
  <Shape>(reader: Reader, kind: DirectoryKind) =>
  async (id: string): Promise<Shape | undefined> => {
    const text = await reader.record(kind, id);
    return text === undefined ? undefined : (JSON.parse(text) as Shape);
  };

/** Also one that was opened later than the clocks say: a name is no state. */
async function commitmentsNamed(
  reader: Reader,
  ids: readonly string[],
  asked: Asked,
): Promise<Map<string, CommitmentName>> {
  const short = await shortIdsOf(reader, ids);
  return looked(ids, async (id) => {
    const answered = (await reader.commitment(id, asked)) ?? (await reader.commitment(id, {}));
    if (answered === undefined) return undefined;
    return { title: (JSON.parse(answered.text) as Commitment).title, short: short(id) };
  });
}

async function looked<Name>(
  ids: readonly string[],
  look: (id: string) => Promise<Name | undefined>,
): Promise<Map<string, Name>> {
  const names = new Map<string, Name>();
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map(look));
    for (const [index, id] of some.entries()) {
      const name = found[index];
      if (name !== undefined) names.set(id, name);
    }
  }
  return names;
}
