// What a page about a commitment is made of: the answer, the events behind it, and the names of what it refers to.
import { effectiveInstant } from '../../../domain/time.ts';
import type { Clocks } from '../../read/reader.ts';
import type { Commitment, InFull } from '../commitment.ts';
import { day, said } from '../dates.ts';
import { oneLine } from '../plain.ts';
import type { References, SourceName } from '../references.ts';
import type { Told, ToldEvent } from '../told.ts';
import { hanging } from '../wrap.ts';

export interface OccasionName {
  readonly title: string;
}
export interface CommitmentName {
  readonly title: string;
  readonly short: string;
}

/** Undefined where something is not on record, or was not looked up. */
export interface Names {
  party(code: string): string | undefined;
  occasion(id: string): OccasionName | undefined;
  commitment(id: string): CommitmentName | undefined;
  source(id: string): SourceName | undefined;
}

export interface Story {
  readonly commitment: Commitment & InFull;
  readonly clocks: Clocks;
  readonly told: Told;
  readonly names: Names;
  readonly references: References;
  /** cells of a line */
  readonly width: number;
  /** everything, however long */
  readonly all: boolean;
}

/** A heading and what stands under it; nothing where that is nothing. */
export const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines];

/** Of a long list so many, and how many more there are. */
export function folded<Item>(items: readonly Item[], most: number, { all }: Pick<Story, 'all'>) {
  const shown = all || items.length <= most ? items : items.slice(0, most);
  return { shown, more: more(items.length - shown.length) };
}

/** Of a list of which so many are not shown. */
export const more = (count: number): readonly string[] => (count === 0 ? [] : [`  …and ${count} more: --all`]);

/** An entry of a section: its first line, and what belongs to it further in. */
export const entry = ({ width }: Story, text: string, indent = 2): string[] =>
  hanging(' '.repeat(indent), oneLine(text), width, indent + 2);

export const named = ({ names }: Story, code: string): string => {
  const name = names.party(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
};

export const occasionWords = ({ names }: Story, id: string): string => {
  const occasion = names.occasion(id);
  return occasion === undefined ? id : `${occasion.title} (${id})`;
};

/** A commitment by its title, and the id to ask for. */
export const commitmentWords = ({ names }: Story, id: string): string => {
  const known = names.commitment(id);
  return known === undefined ? id : `${known.title} (${known.short})`;
};

/** The sources of an event, and whether it was corrected since. */
export const eventRefs = (story: Story, id: string): string => refsOf(story, story.told.event(id));

export function refsOf({ references }: Story, event: ToldEvent | undefined): string {
  if (event === undefined) return '';
  return references.to(event.citations) + (event.mark === undefined ? '' : ` (${event.mark})`);
}

/** The sources of the events of these revisions. */
export function becauseRefs({ told, references }: Story, because: readonly string[]): string {
  const events = told.at(because);
  const marked = events.some(({ mark }) => mark !== undefined) ? ' (corrected)' : '';
  return references.to(events.flatMap(({ citations }) => citations)) + marked;
}

/** An instant as it was stated by what made it so: `April 2025`, and not its last day. */
export function sinceWords({ told }: Story, instant: string, because: readonly string[]): string {
  const at = Date.parse(instant);
  const stated = told.at(because).find((event) => event.at === at && event.effectiveAt !== undefined);
  if (stated?.effectiveAt === undefined) return day(instant);
  return effectiveInstant(stated.effectiveAt, Number.POSITIVE_INFINITY) === at
    ? said(stated.effectiveAt)
    : day(instant);
}

/** `A, B and C` */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
