// What every operation answers with: its own answer, and problems.
import { ProblemAnswer } from './answerSchemas.ts';
import { OTHER_FORMATS } from './formats.ts';
import type { Components, JsonSchema } from './openApiSchemas.ts';
import { PROBLEM_CODES, PROBLEMS } from './problems.ts';
import type { Route } from './routes.ts';

export type Responses = Readonly<Record<string, JsonSchema>>;

const header = (description: string): JsonSchema => ({ description, schema: { type: 'string' } });
const JSON_TYPE = 'application/json';

const CLOCKS = {
  'Concordat-As-Of': header('Where the effective clock stood: an instant.'),
  'Concordat-Known-At': header('Where the recorded clock stood: an instant.'),
  'Concordat-Sequence': header('The last sequence that counted; -1 where nothing is on record.'),
};

/** @param given content by its type; HTML where there is none */
export function responsesOf({ needs, path }: Route, given: JsonSchema, components: Components): Responses {
  const content = Object.keys(given).length === 0 ? { 'text/html': { schema: { type: 'string' } } } : given;
  if (needs === undefined) return { 200: { description: 'Answered.', content }, ...problems([404, 500], components) };
  const link = { Link: header('RFC 8288: next, prev.') };
  const tag = { ETag: header('For If-None-Match; of a record also for If-Match.'), 'Cache-Control': header('') };
  const headers = { ...tag, ...CLOCKS, ...(/:\w+$/.test(path) ? {} : link) };
  return {
    200: { description: 'Answered.', headers, content },
    304: { description: 'What the caller holds is still so.', headers },
    ...problems([400, 401, 403, 404, ...('text/csv' in content ? [406] : []), 500, 503], components),
  };
}

/** @param schema undefined where it answers with the document itself */
export function captureResponses({ method }: Route, schema: JsonSchema | undefined, components: Components): Responses {
  const document = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  const content = schema === undefined ? document : { [JSON_TYPE]: { schema } };
  if (method === 'put') {
    const added = { 200: { description: 'It was there.', content }, 201: { description: 'Kept.', content } };
    return { ...added, ...problems([400, 401, 403, 410, 413, 415, 500], components) };
  }
  return { 200: { description: 'Answered.', content }, ...problems([400, 401, 403, 404, 410, 500], components) };
}

export function holderResponses({ method }: Route, schema: JsonSchema | undefined, components: Components): Responses {
  const content = { [JSON_TYPE]: { schema } };
  if (method === 'put') {
    const kept = { 200: { description: 'It was kept so already.', content }, 201: { description: 'Kept.', content } };
    return { ...kept, ...problems([400, 401, 403, 410, 413, 415, 422, 500], components) };
  }
  return { 200: { description: 'Answered.', content }, ...problems([400, 401, 403, 404, 410, 422, 500], components) };
}

export function modelsResponses({ method }: Route, schema: JsonSchema | undefined, components: Components): Responses {
  const content = { [JSON_TYPE]: { schema } };
  const begun = { Location: header('Where its progress is read.') };
  return method === 'put'
    ? {
        202: { description: 'Begun, or under way.', headers: begun, content },
        ...problems([400, 401, 403, 500], components),
      }
    : { 200: { description: 'Answered.', content }, ...problems([400, 401, 403, 500], components) };
}

export const tableResponses = (schema: JsonSchema | undefined, components: Components): Responses => ({
  200: { description: 'Answered.', content: { [JSON_TYPE]: { schema } } },
  ...problems([400, 401, 403, 413, 415, 422, 500, 503], components),
});

/** @param content by its type: what the log shows is mostly no JSON */
export function logResponses({ needs }: Route, content: JsonSchema, components: Components): Responses {
  const headers = { ETag: header('For If-None-Match.'), 'Cache-Control': header('For ever, or so many seconds.') };
  const refused = needs === undefined ? [400, 404, 500, 503] : [400, 401, 403, 404, 500, 503];
  return {
    200: { description: 'Answered.', headers, content },
    304: { description: 'What the caller holds is still so.', headers },
    ...problems(refused, components),
  };
}

export function commandResponses(schema: JsonSchema, components: Components): Responses {
  const headers = {
    Location: header('Where the record is read.'),
    ETag: header('Its revision after the command.'),
    'Idempotency-Key': header('The key, also where it was made here.'),
    'Idempotency-Replayed': header('true where it was on record already, from the same command: nothing was added.'),
  };
  const answered = (description: string): JsonSchema => ({
    description,
    headers,
    content: { [JSON_TYPE]: { schema } },
  });
  return {
    200: answered('Recorded, on a record that was there.'),
    201: answered('Recorded: it opened the record.'),
    202: answered('Recorded durably, and not visible on this node yet.'),
    ...problems([400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503, 504], components),
  };
}

function problems(statuses: readonly number[], components: Components): Responses {
  const schema = components.use(ProblemAnswer, 'output');
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: titlesOf(status), content: { 'application/problem+json': { schema } } },
    ]),
  );
}

const titlesOf = (status: number): string =>
  PROBLEM_CODES.filter((code) => PROBLEMS[code].status === status)
    .map((code) => PROBLEMS[code].title)
    .join('; ');

const inHeader = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});

export const commandParameters: readonly JsonSchema[] = [
  inHeader(
    'Idempotency-Key',
    'A quoted string, best a uuid: the same key and payload have one effect and one answer. Made where absent.',
  ),
  inHeader('If-Match', 'The ETag of the record as it was read: refused with 412 where it has moved on.'),
  inHeader('Concordat-Recorded-At', 'For imports by an administrator: when the fact became known, in order.'),
];

export const ACCEPT_DATETIME = inHeader(
  'Accept-Datetime',
  'RFC 7089: as it was known then. Thu, 26 Jun 2025 12:00:00 GMT; the same as knownAt.',
);

/** What the negotiated formats are, beside JSON. */
export const OTHER_CONTENT: JsonSchema = Object.fromEntries(
  OTHER_FORMATS.map((format) => [format, { schema: { type: format === 'application/ld+json' ? 'object' : 'string' } }]),
);
