// The commitments whose ids begin so: what a person types of an id, made whole. It tells ids of all that is on record now,
// since a name is no state, and nothing else of a commitment.
import { z } from 'zod';
import { CommitmentId } from '../domain/primitives.ts';
import { listEtagOf } from './answers.ts';
import { queriesFor } from './asking.ts';
import { clocksFor } from './clocks.ts';
import { listBody } from './lists.ts';
import { parametersOf, WaitingParameters } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { idIn } from './records.ts';

export const ShortIdAnswer = z
  .strictObject({
    id: CommitmentId,
    short: z.string().describe('The shortest beginning, of eight characters at least, that no other commitment has.'),
  })
  .meta({ id: 'ShortId' });

export function findIds(context: Context): Handler {
  return async (req, res) => {
    const clocks = await clocksFor(parametersOf(req, WaitingParameters), context);
    const starts = idIn(req, 'id').split(',');
    const found = await queriesFor(context.readModels, res).idsBeginning(starts);
    if (found.length === 0) throw nothingBegins(starts);
    const body = listBody(found.map((one) => JSON.stringify(one)));
    context.sendAnswer(req, res, { body, etag: listEtagOf(body), clocks });
  };
}

const nothingBegins = ([start = '']: readonly string[]): Problem =>
  new Problem(
    'NOT_ON_RECORD',
    `no commitment’s id begins with ${start.slice(0, 40)}: give at least its first eight characters, in lower case (four find it)`,
  );
