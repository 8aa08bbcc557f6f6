// Because: what an answer names as the cause of what it says, and what it marks as corrected. Laws, and each row in words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { STATUSES } from '../../src/domain/commitment/headline.ts';
import { type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { isAct } from '../../src/domain/commitment/record.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { type RecordedEvent, rulings } from '../../src/domain/corrections.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { BODY, corrected, eventAt, KR, OTHER, opened, type Said, said, seen } from '../support/history.ts';

const RUNS = { numRuns: 150 };

interface Seen {
  readonly events: readonly CommitmentFact[];
  readonly from: number;
  readonly view: CommitmentView;
}

const viewAt = (events: readonly CommitmentFact[], at: number): CommitmentView | undefined => {
  const { record, timeline } = commitmentOf(events);
  const segment = segmentAt(segmentsOf(timeline), at);
  return segment && present(identityOf(BODY, record), segment.state, segment.from);
};

/** Every segment of a history, as far as is known at its end and, for one cut of it, before. */
const holds = (predicate: (seen: Seen) => void) =>
  fc.assert(
    fc.property(arbitraryHistory, fc.nat(), (all, cut) => {
      for (const events of [all, all.slice(0, 1 + (cut % all.length))]) {
        const { record, timeline } = commitmentOf(events);
        const identity = identityOf(BODY, record);
        for (const { from, state } of segmentsOf(timeline)) {
          predicate({ events, from, view: present(identity, state, from) });
        }
      }
    }),
    RUNS,
  );

type Caused = readonly [what: string, has: boolean, because: readonly string[]];

/** What an answer says, whether it says anything, and what that rests on. */
function causedIn(view: CommitmentView): Caused[] {
  const { because, act, position, delivery, deadline, target, inForce } = view;
  const parties = target?.parties.flatMap((one) => (one.deadline === null ? [] : [one.deadline])) ?? [];
  const conditions = [...view.conditions, ...(target?.parties.flatMap((one) => one.conditions) ?? [])];
  return [
    ['status', true, because.status.events],
    // none of what is over rests on what it was over by
    ['timeliness', deadline !== null || parties.length > 0, because.timeliness],
    ['quantity', view.quantity !== null, because.quantity],
    ['validUntil', view.validUntil !== null, because.validUntil],
    ['areas', view.areas.length > 0, because.areas],
    ['consentBy', view.consentBy !== 'unknown', because.consentBy],
    ['binding', view.binding !== 'unknown', because.binding],
    ...[act.strongest, act.latest].map((one): Caused => ['act', one !== null, one?.because ?? []]),
    ...position.map((one): Caused => [`position of ${one.party}`, one.position !== null, one.because]),
    ...position.flatMap((one) => one.spells ?? []).map((spell): Caused => ['spell', true, spell.because]),
    ...[delivery, ...delivery.parties].map(
      (one): Caused => ['delivery', one.level !== 'nothing_on_record', one.because],
    ),
    ...view.verdict.map((one): Caused => ['verdict', true, one.because]),
    ...[deadline, ...parties].map((one): Caused => ['deadline', one !== null, one?.because ?? []]),
    ['target', target !== null, target?.because ?? []],
    ...conditions.map((one): Caused => ['condition', true, one.because]),
    ['inForce', inForce !== false, inForce === false ? [] : inForce.because],
  ];
}

/** Values that may stand though nobody gave them, and be given as what they are anyway. */
const UNKNOWN = new Set(['consentBy', 'binding']);

describe('a cause', () => {
  it('is there for every status, axis and position but what rests on nothing', () => {
    holds(({ view }) => {
      for (const [what, has, because] of causedIn(view)) {
        if (has) expect([what, because]).not.toEqual([what, []]);
        else if (!UNKNOWN.has(what) && !what.startsWith('position')) expect([what, because]).toEqual([what, []]);
      }
    });
  });

  it('is an event known by then, in effect by then, and not voided', () => {
    holds((seen) => {
      const inEffect = inEffectIn(seen);
      const corrections = correctionsIn(seen);
      for (const [what, , because] of causedIn(seen.view)) {
        const known = what === 'status' && seen.view.status === 'void' ? corrections : inEffect;
        expect([what, because.filter((revision) => !known.has(revision))]).toEqual([what, []]);
        expect([what, because]).toEqual([what, [...new Set(because)]]);
      }
    });
  });

  it('is of the row that gives the status, and no row before it matches', () => {
    holds(({ view }) => expect(STATUSES[view.because.status.row - 1]).toBe(view.status));
  });

  it('is enough with the acts and what gave each party its roles, where nothing else bounds their dates', () => {
    let compared = 0;
    holds((seen) => {
      const named = namedOf(seen);
      // of what is void, where its parties stood says nothing any more
      if (seen.view.status === 'void' || !isMovedNowhere(seen.events, named)) return;
      compared++;
      const view = viewAt(named, seen.from);
      expect(view && saidIn(view)).toEqual(saidIn(seen.view));
    });
    expect(compared).toBeGreaterThan(500);
  });

  it('once voided leaves another status, or another cause', () => {
    holds(({ events, from, view }) => {
      const { status } = view.because;
      const without = viewAt(voiding(events, status.events), from);
      expect(without?.because.status).not.toEqual(status);
    });
  });
});

const standing = (events: readonly CommitmentFact[], some: readonly RecordedEvent[]): ReadonlySet<string> => {
  const ruled = rulings(events);
  return new Set(some.filter(({ id }) => !ruled.get(id)?.voided).map(({ revision }) => String(revision)));
};
/** Those in effect by then and not voided. */
const inEffectIn = ({ events, from }: Seen): ReadonlySet<string> => {
  const effects = commitmentOf(events).timeline.effects.filter(({ at }) => at <= from);
  return standing(
    events,
    effects.map(({ event }) => event),
  );
};
/** What is void is so because of corrections, and nothing else is. */
const correctionsIn = ({ events }: Seen): ReadonlySet<string> =>
  standing(
    events,
    events.filter(({ type }) => type === 'RecordCorrected'),
  );

/** What an answer says that is named a cause of. */
const saidIn = ({ status, timeliness, because, act, position, ...view }: CommitmentView) => ({
  ...{ status, row: because.status.row, timeliness, act },
  ...{ quantity: view.quantity, validUntil: view.validUntil, areas: view.areas, inForce: view.inForce !== false },
  position: position.map(({ party, position: stands, bound }) => ({ party, stands, bound: bound === true })),
});

const tellsOfDelivery = (event: CommitmentFact): boolean =>
  event.type === 'DeliveryReported' || (event.type === 'TermAdjudicated' && event.data.term === 'delivery');

/**
 * Of a history all that an answer names as a cause, with the acts, the corrections and what gave each party its roles. A party that was
 * ever bound was so by where it stood then, which it may have left since: what gave it that is there too, and how it ended.
 */
function namedOf({ events, view }: Seen): readonly CommitmentFact[] {
  const { effects, states } = commitmentOf(events).timeline;
  const roles = states.map(({ standings }) =>
    standings
      .all()
      .flatMap((standing) => [...standing.roles, '/'])
      .join(),
  );
  const gaveRoles = effects.filter((_, i) => roles[i] !== (roles[i - 1] ?? ''));
  const named = new Set([
    ...causedIn(view).flatMap(([, , because]) => because.map(Number)),
    ...gaveRoles.map(({ event }) => event.revision),
  ]);
  // where a party stood when it entered into force says whether that bound it
  const bound = new Set(
    view.position.flatMap((one) => (one.spells !== undefined || view.inForce !== false ? [one.party] : [])),
  );
  // what was owed when a report was made says whether it was reached then, which no later target undoes
  const owed = (event: CommitmentFact) =>
    event.type === 'CommitmentAmended' && (event.data.quantity !== undefined || event.data.target !== undefined);
  // of several reports, one that moves nothing by itself may be what the others were weighed anew with
  const areSeveral = events.filter(({ type }) => type === 'DeliveryReported').length > 1;
  const gave = (event: CommitmentFact) =>
    owed(event) ||
    (areSeveral && tellsOfDelivery(event)) ||
    (event.type === 'PositionChanged' && bound.has(event.data.party)) ||
    event.id === view.ended?.event;
  const given = (event: CommitmentFact) => isAct(event) || named.has(event.revision) || gave(event);
  const some = new Set(events.filter(given).map(({ id }) => id));
  return events.filter((event) => event.type === 'RecordCorrected' || given(event) || takesBack(event, some));
}

/** What gave a party its roles alone was revoked or set aside as well. */
function takesBack(event: CommitmentFact, some: ReadonlySet<string>): boolean {
  if (event.type === 'WithdrawalRevoked') return some.has(event.data.notice);
  if (event.type === 'PositionContested') return some.has(event.data.contests);
  return event.type === 'TermAdjudicated' && event.data.term === 'position';
}

/** The order of some events in effect, with when each counts. */
const placesOf = (events: readonly CommitmentFact[], of: readonly CommitmentFact[]) => {
  const some = new Set(of.map(({ revision }) => revision));
  return commitmentOf(events)
    .timeline.effects.filter(({ event }) => some.has(event.revision))
    .map(({ event: { revision }, at, due }) => [revision, at, due]);
};
const isMovedNowhere = (events: readonly CommitmentFact[], of: readonly CommitmentFact[]): boolean =>
  JSON.stringify(placesOf(events, of)) === JSON.stringify(placesOf(of, of));

/** A history in which these events were voided at its end. */
function voiding(events: readonly CommitmentFact[], revisions: readonly string[]): readonly CommitmentFact[] {
  const last = events.at(-1) as CommitmentFact;
  const voided = revisions.map((revision, index) => ({
    id: eventAt(events.length + index),
    type: 'RecordCorrected' as const,
    revision: events.length + index,
    recordedAt: last.recordedAt,
    data: {
      commitment: BODY,
      event: events[Number(revision)]?.id ?? '',
      cause: 'recorder' as const,
      reason: 'x',
      void: true as const,
    },
  }));
  return [...events, ...(voided as unknown as readonly CommitmentFact[])];
}

const on = (effectiveAt: string) => ({ effectiveAt });
const report = (level: string, effectiveAt: string, reporter = 'KR') =>
  said('DeliveryReported', { reporter, level, ...on(effectiveAt) });
const leaves = (party: string, effectiveAt: string) =>
  said('PositionChanged', { party, position: 'withdrawing', takesEffect: effectiveAt, ...on(effectiveAt) });
const ROWS: Readonly<Record<string, readonly [row: number, past: readonly Said[], events: readonly string[]]>> = {
  'void because of the corrections that voided its acts': [
    1,
    [opened(), corrected(0, { void: true }, '2025-06-30')],
    ['1'],
  ],
  'superseded because of its end': [
    2,
    [opened(), said('CommitmentEnded', { how: 'superseded', supersededBy: OTHER })],
    ['1'],
  ],
  'delivered because of the report that says so, and not of the one before it by the same reporter': [
    3,
    [opened(), report('in_progress', '2025-06-26'), report('delivered', '2025-06-27')],
    ['2'],
  ],
  'delivered because of the report preferred, and of the adjudication that prefers it': [
    3,
    [
      opened(),
      report('delivered', '2025-06-26'),
      report('in_progress', '2025-06-27', 'observer'),
      said('TermAdjudicated', { term: 'delivery', prefers: eventAt(1), reason: 'x', ...on('2025-06-28') }),
    ],
    ['1', '3'],
  ],
  'withdrawn because of the withdrawals of those that left': [
    4,
    [opened(), leaves('KR', '2025-06-26'), leaves('NATO', '2025-06-27')],
    ['1', '2'],
  ],
  'withdrawn because of its end': [4, [opened(), said('CommitmentEnded', { how: 'dissolved' })], ['1']],
  'lapsed because of what last set its validity': [
    5,
    [opened({ validUntil: '2025-06-28' }), said('CommitmentAmended', { validUntil: '2025-06-27' })],
    ['1'],
  ],
  'overdue because of what last set the deadline that passed': [
    6,
    [
      opened({ deadline: '2025-06-26' }),
      said('DeadlineSet', { deadline: '2025-06-28', firmness: 'firm', ...on('2025-06-26') }),
    ],
    ['1'],
  ],
  'stalled because of the report': [7, [opened(), report('stalled', '2025-06-26')], ['1']],
  'in progress because of every report that weighs': [
    8,
    [opened(), report('in_preparation', '2025-06-26'), report('in_progress', '2025-06-27', 'observer')],
    ['1', '2'],
  ],
  'in force because of the entry into force': [
    9,
    [opened(), said('EnteredIntoForce', { basis: 'two ratifications' })],
    ['1'],
  ],
  'agreed because of the first act that makes it so': [
    10,
    [
      opened({}, 'BodyProposed'),
      said('BodyAgreed', { parties: ['KR'], ...on('2025-06-26') }),
      said('BodyAgreed', { parties: ['NATO'], ...on('2025-06-27') }),
    ],
    ['1'],
  ],
  'proposed because of the strongest act': [
    11,
    [opened({}, 'BodyExplored'), said('BodyProposed', { parties: ['KR'], ...on('2025-06-26') })],
    ['1'],
  ],
};

describe('a commitment', () => {
  it.each(Object.entries(ROWS))('is %s', (_, [row, past, events]) => {
    expect(seen(past, '2025-07').because.status).toEqual({ row, events });
  });

  it('is late because of its deadline and of the report that reached it', () => {
    const past = [opened({ deadline: '2025-06-26' }), report('delivered', '2025-06-28')];
    const { timeliness, because, deadline } = seen(past, '2025-07');
    expect([timeliness, because.timeliness, deadline?.because]).toEqual(['late', ['0', '1'], ['0', '1']]);
  });

  it('stays delivered because of the report that reached it in time, whatever is there since', () => {
    const past = [
      opened({ quantity: { min: 10, unit: 'ships' }, target: { measure: 'stock' }, deadline: '2025-06-28' }),
      said('DeliveryReported', { reporter: 'KR', amount: { min: 10, max: 10, unit: 'ships' }, ...on('2025-06-27') }),
      said('DeliveryReported', { reporter: 'KR', amount: { min: 8, max: 8, unit: 'ships' }, ...on('2025-06-29') }),
    ];
    expect(seen(past, '2025-07').delivery).toMatchObject({ level: 'delivered', because: ['1'] });
  });

  it('tells of each deadline and condition what set it, and what settled or met it', () => {
    const past = [
      opened({ deadline: '2025-12', condition: 'if funded', quantity: { min: 3, unit: 'ships' }, areas: ['naval'] }),
      said('DeadlineSet', { deadline: '2026-06', firmness: 'firm', ...on('2025-06-26') }),
      said('ConditionSettled', { condition: eventAt(0), outcome: 'met', ...on('2025-06-27') }),
      said('CommitmentAmended', { quantity: { min: 4, unit: 'ships' }, areas: ['naval', 'air'], ...on('2025-06-28') }),
    ];
    const { because, deadline, conditions, target } = seen(past, '2025-07');
    expect(because).toMatchObject({ timeliness: ['1'], quantity: ['3'], areas: ['3'], validUntil: [] });
    expect([deadline?.because, conditions[0]?.because, target?.because]).toEqual([['0', '1'], ['0', '2'], ['3']]);
  });

  it('tells of a position that is lower than it was what lowered it, and of a notice what the party stands by', () => {
    const change = (position: string, effectiveAt: string, more = {}) =>
      said('PositionChanged', { party: 'KR', position, ...on(effectiveAt), ...more });
    const past = [
      opened(),
      change('ratified', '2025-06-26'),
      change('withdrawing', '2025-06-27', { takesEffect: '2025-06-30' }),
      change('announced', '2025-07-02'),
    ];
    const because = (asOf: string, all: readonly Said[] = past) =>
      seen(all, asOf).position.find(({ party }) => party === 'KR')?.because;
    expect(because('2025-06-28')).toEqual(['1', '2']);
    expect(because('2025-07-01')).toEqual(['2']);
    expect(because('2025-07-03')).toEqual(['2', '3']);
    const contested = [
      opened(),
      change('ratified', '2025-06-26'),
      said('PositionContested', { contests: eventAt(1), by: 'KR', reason: 'x', ...on('2025-06-27') }),
      said('TermAdjudicated', { term: 'position', prefers: eventAt(2), reason: 'x', ...on('2025-06-28') }),
    ];
    expect(because('2025-07-03', contested)).toEqual(['0', '2', '3']);
  });

  it('names for each assessor the assessments that no later one revises', () => {
    const issued = (assessor: string, verdict: string, effectiveAt: string) =>
      said('AssessmentIssued', {
        ...{ assessor, party: KR.code, window: '2025', stage: 'final', verdict, reason: 'x' },
        ...on(effectiveAt),
      });
    const past = [
      opened(),
      issued('board', 'unverifiable', '2025-06-26'),
      issued('board', 'inconclusive', '2025-06-27'),
      issued('observatory', 'unverifiable', '2025-06-28'),
    ];
    expect(seen(past, '2025-07').verdict.map(({ because }) => because)).toEqual([['2'], ['3']]);
  });
});

describe('corrected events', () => {
  const restated = (past: Said, data: object) => ({ replacement: { ...past.data, ...data } });
  const act = said('BodyDiscussed', { parties: ['KR'], ...on('2025-06-26') });
  const told = report('in_progress', '2025-06-26');

  it('are listed with the correction that rules them, as known by then', () => {
    const past = [
      opened(),
      told,
      act,
      corrected(1, restated(told, { level: 'stalled' }), '2025-07-01'),
      corrected(2, { void: true, reason: 'nobody said so' }, '2025-07-02'),
    ];
    const listed = {
      ...{ event: eventAt(1), revision: '1', type: 'DeliveryReported', standing: 'corrected' },
      ...{ by: { event: eventAt(3), revision: '3' }, reason: 'it was written down wrongly' },
    };
    const voided = {
      ...{ event: eventAt(2), revision: '2', type: 'BodyDiscussed', standing: 'voided' },
      ...{ by: { event: eventAt(4), revision: '4' }, reason: 'nobody said so' },
    };
    expect(seen(past, '2025-06-25').corrections).toEqual([listed, voided]);
    expect(seen(past, '2025-07-10', '2025-07-01').corrections).toEqual([listed]);
    expect(seen(past, '2025-07-10', '2025-06-30').corrections).toEqual([]);
  });

  it('are no longer listed once their correction was voided; it is, as voided', () => {
    const past = [
      opened(),
      told,
      corrected(1, { void: true }, '2025-07-01'),
      corrected(2, { void: true }, '2025-07-02'),
    ];
    expect(seen(past, '2025-07-10').corrections).toMatchObject([
      { revision: '2', type: 'RecordCorrected', standing: 'voided', by: { revision: '3' } },
    ]);
  });

  it('are marked where the answer tells of them', () => {
    const term = said('TermAsserted', { term: 'level', value: 'ministers', ...on('2025-06-26') });
    const past = [
      opened(),
      told,
      act,
      term,
      corrected(1, restated(told, { level: 'stalled' }), '2025-07-01'),
      corrected(2, restated(act, { instrument: 'a call' }), '2025-07-01'),
      corrected(3, restated(term, { value: 'envoys' }), '2025-07-01'),
    ];
    const then = seen(past, '2025-07-10', '2025-06-30');
    const now = seen(past, '2025-07-10');
    expect(now.delivery.reported[0]).toMatchObject({ event: eventAt(1), corrected: '4' });
    expect(now.act.latest).toMatchObject({ event: eventAt(2), corrected: '5' });
    expect(now.act.strongest).not.toHaveProperty('corrected');
    expect(now.terms[0]?.assertions[0]).toMatchObject({ event: eventAt(3), corrected: '6' });
    expect(JSON.stringify(then)).not.toContain('"corrected"');
  });
});
