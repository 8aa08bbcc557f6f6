// What is owed and what was delivered, as a person reads it: by when, how much, who says so and on whose account.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import { citationLines, type Publisher } from './citations.ts';
import { said, saidAsDeadline } from './dates.ts';
import { oneLine } from './plain.ts';
import { amountWords, saidOr, words } from './words.ts';

type Commitment = Pick<CommitmentView, 'deadline' | 'timeliness' | 'quantity' | 'target' | 'delivery'>;
type Delivery = Commitment['delivery'];
type Deadline = NonNullable<Commitment['deadline']>;

export function deadlineWords({ deadline, timeliness }: Pick<Commitment, 'deadline' | 'timeliness'>): string {
  if (deadline === null) return '';
  const { current, firmness, moves } = deadline;
  const moved = moves === 0 ? '' : `; moved ${moves} time(s), ${firstWords(deadline)}`;
  return `${saidAsDeadline(current)} (${firmness}${moved}): ${timeliness}${lateWords(deadline)}`;
}

const firstWords = ({ first, firstOutcome }: Deadline): string => `first ${said(first)} (${firstOutcome})`;
const lateWords = ({ daysLate, delivered }: Pick<Deadline, 'daysLate' | 'delivered'>): string =>
  delivered === null
    ? ''
    : `, delivered ${said(delivered)}${daysLate === null ? '' : `, ${daysLate} days after the first`}`;

/** What has to be reached, step by step and party by party. */
export function owedRows({ quantity, target }: Commitment): string[][] {
  if (target === null) return [];
  const { direction, duty, reachedBy, measure, subject, baseline, steps, parties } = target;
  const how = [direction, measure, subject, duty === 'maintain' ? 'to be maintained' : null, reachedBy];
  const from = baseline && `${amountWords(baseline.value)} in ${said(baseline.date)}`;
  return [
    [
      'Target',
      `${quantity === null ? '' : amountWords(quantity)} (${how.filter(isThere).map(words).join(', ')})`.trim(),
    ],
    ['Baseline', from ?? ''],
    ...steps.map((step) => ['Step', `${amountWords(step.quantity)} ${saidAsDeadline(step.by)}: ${step.outcome}`]),
    ...parties.map((party) => ['', partyWords(party)]),
  ];
}
const isThere = (text: string | null): text is string => text !== null;

function partyWords({
  party,
  quantity,
  deadline,
  timeliness,
  conditions,
}: NonNullable<Commitment['target']>['parties'][number]) {
  const own = deadline === null || timeliness === null ? '' : deadlineWords({ deadline, timeliness });
  const hangs = conditions.map(({ text, standing }) => `${text} (${standing})`);
  return [`${party}:`, quantity === null ? '' : amountWords(quantity), own, ...hangs]
    .filter((text) => text !== '')
    .join(' ');
}

const BASIS: Readonly<Record<Delivery['basis'], string>> = {
  none: '',
  own: ', by its own account only',
  independent: ', by independent account',
  both: ', by its own and independent account',
};

export function deliveryRows({ delivery }: Commitment): string[][] {
  return [
    ['Delivery', accountWords(delivery)],
    ...delivery.windows.map(({ window, amount, fit }) => [
      '',
      `${window === null ? '' : `${said(window)}: `}${amountWords(amount)}, ${words(fit)}`,
    ]),
    ...delivery.parties.map((party) => ['', `${party.party}: ${accountWords(party)}`]),
  ];
}

function accountWords({
  level,
  contested,
  basis,
  amounts,
}: Pick<Delivery, 'level' | 'contested' | 'basis' | 'amounts'>): string {
  const counts = amounts.map(
    (count) =>
      (count.window === null ? '' : `${said(count.window)}: `) +
      amountWords(count.amount) +
      (count.contested ? ' (contested)' : ''),
  );
  return [words(level) + (contested ? ' (contested)' : '') + BASIS[basis], ...counts].join('; ');
}

/** Every report by its reporter, with where it is said. */
export function reportLines({ delivery }: Commitment, publisher: Publisher): string[] {
  const { reported, outlook } = delivery;
  const lines = [...reported, ...outlook].flatMap((report) => [
    `  ${oneLine(report.reporter)}, ${saidOr(report.effectiveAt)}: ${reportWords(report)}`,
    ...citationLines(report.citations, publisher, '      '),
  ]);
  return lines.length === 0 ? [] : ['', 'Reports', ...lines];
}

function reportWords({
  level,
  amount,
  counts,
  window,
  parties,
  includes,
  expected,
}: Delivery['reported'][number]): string {
  const told = [level === null ? '' : words(level), amount === null ? '' : amountWords(amount)].filter(
    (text) => text !== '',
  );
  return [
    ...told,
    ...(counts === 'delivered' ? [] : [`${counts}${expected === null ? '' : ` for ${said(expected)}`}`]),
    ...(window === null ? [] : [`over ${said(window)}`]),
    ...(parties === null ? [] : [`of ${parties.join(', ')}${includes === null ? '' : ` with ${includes.join(', ')}`}`]),
  ].join(', ');
}
