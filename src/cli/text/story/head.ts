// The top of a page: the headline and why it is so, what the page answers for, and the few facts of the whole.
import { names, where } from '../../../domain/inWords.ts';
import type { Commitment } from '../commitment.ts';
import { day, instant, said } from '../dates.ts';
import { oneLine } from '../plain.ts';
import { words } from '../words.ts';
import { hanging } from '../wrap.ts';
import { saysNothingOfForce } from './parties.ts';
import { reasonWords } from './reason.ts';
import { becauseRefs, eventRefs, type Story } from './story.ts';

export function headLines(story: Story): string[] {
  const { commitment, clocks, width } = story;
  const { title, id, kind, revision, status, contested } = commitment;
  return [
    ...hanging(`[${words(status)}] `, oneLine(title), width, 2),
    ...hanging('  because ', reasonWords(story), width),
    ...(contested.length === 0 ? [] : hanging('  CONTESTED: ', contested.map(words).join(', '), width)),
    ...hanging('', `${kind} ${id}, revision ${revision}`, width),
    ...hanging(
      '',
      `as of ${instant(clocks.asOf)}, as known ${instant(clocks.knownAt)} (sequence ${clocks.sequence})`,
      width,
    ),
    ...factLines(story),
  ];
}

function factLines(story: Story): string[] {
  const {
    areas,
    validUntil,
    conditions,
    inForce,
    binding,
    consentBy,
    openForSignature,
    entering = [],
    because,
  } = story.commitment;
  const rows: [string, string][] = [
    ['Areas', areas.length === 0 ? '' : areas.map(words).join(', ') + becauseRefs(story, because.areas)],
    ['Binding', binding === 'unknown' ? '' : binding + becauseRefs(story, because.binding)],
    ['Consent', consentBy === 'unknown' ? '' : `by ${consentBy}${becauseRefs(story, because.consentBy)}`],
    [
      'In force',
      inForce === false
        ? saysNothingOfForce(story.commitment)
          ? ''
          : nobodyWords(story.commitment)
        : `since ${day(inForce.since)}: ${inForce.basis}${eventRefs(story, inForce.event)}`,
    ],
    ...entering.map(({ takesEffect, basis, event, parties = [] }): [string, string] => [
      'Will be',
      `in force${where(' for ', names(parties))} from ${day(takesEffect)}: ${basis}${eventRefs(story, event)}`,
    ]),
    [
      'Signature',
      openForSignature === undefined ? '' : openForSignature === true ? 'open' : `open ${said(openForSignature)}`,
    ],
    ['Valid', validUntil ? `until ${said(validUntil)}${becauseRefs(story, because.validUntil)}` : ''],
    ...conditions.map(({ text, standing, because: why }): [string, string] => [
      'Condition',
      `${text} (${standing})${becauseRefs(story, why)}`,
    ]),
  ];
  const lines = rows.flatMap(([name, text]) =>
    text === '' ? [] : hanging(name.padEnd(11), oneLine(text), story.width),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

/** That none is on record says nothing of what there is. */
const nobodyWords = ({ position }: Commitment): string =>
  position.some(({ bound }) => bound === 'unknown') ? 'no entry into force is on record' : 'for nobody';
