import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { corrected, eventAt, KR, NATO, OTHER, opened, type Said, said, seen } from '../../support/history.ts';

const report = (level: string, effectiveAt: string, recorded?: string): Said =>
  said('DeliveryReported', { reporter: 'KR', level, effectiveAt }, recorded);
const replaced = (revision: number, by: Said, recorded: string): Said =>
  corrected(revision, { replacement: by.data }, recorded);
const voided = (revision: number, recorded: string): Said => corrected(revision, { void: true }, recorded);
const level = (history: readonly Said[], asOf: string, knownAt?: string) => seen(history, asOf, knownAt).delivery.level;

describe('a correction', () => {
  const history = [
    opened(),
    report('stalled', '2025-07-01'),
    replaced(1, report('in_progress', '2025-07-01'), '2025-08-01'),
  ];

  it('takes effect with the event it corrects', () => {
    expect(level(history, '2025-07-01')).toBe('in_progress');
    expect(level(history, '2025-06-30')).toBe('nothing_on_record');
  });

  it('leaves what was known before it as it was known', () => {
    expect(level(history, '2025-07-01', '2025-07-31')).toBe('stalled');
  });

  it('may void an event, which then counts for nothing', () => {
    expect(level([...history.slice(0, 2), voided(1, '2025-08-01')], '2025-07-01')).toBe('nothing_on_record');
  });

  it('the latest of an event rules', () => {
    expect(level([...history, replaced(1, report('delivered', '2025-07-01'), '2025-09-01')], '2025-07-01')).toBe(
      'delivered',
    );
    expect(level([...history, voided(1, '2025-09-01'), history[2] as Said], '2025-07-01')).toBe('in_progress');
  });

  it('that was itself voided rules nothing, so the one before it does', () => {
    expect(level([...history, voided(2, '2025-09-01')], '2025-07-01')).toBe('stalled');
    const twice = [...history, replaced(1, report('delivered', '2025-07-01'), '2025-09-01'), voided(3, '2025-10-01')];
    expect(level(twice, '2025-07-01')).toBe('in_progress');
    expect(level([...twice, voided(4, '2025-11-01')], '2025-07-01')).toBe('delivered');
  });

  it('that was itself corrected says what the correction of it says', () => {
    const better = corrected(1, { replacement: report('partly_delivered', '2025-07-01').data }, '2025-08-01').data;
    const again = corrected(2, { replacement: better }, '2025-09-01');
    expect(level([...history, again], '2025-07-01')).toBe('partly_delivered');
  });
});

describe('the effective instant of a corrected event', () => {
  const april = said('BodyProposed', { effectiveAt: '2025-04', parties: ['KR'], areas: ['space'] }, '2025-04-10');
  const history = [opened({ effectiveAt: '2025-03-01' }, 'BodyDiscussed'), april];

  it('stays where it was while effectiveAt stays as it was', () => {
    const areas = said('BodyProposed', { effectiveAt: '2025-04', parties: ['KR'], areas: ['land'] });
    const view = seen([...history, replaced(1, areas, '2025-08-01')], '2025-04-10');
    expect(view).toMatchObject({ areas: ['land'], act: { latest: { act: 'proposed' } } });
  });

  it('moves with a corrected effectiveAt, back or on, as far as the correction itself', () => {
    const moved = (effectiveAt: string, recorded: string) =>
      [...history, replaced(1, said('BodyProposed', { effectiveAt, parties: ['KR'] }), recorded)] as const;
    const latest = (all: readonly Said[], asOf: string) => seen(all, asOf).act.latest?.act;
    expect(latest(moved('2025-03-15', '2025-08-01'), '2025-03-15')).toBe('proposed');
    expect(latest(moved('2025-07-15', '2025-08-01'), '2025-07-14')).toBe('discussed');
    expect(latest(moved('2025-07-15', '2025-08-01'), '2025-07-15')).toBe('proposed');
    expect(latest(moved('2025', '2025-08-01'), '2025-08-01')).toBe('proposed');
  });

  it('of a corrected correction is bounded by the correction that changed it', () => {
    const first = replaced(1, said('BodyProposed', { effectiveAt: '2025-05-01', parties: ['KR'] }), '2025-06-01');
    const inner = replaced(1, said('BodyProposed', { effectiveAt: '2025-07-15', parties: ['KR'] }), '2025-08-01');
    const view = seen([...history, first, corrected(2, { replacement: inner.data }, '2025-08-01')], '2025-07-14');
    expect(view.act.latest?.act).toBe('discussed');
  });

  it('is limited like that of any event: no correction dates one ahead', () => {
    given(...history)
      .whenOnBody(
        'CorrectRecord',
        { event: eventAt(1), cause: 'source', reason: 'x', replacement: { ...april.data, effectiveAt: '2030' } },
        '2025-12-31T00:00:00Z',
      )
      .refuses('EFFECTIVE_TOO_FAR_AHEAD', '/replacement/effectiveAt');
  });
});

describe('what a correction puts in place', () => {
  const history = [
    opened(),
    report('stalled', '2025-07-01'),
    replaced(1, report('delivered', '2025-07-01'), '2025-08-01'),
  ];
  const correct = (revision: number, replacement: object | undefined, more: object = {}) =>
    given(...history).whenOnBody('CorrectRecord', {
      event: eventAt(revision),
      cause: 'recorder',
      reason: 'it was written down wrongly',
      ...(replacement === undefined ? {} : { replacement: replacement as Said['data'] }),
      ...more,
    });

  it('is the data of an event on record, whole', () => {
    correct(1, report('in_progress', '2025-07-01').data).records('RecordCorrected', { event: eventAt(1) });
    correct(9, report('in_progress', '2025-07-01').data).refuses('UNKNOWN_EVENT', '/event');
    correct(1, { level: 'in_progress' }).refuses('INVALID_PAYLOAD', '/replacement/commitment');
    correct(1, { ...report('gone', '2025-07-01').data }).refuses('INVALID_PAYLOAD', '/replacement/level');
  });

  it('or voids it: one of the two', () => {
    correct(1, undefined).refuses('INVALID_PAYLOAD');
    correct(1, undefined, { void: true }).records('RecordCorrected');
    correct(1, report('in_progress', '2025-07-01').data, { void: true }).refuses('INVALID_PAYLOAD');
  });

  it('stays with its commitment', () => {
    correct(1, { ...report('in_progress', '2025-07-01').data, commitment: OTHER }).refuses(
      'INVALID_PAYLOAD',
      '/replacement/commitment',
    );
  });

  it('is judged as the command that recorded it would be', () => {
    correct(0, { ...opened().data, parties: [] }).refuses('INVALID_PAYLOAD', '/replacement/parties');
    correct(0, { ...opened().data, parties: ['KR'] }).refuses('OPENING_INCOMPLETE', '/replacement/parties/0');
    const { title: _, ...untitled } = opened().data;
    correct(0, untitled).refuses('OPENING_INCOMPLETE', '/replacement/title');
    correct(0, opened({ parties: [KR] }).data).records('RecordCorrected');
  });

  it('gives no verdict without evidence', () => {
    const verdict = (verdict: string): Said =>
      said('AssessmentIssued', {
        assessor: 'observatory',
        party: 'KR',
        window: '2025-09',
        stage: 'final',
        verdict,
        reason: 'x',
      });
    given(opened(), verdict('inconclusive'))
      .whenOnBody('CorrectRecord', {
        event: eventAt(1),
        cause: 'recorder',
        reason: 'x',
        replacement: verdict('kept').data,
      })
      .refuses('EVIDENCE_NOT_ACCEPTED', '/replacement/evidence');
  });

  it('of a correction is judged down to the event itself, so that no fold meets what does not fit', () => {
    const inner = (replacement: object, more: object = {}) => ({
      ...corrected(1, { replacement: replacement as Said['data'] }, '2025-08-01').data,
      ...more,
    });
    correct(2, inner({ nothing: 1 })).refuses('INVALID_PAYLOAD', '/replacement/replacement/commitment');
    correct(2, inner({ ...report('gone', '2025-07-01').data })).refuses(
      'INVALID_PAYLOAD',
      '/replacement/replacement/level',
    );
    correct(2, inner(opened().data, { event: eventAt(0) })).refuses('INVALID_PAYLOAD', '/replacement/event');
    correct(2, inner(report('in_progress', '2025-07-01').data)).records('RecordCorrected');
  });

  it('names parties: those have a role from then on', () => {
    const right = corrected(
      0,
      { replacement: opened({ parties: [KR, { code: 'JP', role: 'committer' }] }).data },
      '2025-08-01',
    );
    const command = ['ChangePosition', { party: 'JP', position: 'signed' }] as const;
    given(opened())
      .whenOnBody(...command)
      .refuses('PARTY_NOT_IN_COMMITMENT');
    given(opened(), right)
      .whenOnBody(...command)
      .records('PositionChanged');
    const again = corrected(
      1,
      {
        replacement: corrected(
          0,
          { replacement: opened({ parties: [{ code: 'AU', role: 'committer' }, NATO] }).data },
          '2025-08-01',
        ).data,
      },
      '2025-09-01',
    );
    given(opened(), right, again)
      .whenOnBody('ChangePosition', { party: 'AU', position: 'signed' })
      .records('PositionChanged');
  });
});

describe('title and kind', () => {
  it('follow the known clock alone', () => {
    const history = [opened(), corrected(0, { replacement: opened({ title: 'Another title' }).data }, '2025-08-01')];
    expect(seen(history, '2025-07', '2025-07-31').title).toBe('A consultative body');
    expect(seen(history, '2025-07').title).toBe('Another title');
  });

  it('stay readable where the opening was voided', () => {
    expect(seen([opened(), voided(0, '2025-08-01')], '2025-07').title).toBe('A consultative body');
  });
});

describe('void', () => {
  it('is the headline where every act in effect was voided, known from the correction on', () => {
    const history = [opened(), voided(0, '2025-08-01')];
    expect(seen(history, '2025-07', '2025-07-31').status).toBe('agreed');
    expect(seen(history, '2025-07')).toMatchObject({
      status: 'void',
      parties: [],
      position: [],
      act: { latest: null },
    });
  });

  it('is not the headline while one act stands', () => {
    const proposed = said('BodyProposed', { effectiveAt: '2025-04', parties: [KR] }, '2025-07-29');
    const history = [opened(), proposed, voided(0, '2025-08-01')];
    expect(seen(history, '2025-05').status).toBe('proposed');
    expect(seen(history, '2025-07').status).toBe('proposed');
  });

  it('of an earlier act alone lasts until the first act that stands', () => {
    const proposed = said('BodyProposed', { effectiveAt: '2025-04', parties: ['KR'] }, '2025-07-29');
    const history = [opened(), proposed, voided(1, '2025-08-01')];
    expect(seen(history, '2025-05').status).toBe('void');
    expect(seen(history, '2025-07').status).toBe('agreed');
  });

  it('ends where the opening is put back', () => {
    const history = [opened(), voided(0, '2025-08-01'), voided(1, '2025-09-01')];
    expect(seen(history, '2025-07').status).toBe('agreed');
  });

  it('of a fact that is no act leaves no trace in any state but in what is told of corrections', () => {
    const concern = said('ConcernRaised', { by: 'KR-PPP', kind: 'concern', summary: 'x' });
    const without = seen([opened()], '2025-07');
    const { corrections, ...state } = seen([opened(), concern, voided(1, '2025-08-01')], '2025-07');
    expect({ ...state, corrections: [] }).toEqual(without);
    expect(corrections).toMatchObject([{ revision: '1', type: 'ConcernRaised', standing: 'voided' }]);
  });
});
