// A commitment as a page that a person reads: where it stands, who is bound, what is contested and who says so.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import { citationLines, type Publisher } from './citations.ts';
import { columns } from './columns.ts';
import { said } from './dates.ts';
import { deadlineWords, deliveryRows, owedRows, reportLines } from './delivery.ts';
import { oneLine } from './plain.ts';
import { termLines } from './terms.ts';
import { saidOr, words } from './words.ts';

export type Commitment = CommitmentView & { readonly revision: string };

export function commitmentPage(commitment: Commitment, publisher: Publisher): string {
  const { title, id, kind, revision, status, contested } = commitment;
  const lines = [
    `[${words(status)}] ${oneLine(title)}`,
    `${kind} ${id}, revision ${revision}`,
    '',
    columns(summary(commitment)).trimEnd(),
    ...(contested.length === 0 ? [] : ['', `CONTESTED: ${contested.map(words).join(', ')}`]),
    ...reportLines(commitment, publisher),
    ...termLines(commitment.terms, publisher),
    ...evidenceLines(commitment, publisher),
    ...concernLines(commitment, publisher),
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
    ...owedRows(commitment),
    ...deliveryRows(commitment),
    ...ownRows(commitment),
    ...commitment.verdict.flatMap(verdictRows),
  ];
  return [...partyRows(commitment), ...rows.filter(([, text]) => text !== '')].map((row) => row.map(oneLine));
}

/** What few commitments have. */
function ownRows({ validUntil, conditions, inForce, ended }: Commitment): string[][] {
  return [
    ['Valid', validUntil ? `until ${said(validUntil)}` : ''],
    ...conditions.map(({ text, standing }) => ['Condition', `${text} (${standing})`]),
    ['In force', inForce ? `since ${day(inForce.since)}: ${inForce.basis}` : ''],
    ['Ended', ended ? `${ended.how} ${saidOr(ended.effectiveAt)} ${ended.supersededBy ?? ''}`.trim() : ''],
  ];
}

function partyRows({ parties, position }: Commitment): string[][] {
  const roles = Map.groupBy(parties, ({ code }) => code);
  return position.map((standing, index) => {
    const own = roles.get(standing.party)?.map(roleWords) ?? [];
    return [
      index === 0 ? 'Parties' : '',
      [`${standing.party}: ${own.join(' and ')}`, ...standingWords(standing)].join(', '),
    ];
  });
}

const roleWords = ({ role, office }: Commitment['parties'][number]): string =>
  office === undefined ? role : `${role} (${words(office)})`;

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
    ...(suspended
      ? [`suspended since ${day(suspended.from)}${suspended.to === null ? '' : `, until ${day(suspended.to)}`}`]
      : []),
    ...(open ? [`applies it provisionally since ${day(open.from)}`] : []),
    ...(standing.contested ? ['CONTESTED'] : []),
    ...(reaffirmed ? [`reaffirmed ${said(reaffirmed)}`] : []),
    ...(announced ? [`announced that it will withdraw ${said(announced.effectiveAt)}`] : []),
    ...pending.map((change) => `${words(change.by ?? change.position)} from ${day(change.takesEffect)}`),
  ];
};

/** An instant as a person says it: most are the start of a day. */
const day = (instant: string): string => said(instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : instant);

const boundWords = ({ spells = [] }: Standing): string[] =>
  spells.map(({ from, to }) => (to === null ? `bound since ${day(from)}` : `was bound ${day(from)} to ${day(to)}`));

const actWords = (act: Commitment['act']['latest']): string =>
  act ? `${act.act} ${saidOr(act.effectiveAt)}${act.occasion ? `, at ${act.occasion}` : ''}` : '';

const verdictRows = ({ assessor, scale, verdicts }: Commitment['verdict'][number]): string[][] =>
  verdicts
    .filter(({ revised }) => !revised)
    .map(({ party, window, stage, verdict, rating, readBy, reason }) => [
      'Verdict',
      `${assessor} on ${party}, ${said(window)} (${stage}): ${verdictWords({ verdict, rating, readBy, scale })}. ${reason}`,
    ]);

interface Rated {
  readonly verdict: string | null;
  readonly rating: string | null;
  readonly readBy: string | null;
  readonly scale: string | null;
}
function verdictWords({ verdict, rating, readBy, scale }: Rated): string {
  const meant = verdict === null ? '' : words(verdict);
  if (rating === null) return meant;
  return `“${rating}” (${scale})${meant === '' ? '' : `, which ${readBy} reads as ${meant}`}`;
}

function evidenceLines({ evidence }: Commitment, publisher: Publisher): string[] {
  const lines = evidence.flatMap(({ about, summary: told, standing, reviews, citations }) => [
    `  ${standing === 'open' ? 'not reviewed yet' : standing}, about ${said(about)}`,
    `    ${oneLine(told)}`,
    ...reviews.map(({ outcome, reason }) => `    ${outcome}: ${oneLine(reason)}`),
    ...citationLines(citations, publisher, '      '),
  ]);
  return lines.length === 0 ? [] : ['', 'Evidence', ...lines];
}

function concernLines({ concerns }: Commitment, publisher: Publisher): string[] {
  const lines = concerns.flatMap(({ by, kind, effectiveAt, summary: told, citations, answers }) => [
    `  ${kind} of ${oneLine(by)}, ${saidOr(effectiveAt)}: ${oneLine(told)}`,
    ...citationLines(citations, publisher, '      '),
    ...answers.flatMap((answer) => [
      `    answered by ${oneLine(answer.by)}: ${oneLine(answer.summary)}`,
      ...citationLines(answer.citations, publisher, '      '),
    ]),
  ]);
  return lines.length === 0 ? [] : ['', 'Concerns', ...lines];
}

const linkLines = ({ links }: Commitment): string[] =>
  links.length === 0 ? [] : ['', 'Links', ...links.map(({ relation, target }) => `  ${words(relation)} ${target}`)];
