// A commitment as a page that a person reads: where it stands, who is bound, what is contested and who says so.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import type { Amount } from '../../domain/primitives.ts';
import { citationLines, type Publisher } from './citations.ts';
import { columns } from './columns.ts';
import { said, saidAsDeadline } from './dates.ts';
import { oneLine } from './plain.ts';
import { termLines } from './terms.ts';
import { amountWords, saidOr, words } from './words.ts';

export type Commitment = CommitmentView & { readonly revision: string };

export function commitmentPage(commitment: Commitment, publisher: Publisher): string {
  const { title, id, kind, revision, status, contested } = commitment;
  const lines = [
    `[${words(status)}] ${oneLine(title)}`,
    `${kind} ${id}, revision ${revision}`,
    '',
    columns(summary(commitment)).trimEnd(),
    ...(contested.length === 0 ? [] : ['', `CONTESTED: ${contested.map(words).join(', ')}`]),
    ...termLines(commitment.terms, publisher),
    ...evidenceLines(commitment, publisher),
    ...concernLines(commitment),
    ...linkLines(commitment),
  ];
  return `${lines.join('\n')}\n`;
}

function summary(commitment: Commitment): string[][] {
  const { areas, act } = commitment;
  const rows = [
    ['Areas', areas.join(', ')],
    ['Strongest act', actWords(act.strongest)],
    ['Latest act', actWords(act.latest)],
    ['Deadline', deadlineWords(commitment)],
    ['Delivery', deliveryWords(commitment)],
    ...ownRows(commitment),
    ...commitment.verdict.flatMap(verdictRows),
  ];
  return [...partyRows(commitment), ...rows.filter(([, text]) => text !== '')].map((row) => row.map(oneLine));
}

/** What few commitments have. */
function ownRows({ quantity, validUntil, condition, inForce, ended }: Commitment): string[][] {
  return [
    ['Quantity', quantity ? amountWords(quantity) : ''],
    ['Valid', validUntil ? `until ${said(validUntil)}` : ''],
    ['Condition', condition ?? ''],
    ['In force', inForce ? `since ${day(inForce.since)}: ${inForce.basis}` : ''],
    ['Ended', ended ? `${ended.how} ${saidOr(ended.effectiveAt)} ${ended.supersededBy ?? ''}`.trim() : ''],
  ];
}

function partyRows({ parties, position }: Commitment): string[][] {
  const roles = new Map<string, string>(parties.map(({ code, role }) => [code, role]));
  return position.map((standing, index) => [
    index === 0 ? 'Parties' : '',
    [`${standing.party}: ${roles.get(standing.party) ?? ''}`, ...standingWords(standing)].join(', '),
  ]);
}

type Standing = Commitment['position'][number];

const standingWords = (standing: Standing): string[] => {
  const { position, by, basis, bound, reaffirmed, pending = [], suspended, provisional = [], announced } = standing;
  const open = provisional.find(({ to }) => to === null);
  return [
    ...(position === null
      ? []
      : [`${words(by ?? position)} (${basis === 'own' ? 'its own word' : 'as others report'})`]),
    ...boundWords(standing),
    ...(bound === 'unknown' ? ['bound: not known'] : []),
    ...(suspended ? [`suspended since ${day(suspended.from)}`] : []),
    ...(open ? [`applies it provisionally since ${day(open.from)}`] : []),
    ...(standing.contested ? ['CONTESTED'] : []),
    ...(reaffirmed ? [`reaffirmed ${said(reaffirmed)}`] : []),
    ...(announced ? [`announced that it will withdraw ${said(announced.effectiveAt)}`] : []),
    ...pending.map((change) => `${change.position} from ${said(change.takesEffect)}`),
  ];
};

/** An instant as a person says it: most are the start of a day. */
const day = (instant: string): string => said(instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : instant);

const boundWords = ({ spells = [] }: Standing): string[] =>
  spells.map(({ from, to }) => (to === null ? `bound since ${day(from)}` : `was bound ${day(from)} to ${day(to)}`));

const actWords = (act: Commitment['act']['latest']): string =>
  act ? `${act.act} ${saidOr(act.effectiveAt)}${act.occasion ? `, at ${act.occasion}` : ''}` : '';

function deadlineWords({ deadline, timeliness }: Commitment): string {
  if (deadline === null) return '';
  const moves = deadline.moves === 0 ? '' : `; moved ${deadline.moves} time(s), first ${said(deadline.first)}`;
  return `${saidAsDeadline(deadline.current)} (${deadline.firmness}${moves}): ${timeliness}`;
}

interface Counted {
  readonly amount: Amount;
  readonly contested: boolean;
}

function deliveryWords({ delivery }: Commitment): string {
  const { level, amounts = [] }: { level: string; amounts?: readonly Counted[] | undefined } = delivery;
  const counts = amounts.map(({ amount, contested }) => amountWords(amount) + (contested ? ' (contested)' : ''));
  return [words(level), ...counts].join('; ');
}

const verdictRows = ({ assessor, verdicts }: Commitment['verdict'][number]): string[][] =>
  verdicts
    .filter(({ revised }) => !revised)
    .map(({ party, window, stage, verdict, reason }) => [
      'Verdict',
      `${assessor} on ${party}, ${said(window)} (${stage}): ${words(verdict)}. ${reason}`,
    ]);

function evidenceLines({ evidence = [] }: Commitment, publisher: Publisher): string[] {
  const lines = evidence.flatMap(({ about, summary: told, standing, reviews, citations }) => [
    `  ${standing === 'open' ? 'not reviewed yet' : standing}, about ${said(about)}`,
    `    ${oneLine(told)}`,
    ...reviews.map(({ outcome, reason }) => `    ${outcome}: ${oneLine(reason)}`),
    ...citationLines(citations, publisher, '      '),
  ]);
  return lines.length === 0 ? [] : ['', 'Evidence', ...lines];
}

function concernLines({ concerns = [] }: Commitment): string[] {
  const lines = concerns.flatMap(({ by, kind, effectiveAt, summary: told, answers }) => [
    `  ${kind} of ${oneLine(by)}, ${saidOr(effectiveAt)}: ${oneLine(told)}`,
    ...answers.map((answer) => `    answered by ${oneLine(answer.by)}: ${oneLine(answer.summary)}`),
  ]);
  return lines.length === 0 ? [] : ['', 'Concerns', ...lines];
}

const linkLines = ({ links = [] }: Commitment): string[] =>
  links.length === 0 ? [] : ['', 'Links', ...links.map(({ relation, target }) => `  ${words(relation)} ${target}`)];
