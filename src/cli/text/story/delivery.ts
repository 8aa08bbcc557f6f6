// What is owed, what was delivered by whose account, and who reported what number when.

import type { Commitment } from '../commitment.ts';
import { said, saidAsDeadline } from '../dates.ts';
import { grid } from '../grid.ts';
import { oneLine } from '../plain.ts';
import { amountWords, saidOr, words } from '../words.ts';
import { rulingLines, setAside } from './adjudicated.ts';
import { beforeWords } from './amounts.ts';
import { lateWords, stepWords } from './deadlines.ts';
import { becauseRefs, entry, eventRefs, folded, named, type Story, section } from './story.ts';

type Delivery = Commitment['delivery'];
type Report = Delivery['reported'][number];

const REPORTS = 16;
const PARTIES = 12;
const HEAD = ['REPORTER', 'WHOSE', 'WHAT', 'OVER', 'VALUE', 'REPORTED', 'SOURCE'];
/** Of many counts so many are told in the line of the whole. */
const COUNTS = 6;

export function deliveryLines(story: Story): string[] {
  const { delivery } = story.commitment;
  const parties = folded(delivery.parties, PARTIES, story);
  return section('DELIVERY', [
    ...owedLines(story),
    ...entry(story, accountWords(delivery)),
    ...delivery.windows.flatMap(({ window, amount, fit }) =>
      entry(story, `${window === null ? '' : `${said(window)}: `}${amountWords(amount)}, ${words(fit)}`, 4),
    ),
    ...parties.shown.flatMap((party) => entry(story, `${named(story, party.party)}: ${accountWords(party)}`, 4)),
    ...parties.more,
  ]);
}

/** What has to be reached, step by step and party by party. */
function owedLines(story: Story): string[] {
  const { quantity, target } = story.commitment;
  if (target === null) return [];
  const { direction, duty, reachedBy, measure, subject, baseline, steps, parties } = target;
  const how = [
    direction === 'at_least' ? null : direction,
    measure,
    subject,
    duty === 'maintain' ? 'to be maintained' : null,
    reachedBy,
  ];
  const told = how.filter((text) => text !== null).map((text) => words(String(text)));
  const owed = parties.filter((party) => party.quantity !== null || party.conditions.length > 0);
  const { shown, more } = folded(owed, PARTIES, story);
  return [
    ...entry(
      story,
      `Owed: ${quantity === null ? '' : `${amountWords(quantity)}${beforeWords(story)} `}(${told.join(', ')})${becauseRefs(story, target.because)}`,
    ),
    ...(baseline === null
      ? []
      : entry(
          story,
          `from a baseline of ${amountWords(baseline.value)} in ${said(baseline.date)}${story.references.to([baseline])}`,
          4,
        )),
    ...steps.flatMap(({ quantity: part, by, outcome, delivered, daysLate }) =>
      entry(
        story,
        `step: ${amountWords(part)} ${saidAsDeadline(by)}: ${stepWords(story, by, outcome)}${lateWords(delivered, daysLate)}`,
        4,
      ),
    ),
    ...shown.flatMap((party) => entry(story, `${named(story, party.party)}: ${shareWords(party)}`, 4)),
    ...more,
  ];
}

const shareWords = ({ quantity, conditions }: NonNullable<Commitment['target']>['parties'][number]): string =>
  [
    ...(quantity === null ? [] : [amountWords(quantity)]),
    ...conditions.map(({ text, standing }) => `${text} (${standing})`),
  ].join('; ');

const BASIS: Readonly<Record<Delivery['basis'], string>> = {
  none: '',
  own: ', by its own account only',
  independent: ', by independent account',
  both: ', by its own and independent account',
};

function accountWords({
  level,
  contested,
  basis,
  amounts,
}: Pick<Delivery, 'level' | 'contested' | 'basis' | 'amounts'>): string {
  const counts = amounts
    .slice(0, COUNTS)
    .map(
      (count) =>
        `${count.window === null ? '' : `${said(count.window)}: `}${amountWords(count.amount)}${count.subject === null ? '' : ` of ${count.subject}`}${count.contested ? ' (CONTESTED)' : ''}${overlapWords(count.overlaps)}`,
    );
  const told = level === 'nothing_on_record' ? 'nothing on record: nobody reported what was delivered' : words(level);
  return [
    told + (contested ? ' (CONTESTED: the lowest stands)' : '') + BASIS[basis],
    ...counts,
    ...(amounts.length > COUNTS ? [`and ${amounts.length - COUNTS} counts more`] : []),
  ].join('; ');
}

const overlapWords = (overlaps: Delivery['amounts'][number]['overlaps']): string =>
  overlaps
    .map(
      ({ parties, within }) =>
        `, ${parties?.join(', ') ?? 'the whole'} counted within ${within?.join(', ') ?? 'the whole'}`,
    )
    .join('');

/** Every report by its reporter: what was delivered, and apart from it what is contracted or forecast. */
export function reportLines(story: Story): string[] {
  const { reported, outlook } = story.commitment.delivery;
  const { shown, more } = folded([...reported, ...outlook], REPORTS, story);
  const gone = setAside(story);
  const rows = shown.map((report) => rowOf(story, report, gone.has(report.event)).map(oneLine));
  const lines = rows.length === 0 ? [] : [...grid(HEAD, rows, story.width), ...more];
  return section('WHO REPORTED WHAT', [...lines, ...rulingLines(story)]);
}

const rowOf = (story: Story, report: Report, isGone: boolean): string[] => [
  report.reporter + (report.reporterOf === null ? '' : ` (of ${report.reporterOf})`),
  report.parties === null
    ? ''
    : report.parties.join(', ') + (report.includes === null ? '' : ` with ${report.includes.join(', ')}`),
  [report.measure, report.subject].filter((text) => text !== null).join(' of '),
  saidOr(report.window),
  valueWords(report) + (isGone ? ' (set aside)' : ''),
  saidOr(report.effectiveAt),
  eventRefs(story, report.event).trim() || story.references.to(report.citations).trim(),
];

const valueWords = ({ level, amount, counts, expected }: Report): string =>
  [
    ...(level === null ? [] : [words(level)]),
    ...(amount === null ? [] : [amountWords(amount)]),
    ...(counts === 'delivered' ? [] : [`${counts}${expected === null ? '' : ` for ${said(expected)}`}`]),
  ].join(', ');
