// docs/lifecycle.md is the specification of a commitment's life. These tests hold the code to it, cell by cell, and it to the code.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/domain/commands.ts';
import { ACTS, VERBS } from '../../src/domain/commitment/acts.ts';
import { COMMITMENT_EVENTS, type FactType } from '../../src/domain/commitment/events.ts';
import { STATUSES, type Status, TIMELINESS } from '../../src/domain/commitment/headline.ts';
import { DELIVERY_LEVELS, Position, Verdict } from '../../src/domain/commitment/payloads.ts';
import { PRESUPPOSES } from '../../src/domain/commitment/presupposition.ts';
import { OCCASION_EVENTS } from '../../src/domain/occasion/occasion.ts';
import { PARTY_EVENTS } from '../../src/domain/party/party.ts';
import { SOURCE_EVENTS } from '../../src/domain/source/source.ts';
import { corrected, KR, NATO, OTHER, opened, type Said, said, seen } from '../support/history.ts';
import { readRepositoryFile } from '../support/sourceCode.ts';
import { AXES, BY_CORRECTION, BY_FACT, BY_VERB, type Cells, past, STAYS } from '../support/transitions.ts';

const AS_OF = '2025-07-15';

describe.each(AXES)('the axis %s', (axis) => {
  const check = (noun: string, event: Said, cell: Cells[typeof axis]) => {
    const then = seen(past(noun), AS_OF);
    const now = seen([...past(noun), event], AS_OF);
    if (cell === STAYS) return expect(now[axis]).toEqual(then[axis]);
    const [is, expected] = cell(now);
    expect(is).toEqual(expected);
    return expect(now[axis]).not.toEqual(then[axis]);
  };

  it.each(ACTS)('is moved by $event as by its verb, or stays', ({ event, verb, noun }) => {
    check(noun, said(event, { parties: ['JP'], effectiveAt: '2025-07-01' }), BY_VERB[verb][axis]);
  });

  it.each(Object.entries(BY_FACT))('is moved by %s, or stays', (_, { event, cells }) => {
    check('Cooperation', event, cells[axis]);
  });

  it('is moved by a correction as by the event it names', () => {
    check('Cooperation', BY_CORRECTION[axis].event, BY_CORRECTION[axis].cell);
  });
});

describe('what each party has to deliver', () => {
  it.each(ACTS)('is owed by who joins by $event as soon as that is said', ({ event, noun }) => {
    const each = { quantity: { min: 5, unit: 'shells' }, target: { reachedBy: 'each_party' } };
    const done = (reporter: string) =>
      said('DeliveryReported', { reporter, amount: { min: 5, unit: 'shells' }, effectiveAt: '2025-06-27' });
    const all = [
      said(`${noun}Proposed`, { title: 'A commitment', parties: [KR, NATO], ...each }),
      done('KR'),
      done('NATO'),
    ];
    const joins = said(event, { parties: [{ code: 'JP', role: 'committer' }], effectiveAt: '2025-07-01' });
    expect(seen(all, AS_OF).delivery.level).toBe('delivered');
    expect(seen([...all, joins], AS_OF).delivery.level).toBe('partly_delivered');
  });
});

const at = (effectiveAt: string) => ({ effectiveAt });
const report = (level: string, effectiveAt: string) =>
  said('DeliveryReported', { reporter: 'KR', level, ...at(effectiveAt) });

/** From the last row to the first: each event makes its row true while every row below stays true. */
const ROWS: Readonly<Record<Status, readonly Said[]>> = {
  proposed: [opened({ parties: [KR, NATO], validUntil: '2025-12', ...at('2025-01-01') }, 'BodyProposed')],
  agreed: [said('BodyAgreed', { parties: ['KR', 'NATO'], ...at('2025-01-02') })],
  in_force: [said('EnteredIntoForce', { basis: 'two ratifications', ...at('2025-01-03') })],
  in_progress: [report('in_progress', '2025-01-04')],
  stalled: [report('stalled', '2025-01-05')],
  overdue: [said('DeadlineSet', { deadline: '2025-01-05', firmness: 'firm', ...at('2025-01-06') })],
  lapsed: [said('CommitmentAmended', { validUntil: '2025-01-06', ...at('2025-01-07') })],
  withdrawn: [
    said('PositionChanged', { party: 'KR', position: 'withdrawing', takesEffect: '2025-01-08', ...at('2025-01-08') }),
  ],
  delivered: [report('delivered', '2025-01-09')],
  superseded: [said('CommitmentEnded', { how: 'superseded', supersededBy: OTHER, ...at('2025-01-10') })],
  void: [corrected(0, { void: true }, '2025-01-11'), corrected(1, { void: true }, '2025-01-11')],
};

describe('the headline', () => {
  const upwards = [...STATUSES].reverse();

  it('is the first row of the table that matches, whatever rows below it match too', () => {
    const history: Said[] = [];
    for (const status of upwards) {
      history.push(...ROWS[status]);
      expect(seen(history, '2025-02').status).toBe(status);
    }
  });

  it('names the row that matched, and what made it match', () => {
    const numbers = new Map(
      rowsOf(section('The headline')).map(([number, , status]) => [code(status), Number(number)]),
    );
    const history: Said[] = [];
    for (const status of upwards) {
      const made = ROWS[status].map((_, index) => String(history.length + index));
      history.push(...ROWS[status]);
      expect(seen(history, '2025-02').because.status).toEqual({ row: numbers.get(status), events: made });
    }
  });

  it('is never changed by a concern, an assertion, a link, evidence or a verdict', () => {
    const silent = [
      'ConcernRaised',
      'ConcernAnswered',
      'TermAsserted',
      'CommitmentsLinked',
      'EvidenceSubmitted',
      'EvidenceAccepted',
      'EvidenceRejected',
      'AssessmentIssued',
    ] as const satisfies readonly FactType[];
    const history = past('Cooperation');
    for (const type of silent) {
      expect(seen([...history, BY_FACT[type].event], AS_OF).status).toBe(seen(history, AS_OF).status);
    }
  });
});

const document = readRepositoryFile('docs/lifecycle.md');
const section = (title: string): string => document.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row]) => (row as string).split('|').map((cell) => cell.trim())).slice(2);
const code = (cell: string | undefined): string => /`([^`]+)`/.exec(cell ?? '')?.[1] ?? '';

describe('docs/lifecycle.md', () => {
  it('has the rows of the headline in the order of the code', () => {
    const rows = rowsOf(section('The headline'));
    expect(rows.map(([number]) => number)).toEqual(STATUSES.map((_, i) => String(i + 1)));
    expect(rows.map(([, , status]) => code(status))).toEqual([...STATUSES]);
  });

  it('says of each row of the headline which events it names', () => {
    const named = rowsOf(section('Because')).flatMap(([numbers]) => [...(numbers ?? '').matchAll(/\b\d+\b/g)]);
    expect(named.map(([number]) => Number(number)).sort((a, b) => a - b)).toEqual(STATUSES.map((_, i) => i + 1));
  });

  it('names every command and every event', () => {
    const named = new Set([...document.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const events = [COMMITMENT_EVENTS, PARTY_EVENTS, OCCASION_EVENTS, SOURCE_EVENTS].flatMap((kind) =>
      Object.keys(kind),
    );
    expect([...COMMAND_NAMES, ...events].filter((name) => !named.has(name))).toEqual([]);
  });

  it('names every value of every axis', () => {
    const axes = section('The five axes');
    const values = [
      ...Object.values(VERBS).map(({ past }) => past.toLowerCase()),
      ...Position.options,
      ...DELIVERY_LEVELS,
      ...Verdict.options,
      ...TIMELINESS,
    ];
    expect(values.filter((value) => !axes.includes(`\`${value}\``))).toEqual([]);
  });

  it('says of each step what it presupposes, as the code does', () => {
    const told = rowsOf(section('What presupposes what')).map(([step, needs]) => [
      code(step),
      [...(needs ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ]);
    expect(told).toEqual(Object.entries(PRESUPPOSES));
  });

  it('says of each event which axes it moves, as the table of transitions does', () => {
    const said = rowsOf(section('Transitions')).map(([name, ...cells]) => [
      code(name),
      AXES.filter((_, i) => cells[i] !== '—'),
    ]);
    const moved = (cells: Cells) => AXES.filter((axis) => cells[axis] !== STAYS);
    expect(said).toEqual([
      ...Object.entries(BY_VERB).map(([verb, cells]) => [verb, moved(cells)]),
      ...Object.entries(BY_FACT).map(([type, { cells }]) => [type, moved(cells)]),
      ['RecordCorrected', Object.keys(BY_CORRECTION)],
    ]);
  });
});

const INVARIANT = /^- \*\*I(\d+)\*\* [^\n]+(?:\n {2}- `[^\n]+)+/gm;
const HOLDER = /^ {2}- `(tests\/[\w./-]+\.test\.ts)`: “(.+)”$/gm;
const invariants = [...document.matchAll(INVARIANT)].map(([text, number]) => ({
  number: Number(number),
  held: [...text.matchAll(HOLDER)].map(([, file, name]) => ({ file: file as string, name: name as string })),
}));

describe('the invariants', () => {
  it('are numbered without a gap, and each names a test', () => {
    expect(invariants.map(({ number }) => number)).toEqual(invariants.map((_, i) => i + 1));
    expect(document.match(/^- \*\*I\d+\*\*/gm)).toHaveLength(invariants.length);
    expect(invariants.filter(({ held }) => held.length === 0)).toEqual([]);
  });

  it.each(invariants.flatMap(({ number, held }) => held.map((one) => ({ number, ...one }))))(
    'I$number is held by $file: $name',
    ({ file, name }) => {
      expect(existsSync(file) && readRepositoryFile(file).includes(`it('${name}'`)).toBe(true);
    },
  );
});
