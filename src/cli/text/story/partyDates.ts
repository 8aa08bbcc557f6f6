// The dates of parties that stand alike, each date with the parties whose it is.
// Law: a source is told of those parties alone that rest on it: where they differ, each date has its own.
import type { Commitment } from '../commitment.ts';
import { hanging } from '../wrap.ts';
import { becauseRefs, type Story } from './story.ts';

type Standing = Commitment['position'][number];

export interface Party {
  readonly code: string;
  readonly standing: Standing;
  /** what it has in common with others, without dates */
  readonly roles: string;
  readonly position: string;
  readonly force: string;
  /** since when it holds its position, and the spells in which it was bound: a text each, empty where there is none */
  readonly since: string;
  readonly bound: string;
  /** what each of the two rests on, to be compared */
  readonly sources: Readonly<Record<'since' | 'bound', string>>;
  /** what else is so of it, with dates of its own */
  readonly else: string;
}

/** So many lines of dates. */
const LINES = 5;

export const boundBy = ({ spells = [] }: Standing): string[] => spells.flatMap(({ because }) => because);

/** Of the events of these revisions: whose sources they have, and whether one was corrected. */
export const sourcesKey = ({ told }: Story, because: readonly string[]): string => {
  const events = told.at(because);
  const sources = new Set(events.flatMap(({ citations }) => citations.map(({ source }) => source)));
  return JSON.stringify([[...sources].sort(), events.some(({ mark }) => mark !== undefined)]);
};

export const haveOneSource = (group: readonly Party[]): boolean =>
  new Set(group.map(({ sources }) => JSON.stringify([sources.since, sources.bound]))).size < 2;

/** Whether all dates are the same, and rest on the same, so that they are told once. */
export const isAlike = (group: readonly Party[]): boolean =>
  haveOneSource(group) && new Set(group.map(({ since, bound }) => `${since}|${bound}`)).size === 1;

/** Who left did so on a day; any other position is held from then on. */
export const sinceWord = ({ standing }: Party): string => (standing.position === 'withdrew' ? '' : 'since ');

/** `since 4 November 2016: AL, AD; 29 January 2023: US`, the earliest first. */
export function datesLines(story: Story, group: readonly Party[], of: 'since' | 'bound'): string[] {
  const dated = group.filter((party) => party[of] !== '');
  if (dated.length === 0) return [];
  const asOne = haveOneSource(group);
  const isSince = of === 'since' || dated.every((party) => /^since (?!.* to )/.test(party.bound));
  const keyOf = (party: Party) => (asOne ? party[of] : JSON.stringify([party[of], party.sources[of]]));
  const byDate = [...Map.groupBy(dated, keyOf).values()].sort((a, b) => startOf(a, of) - startOf(b, of));
  const told = byDate.map((parties) => {
    const refs = asOne
      ? ''
      : becauseRefs(
          story,
          parties.flatMap(({ standing }) => (of === 'since' ? standing.because : boundBy(standing))),
        );
    const text = parties[0]?.[of] ?? '';
    return `${isSince ? text.replace(/^since /, '') : text}: ${parties.map(({ code }) => code).join(', ')}${refs}`;
  });
  const [first] = dated;
  const head =
    of === 'since' ? `${first?.standing.position} ${first && sinceWord(first)}` : `bound ${isSince ? 'since ' : ''}`;
  const lines = (many: number) => hanging(`    ${head}`, told.slice(0, many).join('; '), story.width, 6);
  let many = told.length;
  while (!story.all && many > 1 && lines(many).length > LINES) many--;
  const left = byDate.slice(many).reduce((sum, parties) => sum + parties.length, 0);
  return [...lines(many), ...(left === 0 ? [] : [`      …and ${left} more: --all`])];
}

const startOf = ([party]: readonly Party[], of: 'since' | 'bound'): number =>
  Date.parse((of === 'since' ? party?.standing.since : party?.standing.spells?.[0]?.from) ?? '');
