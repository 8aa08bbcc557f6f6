// The commitments' models, read as a service reads them: now, as of a date, as known at a sequence.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SORTS } from '../../src/projections/readModels.ts';
import { agreedBody, citations, openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);

let now: number;
let node: TestNode;

beforeEach(async () => {
  now = day('2025-06-26');
  const dir = await tempDir();
  node = openNode(dir, () => now);
  onTestFinished(() => node.close());
  await registerBasics(node);
});

const read = (text: string | undefined): Record<string, unknown> => JSON.parse(text ?? '{}');
const ids = (filter: Parameters<TestNode['readModels']['queries']['commitments']>[0]): unknown[] =>
  node.readModels.queries.commitments(filter, { limit: 50 }).items.map((item) => read(item).id);

describe('a commitment read by its id', () => {
  it('is answered with its revision, its headline and its axes, and an ETag of revision and hash', async () => {
    const { id } = await node.record('AgreeBody', agreedBody);
    await node.settled();
    const answer = node.readModels.queries.commitment(id);
    expect(answer?.etag).toMatch(/^"0-[0-9a-f]{16}"$/);
    expect(read(answer?.body)).toMatchObject({
      id,
      revision: '0',
      kind: 'body',
      status: 'agreed',
      timeliness: 'none',
      delivery: { level: 'nothing_on_record' },
      areas: ['defence-industry'],
    });
  });

  it('as of a date before the first recorded act shows the act that was recorded late', async () => {
    const { id } = await node.record('AgreeBody', agreedBody);
    const before = node.journal.head().sequence;
    now = day('2025-07-29');
    await node.record('ProposeBody', { commitment: id, effectiveAt: '2025-04', citations, parties: ['KR'] });
    await node.settled();
    const { sequence } = node.journal.head();
    const { commitment } = node.readModels.queries;
    expect(read(commitment(id, { asOf: day('2025-05-01'), sequence })?.body)).toMatchObject({
      status: 'proposed',
      revision: '1',
    });
    expect(commitment(id, { asOf: day('2025-05-01'), sequence: before })).toBeUndefined();
    expect(read(commitment(id, { asOf: day('2025-06-26'), sequence: before })?.body)).toMatchObject({
      status: 'agreed',
      revision: '0',
    });
  });

  it('keeps what was known before a correction readable at the sequences before it', async () => {
    const { id, events } = await node.record('AgreeBody', agreedBody);
    const before = node.journal.head().sequence;
    const replacement = { commitment: id, ...agreedBody, title: 'Director-general body', effectiveAt: '2025-06-24' };
    const correction = {
      commitment: id,
      event: events[0]?.id,
      cause: 'recorder',
      reason: 'a slip',
      replacement,
      citations,
    };
    await node.record('CorrectRecord', correction);
    await node.settled();
    const at = (asOf: string, sequence: number) =>
      read(node.readModels.queries.commitment(id, { asOf: day(asOf), sequence })?.body);
    expect(at('2025-06-26', before + 1)).toMatchObject({ title: 'Director-general body', revision: '1' });
    expect(at('2025-06-24', before + 1)).toMatchObject({ status: 'agreed' });
    expect(at('2025-06-26', before)).toMatchObject({ title: agreedBody.title, revision: '0' });
    expect(at('2025-06-24', before)).toEqual({});
  });

  it('has nothing left before its opening where a correction says that it came later, even after its end', async () => {
    const { id, events } = await node.record('AgreeBody', agreedBody);
    const ended = { commitment: id, effectiveAt: '2025-06-26', citations, how: 'withdrawn' };
    now = day('2025-07-29');
    await node.record('EndCommitment', ended);
    const correction = { commitment: id, event: events[0]?.id, cause: 'source', reason: 'an earlier draft' };
    const replacement = { commitment: id, ...agreedBody, effectiveAt: '2025-06-27' };
    await node.record('CorrectRecord', { ...correction, effectiveAt: '2025-06-27', citations, replacement });
    await node.settled();
    const at = (asOf: string) => {
      const { sequence } = node.journal.head();
      return node.readModels.queries.commitment(id, { asOf: day(asOf), sequence });
    };
    expect(at('2025-06-25')).toBeUndefined();
    expect(at('2025-06-27')).toBeDefined();
  });

  it('becomes overdue when a firm deadline has passed, without an event', async () => {
    const { id } = await node.record('AgreeBody', { ...agreedBody, deadline: '2025-09' });
    await node.settled();
    const answer = () => read(node.readModels.queries.commitment(id)?.body);
    expect(answer()).toMatchObject({ status: 'agreed', timeliness: 'upcoming' });
    expect(node.readModels.queries.commitment(id)?.nextCut).toBe(day('2025-09-01'));
    now = day('2025-09-15');
    expect(answer()).toMatchObject({ status: 'agreed', timeliness: 'due' });
    now = day('2025-10-01');
    expect(answer()).toMatchObject({ status: 'overdue', timeliness: 'overdue', revision: '0' });
    expect(ids({ status: 'overdue' })).toEqual([id]);
    expect(node.readModels.queries.commitment(id)?.nextCut).toBeUndefined();
  });

  it('asked for again and again, is what is so after each event, and after a date has passed without one', async () => {
    const { id } = await node.record('AgreeBody', agreedBody);
    const { commitment } = node.readModels.queries;
    const isCurrent = async () => {
      await node.settled();
      const { sequence } = node.journal.head();
      for (let times = 0; times < 2; times++) {
        expect(commitment(id)?.body).toBe(commitment(id, { asOf: now, sequence })?.body);
      }
      return read(commitment(id)?.body);
    };
    expect(await isCurrent()).toMatchObject({ revision: '0', timeliness: 'none' });
    const deadline = { commitment: id, effectiveAt: '2025-06-26', deadline: '2025-07-31', firmness: 'firm', citations };
    await node.record('SetDeadline', deadline);
    expect(await isCurrent()).toMatchObject({ revision: '1', status: 'agreed', timeliness: 'upcoming' });
    now = day('2025-08-01');
    expect(await isCurrent()).toMatchObject({ revision: '1', status: 'overdue', timeliness: 'overdue' });
    await node.record('ReportDelivery', {
      commitment: id,
      effectiveAt: '2025-08-01',
      level: 'delivered',
      reporter: 'NATO',
      citations,
    });
    expect(await isCurrent()).toMatchObject({ revision: '2', status: 'delivered' });
  });
});

describe('a list of commitments', () => {
  it('is filtered by kind, status, party, area and contested terms, each as of now', async () => {
    const body = await node.record('AgreeBody', agreedBody);
    const project = await node.record('ExploreProject', { ...agreedBody, title: 'Munitions', areas: ['munitions'] });
    const level = { commitment: body.id, effectiveAt: '2025-06-25', citations, term: 'level' };
    await node.record('AssertTerm', { ...level, value: 'working-level' });
    await node.record('AssertTerm', { ...level, value: 'director-general level' });
    await node.settled();
    expect(ids({})).toHaveLength(2);
    expect(ids({ kind: 'project' })).toEqual([project.id]);
    expect(ids({ status: 'agreed' })).toEqual([body.id]);
    expect(ids({ kind: 'body', status: 'proposed' })).toEqual([]);
    expect(ids({ party: 'KR', area: 'munitions' })).toEqual([project.id]);
    expect(ids({ contested: true })).toEqual([body.id]);
    expect(ids({ contested: 'level' })).toEqual([body.id]);
    expect(ids({ contested: 'date' })).toEqual([]);
  });

  it('is paged forwards and backwards without a gap or a repeat', async () => {
    const recorded: string[] = [];
    for (let i = 0; i < 7; i++) {
      const effectiveAt = `2025-06-${10 + (i % 3)}`;
      recorded.push((await node.record('AgreeBody', { ...agreedBody, effectiveAt, title: `Body ${i}` })).id);
    }
    await node.settled();
    const { commitments } = node.readModels.queries;
    const all = commitments({}, { limit: 50 }).items;
    const first = commitments({}, { limit: 3 });
    const second = commitments({}, { limit: 3, cursor: first.next ?? '' });
    const third = commitments({}, { limit: 3, cursor: second.next ?? '' });
    expect([...first.items, ...second.items, ...third.items]).toEqual(all);
    expect(new Set(all.map((item) => read(item).id))).toEqual(new Set(recorded));
    expect([first.prev, third.next]).toEqual([undefined, undefined]);
    expect(commitments({}, { limit: 3, cursor: third.prev ?? '' }).items).toEqual(second.items);
    expect(commitments({}, { limit: 3, cursor: second.prev ?? '' })).toMatchObject({
      items: first.items,
      prev: undefined,
    });
  });

  const asked = [{}, { party: 'KR' }, { timeliness: 'upcoming' }, { q: 'body' }] as const;
  const listed = SORTS.flatMap((sort) => asked.map((filter) => ({ sort, filter })));
  it.each(listed)('is paged back to where it came from: $sort, $filter', async ({ sort, filter }) => {
    for (let i = 0; i < 8; i++) {
      const [effectiveAt, deadline] = [`2025-06-${10 + (i % 3)}`, `2025-1${i % 2}-0${1 + (i % 4)}`];
      await node.record('AgreeBody', { ...agreedBody, effectiveAt, deadline, title: `Body ${i}` });
    }
    await node.settled();
    const { sequence } = node.journal.head();
    for (const at of [
      { asOf: now, sequence },
      { asOf: now, sequence: sequence - 1 },
    ]) {
      const page = (cursor?: string) =>
        node.readModels.queries.commitments(filter, { limit: 3, sort, ...(cursor && { cursor }) }, at);
      const first = page();
      const second = page(first.next);
      const third = page(second.next);
      expect(new Set([first, second, third].flatMap(({ items }) => items)).size).toBeGreaterThan(6);
      expect(page(third.prev).items).toEqual(second.items);
      expect(page(second.prev).items).toEqual(first.items);
    }
  });

  it('refuses a cursor that it did not give', () => {
    const { commitments } = node.readModels.queries;
    expect(() => commitments({}, { limit: 3, cursor: 'not-a-cursor' })).toThrow('start again without it');
    expect(() => commitments({}, { limit: 3, cursor: Buffer.from('[1,"a","b"]').toString('base64url') })).toThrow(
      'cursor',
    );
  });
});

describe('the directory', () => {
  it('answers parties with their members, occasions and sources by their ids, in order', async () => {
    await node.record('RegisterParty', { party: 'IP4', name: 'Indo-Pacific four', kind: 'grouping' });
    await node.record('ChangeMembership', { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2022' });
    await node.settled();
    const { party, parties, occasion, source } = node.readModels.queries;
    expect(read(party('IP4')?.body)).toMatchObject({
      code: 'IP4',
      members: [{ code: 'KR', since: '2022' }],
      revision: '1',
    });
    expect(parties({ limit: 2 }).items.map((item) => read(item).code)).toEqual(['IP4', 'KR']);
    expect(
      parties({ limit: 2, cursor: parties({ limit: 2 }).next ?? '' }).items.map((item) => read(item).code),
    ).toEqual(['NATO']);
    expect(read(occasion('summit-2025')?.body)).toMatchObject({ kind: 'summit', concerns: [] });
    expect(read(source('yonhap-2025-06-26')?.body)).toMatchObject({ publisher: 'Yonhap', retracted: null });
    expect(party('XX')).toBeUndefined();
  });

  it('loses a party whose registration was voided, and shows a retraction', async () => {
    const { events } = await node.record('RegisterParty', { party: 'TYPO', name: 'Typo', kind: 'state' });
    await node.record('CorrectRecord', {
      party: 'TYPO',
      event: events[0]?.id,
      cause: 'recorder',
      reason: 'a slip',
      void: true,
    });
    await node.record('RetractSource', {
      source: 'yonhap-2025-06-26',
      effectiveAt: '2025-06-26',
      reason: 'withdrawn by its publisher',
    });
    await node.settled();
    expect(node.readModels.queries.party('TYPO')).toBeUndefined();
    expect(read(node.readModels.queries.source('yonhap-2025-06-26')?.body)).toMatchObject({
      retracted: { reason: 'withdrawn by its publisher' },
    });
  });
});
