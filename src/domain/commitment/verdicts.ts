// Axis 4: verdicts, by assessor, scale, party and window. A later one by the same assessor revises; both stay readable.
// Law: a mean is within one assessor, one scale and one stage, and never over several.

import { asRead } from '../alike.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { Citation } from '../primitives.ts';
import type { When } from '../time.ts';
import { revisions } from './because.ts';
import type { Dated } from './effect.ts';
import { SCORE, type Verdict } from './payloads.ts';
import { asCorrectedBy } from './said.ts';
import type { State } from './state.ts';

export interface PartyVerdict {
  readonly event: string;
  readonly corrected?: string;
  readonly party: string;
  readonly window: When;
  readonly stage: Stage;
  /** null where nobody says what the rating means */
  readonly verdict: Verdict | null;
  /** as the assessor wrote it, on its own scale */
  readonly rating: string | null;
  /** who says what the rating means; null where there is none, or no verdict */
  readonly readBy: string | null;
  readonly reason: string;
  readonly evidence: readonly string[];
  readonly citations: readonly Citation[];
  /** the event this one revises */
  readonly revises: string | null;
  /** whether a later one revises it */
  readonly revised: boolean;
}

/** Of one stage: how many of those that owe are rated, and the mean of their scores. */
interface Collective {
  /** kept 1, partly kept 0, not kept -1; null where none is rated */
  readonly collective: number | null;
  readonly coverage: { readonly rated: number; readonly of: number };
}

export interface Assessor extends Collective {
  readonly assessor: string;
  /** its own; null where it gives verdicts alone */
  readonly scale: string | null;
  /** the stage its collective score is of: final where there is a final verdict */
  readonly stage: Stage;
  /** of each stage by itself */
  readonly stages: readonly (Collective & { readonly stage: Stage })[];
  readonly verdicts: readonly PartyVerdict[];
  /** the assessments that no later one revises */
  readonly because: readonly string[];
}

export const STAGES = ['final', 'interim'] as const;
export type Stage = (typeof STAGES)[number];
type Issued = Dated<'AssessmentIssued'>;

export function verdictsOf(state: State): readonly Assessor[] {
  const parties = ratable(state);
  return byScale(state).map((issued) => {
    const { assessor, scale } = (issued[0] as Issued).event.data;
    const stages = STAGES.filter((stage) => issued.some(({ event }) => event.data.stage === stage)).map((stage) => ({
      stage,
      ...collectiveOf(parties, ofStage(issued, stage)),
    }));
    const leading = stages[0] as (typeof stages)[number];
    const { verdicts, because } = partyVerdicts(issued);
    return { assessor, scale: scale ?? null, ...leading, stages, verdicts, because };
  });
}

/** The assessments by each assessor on each of its scales, in order. */
function byScale({ kept }: State): Issued[][] {
  const lines = Map.groupBy(kept.AssessmentIssued, ({ event: { data } }) =>
    canonicalJson([data.assessor, data.scale === undefined ? '' : asRead(data.scale)]),
  );
  return [...lines.keys()].sort().map((key) => lines.get(key) as Issued[]);
}

const ofStage = (issued: readonly Issued[], stage: Stage): readonly Issued[] =>
  issued.filter(({ event }) => event.data.stage === stage);

function collectiveOf(parties: readonly string[], issued: readonly Issued[]): Collective {
  const scores = parties.flatMap((code) => scoreOf(code, issued) ?? []);
  const sum = scores.reduce((a, b) => a + b, 0);
  return {
    collective: scores.length === 0 ? null : Math.round((sum / scores.length) * 1000) / 1000,
    coverage: { rated: scores.length, of: parties.length },
  };
}

/** The parties whose scores a collective score is made of: committers that have not withdrawn. */
const ratable = ({ standings }: State): string[] => standings.remaining();

/** Law: a party's score is that of the latest assessment of it; one without a score rates nothing. */
function scoreOf(party: string, issued: readonly Issued[]): number | undefined {
  const verdict = issued.findLast(({ event }) => event.data.party === party)?.event.data.verdict;
  return verdict === undefined ? undefined : SCORE[verdict];
}

/** The latest final one, else the latest interim one. */
function rulingOf(party: string, issued: readonly Issued[]): Issued | undefined {
  const own = issued.filter(({ event }) => event.data.party === party);
  return own.findLast(({ event }) => event.data.stage === 'final') ?? own.at(-1);
}

export type Scored = 'kept' | 'partly_kept' | 'not_kept';
const isScored = (verdict: Verdict): verdict is Scored => SCORE[verdict] !== undefined;

/** A mean is within one of these. */
export interface Rater {
  readonly assessor: string;
  readonly scale: string | null;
  readonly stage: Stage;
}
interface Score extends Rater {
  readonly party: string;
  readonly verdict: Scored;
  /** whether it is a party of the collective score */
  readonly owes: boolean;
}

/** What scores are counted from. */
export interface Ratings {
  /** the verdict that rules for a party, by each assessor */
  readonly rulings: readonly { readonly party: string; readonly stage: Stage; readonly verdict: Verdict }[];
  /** of each party its latest score by each assessor, on each scale and in each stage */
  readonly scores: readonly Score[];
  /** how many parties are rated, each once however many rate it */
  readonly rated: number;
  /** how many could be */
  readonly of: number;
}

/** Law: adding up what these say of many commitments gives the same mean whichever way they are grouped. */
export function ratingsOf(state: State): Ratings {
  const issued = state.kept.AssessmentIssued;
  if (issued.length === 0) return { rulings: [], scores: [], rated: 0, of: state.standings.tally.remaining };
  const parties = new Set(ratable(state));
  const rulings = byScale(state).flatMap((own) =>
    [...new Set(own.map(({ event }) => event.data.party))].flatMap((party) => {
      const ruling = rulingOf(party, own)?.event.data;
      return ruling?.verdict === undefined ? [] : [{ party, stage: ruling.stage, verdict: ruling.verdict }];
    }),
  );
  const rated = rulings.filter(({ party, verdict }) => parties.has(party) && isScored(verdict));
  return {
    rulings,
    scores: scoresIn(state, parties),
    rated: new Set(rated.map(({ party }) => party)).size,
    of: parties.size,
  };
}

function scoresIn(state: State, owing: ReadonlySet<string>): readonly Score[] {
  return byScale(state).flatMap((own) =>
    STAGES.flatMap((stage) => {
      const issued = ofStage(own, stage);
      const { assessor, scale = null } = (own[0] as Issued).event.data;
      return [...new Set(issued.map(({ event }) => event.data.party))].flatMap((party) => {
        const verdict = issued.findLast(({ event }) => event.data.party === party)?.event.data.verdict;
        const isScore = verdict !== undefined && isScored(verdict);
        return isScore ? [{ assessor, scale, stage, party, verdict, owes: owing.has(party) }] : [];
      });
    }),
  );
}

/** A verdict revises the one before it by the same assessor on the same party, window and stage. */
const subject = ({ event: { data } }: Issued): string => canonicalJson([data.party, data.window, data.stage]);

function partyVerdicts(issued: readonly Issued[]): Pick<Assessor, 'verdicts' | 'because'> {
  const lines = Map.groupBy(issued, subject);
  const verdicts = issued.map((one) => partyVerdict(one, lines.get(subject(one)) ?? []));
  const ruling = [...lines.values()].flatMap((line) => line.at(-1)?.event.revision ?? []);
  return { verdicts, because: revisions(ruling.sort((a, b) => a - b)) };
}

/** @param line the verdicts on the same subject, in effective order */
function partyVerdict(one: Issued, line: readonly Issued[]): PartyVerdict {
  const before = line[line.indexOf(one) - 1];
  const { party, window, stage, verdict, rating, readBy, assessor, reason, evidence = [], citations } = one.event.data;
  const isRead = verdict !== undefined && rating !== undefined;
  return {
    event: one.event.id,
    ...asCorrectedBy(one.event),
    party,
    window,
    stage,
    verdict: verdict ?? null,
    rating: rating ?? null,
    readBy: isRead ? (readBy ?? assessor) : null,
    reason,
    evidence: [...new Set(evidence)],
    citations,
    revises: before?.event.id ?? null,
    revised: line.at(-1) !== one,
  };
}
