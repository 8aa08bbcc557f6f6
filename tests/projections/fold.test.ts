// The fold that changes only what an event changes, against folding the whole history afresh after each event.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/domain/commitment/acts.ts';
import { bodyText, putTogether, type Slices, slicesIn } from '../../src/domain/commitment/bodyText.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { Effect } from '../../src/domain/commitment/effect.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { dueOf } from '../../src/domain/commitment/headline.ts';
import type { State } from '../../src/domain/commitment/state.ts';
import { phasesOf, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { type DeadlineChange, type DeadlineRun, deadlineRuns } from '../../src/projections/commitments/deadlines.ts';
import { facetChanges, facetRuns, facetsIn } from '../../src/projections/commitments/facets.ts';
import { foldEvent, writeCurrent } from '../../src/projections/commitments/fold.ts';
import { lagOf } from '../../src/projections/commitments/leadAndLag.ts';
import { type Loaded, unloaded } from '../../src/projections/commitments/loaded.ts';
import { kindMark, statusMarks } from '../../src/projections/commitments/marks.ts';
import { whole } from '../../src/projections/commitments/pieces.ts';
import { signatureOf } from '../../src/projections/commitments/signature.ts';
import type {
  CurrentRow,
  NewVersion,
  PartNumbers,
  VersionKey,
  VersionRows,
} from '../../src/projections/commitments/versionRows.ts';
import { addTo, type Indexed, type Late, lateOf, type Said, textOf } from '../../src/projections/commitments/words.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { corrected, historyOf, KR, opened, said } from '../support/history.ts';

const ID = 'c0000000-0000-4000-8000-000000000001';

/** What is still known, in memory. Opening what is open or closing what is not is a fault of the fold. */
class KnownRows implements VersionRows {
  readonly #parts: Slices[] = [];
  readonly #pieces: string[] = [];
  readonly #texts = new Map<number, Indexed>();
  readonly #versions = new Map<string, NewVersion>();
  readonly #facets = new Map<string, number>();
  readonly #deadlines = new Map<string, DeadlineRun>();
  current: CurrentRow | undefined;

  addPart(texts: Slices): number {
    return this.#parts.push(texts) - 1;
  }

  partTexts(no: number): Slices {
    return this.#parts[no] ?? [];
  }

  addPiece(_commitment: number, no: number, text: string): void {
    this.#pieces[no] = text;
  }

  openVersion(_commitment: number, sequence: number, version: NewVersion): void {
    const key = `${version.from} known from ${sequence}`;
    expect(this.#versions.has(key)).toBe(false);
    this.#versions.set(key, version);
  }

  closeVersion(_commitment: number, _sequence: number, { from, knownFrom }: VersionKey): void {
    expect(this.#versions.delete(`${from} known from ${knownFrom}`)).toBe(true);
  }

  changeFacet(
    _no: number,
    _sequence: number,
    { name, value, from, to, change }: Parameters<VersionRows['changeFacet']>[2],
  ) {
    const key = `${name} ${value} from ${from}`;
    expect(this.#facets.has(key)).toBe(change === 'closed');
    if (change === 'closed') this.#facets.delete(key);
    else this.#facets.set(key, to);
  }

  changeDeadline(_no: number, _sequence: number, { change, ...run }: DeadlineChange): void {
    const key = `${run.from}`;
    expect(this.#deadlines.has(key)).toBe(change === 'closed');
    if (change === 'closed') this.#deadlines.delete(key);
    else this.#deadlines.set(key, run);
  }

  addText(_commitment: number, indexed: Indexed): void {
    const before = this.#texts.get(indexed.no);
    if (before !== undefined) expect([indexed.text, before.marks.isDisjointFrom(indexed.marks)]).toEqual(['', true]);
    addTo(this.#texts, indexed.no, indexed);
  }

  setCurrent(current: CurrentRow): void {
    this.current = current;
  }

  textOf = (parts: PartNumbers): string =>
    whole(
      putTogether(slicesIn(parts.map((no) => (no === undefined ? [] : this.partTexts(no))))),
      (no) => this.#pieces[no] ?? '',
    );

  known() {
    const inOrder = <Row extends { readonly from: number }>(rows: Iterable<Row>) =>
      [...rows].sort((a, b) => a.from - b.from);
    return {
      versions: inOrder(this.#versions.values()).map(
        ({ from, to, kind, status, due, parts, lag, signature, text }) => ({
          from,
          to,
          status,
          isMarked: [kindMark(kind), ...statusMarks(status, from)].every((mark) =>
            this.#texts.get(text)?.marks.has(mark),
          ),
          due,
          lag,
          signature,
          text: this.textOf(parts),
          foundBy: this.#texts.get(text)?.text,
          late: lateIn(this.#texts.get(text)),
        }),
      ),
      facets: Object.fromEntries([...this.#facets].sort()),
      deadlines: inOrder(this.#deadlines.values()),
    };
  }
}

const lateIn = (said: Said | undefined): Late | undefined => said && { lag: said.lag, season: said.season };

/** By source, the earliest instant at which something that stands cites it. */
const sourcesIn = (effects: readonly Effect[]): ReadonlyMap<string, number> =>
  new Map(
    effects
      .filter((effect) => effect.act === undefined || !effect.voided)
      .toSorted((a, b) => b.at - a.at)
      .flatMap(({ at, event: { data } }) =>
        [...JSON.stringify(data).matchAll(/"source":"([^"]+)"/g)].map(([, source = '']) => [source, at] as const),
      ),
  );

/** By speaker, the earliest instant at which something that stands cites its words. */
const speakersIn = (effects: readonly Effect[]): ReadonlyMap<string, number> =>
  new Map(
    effects
      .filter((effect) => effect.act === undefined || !effect.voided)
      .toSorted((a, b) => b.at - a.at)
      .flatMap(({ at, event }) =>
        event.data.citations.flatMap(({ speaker }) => (speaker ? [[speaker, at] as const] : [])),
      ),
  );

/** The same, from the whole history. */
function afresh(events: readonly CommitmentFact[], openedAt: number) {
  const { record, timeline } = commitmentOf(events);
  const identity = identityOf(ID, record);
  const segments = segmentsOf(timeline);
  const phases = phasesOf(segments);
  const facets = facetChanges([], facetRuns(phases, timeline.effects)).map(
    ({ name, value, from, to }) => [`${name} ${value} from ${from}`, to] as const,
  );
  const sources = [...sourcesIn(timeline.effects)].map(
    ([source, from]) => [`source ${source} from ${from}`, Infinity] as const,
  );
  return {
    known: {
      versions: phases.map(({ from, to, status, state }) => ({
        from,
        to,
        status,
        isMarked: true,
        due: dueOf(state, from),
        lag: lagOf(from, openedAt),
        signature: signatureOf(facetsIn(state)),
        text: bodyText(identity, state, from),
        foundBy: textOf(identity, state),
        late: lateOf(from, openedAt),
      })),
      facets: Object.fromEntries([...facets, ...sources].sort(([a], [b]) => (a < b ? -1 : 1))),
      deadlines: deadlineRuns(
        kindOf(identity.noun),
        phases.map((phase) => ({
          phase,
          due: dueOf(phase.state, phase.from),
          signature: signatureOf(facetsIn(phase.state)),
        })),
      ),
    },
    /** of the answer at an instant: what it says, and when it changes next */
    at(now: number) {
      const phase = phases.findLast(({ from }) => from <= now) ?? phases[0];
      const cut = segments.find(({ to }) => to > now && to !== Infinity)?.to;
      return phase && { status: phase.status, text: bodyText(identity, phase.state, phase.from), cut };
    },
  };
}

/** @param days between each event's recording and the instant asked about */
function isLeftByEach(events: readonly CommitmentFact[], days: number): void {
  const rows = new KnownRows();
  const openedAt = events[0]?.recordedAt ?? 0;
  let loaded: Loaded = unloaded({ no: 0, id: ID, openedAt });
  for (const [sequence, event] of events.entries()) {
    loaded = foldEvent(rows, loaded, event, { sequence, clock: event.recordedAt });
    const whole = afresh(events.slice(0, sequence + 1), openedAt);
    expect(rows.known()).toEqual(whole.known);
    const now = event.recordedAt + days * 86_400_000;
    writeCurrent(rows, loaded, now);
    const { current } = rows;
    const told = current && { status: current.status, text: rows.textOf(current.parts), cut: current.nextCut };
    if (whole.known.versions.length > 0) expect(told).toEqual(whole.at(now));
  }
}

describe('the fold of a commitment into rows', () => {
  it('leaves after each event the rows of the history folded afresh, and the same answer at any instant', () => {
    const law = fc.property(arbitraryHistory, fc.integer({ min: -400, max: 800 }), isLeftByEach);
    fc.assert(law, { numRuns: 150 });
  });

  it('tells from which day it ended, also where that is another day of the same month', () => {
    const lapsing = opened(
      { effectiveAt: '2023-09-23', validUntil: '2023-09-23' },
      'CooperationProposed',
      '2024-01-01',
    );
    const ended = said('CommitmentEnded', { effectiveAt: '2023-09-23', how: 'dissolved' }, '2024-04-05');
    isLeftByEach(historyOf(lapsing, ended) as readonly CommitmentFact[], 0);
  });

  it('is filtered by a speaker from the day it spoke, also in what changed nothing', () => {
    const law = fc.property(arbitraryHistory, (events) => {
      const { timeline } = commitmentOf(events);
      const phases = phasesOf(segmentsOf(timeline));
      const [first] = phases;
      if (first === undefined) return;
      const spoke = speakersIn(timeline.effects);
      const found = facetChanges([], facetRuns(phases, timeline.effects)).filter(({ name }) => name === 'speaker');
      expect(new Map(found.map(({ value, from, to }) => [value, [from, to]]))).toEqual(
        new Map([...spoke].map(([speaker, at]) => [speaker, [Math.max(at, first.from), Infinity]])),
      );
    });
    fc.assert(law, { numRuns: 200 });
  });

  it('has all parties and areas among the words of a text, however long it is', () => {
    const many = (from: number) =>
      Array.from({ length: 250 }, (_, index) => `${'PARTY-'.repeat(4)}${String(from + index).padStart(8, '0')}`);
    const events = [0, 250, 500].map((from, index) =>
      index === 0
        ? opened({ parties: many(from).map((code) => ({ code, role: 'committer' })), areas: ['space'] })
        : said('BodyAgreed', { parties: many(from).map((code) => ({ code, role: 'committer' })) }),
    );
    const { record, timeline } = commitmentOf(historyOf(...events) as CommitmentFact[]);
    const text = textOf(identityOf(ID, record), timeline.states.at(-1) as State);
    expect(text.length).toBeGreaterThan(20_000);
    expect(text.split('\n')).toEqual(expect.arrayContaining([...many(0), ...many(500), 'space']));
  });

  it('gives a version the signature of the parties it has, where a correction puts others in their place', () => {
    const [said, ...rest] = historyOf(
      opened({ effectiveAt: '2025-06-24' }),
      corrected(
        0,
        {
          replacement: {
            ...opened({ effectiveAt: '2025-06-24' }).data,
            parties: [KR, { code: 'JP', role: 'committer' }],
          },
        },
        '2025-07-01',
      ),
    ) as CommitmentFact[];
    const rows = new KnownRows();
    let loaded: Loaded = unloaded({ no: 0, id: ID, openedAt: said?.recordedAt ?? 0 });
    for (const [sequence, event] of [said, ...rest].entries())
      loaded = foldEvent(rows, loaded, event as CommitmentFact, {
        sequence,
        clock: (event as CommitmentFact).recordedAt,
      });
    const signatures = rows.known().versions.map(({ signature }) => signature);
    expect(signatures).toEqual([signatureOf(['party KR', 'party JP'])]);
  });
});
