// A commitment as a page that a person reads: where it stands and why, who is bound since when, who reported what, what is
// contested and who says so. Each fact bears the numbers of its sources, which are listed at the end.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import type { Citation } from '../../domain/primitives.ts';
import type { SourceName } from './references.ts';
import { deadlineLines } from './story/deadlines.ts';
import { deliveryLines, reportLines } from './story/delivery.ts';
import { correctionLines, happenedLines } from './story/happened.ts';
import { headLines } from './story/head.ts';
import { linkLines } from './story/links.ts';
import { partyLines } from './story/parties.ts';
import { concernLines, depositaryLines, evidenceLines } from './story/replies.ts';
import { type Story, section } from './story/story.ts';
import { termLines } from './story/terms.ts';
import { verdictLines } from './story/verdicts.ts';

export type Commitment = CommitmentView & { readonly revision: string };

/** A link as the other end tells it, or with what is said there. */
export interface LinkedOther {
  readonly event: string;
  readonly relation: string;
  readonly title?: string | null;
  readonly status?: string | null;
  readonly citations: readonly Citation[];
}

/** What only the answer by id has. */
export interface InFull {
  readonly links: readonly (LinkedOther & { readonly target: string })[];
  readonly linkedFrom?: readonly (LinkedOther & { readonly from: string })[];
  readonly linkedFromCount?: number;
  readonly references?: {
    readonly sources: readonly (Nullable<SourceName> & { readonly id: string })[];
    readonly occasions: readonly { readonly id: string; readonly title: string | null }[];
    readonly parties: readonly { readonly code: string; readonly name: string }[];
  };
}
type Nullable<Shape> = { readonly [Name in keyof Shape]: Shape[Name] | null };

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
