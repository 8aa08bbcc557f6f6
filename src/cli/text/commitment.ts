// A commitment as a page that a person reads: where it stands and why, who is bound since when, who reported what, what is
// contested and who says so. Each fact bears the numbers of its sources, which are listed at the end.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import { deadlineLines } from './story/deadlines.ts';
import { deliveryLines, reportLines } from './story/delivery.ts';
import { correctionLines, happenedLines } from './story/happened.ts';
import { headLines } from './story/head.ts';
import { partyLines } from './story/parties.ts';
import { concernLines, depositaryLines, evidenceLines, linkLines } from './story/replies.ts';
import { type Story, section } from './story/story.ts';
import { termLines } from './story/terms.ts';
import { verdictLines } from './story/verdicts.ts';

export type Commitment = CommitmentView & { readonly revision: string };

/** In the order in which sources are numbered. */
const SECTIONS = [
  headLines,
  happenedLines,
  partyLines,
  deadlineLines,
  deliveryLines,
  reportLines,
  termLines,
  verdictLines,
  evidenceLines,
  concernLines,
  depositaryLines,
  linkLines,
  correctionLines,
];

export function commitmentPage(story: Story): string {
  const lines = SECTIONS.flatMap((of) => of(story));
  return `${[...lines, ...section('SOURCES', story.references.lines(story.width))].join('\n')}\n`;
}
