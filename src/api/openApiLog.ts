// The log's part of the API's description: which formats it answers in, each with its own specification.
import type { z } from 'zod';
import { Bundle } from '../audit/bundle/bundle.ts';
import * as schemas from './logSchemas.ts';
import type { Components, JsonSchema } from './openApiSchemas.ts';
import type { RouteName } from './routes.ts';

export const LOG = 'the log';

const TEXT = { 'text/plain': { schema: { type: 'string' } } };
const OCTETS = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

interface LogDescribed {
  readonly summary: string;
  /** what is no JSON */
  readonly content?: JsonSchema;
  /** JSON */
  readonly answer?: z.ZodType;
}

export const LOG_DESCRIBED = {
  readBundle: {
    summary: 'A commitment’s whole history with the sources it cites, every leaf with its proof, in one file.',
    answer: Bundle,
  },
  readEvent: { summary: 'An event’s canonical text: the bytes that are the leaf.', answer: schemas.EventAnswer },
  proveEvent: {
    summary: 'That an event is in the log: C2SP tlog-proof@v1, or RFC 6962’s proof as JSON, as Accept asks.',
    content: TEXT,
    answer: schemas.InclusionProof,
  },
  readCheckpoint: { summary: 'The log’s signed head: C2SP tlog-checkpoint.', content: TEXT },
  readVerifierKey: {
    summary: 'The key that checkpoints are verified with: C2SP signed-note, one line.',
    content: TEXT,
  },
  readEntryBundle: {
    summary: 'C2SP tlog-tiles: 256 entries, or `N.p/W` of them, each behind its length in 16 bits.',
    content: OCTETS,
  },
  readTile: {
    summary: 'C2SP tlog-tiles: 256 hashes of a level, or `N.p/W` of them. A place has several segments where N > 999.',
    content: OCTETS,
  },
  proveConsistency: {
    summary: 'That the tree of one size is the beginning of the tree of another.',
    answer: schemas.ConsistencyProof,
  },
} as const satisfies Partial<Record<RouteName, LogDescribed>>;

export type LogRouteName = keyof typeof LOG_DESCRIBED;

export function logContent(name: LogRouteName, components: Components): JsonSchema {
  const { content, answer }: LogDescribed = LOG_DESCRIBED[name];
  return {
    ...content,
    ...(answer === undefined ? {} : { 'application/json': { schema: components.use(answer, 'output') } }),
  };
}
