// "What changed between two dates": of one commitment, or of the whole ledger. (/v1/changes is the stream of what comes.)
import { streamOf } from '../domain/aggregates.ts';
import type { Page } from '../projections/readModels.ts';
import { listEtagOf } from './answers.ts';
import { queriesFor } from './asking.ts';
import { ChangesParameters } from './changesParameters.ts';
import { type Clocks, clocksFor } from './clocks.ts';
import { linksOf, listBody, paged } from './lists.ts';
import { askedThen, placed } from './memento.ts';
import { parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { idIn, notOnRecord } from './records.ts';

const DEFAULT_LIMIT = 50;

/** @param one whether the address names a commitment */
export function readChanges(context: Context, one: boolean): Handler {
  return async (req, res) => {
    const { from = 0, to: end, by = 'effective', ...given } = parametersOf(req, ChangesParameters);
    const asked = askedThen(req, given, context.clock());
    const clocks = await clocksFor(asked, context);
    const to = end ?? clocks.asOf;
    if (from > to) throw Problem.at('INVALID_PARAMETER', 'query', 'from', 'lies after the end: give an earlier one');
    const id = one ? idIn(req, 'id') : undefined;
    if (id !== undefined && context.journal.readStream(streamOf('commitment', id), clocks.sequence).length === 0) {
      throw notOnRecord('commitment', id);
    }
    const paging = { limit: asked.limit ?? DEFAULT_LIMIT, ...(asked.cursor && { cursor: asked.cursor }) };
    const range = { from, to, by, sequence: clocks.sequence, ...(id && { id }) };
    const queries = queriesFor(context.readModels, res);
    const page = await paged(() => queries.changes(range, paging));
    const shown = clocksOfPage(page, clocks, context);
    const body = listBody(page.items);
    const place = placed(req, { asked, clocks: shown, formats: false });
    const link = linksOf(page, place);
    context.sendAnswer(req, res, { body, etag: listEtagOf(body), clocks: shown, link, more: place.headers });
  };
}

/** A page that follows from another knows what that knew. */
const clocksOfPage = ({ at }: Page, clocks: Clocks, { frontier }: Context): Clocks =>
  at === undefined || at.sequence === clocks.sequence
    ? clocks
    : { ...clocks, sequence: at.sequence, knownAt: frontier.clockAt(at.sequence) };
