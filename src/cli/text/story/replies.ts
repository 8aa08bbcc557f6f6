// What others say of it and what depositaries keep beside it: evidence, concerns, reservations, declarations.
import { where } from '../../../domain/inWords.ts';
import type { Citation } from '../../../domain/primitives.ts';
import { said } from '../dates.ts';
import { unended } from '../plain.ts';
import { saidOr, words } from '../words.ts';
import { entry, eventRefs, folded, named, occasionWords, type Story, section } from './story.ts';

const ENTRIES = 6;

export function evidenceLines(story: Story): string[] {
  const { shown, more } = folded(story.commitment.evidence, ENTRIES, story);
  const lines = shown.flatMap(({ about, summary, occasion, standing, reviews, citations, event }) => [
    ...entry(
      story,
      `about ${said(about)}${occasion === undefined ? '' : `, ${occasionWords(story, occasion)}`} (${standing === 'open' ? 'not reviewed yet' : standing}): ${summary}${eventRefs(story, event)}`,
    ),
    ...quoteLines(story, citations),
    ...reviews.flatMap((review) =>
      entry(story, `${review.outcome}: ${review.reason}${eventRefs(story, review.event)}`, 4),
    ),
  ]);
  return section('EVIDENCE', [...lines, ...more]);
}

const quoteLines = (story: Story, citations: readonly Citation[]): string[] =>
  citations.flatMap(({ quote, as, speaker, source }) =>
    quote === undefined
      ? []
      : entry(story, `“${quote}”, ${as === 'own' ? story.references.publisher(source) : (speaker ?? 'others')}`, 4),
  );

export function concernLines(story: Story): string[] {
  const { shown, more } = folded(story.commitment.concerns, ENTRIES, story);
  const lines = shown.flatMap(({ by, kind, effectiveAt, summary, answers, event }) => [
    ...entry(story, `${saidOr(effectiveAt)}, a ${kind} of ${named(story, by)}: ${summary}${eventRefs(story, event)}`),
    ...answers.flatMap((answer) =>
      entry(
        story,
        `answered by ${named(story, answer.by)} ${saidOr(answer.effectiveAt)}: ${answer.summary}${eventRefs(story, answer.event)}`,
        4,
      ),
    ),
  ]);
  return section('CONCERNS', [...lines, ...more]);
}

export function depositaryLines(story: Story): string[] {
  const { reservations = [], declarations = [], textCorrections = [] } = story.commitment;
  const lines = [
    ...reservations.map((one) => [
      ...entry(
        story,
        `${saidOr(one.effectiveAt)}, reservation of ${named(story, one.party)}${one.provisions === undefined ? '' : ` to ${one.provisions}`} (${one.standing}${where(' ', saidOr((one.withdrawn ?? one.modified)?.effectiveAt))}): ${one.summary}${eventRefs(story, one.event)}`,
      ),
      ...one.objections.flatMap(({ party, effectiveAt, precludesForce, summary, event }) =>
        entry(
          story,
          `objection of ${named(story, party)} ${saidOr(effectiveAt)}${precludesForce ? ', so that it is not in force between the two' : ''}${summary === undefined ? '' : `: ${summary}`}${eventRefs(story, event)}`,
          4,
        ),
      ),
    ]),
    ...declarations.map((one) =>
      entry(
        story,
        `${saidOr(one.effectiveAt)}, declaration of ${named(story, one.party)}${where(', to take effect ', saidOr(one.takesEffect))}${one.withdrawn === undefined ? '' : ` (withdrawn ${saidOr(one.withdrawn.effectiveAt)})`}: ${one.territories === undefined ? one.summary : unended(one.summary)}${one.territories === undefined ? '' : `; ${words(one.territorial ?? 'extends')} ${one.territories.join(', ')}`}${eventRefs(story, one.event)}`,
      ),
    ),
    ...textCorrections.map((one) =>
      entry(
        story,
        `${saidOr(one.effectiveAt)}, the text corrected by ${one.by}${one.provisions === undefined ? '' : `, ${one.provisions}`}: reads “${one.reads}”${one.instead === undefined ? '' : ` instead of “${one.instead}”`}${eventRefs(story, one.event)}`,
      ),
    ),
  ];
  const { shown, more } = folded(lines, ENTRIES, story);
  return section('RESERVATIONS, DECLARATIONS AND CORRECTIONS OF THE TEXT', [...shown.flat(), ...more]);
}
