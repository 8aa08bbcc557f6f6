// What the log's answers look like, as the OpenAPI document tells it. The formats are others': C2SP, RFC 6962, RFC 8785.
import { z } from 'zod';
import { EventId } from '../domain/primitives.ts';
import { Decimal } from './answerParts.ts';

const Hash = z.string().describe('Base64 of 32 bytes.');

export const EventAnswer = z
  .strictObject({
    data: z.record(z.string(), z.json()),
    id: EventId,
    metadata: z.record(z.string(), z.json()),
    revision: Decimal,
    stream: z.string(),
    type: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Event', description: 'The RFC 8785 text that is hashed: keep its bytes as they come.' });

export const InclusionProof = z
  .strictObject({
    origin: z.string(),
    leafIndex: Decimal,
    treeSize: Decimal,
    leafHash: Hash,
    auditPath: z.array(Hash),
    rootHash: Hash,
  })
  .meta({ id: 'InclusionProof', description: 'RFC 6962, 2.1.1.' });

export const ConsistencyProof = z
  .strictObject({
    origin: z.string(),
    first: Decimal,
    second: Decimal,
    firstHash: Hash,
    secondHash: Hash,
    consistency: z.array(Hash),
  })
  .meta({ id: 'ConsistencyProof', description: 'RFC 6962, 2.1.2.' });
