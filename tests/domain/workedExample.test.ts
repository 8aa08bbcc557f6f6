// The worked example's facts, as the domain answers them: effective and published are two clocks.
import { describe, expect, it } from 'vitest';
import { eventAt, KR, NATO, type Said, said, seen, shown } from '../support/history.ts';

const published = (type: string, recorded: string, data: Said['data']): Said => said(type, data, recorded);
const level = (value: string, as: string): Said =>
  published('TermAsserted', '2025-06-26', {
    term: 'level',
    value,
    citations: [{ source: 'yonhap-2025-06-26', as, ...(as === 'quoted' ? { speaker: 'presidential office' } : {}) }],
  });

/** By when it was published: the order in which the ledger came to know it. */
const BODY_HISTORY: readonly Said[] = [
  published('BodyAgreed', '2025-06-26', { title: 'Defence-industry consultative body', parties: [KR, NATO] }),
  level('working-level', 'own'),
  level('director-general level', 'quoted'),
  published('BodyProposed', '2025-07-29', { effectiveAt: '2025-04', parties: ['KR'] }),
  published('BodyDiscussed', '2025-07-29', { effectiveAt: '2025-07-29', parties: ['KR', 'NATO'] }),
  published('DeadlineSet', '2025-07-29', {
    effectiveAt: '2025-07-29',
    firmness: 'soft',
    deadline: { from: '2025-09', to: '2025-09', text: 'late September' },
  }),
  published('EvidenceSubmitted', '2025-09-26', {
    effectiveAt: '2025-09-26',
    about: '2025-09-26',
    summary: 'a first staff-to-staff dialogue was held; whether it is the agreed body is not said',
  }),
];

describe('the April proposal, recorded in July after the June agreement', () => {
  it('as of 1 May 2025 shows proposed, as is known today', () => {
    expect(seen(BODY_HISTORY, '2025-05-01')).toMatchObject({
      status: 'proposed',
      parties: [{ code: 'KR', role: 'committer' }],
      position: [{ party: 'KR', position: 'announced' }],
    });
  });

  it('as of 1 May 2025 shows nothing, as was known on any day before 29 July', () => {
    expect(shown(BODY_HISTORY, '2025-05-01', '2025-05-01')).toBeUndefined();
    expect(shown(BODY_HISTORY, '2025-05-01', '2025-07-28')).toBeUndefined();
    expect(shown(BODY_HISTORY, '2025-05-01', '2025-07-29')).toBeDefined();
  });

  it('happened on some day of April, so it counts from the last', () => {
    expect(shown(BODY_HISTORY, '2025-04-29')).toBeUndefined();
    expect(seen(BODY_HISTORY, '2025-04-30').status).toBe('proposed');
  });

  it('changes nothing of the agreement in June', () => {
    const before = seen(BODY_HISTORY, '2025-06-25', '2025-06-26');
    const after = seen(BODY_HISTORY, '2025-06-25');
    expect(after.status).toBe('agreed');
    expect({ ...after, position: undefined }).toEqual({ ...before, position: undefined });
    expect(after.position.map(({ position }) => position)).toEqual(['agreed', 'agreed']);
  });
});

describe('the level of the body', () => {
  it('is contested: one article has two, and hides neither', () => {
    const view = seen(BODY_HISTORY, '2025-06-30');
    expect(view.contested).toEqual(['level']);
    expect(view.terms).toMatchObject([
      {
        term: 'level',
        standing: 'contested',
        value: null,
        assertions: [
          { value: 'working-level', citations: [{ as: 'own' }] },
          { value: 'director-general level', citations: [{ as: 'quoted', speaker: 'presidential office' }] },
        ],
      },
    ]);
  });
});

describe('the talks on a first session in late September', () => {
  it('set a soft deadline: due in its month, and never overdue in the headline', () => {
    expect(seen(BODY_HISTORY, '2025-08-31')).toMatchObject({ timeliness: 'upcoming', status: 'agreed' });
    expect(seen(BODY_HISTORY, '2025-09-15')).toMatchObject({ timeliness: 'due', status: 'agreed' });
    expect(seen(BODY_HISTORY, '2025-10-01')).toMatchObject({ timeliness: 'overdue', status: 'agreed' });
  });

  it('discuss what was agreed, and lower no position', () => {
    expect(seen(BODY_HISTORY, '2025-08').position.map(({ position }) => position)).toEqual(['agreed', 'agreed']);
    expect(seen(BODY_HISTORY, '2025-08').act).toMatchObject({
      strongest: { act: 'agreed' },
      latest: { act: 'discussed' },
    });
  });
});

describe('the September dialogue', () => {
  it('is evidence whose adjudication is open: it moves no delivery and no headline', () => {
    expect(seen(BODY_HISTORY, '2025-10')).toMatchObject({
      status: 'agreed',
      delivery: { level: 'nothing_on_record' },
      evidence: [{ event: eventAt(6), standing: 'open', reviews: [] }],
      verdict: [],
    });
  });
});

describe('the joint statement', () => {
  const partners = ['AU', 'JP', 'KR', 'NATO', 'NZ'].map((code) => ({ code, role: 'committer' }));
  const statement = published('StatementReaffirmed', '2025-06-26', { title: 'Joint statement', parties: partners });

  it('reaffirms something older, so the five have agreed; it delivers nothing', () => {
    const view = seen([statement], '2025-06-26');
    expect(view.status).toBe('agreed');
    expect(view.position.map(({ position }) => position)).toEqual(Array(5).fill('agreed'));
    expect(view.delivery).toMatchObject({ level: 'nothing_on_record', reported: [] });
  });
});

describe('the joint projects', () => {
  it('were pledged in June with maritime, and explored in September with land', () => {
    const history = [
      published('ProjectPledged', '2025-06-26', {
        title: 'Joint projects',
        parties: [KR, NATO],
        areas: ['space', 'maritime', 'munitions'],
      }),
      published('ProjectExplored', '2025-09-26', {
        effectiveAt: '2025-09-26',
        parties: ['KR', 'NATO'],
        terms: [{ term: 'area', value: ['space', 'land', 'munitions', 'research-and-development'] }],
      }),
      published('TermAsserted', '2025-06-26', { term: 'area', value: ['space', 'maritime', 'munitions'] }),
    ];
    expect(seen(history, '2025-07').contested).toEqual([]);
    expect(seen(history, '2025-10')).toMatchObject({ contested: ['area'], status: 'agreed' });
  });
});
