// What the other answers look like, as the OpenAPI document tells it. Tests hold them to what is really answered.
import { z } from 'zod';
import { AGGREGATE_NAMES } from '../domain/aggregates.ts';
import { KINDS } from '../domain/commitment/acts.ts';
import { Citation, CommitmentId, EventId, HolderId, OfficeName, PartyCode, RecordName } from '../domain/primitives.ts';
import { Instant, When } from '../domain/time.ts';
import { Cited, Decimal, said } from './answerParts.ts';
import { concern, Reply, Revision } from './commitmentAnswer.ts';
import { Corrected, Corrects } from './correctionAnswer.ts';
import { PROBLEM_CODES } from './problems.ts';

const holder = {
  holder: HolderId,
  name: z
    .string()
    .nullable()
    .describe('As this node keeps it, beside the log; null where it keeps none, or it was erased.'),
};

export const HolderAnswer = z
  .strictObject({ holder: HolderId, name: z.string(), names: z.record(z.string(), z.string()) })
  .meta({ id: 'Holder' });
export const ErasureAnswer = z
  .strictObject({ holder: HolderId, reason: z.string(), erasedAt: Instant })
  .meta({ id: 'Erasure' });

/** What a list of names holds. */
export const HolderKept = z.union([HolderAnswer, ErasureAnswer]);

const later = {
  at: Instant.describe('It is so from here at the latest.'),
  stated: When.describe('As it was stated. Where that has an end alone, it may have been so long before.'),
};

export const PartyAnswer = z
  .strictObject({
    revision: Revision,
    code: PartyCode,
    name: z.string(),
    kind: z.string(),
    names: z.record(z.string(), z.string()),
    notes: z.string().nullable(),
    members: z.array(z.strictObject({ code: PartyCode, since: When })),
    ahead: z
      .array(z.strictObject({ code: PartyCode, change: z.enum(['joins', 'leaves']), ...later }))
      .optional()
      .describe('Who joins or leaves later, as is known.'),
    changes: z
      .array(
        z.strictObject({
          change: z.enum(['renamed', 'merged', 'dissolved', 'succeeded']),
          effectiveAt: When,
          event: EventId,
          name: z.string().optional(),
          names: z.record(z.string(), z.string()).optional(),
          into: z.array(PartyCode).optional(),
        }),
      )
      .optional()
      .describe('What became of it, in effective order.'),
    formerNames: z
      .array(z.strictObject({ name: z.string(), until: When }))
      .optional()
      .describe('What it was called before.'),
    offices: z
      .array(
        z.strictObject({
          office: OfficeName,
          title: z.string(),
          titles: z.record(z.string(), z.string()).describe('By language tag.'),
          holders: z.array(z.strictObject({ ...holder, since: When })).describe('Who held it at that date.'),
          former: z.array(z.strictObject({ ...holder, since: When, until: When })),
          ahead: z
            .array(z.strictObject({ ...holder, change: z.enum(['takes', 'leaves']), ...later }))
            .optional()
            .describe('Who takes or leaves it later, as is known.'),
        }),
      )
      .describe('By their names. What is to name one from outside says KR/president.'),
  })
  .meta({ id: 'Party' });

const occasion = {
  revision: Revision,
  id: RecordName,
  title: z.string(),
  kind: z.string(),
  date: When,
  place: z.string().nullable(),
  partOf: RecordName.nullable(),
  participants: z.array(PartyCode),
  concerns: z.array(z.strictObject({ ...concern, answers: z.array(Reply) })),
};
const office = { party: PartyCode, office: OfficeName };

/** In a list, which leaves out what was said there. */
export const OccasionItem = z
  .strictObject({ ...occasion, offices: z.array(z.strictObject(office)) })
  .meta({ id: 'OccasionItem' });

const SaidThere = z
  .strictObject({
    commitment: CommitmentId,
    title: z.string(),
    kind: z.enum(KINDS),
    event: EventId,
    revision: Revision,
    type: z.string().describe('The event’s.'),
    act: z.string().nullable().describe('Of a speech act: agreed, reaffirmed and so on.'),
    effectiveAt: When.nullable(),
    by: z.array(z.string()).describe('Parties, offices such as KR/president, or others by their names.'),
    bearers: z.array(z.string()),
    addressees: z.array(z.string()),
    summary: z.string().nullable(),
    citations: z.array(Cited),
  })
  .meta({ id: 'SaidThere' });

export const OccasionAnswer = z
  .strictObject({
    ...occasion,
    offices: z
      .array(
        z.strictObject({
          ...office,
          title: z.string().nullable(),
          holders: z.array(z.strictObject({ ...holder, since: When })),
        }),
      )
      .describe('Those that took part, and who held them on its day.'),
    said: z.array(SaidThere).describe('What was said and done there, about any commitment, in effective order.'),
    complete: z
      .boolean()
      .describe('Whether that is all. Where it is not, /v1/commitments?occasion= lists every commitment.'),
  })
  .meta({ id: 'Occasion' });

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
export const KeptAnswer = z
  .strictObject({
    sha256: Hash,
    size: Decimal,
    repeated: z.boolean(),
    quote: z
      .discriminatedUnion('found', [
        z.strictObject({ found: z.literal('present'), at: z.int(), context: z.string() }),
        z.strictObject({ found: z.literal('absent') }),
        z.strictObject({ found: z.literal('unchecked'), why: z.string() }),
      ])
      .optional(),
  })
  .meta({ id: 'Kept' });
export const RedactionAnswer = z
  .strictObject({ sha256: Hash, reason: z.string(), redactedAt: Instant })
  .meta({ id: 'Redaction' });

export const SourceAnswer = z
  .strictObject({
    revision: Revision,
    id: RecordName,
    publisher: z.string(),
    party: PartyCode.nullable(),
    belongsTo: PartyCode.nullable().describe('The party the publisher belongs to, as its organ or its member.'),
    title: z.string(),
    address: z.string().nullable(),
    language: z.string(),
    published: When,
    sha256: z.string().nullable(),
    missing: z.string().nullable(),
    retracted: z.strictObject({ ...said, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Source' });

export const HistoryItem = z
  .strictObject({
    sequence: Decimal.describe('Its place in the journal.'),
    type: z.string(),
    id: EventId,
    revision: Decimal.describe('Its place in the record.'),
    effectiveAt: When.nullable(),
    recordedAt: Instant.describe('The journal’s clock.'),
    actor: z.string(),
    data: z.record(z.string(), z.json()),
    citations: z.array(Citation),
    corrects: Corrects,
    ...Corrected.shape,
  })
  .meta({ id: 'HistoryItem' });

export const RecordedAnswer = z
  .strictObject({
    id: z.string(),
    aggregate: z.enum(AGGREGATE_NAMES),
    stream: z.string(),
    revision: Revision,
    sequence: Decimal.nullable().describe('Of its last event. Null where this node does not have it yet (202).'),
    events: z.array(z.strictObject({ id: EventId, type: z.string() })),
    note: z.string().optional(),
  })
  .meta({ id: 'Recorded' });

export const ProblemAnswer = z
  .strictObject({
    type: z.string().describe('The address of the problem’s page on this server.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong this time, and what to do.'),
    code: z.enum(PROBLEM_CODES),
    instance: z.string().describe('This very occurrence, as it is named in the node’s log.'),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().describe('JSON Pointer into the body, or into query or headers by name.'),
          detail: z.string(),
          in: z.enum(['query', 'header']).optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const rebuilt = {
  projected: z.int().describe('Events it has folded so far.'),
  stored: z.int().describe('Events there were when it began.'),
};
export const RebuildAnswer = z
  .strictObject({
    state: z.enum(['none', 'running', 'done', 'failed']).describe('Of the last rebuild asked for since the start.'),
    projected: rebuilt.projected.optional(),
    stored: rebuilt.stored.optional(),
    reason: z.string().optional().describe('Why it failed; the models in use stay.'),
  })
  .meta({ id: 'Rebuild' });

export const ReadinessAnswer = z
  .strictObject({
    status: z.enum(['ready', 'not ready']),
    history: z
      .strictObject({ diverged: z.boolean(), reason: z.string().nullable() })
      .optional()
      .describe('Whether this node holds another history than its authority, or than what was signed.'),
    recording: z
      .strictObject({ ready: z.boolean(), reason: z.string().nullable() })
      .optional()
      .describe('Whether a command would be taken, and why not.'),
    journal: z
      .strictObject({
        sequence: z.string(),
        caughtUp: z.boolean(),
        complete: z.boolean().describe('Whether it ever reached the end of what the authority held.'),
        damaged: z
          .string()
          .nullable()
          .describe('Why its file is not what was written to it, and what to do; null where nothing was found.'),
      })
      .optional(),
    projections: z
      .array(
        z.strictObject({
          name: z.string(),
          state: z
            .enum(['catching-up', 'live', 'rebuilding', 'stalled', 'failed'])
            .describe('Stalled: its storage fails, and it is tried again. Failed: its file is damaged.'),
          cursor: z.string(),
          stored: z.int().describe('Events the journal holds.'),
          projected: z.int().describe('Events it has seen: one more than its cursor, or some are missing.'),
          rebuild: z.strictObject(rebuilt).optional().describe('While the models are built anew.'),
          reason: z.string().optional().describe('Why it is stalled or has failed.'),
        }),
      )
      .optional(),
    setAside: z
      .strictObject({
        records: z.int().describe('Records that have no answer, since an event of theirs cannot be folded.'),
        first: z
          .array(
            z.strictObject({
              stream: z.string(),
              sequence: z.string(),
              event: z.string(),
              type: z.string(),
              reason: z.string(),
            }),
          )
          .describe('The first few of them.'),
      })
      .optional(),
    store: z
      .strictObject({
        connected: z.boolean(),
        state: z.enum(['connecting', 'up', 'down', 'diverged']).describe('Of the link to the event store.'),
        lastError: z.string().nullable(),
        hint: z.string().nullable().describe('What to do, where that is known.'),
      })
      .optional(),
    log: z
      .strictObject({
        status: z.enum(['live', 'stopped']),
        size: Decimal.describe('Entries in its tree.'),
        signed: Decimal.nullable().describe('Entries under the checkpoint served.'),
        lastError: z.string().nullable(),
        withheld: z
          .boolean()
          .describe('Whether it has a key and signs nothing until an operator adopts the line it found.'),
        repaired: z.int().describe('Tiles found damaged and made again since the start.'),
      })
      .optional(),
  })
  .meta({ id: 'Readiness' });

export const listOf = (item: z.ZodType) => z.strictObject({ items: z.array(item) });
