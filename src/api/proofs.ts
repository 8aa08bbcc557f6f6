// What an auditor takes home of single records: an event's own bytes, the proof that they are in the log,
// and the whole history of a commitment in one file.
import { makeBundle } from '../audit/bundle/makeBundle.ts';
import type { Served } from '../audit/log/logReader.ts';
import { streamOf } from '../domain/aggregates.ts';
import { EventId } from '../domain/primitives.ts';
import type { JournalEntry } from '../journal/journal.ts';
import { logOf, sendLogAnswer, whenCovered } from './logAnswers.ts';
import { BundleParameters, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { idIn, notOnRecord, takesNoParameters } from './records.ts';
import type { RouteName } from './routes.ts';

export function proofs(context: Context) {
  const shared = context.apiKeys === undefined;
  return {
    readEvent: (req, res) => {
      takesNoParameters(req);
      const { sequence, text } = eventOf(context, idIn(req, 'id'));
      const served: Served = { bytes: Buffer.from(text), type: 'application/json', cache: 'immutable' };
      sendLogAnswer(req, res, { served, shared, headers: { 'Concordat-Sequence': String(sequence) } });
    },
    proveEvent: async (req, res) => {
      takesNoParameters(req);
      const { sequence } = eventOf(context, idIn(req, 'id'));
      await whenCovered(context, sequence);
      const { reader } = logOf(context);
      const asJson = req.accepts(['text/plain', 'application/json']) === 'application/json';
      const served = asJson ? reader.inclusionProof(sequence) : reader.proofFile(sequence);
      sendLogAnswer(req, res, { served, shared, headers: { Vary: 'Accept', 'Concordat-Sequence': String(sequence) } });
    },
    readBundle: async (req, res) => {
      const { from } = parametersOf(req, BundleParameters);
      sendLogAnswer(req, res, { served: await bundleOf(context, idIn(req, 'id'), from), shared });
    },
  } satisfies Partial<Record<RouteName, Handler>>;
}

function eventOf({ journal }: Context, id: string): JournalEntry {
  const entry = EventId.safeParse(id).success ? journal.find(id) : undefined;
  if (entry === undefined) throw notOnRecord('event', id);
  return entry;
}

/** Law: the file holds all that was on record when it was asked for. */
async function bundleOf(context: Context, id: string, from: number | undefined): Promise<Served> {
  const last = context.journal.readStream(streamOf('commitment', id)).at(-1);
  if (last === undefined) throw notOnRecord('commitment', id);
  await whenCovered(context, last.sequence);
  const bundle = makeBundle({ journal: context.journal, log: logOf(context).reader }, id, from);
  return { bytes: Buffer.from(JSON.stringify(bundle)), type: 'application/json', cache: SECONDS };
}

/** As long as a checkpoint is kept by caches. */
const SECONDS = 2;
