// Axis 4: verdicts, by assessor, party and window. A later one by the same assessor revises; both stay readable.

import { canonicalJson } from '../canonicalJson.ts';
import type { When } from '../time.ts';
import type { Dated } from './effect.ts';
import { SCORE, type Verdict } from './payloads.ts';
import type { State } from './state.ts';

export interface PartyVerdict {
  readonly event: string;
  readonly party: string;
  readonly window: When;
  readonly stage: 'interim' | 'final';
  readonly verdict: Verdict;
  readonly reason: string;
  readonly evidence: readonly string[];
  /** the event this one revises */
  readonly revises?: string;
  /** whether a later one revises it */
  readonly revised: boolean;
}

export interface Assessor {
  readonly assessor: string;
  /** the mean of the rated parties' scores (kept 1, partly kept 0, not kept -1); null where none is rated */
  readonly collective: number | null;
  /** how many of the committers are rated */
  readonly coverage: { readonly rated: number; readonly of: number };
  readonly verdicts: readonly PartyVerdict[];
}

type Issued = Dated<'AssessmentIssued'>;

export function verdictsOf(state: State): readonly Assessor[] {
  const byAssessor = Map.groupBy(state.kept.AssessmentIssued, ({ event }) => event.data.assessor);
  const parties = ratable(state);
  return [...byAssessor.keys()].sort().map((assessor) => {
    const issued = byAssessor.get(assessor) as Issued[];
    const scores = parties.flatMap((code) => scoreOf(code, issued) ?? []);
    const sum = scores.reduce((a, b) => a + b, 0);
    return {
      assessor,
      collective: scores.length === 0 ? null : Math.round((sum / scores.length) * 1000) / 1000,
      coverage: { rated: scores.length, of: parties.length },
      verdicts: partyVerdicts(issued),
    };
  });
}

/** The parties whose scores a collective score is made of: committers that have not withdrawn. */
const ratable = ({ standings }: State): string[] =>
  standings.committers().filter((code) => standings.get(code)?.position !== 'withdrew');

/** Law: a party's score is its latest final verdict's, or its latest interim one's; one without a score rates nothing. */
function scoreOf(party: string, issued: readonly Issued[]): number | undefined {
  const ruling = rulingOf(party, issued);
  return ruling === undefined ? undefined : SCORE[ruling.event.data.verdict];
}

function rulingOf(party: string, issued: readonly Issued[]): Issued | undefined {
  const own = issued.filter(({ event }) => event.data.party === party);
  return own.findLast(({ event }) => event.data.stage === 'final') ?? own.at(-1);
}

type Scored = 'kept' | 'partly_kept' | 'not_kept';
const isScored = (verdict: Verdict): verdict is Scored => SCORE[verdict] !== undefined;

/** What scores are counted from. */
export interface Ratings {
  /** the verdict that rules for a party, by each assessor */
  readonly rulings: readonly Pick<PartyVerdict, 'party' | 'stage' | 'verdict'>[];
  /** those of them that rate a party of the collective score */
  readonly scored: readonly Scored[];
  /** how many parties could be rated, for each assessor; once where there is none yet */
  readonly of: number;
}

/** Law: adding up what these say of many commitments gives the same mean whichever way they are grouped. */
export function ratingsOf(state: State): Ratings {
  const issued = state.kept.AssessmentIssued;
  if (issued.length === 0) return { rulings: [], scored: [], of: state.standings.tally.remaining };
  const parties = new Set(ratable(state));
  const byAssessor = Map.groupBy(issued, ({ event }) => event.data.assessor);
  const rulings = [...byAssessor.values()].flatMap((own) =>
    [...new Set(own.map(({ event }) => event.data.party))].flatMap((party) => {
      const ruling = rulingOf(party, own)?.event.data;
      return ruling === undefined ? [] : [{ party, stage: ruling.stage, verdict: ruling.verdict }];
    }),
  );
  const scored = rulings.flatMap(({ party, verdict }) => (parties.has(party) && isScored(verdict) ? [verdict] : []));
  return { rulings, scored, of: parties.size * byAssessor.size };
}

/** A verdict revises the one before it by the same assessor on the same party, window and stage. */
const subject = ({ event: { data } }: Issued): string => canonicalJson([data.party, data.window, data.stage]);

function partyVerdicts(issued: readonly Issued[]): readonly PartyVerdict[] {
  const lines = Map.groupBy(issued, subject);
  return issued.map((one) => partyVerdict(one, lines.get(subject(one)) ?? []));
}

/** @param line the verdicts on the same subject, in effective order */
function partyVerdict(one: Issued, line: readonly Issued[]): PartyVerdict {
  const before = line[line.indexOf(one) - 1];
  const { party, window, stage, verdict, reason, evidence = [] } = one.event.data;
  const revises = before === undefined ? {} : { revises: before.event.id };
  return {
    event: one.event.id,
    party,
    window,
    stage,
    verdict,
    reason,
    evidence: [...new Set(evidence)],
    ...revises,
    revised: line.at(-1) !== one,
  };
}
