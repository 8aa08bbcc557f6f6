// The description of this API, OpenAPI 3.1: made from the schemas that parse its requests, so that it cannot say otherwise.
import { z } from 'zod';
import { COMMAND_NAMES, commandSchema } from '../domain/commands.ts';
import * as answers from './answerSchemas.ts';
import { ChangeItem } from './changeAnswer.ts';
import { COMMAND_SUMMARIES } from './commandSummaries.ts';
import { CommitmentAnswer } from './commitmentAnswer.ts';
import { FacetsAnswer, ScorecardAnswer, ScorecardItem, StatisticsAnswer } from './countSchemas.ts';
import { HolderBody } from './holders.ts';
import { CommitmentInFull } from './inFullAnswer.ts';
import { LOG, LOG_DESCRIBED, type LogRouteName, logContent } from './openApiLog.ts';
import {
  ACCEPT_DATETIME,
  captureResponses,
  commandParameters,
  commandResponses,
  holderResponses,
  logResponses,
  modelsResponses,
  OTHER_CONTENT,
  type Responses,
  responsesOf,
  tableResponses,
} from './openApiResponses.ts';
import { Components, type JsonSchema } from './openApiSchemas.ts';
import { PartsAnswer } from './partsAnswer.ts';
import { ROUTE_NAMES, ROUTES, type Route, type RouteName } from './routes.ts';
import { ShortIdAnswer } from './shortIds.ts';
import { ImportAnswer, PreviewAnswer, TableBody } from './tables.ts';

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Responses;
  readonly security?: readonly JsonSchema[];
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly JsonSchema[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Operations>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema };
}

type Operations = Readonly<Partial<Record<Route['method'], Operation>>>;

const READING = 'reading';
const COMMANDS = 'commands';
const NODE = 'the node';
const CAPTURES = 'captures';
const HOLDERS = 'holders';
const MODELS = 'read models';
const TABLES = 'tables';

interface Described {
  readonly tag: string;
  readonly summary: string;
  /** JSON; text or HTML where absent */
  readonly answer?: z.ZodType;
  /** what is no JSON */
  readonly content?: JsonSchema;
  /** of a body that is JSON */
  readonly body?: z.ZodType;
  /** of a body that is any document */
  readonly takes?: string;
}

const reading = (summary: string, answer: z.ZodType): Described => ({ tag: READING, summary, answer });
const inFormats = (described: Described): Described => ({ ...described, content: OTHER_CONTENT });
const history = (noun: string): Described =>
  inFormats(reading(`Every event of ${noun}, as it was recorded.`, answers.listOf(answers.HistoryItem)));

const DESCRIBED: Readonly<Record<Exclude<RouteName, 'sendCommand' | LogRouteName>, Described>> = {
  readCommitment: inFormats(
    reading('A commitment: its headline status, the five axes, and what they rest on.', CommitmentInFull),
  ),
  listCommitments: inFormats(
    reading('Commitments, the last change in effect first.', answers.listOf(CommitmentAnswer)),
  ),
  findCommitmentIds: reading(
    'The commitments whose ids begin so, each with the shortest beginning that names it alone. Several with commas between.',
    answers.listOf(ShortIdAnswer),
  ),
  readCommitmentHistory: history('a commitment'),
  readCommitmentChanges: reading('What changed about it between two dates, in order.', answers.listOf(ChangeItem)),
  readCommitmentParts: reading('What the commitments that are part of it add up to.', PartsAnswer),
  readChangesBetween: reading(
    'What changed between two dates, in order, whatever it is about.',
    answers.listOf(ChangeItem),
  ),
  readTimeMap: {
    tag: READING,
    summary: 'When it came to be known differently: RFC 7089, one memento an event.',
    content: { 'application/link-format': { schema: { type: 'string' } } },
  },
  countCommitments: reading('What a list holds, counted by facets: it takes the same filters.', FacetsAnswer),
  readStatistics: reading('Commitments counted by everything they are counted by, and by month.', StatisticsAnswer),
  listScorecards: reading(
    'The scorecard of every party with a part in a commitment, by its code.',
    answers.listOf(ScorecardItem),
  ),
  readScorecard: reading(
    'A party’s commitments, verdicts and scores; of a grouping also its members’.',
    ScorecardAnswer,
  ),
  readParty: reading('A party, and its members.', answers.PartyAnswer),
  listParties: reading('Parties, by their codes.', answers.listOf(answers.PartyAnswer)),
  readPartyHistory: history('a party'),
  readOccasion: reading(
    'An occasion: what was said and done there, who took part, and concerns.',
    answers.OccasionAnswer,
  ),
  listOccasions: reading('Occasions, by their names.', answers.listOf(answers.OccasionItem)),
  readOccasionHistory: history('an occasion'),
  readSource: reading('A source.', answers.SourceAnswer),
  listSources: reading('Sources, by their names.', answers.listOf(answers.SourceAnswer)),
  readSourceHistory: history('a source'),
  addCapture: {
    tag: CAPTURES,
    summary: 'Keep a document by its SHA-256; the same bytes again change nothing.',
    answer: answers.KeptAnswer,
    takes: 'The document as it is; its Content-Type is kept beside it.',
  },
  readCapture: { tag: CAPTURES, summary: 'A document as it was kept, checked against its hash.' },
  redactCapture: {
    tag: CAPTURES,
    summary: 'Remove a document for good; its hash and the reason stay.',
    answer: answers.RedactionAnswer,
  },
  keepHolder: {
    tag: HOLDERS,
    summary: 'Keep the name of who holds an office, beside the log.',
    body: HolderBody,
    answer: answers.HolderAnswer,
  },
  readHolder: { tag: HOLDERS, summary: 'The name that this node keeps.', answer: answers.HolderAnswer },
  listHolders: {
    tag: HOLDERS,
    summary: 'Every name that this node keeps, and every one that was erased, by their ids.',
    answer: answers.listOf(answers.HolderKept),
  },
  eraseHolder: {
    tag: HOLDERS,
    summary: 'Erase a name for good; the id, the reason and the time stay.',
    answer: answers.ErasureAnswer,
  },
  previewTable: {
    tag: TABLES,
    summary: 'What a table would become by a map: its first rows as entries, and every cell that cannot be read.',
    body: TableBody,
    answer: PreviewAnswer,
  },
  recordTable: {
    tag: TABLES,
    summary: 'Record what a table says by a map; what is on record already is passed over.',
    body: TableBody,
    answer: ImportAnswer,
  },
  startRebuild: {
    tag: MODELS,
    summary: 'Build the read models anew beside those in use; whoever asks again joins the rebuild under way.',
    answer: answers.RebuildAnswer,
  },
  readRebuild: { tag: MODELS, summary: 'How far the last rebuild asked for has come.', answer: answers.RebuildAnswer },
  alive: { tag: NODE, summary: 'Whether the process lives.', answer: z.strictObject({ status: z.literal('alive') }) },
  ready: {
    tag: NODE,
    summary: 'Whether this node has caught up; details for readers.',
    answer: answers.ReadinessAnswer,
  },
  home: { tag: NODE, summary: 'Where to begin, for people.' },
  openApi: { tag: NODE, summary: 'This description.', answer: z.record(z.string(), z.json()) },
  docs: { tag: NODE, summary: 'This description, for people.' },
  problems: { tag: NODE, summary: 'Every problem this API answers with.' },
  problem: { tag: NODE, summary: 'What a problem means, and what to do: the page its type names.' },
};

export function openApiDocument(version: string): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Operations> = {};
  for (const name of ROUTE_NAMES) {
    if (name === 'sendCommand') continue;
    const path = template(ROUTES[name]);
    const operation = isOfTheLog(name) ? logOperation(name, components) : readOperation(name, components);
    paths[path] = { ...paths[path], [ROUTES[name].method]: operation };
  }
  for (const name of COMMAND_NAMES) paths[`/v1/commands/${name}`] = { post: commandOperation(name, components) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Concordat',
      version,
      description:
        'A ledger of commitments between parties: what was promised, by whom, on what evidence, and what was known when.',
    },
    security: [{}, { apiKey: [] }],
    tags: [
      { name: READING, description: 'Answers carry an ETag, and headers that say where the two clocks stood.' },
      {
        name: COMMANDS,
        description: 'Each is one POST: recorded durably, with an idempotency key, or refused with what to do.',
      },
      { name: LOG, description: 'C2SP tlog-tiles: signed checkpoints, and proofs that anybody can check without us.' },
      { name: HOLDERS, description: 'The names of who holds an office, kept outside the log by opaque ids.' },
      { name: CAPTURES, description: 'The documents behind citations, kept outside the log by their SHA-256.' },
      { name: TABLES, description: 'Spreadsheets as entries, by a map that says what their columns mean.' },
      { name: MODELS, description: 'What answers are read from; it can be built anew at any time.' },
      { name: NODE, description: 'What watches a node, and what describes it.' },
    ],
    paths,
    components: { schemas: components.schemas, securitySchemes: { apiKey: API_KEY } },
  };
}

const API_KEY: JsonSchema = {
  type: 'http',
  scheme: 'bearer',
  description:
    'Authorization: Bearer <id>.<secret>, where API keys are configured. Without them, anybody on the same machine.',
};

/** `/v1/parties/{code}` */
const template = ({ path }: Route): string => path.replaceAll(/[:*](\w+)/g, '{$1}');

const isOfTheLog = (name: RouteName): name is LogRouteName => name in LOG_DESCRIBED;

function logOperation(name: LogRouteName, components: Components): Operation {
  const route: Route = ROUTES[name];
  const parameters = [...pathParameters(route), ...queryParameters(route, components)];
  return {
    operationId: name,
    tags: [LOG],
    summary: LOG_DESCRIBED[name].summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: logResponses(route, logContent(name, components), components),
    ...(route.needs === undefined ? { security: [] } : {}),
  };
}

function readOperation(name: Exclude<RouteName, 'sendCommand' | LogRouteName>, components: Components): Operation {
  const route: Route = ROUTES[name];
  const { tag, summary, takes, body } = DESCRIBED[name];
  const negotiated = tag === READING && name !== 'readTimeMap' ? [ACCEPT_DATETIME] : [];
  const parameters = [...pathParameters(route), ...queryParameters(route, components), ...negotiated];
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takes === undefined ? {} : { requestBody: anyBody(takes) }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(components.use(body, 'input')) } }),
    responses: responsesTo(DESCRIBED[name], route, components),
    ...(route.needs === undefined ? { security: [] } : {}),
  };
}

function responsesTo({ tag, answer, content }: Described, route: Route, components: Components): Responses {
  const schema = answer && components.use(answer, 'output');
  if (tag === CAPTURES) return captureResponses(route, schema, components);
  if (tag === HOLDERS) return holderResponses(route, schema, components);
  if (tag === TABLES) return tableResponses(schema, components);
  if (tag === MODELS) return modelsResponses(route, schema, components);
  return responsesOf(route, { ...json(schema), ...content }, components);
}

const json = (schema: JsonSchema | undefined): JsonSchema =>
  schema === undefined ? {} : { 'application/json': { schema } };

const anyBody = (description: string): JsonSchema => ({
  description,
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
});

const pathParameters = ({ path }: Route): JsonSchema[] =>
  [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function queryParameters({ parameters }: Route, components: Components): JsonSchema[] {
  const { properties = {} } = components.use(parameters, 'input') as { properties?: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    schema,
  }));
}

function commandOperation(name: string, components: Components): Operation {
  const schema = components.named(name, commandSchema(name) as z.ZodType, 'input');
  return {
    operationId: name,
    tags: [COMMANDS],
    summary: COMMAND_SUMMARIES[name] ?? name,
    parameters: commandParameters,
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: commandResponses(components.use(answers.RecordedAnswer, 'output'), components),
  };
}
