// POST /v1/commands/<Name>: hands a command to the ledger, and answers once it is durable and, soon after, visible here.
// It decides nothing: whatever a command means is said in the domain.
import type { Response } from 'express';
import type { AggregateName } from '../domain/aggregates.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Recorded } from '../ledger/ledger.ts';
import { ModelsFailed } from '../projections/damage.ts';
import type { Queries, Tag } from '../projections/readModels.ts';
import { RecordSetAside } from '../projections/setAside.ts';
import { type CommandHeaders, commandHeaders, quotedKey } from './commandHeaders.ts';
import { namedAnswer } from './holders.ts';
import { readJsonBody } from './jsonBody.ts';
import type { Context, Handler } from './parts.ts';
import { withHints } from './partyHints.ts';
import { Problem } from './problem.ts';
import { takesNoParameters } from './records.ts';
import { whenVisible } from './visibility.ts';

/** Where each kind of record is read. */
const COLLECTIONS: Readonly<Record<AggregateName, string>> = {
  commitment: '/v1/commitments',
  party: '/v1/parties',
  occasion: '/v1/occasions',
  source: '/v1/sources',
};

const TAG: Readonly<Record<AggregateName, (queries: Queries, id: string, context: Context) => Tag | undefined>> = {
  commitment: (queries, id) => queries.commitment(id),
  party: (queries, id, context) => namedAnswer(context, queries.party(id)),
  // what was said there is put together of many records: too long for the thread that serves
  occasion: () => undefined,
  source: (queries, id) => queries.source(id),
};

export function takeCommand(context: Context): Handler {
  return async (req, res, actor) => {
    takesNoParameters(req);
    const headers = commandHeaders(req.headers);
    if (headers.recordedAt !== undefined) context.identify(req, 'administrator');
    const payload = await readJsonBody(req);
    const outcome = await context.ledger.execute({ name: req.params.name as string, payload, actor, ...headers });
    if (isRefusal(outcome)) throw Problem.ofRefusal(await withHints(context, res, outcome, payload));
    const { sequence, visible } = await whenVisible(context, outcome);
    answer(res, {
      recorded: outcome,
      headers,
      sequence,
      etag: visible ? etagOf(context, outcome) : bareEtag(outcome),
      visible,
    });
  };
}

interface Outcome {
  readonly recorded: Recorded;
  readonly headers: CommandHeaders;
  readonly sequence: number | undefined;
  readonly etag: string;
  readonly visible: boolean;
}

function answer(res: Response, { recorded, headers, sequence, etag, visible }: Outcome): void {
  const { aggregate, id, stream, revision, events, repeated } = recorded;
  const body = JSON.stringify({
    id,
    aggregate,
    stream,
    revision: String(revision),
    sequence: sequence === undefined ? null : String(sequence),
    events,
    ...(visible ? {} : { note: NOT_YET }),
  });
  res.writeHead(statusOf(recorded, visible), [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'Location',
    `${COLLECTIONS[aggregate]}/${encodeURIComponent(id)}`,
    'ETag',
    etag,
    'Idempotency-Key',
    quotedKey(headers.key),
    ...(repeated ? ['Idempotency-Replayed', 'true'] : []),
  ]);
  res.end(body);
}

const NOT_YET =
  'recorded durably, and not visible on this node yet: read with minSequence= of this sequence, or send the command again with its key to learn it';

/** Law: a repeated command is answered as it was, body and status: a header tells. The one that opened the record made something. */
function statusOf({ revision, events }: Recorded, visible: boolean): number {
  if (!visible) return 202;
  return revision === events.length - 1 ? 201 : 200;
}

/** Where others wrote in between, the caller has not seen what they wrote: the tag then names the caller's own revision. */
function etagOf(context: Context, recorded: Recorded): string {
  const { readModels } = context;
  const current = unlessUnread(() => TAG[recorded.aggregate](readModels.queries, recorded.id, context));
  return current?.revision === recorded.revision ? current.etag : bareEtag(recorded);
}

/** What was recorded is recorded, also where the record cannot be read. */
function unlessUnread(tag: () => Tag | undefined): Tag | undefined {
  try {
    return tag();
  } catch (error) {
    if (error instanceof RecordSetAside || error instanceof ModelsFailed) return undefined;
    throw error;
  }
}

const bareEtag = ({ revision }: Recorded): string => `"${revision}"`;
