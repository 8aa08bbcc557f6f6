// What a commitment looks like by its id: with its links both ways and what it names, as the OpenAPI document tells it.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES } from '../domain/commitment/headline.ts';
import { CommitmentId, PartyCode, RecordName } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';
import { LINKED_FROM } from '../projections/references/links.ts';
import { said } from './answerParts.ts';
import { CommitmentAnswer, Link } from './commitmentAnswer.ts';

/** What is said of the commitment at the other end of a link, as of the same clocks. */
const other = {
  title: z.string().nullable(),
  kind: z.enum(KINDS).nullable(),
  status: z.enum(STATUSES).nullable().describe('Null where nothing of it was in effect yet.'),
};
const { target: _, ...link } = Link;

const References = z
  .strictObject({
    sources: z.array(
      z.strictObject({
        id: RecordName,
        title: z.string().nullable(),
        publisher: z.string().nullable(),
        published: When.nullable(),
        address: z.string().nullable(),
        retracted: z
          .strictObject({ ...said, reason: z.string() })
          .nullable()
          .describe('Whether it stood retracted, as was known; each citation of it says so too.'),
      }),
    ),
    occasions: z.array(
      z.strictObject({
        id: RecordName,
        title: z.string().nullable(),
        kind: z.string().nullable(),
        date: When.nullable(),
      }),
    ),
    parties: z.array(z.strictObject({ code: PartyCode, name: z.string().describe('What it was called then.') })),
  })
  .meta({
    id: 'References',
    description: 'What the answer names, by id, as of the same clocks; null is what is on record no more.',
  });

export const CommitmentInFull = CommitmentAnswer.extend({
  links: z.array(z.strictObject({ ...Link, ...other })).describe('What it says of itself and another.'),
  linkedFrom: z
    .array(z.strictObject({ ...link, from: CommitmentId, ...other }))
    .describe(`What others say of themselves and it, in the order of opening: those of the first ${LINKED_FROM}.`),
  linkedFromCount: z
    .int()
    .describe('So many commitments say that they are linked to it, each once: linkedTo= lists them all.'),
  references: References,
}).meta({ id: 'CommitmentInFull' });
