// Axis 4: verdicts, by assessor, party and window. A later one by the same assessor revises; both stay readable.

import { canonicalJson } from '../canonicalJson.ts';
import type { When } from '../time.ts';
import type { Dated } from './effect.ts';
import { SCORE, type Verdict } from './payloads.ts';
import { positionAt } from './position.ts';
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

export function verdictsOf(state: State, at: number): readonly Assessor[] {
  const byAssessor = Map.groupBy(state.kept.AssessmentIssued, ({ event }) => event.data.assessor);
  const parties = [...state.standings].filter(
    ([, standing]) => standing.role === 'committer' && positionAt(standing, at) !== 'withdrew',
  );
  return [...byAssessor.keys()].sort().map((assessor) => {
    const issued = byAssessor.get(assessor) as Issued[];
    const scores = parties.flatMap(([code]) => scoreOf(code, issued) ?? []);
    const sum = scores.reduce((a, b) => a + b, 0);
    return {
      assessor,
      collective: scores.length === 0 ? null : Math.round((sum / scores.length) * 1000) / 1000,
      coverage: { rated: scores.length, of: parties.length },
      verdicts: partyVerdicts(issued),
    };
  });
}

/** Law: a party's score is its latest final verdict's, or its latest interim one's; one without a score rates nothing. */
function scoreOf(party: string, issued: readonly Issued[]): number | undefined {
  const own = issued.filter(({ event }) => event.data.party === party);
  const ruling = own.findLast(({ event }) => event.data.stage === 'final') ?? own.at(-1);
  return ruling === undefined ? undefined : SCORE[ruling.event.data.verdict];
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
    evidence,
    ...revises,
    revised: line.at(-1) !== one,
  };
}
