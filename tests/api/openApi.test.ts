// The description of the API: valid, complete, and true of what is answered.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as answers from '../../src/api/answerSchemas.ts';
import { CommitmentAnswer } from '../../src/api/commitmentAnswer.ts';
import { html } from '../../src/api/html.ts';
import { CommitmentInFull } from '../../src/api/inFullAnswer.ts';
import { type OpenApiDocument, type Operation, openApiDocument } from '../../src/api/openApi.ts';
import { PROBLEM_CODES, PROBLEMS } from '../../src/api/problems.ts';
import { ROUTE_NAMES, ROUTES } from '../../src/api/routes.ts';
import { COMMAND_NAMES } from '../../src/domain/commands.ts';
import { BODY, COMMITMENT, json, startNode, withCommitment } from './node.ts';

const document = openApiDocument('1.2.3');
const operations: [string, Operation][] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.values(methods).map((operation): [string, Operation] => [path, operation]),
);

/** What OpenAPI 3.1 asks of a document, as far as this one goes. */
const Schema = z.union([z.record(z.string(), z.unknown()), z.boolean()]);
const Content = z.record(z.string().regex(/^[a-z]+\/[a-z+.-]+$/), z.strictObject({ schema: Schema }));
const Header = z.strictObject({ description: z.string(), schema: Schema });
const Valid = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(
      z.enum(['get', 'post', 'put', 'delete']),
      z.strictObject({
        operationId: z.string(),
        tags: z.array(z.string()).min(1),
        summary: z.string().min(5),
        parameters: z
          .array(
            z.strictObject({
              name: z.string(),
              in: z.enum(['path', 'query', 'header']),
              required: z.boolean().optional(),
              description: z.string().optional(),
              schema: Schema,
            }),
          )
          .optional(),
        requestBody: z
          .strictObject({ description: z.string().optional(), required: z.boolean(), content: Content })
          .optional(),
        responses: z.record(
          z.string().regex(/^[2345]\d\d$/),
          z.strictObject({
            description: z.string().min(1),
            headers: z.record(z.string(), Header).optional(),
            content: Content.optional(),
          }),
        ),
        security: z.array(z.unknown()).optional(),
      }),
    ),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), Schema),
    securitySchemes: z.record(z.string(), z.record(z.string(), z.string())),
  }),
});

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref') yield String(member);
    else yield* referencesIn(member);
  }
}

describe('the OpenAPI document', () => {
  it('is one, and is served', async () => {
    const { get } = await startNode();
    const served = await json<OpenApiDocument>(get('/openapi.json'));
    expect(Valid.parse(served)).toEqual(served);
    expect({ ...served, info: { ...served.info, version: '1.2.3' } }).toEqual(document);
  });

  it('refers to no schema it does not hold, and holds none it does not refer to', () => {
    const held = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(new Set(referencesIn(document))).toEqual(held);
  });

  it('names every operation once', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every route and every command, and nothing else', () => {
    const routes = ROUTE_NAMES.filter((name) => name !== 'sendCommand').map((name) =>
      ROUTES[name].path.replaceAll(/[:*](\w+)/g, '{$1}'),
    );
    const commands = COMMAND_NAMES.map((name) => `/v1/commands/${name}`);
    expect(Object.keys(document.paths).sort()).toEqual([...new Set([...routes, ...commands])].sort());
  });

  it('says in a line of its own what every command is for', () => {
    for (const name of COMMAND_NAMES) {
      const operation = document.paths[`/v1/commands/${name}`]?.post;
      expect(operation?.summary).not.toBe(name);
      expect(operation?.requestBody).toBeDefined();
    }
  });

  it.each(operations)('declares every parameter of %s', (path, { parameters = [] }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
  });

  it('tells every status a problem can have', () => {
    const told = new Set(operations.flatMap(([, { responses }]) => Object.keys(responses).map(Number)));
    const outsideOperations = new Set([405]);
    for (const code of PROBLEM_CODES) {
      if (!outsideOperations.has(PROBLEMS[code].status)) expect(told).toContain(PROBLEMS[code].status);
    }
  });
});

describe('what is answered', () => {
  it('is what the document says', async () => {
    const { get, command, opened } = await withCommitment();
    const on = { commitment: COMMITMENT, effectiveAt: '2025-07-01', citations: BODY.citations };
    const term = { ...on, term: 'level' };
    const occasion = { occasion: 'summit', title: 'Summit', kind: 'summit', date: '2025-06-25', participants: ['KR'] };
    const sent: [string, object][] = [
      ['RecordOccasion', occasion],
      [
        'RaiseConcern',
        {
          occasion: 'summit',
          effectiveAt: '2025-06-26',
          citations: BODY.citations,
          by: 'A member',
          kind: 'concern',
          summary: 'Too little',
        },
      ],
      ['AssertTerm', { ...term, value: 'director general' }],
      ['AssertTerm', { ...term, value: 'deputy minister' }],
      ['SetDeadline', { ...on, deadline: '2099-12', firmness: 'soft' }],
      ['ReportDelivery', { ...on, reporter: 'NATO', level: 'in_progress', amount: { min: 1, unit: 'meeting' } }],
      ['ReportDelivery', { ...on, reporter: 'NATO', amount: { min: 3, unit: 'meeting' }, counts: 'forecast' }],
      ['ChangePosition', { ...on, party: 'KR', position: 'withdrawing', takesEffect: '2099' }],
      ['EnterIntoForce', { ...on, basis: 'as stated' }],
      ['SubmitEvidence', { ...on, about: '2025-07', summary: 'Minutes' }],
      [
        'IssueAssessment',
        {
          ...on,
          assessor: 'Desk',
          party: 'KR',
          window: '2025',
          stage: 'interim',
          verdict: 'inconclusive',
          reason: 'early',
        },
      ],
      ['RaiseConcern', { ...on, by: 'Lawmakers', kind: 'review', summary: 'Ask again' }],
      ['RetractSource', { source: 'joint-statement', effectiveAt: '2025-08-01', reason: 'withdrawn by its publisher' }],
    ];
    for (const [name, payload] of sent) {
      const answer = await command(name, payload);
      expect([name, answer.status, answer.ok ? '' : await answer.text()]).toEqual([name, expect.any(Number), '']);
      answers.RecordedAnswer.parse(await json(answer));
    }
    answers.RecordedAnswer.parse(await json(opened));
    const holds = async (path: string, schema: z.ZodType) => schema.parse(await json(get(path)));
    await holds(`/v1/commitments/${COMMITMENT}`, CommitmentInFull);
    await holds('/v1/commitments', answers.listOf(CommitmentAnswer));
    await holds(`/v1/commitments/${COMMITMENT}/history`, answers.listOf(answers.HistoryItem));
    await holds('/v1/parties', answers.listOf(answers.PartyAnswer));
    await holds('/v1/occasions/summit', answers.OccasionAnswer);
    await holds('/v1/occasions', answers.listOf(answers.OccasionAnswer));
    await holds('/v1/sources/joint-statement', answers.SourceAnswer);
    await holds('/v1/sources/joint-statement/history', answers.listOf(answers.HistoryItem));
    await holds('/readyz', answers.ReadinessAnswer);
    await holds('/v1/nothing', answers.ProblemAnswer);
    await holds('/v1/commitments?limit=x', answers.ProblemAnswer);
  });
});

describe('pages for people', () => {
  it.each([['/'], ['/docs'], ['/problems'], ['/problems/stale-revision']])(
    '%s is HTML that loads nothing from elsewhere',
    async (path) => {
      const { get } = await startNode();
      const answer = await get(path);
      expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      const text = await answer.text();
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).not.toMatch(/<script|<link|<img|src=|undefined|\[object/);
    },
  );

  it('/docs shows every operation and every schema, and its links lead somewhere', async () => {
    const { get } = await startNode();
    const text = await (await get('/docs')).text();
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, { operationId }] of operations) expect(ids).toContain(operationId);
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('escape what they show', () => {
    expect(html`<p title="${'"&'}">${'<b>'} ${html`<i>${"'"}</i>`} ${[1, html`<hr>`]}</p>`.text).toBe(
      '<p title="&quot;&amp;">&lt;b&gt; <i>&#39;</i> 1<hr></p>',
    );
  });
});
