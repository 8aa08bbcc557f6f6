import { describe, expect, it } from 'vitest';
import { type OccasionFact, occasionView } from '../../src/domain/occasion/occasion.ts';
import { type SourceFact, sourceView } from '../../src/domain/source/source.ts';
import { given } from '../support/given.ts';
import { CITED, eventAt, historyOf, type Said, saidOf } from '../support/history.ts';

const summit = {
  occasion: 'nato-summit-2025',
  title: 'Summit in The Hague',
  kind: 'summit',
  date: '2025-06-24/2025-06-25',
};
const recorded = saidOf('occasion-nato-summit-2025', 'OccasionRecorded', summit);
const concern = {
  occasion: summit.occasion,
  effectiveAt: '2025-06-25',
  citations: CITED,
  by: 'KR-PPP',
  kind: 'concern',
  summary: 'x',
};
const raised = saidOf(recorded.stream, 'ConcernRaised', concern);
const answer = {
  occasion: summit.occasion,
  effectiveAt: '2025-06-26',
  citations: CITED,
  by: 'KR',
  summary: 'a letter',
};
const occasionFacts = (...all: Said[]) => historyOf(...all) as OccasionFact[];
const correction = { cause: 'recorder', reason: 'it was written down wrongly' };

describe('an occasion', () => {
  it('is recorded once, with a name of its own or one made for it', () => {
    given().when('RecordOccasion', summit).records('OccasionRecorded', summit);
    const { occasion: _, ...unnamed } = summit;
    given().when('RecordOccasion', unnamed).records('OccasionRecorded', unnamed);
    given(recorded).when('RecordOccasion', summit).refuses('ALREADY_ON_RECORD', '/occasion');
  });

  it('is part of another, not of itself', () => {
    given()
      .when('RecordOccasion', { ...summit, partOf: summit.occasion })
      .refuses('REFERS_TO_ITSELF', '/partOf');
    given(recorded)
      .when('CorrectRecord', {
        ...correction,
        occasion: summit.occasion,
        event: eventAt(0),
        replacement: { ...summit, partOf: summit.occasion },
      })
      .refuses('REFERS_TO_ITSELF', '/replacement/partOf');
  });

  it('may lie ahead; what was said there may not', () => {
    given()
      .when('RecordOccasion', { ...summit, date: '2030' })
      .records('OccasionRecorded');
    given(recorded)
      .when('RaiseConcern', { ...concern, effectiveAt: '2030' })
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
    given(recorded, raised)
      .when('AnswerConcern', { ...answer, concern: eventAt(1), effectiveAt: '2030' })
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
  });

  it('can have a concern raised on it and answered', () => {
    given().when('RaiseConcern', concern).refuses('UNKNOWN_OCCASION', '/occasion');
    given(recorded).when('RaiseConcern', concern).records('ConcernRaised', concern);
    given(recorded, raised)
      .when('AnswerConcern', { ...answer, concern: eventAt(1) })
      .records('ConcernAnswered');
    given(recorded, raised)
      .when('AnswerConcern', { ...answer, concern: eventAt(0) })
      .refuses('UNKNOWN_EVENT', '/concern');
    const answered = saidOf(recorded.stream, 'ConcernAnswered', { ...answer, concern: eventAt(1) });
    expect(occasionView(occasionFacts(recorded, raised, answered))).toMatchObject({
      id: summit.occasion,
      date: summit.date,
      place: null,
      concerns: [{ event: eventAt(1), by: 'KR-PPP', answers: [{ event: eventAt(2), by: 'KR' }] }],
    });
  });

  it('is read as it was last corrected, and not at all where it was voided', () => {
    const fix = (by: object) =>
      saidOf(recorded.stream, 'RecordCorrected', {
        ...correction,
        occasion: summit.occasion,
        event: eventAt(0),
        ...by,
      });
    given(recorded)
      .when('CorrectRecord', { ...correction, occasion: summit.occasion, event: eventAt(0), void: true })
      .records('RecordCorrected');
    const placed = fix({ replacement: { ...summit, place: 'The Hague' } });
    expect(occasionView(occasionFacts(recorded, placed))?.place).toBe('The Hague');
    expect(occasionView(occasionFacts(recorded, fix({ void: true })))).toBeUndefined();
    given(recorded)
      .when('CorrectRecord', {
        ...correction,
        occasion: summit.occasion,
        event: eventAt(0),
        replacement: { ...summit, occasion: 'another' },
      })
      .refuses('INVALID_PAYLOAD', '/replacement/occasion');
  });
});

const report = {
  source: 'july-report',
  publisher: 'A newspaper',
  title: 'Talks on a first session',
  language: 'en',
  published: '2025-07-29',
  missing: 'the publisher allows no copies',
};
const captured = saidOf('source-july-report', 'SourceCaptured', report);
const sourceFacts = (...all: Said[]) => historyOf(...all) as SourceFact[];
const retraction = { source: 'july-report', effectiveAt: '2025-08-01', reason: 'the publisher withdrew it' };

describe('a source', () => {
  it('is captured once, with the hash of the capture or the reason why there is none', () => {
    given().when('CaptureSource', report).records('SourceCaptured', report);
    given(captured).when('CaptureSource', report).refuses('ALREADY_ON_RECORD', '/source');
    const { missing: _, ...neither } = report;
    given().when('CaptureSource', neither).refuses('INVALID_PAYLOAD');
    given()
      .when('CaptureSource', { ...report, sha256: '0'.repeat(64) })
      .refuses('INVALID_PAYLOAD');
    given()
      .when('CaptureSource', { ...neither, sha256: '0'.repeat(64) })
      .records('SourceCaptured');
  });

  it('can be retracted, and stays on record', () => {
    given().when('RetractSource', retraction).refuses('UNKNOWN_SOURCE', '/source');
    given(captured).when('RetractSource', retraction).records('SourceRetracted', retraction);
    given(captured)
      .when('RetractSource', { ...retraction, effectiveAt: '2030' })
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/effectiveAt');
    const retracted = saidOf('source-july-report', 'SourceRetracted', retraction);
    expect(sourceView(sourceFacts(captured, retracted))).toMatchObject({
      id: 'july-report',
      retracted: { event: eventAt(1), reason: retraction.reason },
    });
    expect(sourceView(sourceFacts(captured))).toMatchObject({ retracted: null, sha256: null, missing: report.missing });
  });

  it('is read as it was last corrected, and not at all where its capture was voided', () => {
    const fix = (by: object) => ({ ...correction, source: 'july-report', event: eventAt(0), ...by });
    given(captured)
      .when('CorrectRecord', fix({ replacement: { ...report, source: 'june-report' } }))
      .refuses('INVALID_PAYLOAD', '/replacement/source');
    const renamed = saidOf(captured.stream, 'RecordCorrected', fix({ replacement: { ...report, title: 'Talks' } }));
    expect(sourceView(sourceFacts(captured, renamed))?.title).toBe('Talks');
    const gone = saidOf(captured.stream, 'RecordCorrected', fix({ void: true }));
    expect(sourceView(sourceFacts(captured, gone))).toBeUndefined();
  });
});
