// Verdicts as a table, party by stage, of each assessor and scale by itself; what was revised stays readable.
import type { Commitment } from '../commitment.ts';
import { said } from '../dates.ts';
import { grid } from '../grid.ts';
import { words } from '../words.ts';
import { entry, eventRefs, folded, named, type Story, section } from './story.ts';

type Assessor = Commitment['verdict'][number];
type Verdict = Assessor['verdicts'][number];

const PARTIES = 20;
const REASONS = 6;

export const verdictLines = (story: Story): string[] =>
  section(
    'VERDICTS',
    story.commitment.verdict.flatMap((assessor) => assessorLines(story, assessor)),
  );

function assessorLines(story: Story, { assessor, scale, stages, verdicts }: Assessor): string[] {
  const order = stages.map(({ stage }) => stage).toReversed();
  const subjects = [...Map.groupBy(verdicts, ({ party, window }) => JSON.stringify([party, window])).values()];
  const { shown, more } = folded(subjects, PARTIES, story);
  const rows = shown.map((own) => [
    named(story, own[0]?.party ?? ''),
    own[0] === undefined ? '' : said(own[0].window),
    ...order.map((stage) =>
      cellOf(
        story,
        own.filter((verdict) => verdict.stage === stage),
      ),
    ),
  ]);
  const means = order.map((stage) => meanWords(stages.find((one) => one.stage === stage)));
  const reasons = folded(
    verdicts.filter(({ revised }) => !revised),
    REASONS,
    story,
  );
  return [
    ...entry(story, `by ${assessor}${scale === null ? '' : `, on the scale ${scale}`}`),
    ...grid(
      ['PARTY', 'OVER', ...order.map((stage) => stage.toUpperCase())],
      [...rows, ['all together', '', ...means]],
      story.width,
      4,
    ),
    ...more,
    ...reasons.shown.flatMap(({ party, stage, reason }) => entry(story, `${party}, ${stage}: ${reason}`, 4)),
    ...reasons.more,
  ];
}

/** The verdict that holds first, and what it revises. */
const cellOf = (story: Story, line: readonly Verdict[]): string =>
  line
    .toReversed()
    .map(
      (verdict, index) =>
        (index === 0 ? '' : 'revised from ') + verdictWords(verdict) + eventRefs(story, verdict.event),
    )
    .join('\n');

function verdictWords({ verdict, rating, readBy }: Verdict): string {
  const meant = verdict === null ? '' : words(verdict);
  if (rating === null) return meant;
  return `“${rating}”${meant === '' ? '' : `, which ${readBy} reads as ${meant}`}`;
}

const meanWords = (stage: Assessor['stages'][number] | undefined): string =>
  stage === undefined
    ? ''
    : `${stage.collective === null ? 'no mean' : `mean ${stage.collective}`}, ${stage.coverage.rated} of ${stage.coverage.of} rated`;
