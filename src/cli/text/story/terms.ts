// Terms as their sources state them: contested ones side by side, with who says so in whose words; none is hidden where
// one of them is preferred.

import type { Term } from '../../../domain/commitment/terms.ts';
import type { Citation } from '../../../domain/primitives.ts';
import { type Asserted, assertedWords } from '../asSaid.ts';
import { said } from '../dates.ts';
import { grid } from '../grid.ts';
import { oneLine } from '../plain.ts';
import { saidOr } from '../words.ts';
import { amendedSince } from './amounts.ts';
import { entry, eventRefs, folded, type Story, section } from './story.ts';

type Assertion = Term['assertions'][number];

const TERMS = 12;
/** So many stand side by side, where each gets so many cells. */
const BESIDE = 4;
const LEAST = 22;

export function termLines(story: Story): string[] {
  const contestedFirst = story.commitment.terms.toSorted((a, b) => rank(a) - rank(b));
  const { shown, more } = folded(contestedFirst, TERMS, story);
  return section('WHAT THE SOURCES SAY IT IS', [...shown.flatMap((term) => linesOf(story, term)), ...more]);
}

const rank = ({ standing }: Term): number => ['contested', 'adjudicated', 'undisputed'].indexOf(standing);

function linesOf(story: Story, term: Term): string[] {
  const { term: name, about, at, standing, value, adjudication, assertions } = term;
  const of = about === undefined ? '' : ` of ${aboutWords(story, about)}`;
  const counted = at === undefined ? '' : ` as counted ${said(at)}`;
  const what = `${name}${of}${counted}`;
  const since = name === 'quantity' && about === undefined ? amendedSince(story, latestIn(story, assertions)) : '';
  if (standing === 'undisputed') {
    return entry(story, `${what}: ${undisputedWords(story, assertions, value)}${since}`);
  }
  const settled =
    adjudication === undefined
      ? `${what} is CONTESTED:`
      : `${what} is adjudicated ${saidOr(story.told.event(adjudication.event)?.effectiveAt)}: ${value === null ? '' : valueWords(value)}${since}, since ${adjudication.reason}${eventRefs(story, adjudication.event)}`;
  return [...entry(story, settled), ...sideBySide(story, assertions)];
}

const latestIn = ({ told }: Story, assertions: readonly Assertion[]): number =>
  Math.max(...assertions.map(({ event }) => told.event(event)?.at ?? 0));

const aboutWords = ({ told }: Story, id: string): string => {
  const event = told.event(id);
  return event?.effectiveAt === undefined ? 'an event' : `what happened ${said(event.effectiveAt)}`;
};

const undisputedWords = (story: Story, assertions: readonly Assertion[], value: Term['value']): string =>
  `${value === null ? '' : valueWords(value)}${story.references.to(assertions.flatMap(({ citations }) => citations))}${marked(story, assertions)}`;

const marked = ({ told }: Story, assertions: readonly Assertion[]): string =>
  assertions.some(({ event }) => told.event(event)?.mark !== undefined) ? ' (corrected)' : '';

function sideBySide(story: Story, assertions: readonly Assertion[]): string[] {
  const fits = assertions.length <= BESIDE && assertions.length * LEAST <= story.width;
  const cells = assertions.map((assertion) => [
    valueWords(assertion.value),
    [
      said(assertion.effectiveAt) + marked(story, [assertion]),
      ...assertion.citations.map((one) => whose(story, one, assertion.value)),
    ].join('\n'),
  ]);
  if (!fits) return grid(['VALUE', 'WHO SAYS SO'], cells, story.width, 4);
  return grid(
    cells.map(([value = '']) => value),
    [cells.map(([, who = '']) => who)],
    story.width,
    4,
  );
}

/** In whose words it is said, with the words where they are not the value itself. */
function whose({ references }: Story, citation: Citation, value: Assertion['value']): string {
  const { source, as, speaker, quote, locator } = citation;
  const publisher = references.publisher(source);
  const who =
    as === 'own'
      ? `${publisher}, own words`
      : `${speaker ?? 'others'}, ${as === 'quoted' ? 'quoted' : 'told'} by ${publisher}`;
  const differs = quote !== undefined && `“${quote}”` !== valueWords(value);
  const more = [differs ? `: “${quote}”` : '', locator === undefined ? '' : ` (${locator})`].join('');
  return oneLine(`${who}${references.to([citation])}${more}`);
}

const valueWords = (value: NonNullable<Term['value']>): string => assertedWords(value as Asserted);
