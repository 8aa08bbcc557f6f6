// The TimeMap of a commitment (RFC 7089, 5): every moment at which it came to be known differently, one an event.
import { streamOf } from '../domain/aggregates.ts';
import type { JournalEntry } from '../journal/journal.ts';
import { listEtagOf } from './answers.ts';
import { clocksFor } from './clocks.ts';
import { parametersOf, WaitingParameters } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { idIn, notOnRecord } from './records.ts';
import { ROUTES } from './routes.ts';

const LINK_FORMAT = 'application/link-format';

/** `/v1/commitments/{id}/timemap` */
export const timemapOf = (id: string): string => ROUTES.readTimeMap.path.replace(':id', encodeURIComponent(id));

export function readTimeMap(context: Context): Handler {
  return async (req, res) => {
    const asked = parametersOf(req, WaitingParameters);
    const clocks = await clocksFor(asked, context);
    const id = idIn(req, 'id');
    const entries = context.journal.readStream(streamOf('commitment', id), clocks.sequence);
    if (entries.length === 0) throw notOnRecord('commitment', id);
    const body = timemap(id, entries);
    context.sendAnswer(req, res, { body, etag: listEtagOf(body), clocks, type: LINK_FORMAT });
  };
}

/** Mementos are named by sequence: several events may share a second. */
function timemap(id: string, entries: readonly JournalEntry[]): string {
  const original = ROUTES.readCommitment.path.replace(':id', encodeURIComponent(id));
  const [first, last] = [entries[0], entries.at(-1)].map((entry) => datetimeOf(entry as JournalEntry));
  const mementos = entries.map((entry, index) => {
    const place = [...(index === 0 ? ['first'] : []), ...(index === entries.length - 1 ? ['last'] : []), 'memento'];
    return `<${original}?atSequence=${entry.sequence}>; rel="${place.join(' ')}"; datetime="${datetimeOf(entry)}"`;
  });
  return `${[
    `<${original}>; rel="original timegate"`,
    `<${timemapOf(id)}>; rel="self"; type="${LINK_FORMAT}"; from="${first}"; until="${last}"`,
    ...mementos,
  ].join(',\n')}\n`;
}

const datetimeOf = ({ clock }: JournalEntry): string => new Date(clock).toUTCString();
