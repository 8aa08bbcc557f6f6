import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { eventAt, KR, NATO, opened, type Said, said, seen } from '../../support/history.ts';

const evidence = said('EvidenceSubmitted', { about: '2025-09', summary: 'a first dialogue was held' });
const accepted = said('EvidenceAccepted', { evidence: eventAt(1), reason: 'its source is official' });
const assessment = (party: string, verdict: string, more = {}) => ({
  assessor: 'observatory',
  party,
  window: '2025-09',
  stage: 'final',
  verdict,
  reason: 'as the evidence says',
  ...more,
});
const issued = (party: string, verdict: string, more: object = {}): Said =>
  said('AssessmentIssued', { effectiveAt: '2025-10-01', ...assessment(party, verdict, more) });
const reviewed = [opened(), evidence, accepted];
const verdictsIn = (...more: readonly Said[]) => seen([...reviewed, ...more], '2026').verdict;

describe('an assessment', () => {
  it.each(['kept', 'partly_kept', 'not_kept'])('of %s rests on accepted evidence about the window', (verdict) => {
    const rests = (...past: Said[]) => ({
      on: (more: object) => given(...past).whenOnBody('IssueAssessment', assessment('KR', verdict, more)),
    });
    const cited = { evidence: [eventAt(1)] };
    rests(...reviewed)
      .on(cited)
      .records('AssessmentIssued');
    rests(...reviewed)
      .on({})
      .refuses('EVIDENCE_NOT_ACCEPTED', '/evidence');
    rests(opened(), evidence).on(cited).refuses('EVIDENCE_NOT_ACCEPTED', '/evidence/0');
    const rejected = said('EvidenceRejected', { evidence: eventAt(1), reason: 'it was withdrawn' });
    rests(...reviewed, rejected)
      .on(cited)
      .refuses('EVIDENCE_NOT_ACCEPTED', '/evidence/0');
    rests(...reviewed)
      .on({ ...cited, window: '2025-10' })
      .refuses('EVIDENCE_NOT_ACCEPTED', '/evidence/0');
    rests(...reviewed)
      .on({ evidence: [eventAt(0)] })
      .refuses('WRONG_EVENT_TYPE', '/evidence/0');
  });

  it('rests on no evidence, and on no acceptance, that was voided', () => {
    const cited = assessment('KR', 'kept', { evidence: [eventAt(1)] });
    for (const event of [eventAt(1), eventAt(2)]) {
      const voided = said('RecordCorrected', { event, void: true, cause: 'recorder', reason: 'wrong commitment' });
      given(...reviewed, voided)
        .whenOnBody('IssueAssessment', cited)
        .refuses('EVIDENCE_NOT_ACCEPTED', '/evidence/0');
    }
  });

  it.each(['unverifiable', 'inconclusive'])('of %s needs none, and rates nobody', (verdict) => {
    given(opened()).whenOnBody('IssueAssessment', assessment('KR', verdict)).records('AssessmentIssued');
    expect(verdictsIn(issued('KR', verdict))).toMatchObject([{ collective: null, coverage: { rated: 0, of: 2 } }]);
  });

  it('is of a party that has a role', () => {
    given(opened())
      .whenOnBody('IssueAssessment', assessment('JP', 'unverifiable'))
      .refuses('PARTY_NOT_IN_COMMITMENT', '/party');
  });

  it('revises the one before it on the same subject, and both stay readable', () => {
    expect(
      verdictsIn(issued('KR', 'kept'), issued('NATO', 'kept'), issued('KR', 'not_kept'))[0]?.verdicts,
    ).toMatchObject([
      { event: eventAt(3), verdict: 'kept', revised: true },
      { event: eventAt(4), party: 'NATO', revised: false },
      { event: eventAt(5), verdict: 'not_kept', revised: false, revises: eventAt(3) },
    ]);
  });

  it('of another window or stage revises nothing', () => {
    const [assessor] = verdictsIn(
      issued('KR', 'kept'),
      issued('KR', 'kept', { stage: 'interim' }),
      issued('KR', 'kept', { window: '2025' }),
    );
    expect(assessor?.verdicts.map(({ revised }) => revised)).toEqual([false, false, false]);
  });

  it('never changes the headline', () => {
    expect(seen([...reviewed, issued('KR', 'not_kept')], '2026').status).toBe('agreed');
  });
});

describe('a rating', () => {
  const rated = (party: string, rating: string, more: object = {}): Said =>
    said('AssessmentIssued', {
      assessor: 'G7 Research Group',
      party,
      window: '2025-09',
      stage: 'final',
      scale: 'compliance: -1 to +1',
      rating,
      reason: 'as its report says',
      effectiveAt: '2025-10-01',
      ...more,
    });
  const read = { verdict: 'kept', evidence: [eventAt(1)] };

  it('is kept as the assessor wrote it, on its own scale, and means nothing where nobody says so', () => {
    given(opened())
      .whenOnBody('IssueAssessment', {
        assessor: 'tracker',
        party: 'KR',
        window: '2025',
        stage: 'interim',
        scale: 'A to F',
        rating: 'B+',
        reason: 'x',
      })
      .records('AssessmentIssued');
    expect(verdictsIn(rated('KR', '+0.86'))).toMatchObject([
      {
        scale: 'compliance: -1 to +1',
        collective: null,
        coverage: { rated: 0, of: 2 },
        verdicts: [{ rating: '+0.86', verdict: null, readBy: null, citations: [{ source: 'july-report' }] }],
      },
    ]);
  });

  it('may be read as a verdict, by its assessor or by another that is named', () => {
    const [one] = verdictsIn(rated('KR', '+1', read), rated('NATO', '0', { verdict: 'inconclusive', readBy: 'desk' }));
    expect(one).toMatchObject({
      collective: 1,
      coverage: { rated: 1, of: 2 },
      verdicts: [
        { rating: '+1', verdict: 'kept', readBy: 'G7 Research Group' },
        { rating: '0', readBy: 'desk' },
      ],
    });
  });

  it('has its mean within one assessor, scale and stage, and never over several', () => {
    const found = verdictsIn(
      rated('KR', '+1', read),
      rated('KR', 'B', { ...read, verdict: 'partly_kept', scale: 'A to F' }),
      rated('NATO', '-1', { ...read, verdict: 'not_kept', stage: 'interim' }),
    );
    expect(found.map(({ scale, stage, collective, coverage }) => [scale, stage, collective, coverage.rated])).toEqual([
      ['A to F', 'final', 0, 1],
      ['compliance: -1 to +1', 'final', 1, 1],
    ]);
    expect(found[1]?.stages).toEqual([
      { stage: 'final', collective: 1, coverage: { rated: 1, of: 2 } },
      { stage: 'interim', collective: -1, coverage: { rated: 1, of: 2 } },
    ]);
  });

  it.each([
    ['nothing', {}, ''],
    ['a rating on no scale', { rating: 'B' }, '/scale'],
    ['a scale without a rating', { scale: 'A to F', verdict: 'inconclusive' }, '/scale'],
    ['who reads what is not rated', { verdict: 'inconclusive', readBy: 'desk' }, '/readBy'],
  ])('that says %s is refused', (_, data, pointer) => {
    const base = { assessor: 'tracker', party: 'KR', window: '2025', stage: 'final', reason: 'x' };
    given(opened())
      .whenOnBody('IssueAssessment', { ...base, ...data })
      .refuses('INVALID_PAYLOAD', pointer);
  });
});

const SCORES: Readonly<Record<string, number>> = { kept: 1, partly_kept: 0, not_kept: -1 };

describe('the collective score', () => {
  it('is the mean of the rated committers, with its coverage, by assessor', () => {
    expect(
      verdictsIn(
        issued('KR', 'kept'),
        issued('NATO', 'not_kept', { assessor: 'board' }),
        issued('NATO', 'partly_kept'),
      ),
    ).toMatchObject([
      { assessor: 'board', collective: -1, coverage: { rated: 1, of: 2 } },
      { assessor: 'observatory', collective: 0.5, coverage: { rated: 2, of: 2 } },
    ]);
  });

  it('takes the latest final verdict of a party, else its latest interim one', () => {
    const interim = { stage: 'interim' };
    const scored = (...all: Said[]) => verdictsIn(...all)[0]?.collective;
    expect(scored(issued('KR', 'not_kept', interim), issued('KR', 'partly_kept', interim))).toBe(0);
    expect(scored(issued('KR', 'kept'), issued('KR', 'not_kept', interim))).toBe(1);
    expect(scored(issued('KR', 'kept'), issued('KR', 'unverifiable'))).toBeNull();
  });

  it('leaves out who withdrew, and who commits nothing', () => {
    const left = said('PositionChanged', {
      party: 'NATO',
      position: 'withdrawing',
      effectiveAt: '2025-11-01',
      takesEffect: '2025-11-01',
    });
    expect(verdictsIn(issued('KR', 'kept'), issued('NATO', 'not_kept'), left)).toMatchObject([
      { collective: 1, coverage: { rated: 1, of: 1 } },
    ]);
    const beneficiary = opened({ parties: [KR, { code: 'JP', role: 'beneficiary' }] });
    expect(seen([beneficiary, evidence, accepted, issued('JP', 'kept')], '2026').verdict).toMatchObject([
      { collective: null, coverage: { rated: 0, of: 1 } },
    ]);
  });

  it('depends on party scores alone', () => {
    const verdict = fc.constantFrom('kept', 'partly_kept', 'not_kept', 'unverifiable');
    const about = fc.record({ window: fc.constantFrom('2025', '2025-09'), reason: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(verdict, verdict, about, about, (kr, nato, one, other) => {
        const scores = [kr, nato].flatMap((given) => SCORES[given] ?? []);
        const mean = scores.length === 0 ? null : scores.reduce((a: number, b) => a + b, 0) / scores.length;
        const [assessor] = verdictsIn(issued('KR', kr, one), issued('NATO', nato, other), issued('KR', kr, other));
        expect(assessor?.collective).toBe(mean);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same whatever else is on record: acts, delivery, concerns', () => {
    const rated = [opened({ parties: [KR, NATO] }), evidence, accepted, issued('KR', 'kept')];
    const more = [
      said('BodyReaffirmed', { parties: ['KR'], effectiveAt: '2025-10-02' }),
      said('DeliveryReported', { reporter: 'KR', level: 'stalled', effectiveAt: '2025-10-02' }),
      said('ConcernRaised', { by: 'KR-PPP', kind: 'concern', summary: 'x', effectiveAt: '2025-10-02' }),
    ];
    expect(seen([...rated, ...more], '2026').verdict).toEqual(seen(rated, '2026').verdict);
  });
});
