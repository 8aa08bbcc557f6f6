// `replay`: folds the whole history afresh and compares what it says with the read models, record by record,
// in every stretch of time; or, up to a point, prints the state there. It writes no ledger, and may run beside a server.
import type { Journal } from '../../journal/journal.ts';
import { type ModelsReader, openModelsReader } from '../../projections/modelsFile.ts';
import { parsed } from '../../projections/projection.ts';
import type { SetAside } from '../../projections/setAside.ts';
import type { CommandSpec, Context } from '../command.ts';
import { UsageError } from '../failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION } from '../options.ts';
import { progressOn } from '../progress.ts';
import { folderOf, openJournal, type Reach, reachOf } from '../read/localReader.ts';
import { oneLine } from '../text/plain.ts';
import { compareRows } from './compareRows.ts';
import { type Difference, firstDifference } from './difference.ts';
import { type Expected, foldRecord } from './fold.ts';
import { printState, STATE } from './printState.ts';
import { UNTIL, untilOf } from './until.ts';

export const replayCommand: CommandSpec = {
  name: 'replay',
  summary: 'Fold the whole history afresh, and compare it with the read models; or print the state at a point.',
  takes: '',
  positionals: [0, 0],
  options: { ...UNTIL, ...STATE, ...JSON_OPTION, ...DATA_DIR },
  details:
    'Says how much was compared, or prints the first difference and exits with 1; rebuild makes the models anew.\n' +
    'With --until-… it prints every commitment there and the SHA-256 of the whole state (docs/guides/auditing.md).',
  run,
};

async function run(context: Context): Promise<number> {
  const until = untilOf(context);
  if (until === undefined && isGiven(context, 'state')) throw new UsageError('--state goes with one of --until-…');
  const journal = openJournal(context.config());
  try {
    return await (until === undefined ? compareModels(context, journal) : printState(context, journal, until));
  } finally {
    journal.close();
  }
}

interface Found extends Difference {
  readonly record: string;
  /** where on the effective clock; null where the record has but one answer */
  readonly asOf: string | null;
}

interface Compared {
  records: number;
  answers: number;
  difference: Found | undefined;
}

async function compareModels(context: Context, journal: Journal): Promise<number> {
  const dataDir = folderOf(context.config());
  // what the rows say is compared, whether or not it is what was written
  const models = openModelsReader(dataDir, journal, context.clock, true);
  try {
    const { sequence, models: reached } = reachOf(dataDir);
    const aside = models.asides.all();
    const compared = await compare(context, {
      journal,
      models,
      upTo: sequence,
      aside: new Map(aside.map((one) => [one.stream, one])),
    });
    if (compared.difference === undefined && sequence === journal.head().sequence) {
      compared.difference = await differenceInRows(context, journal);
    }
    await tell(context, compared, { upTo: sequence, head: journal.head().sequence, aside, models: reached });
    return compared.difference === undefined && aside.length === 0 && reached.every(isComplete) ? 0 : 1;
  } finally {
    models.close();
  }
}

/** Answers as of now are equal: what they do not show is compared row by row, where the models have all there is. */
async function differenceInRows(context: Context, journal: Journal): Promise<Found | undefined> {
  const progress = progressOn(context.io, context.clock);
  const found = await compareRows({
    dataDir: folderOf(context.config()),
    journal,
    clock: context.clock,
    onProgress: (built, stored) => progress.at(built, stored, 'of the history built anew, to compare its rows'),
  });
  progress.end();
  return (
    found && { record: `a row of ${found.table}`, asOf: null, pointer: '', history: found.history, model: found.model }
  );
}

interface Parts {
  readonly journal: Journal;
  readonly models: ModelsReader;
  /** what the models have: what came later is not theirs to know yet */
  readonly upTo: number;
  /** by stream: of these there is no answer to compare as from an event on */
  readonly aside: ReadonlyMap<string, SetAside>;
}

const PAGE = 1_000;

/** Each record is folded where its first event stands: memory holds one record at a time. */
async function compare(context: Context, { journal, models, upTo, aside }: Parts): Promise<Compared> {
  const compared: Compared = { records: 0, answers: 0, difference: undefined };
  const progress = progressOn(context.io, context.clock);
  for (let after = -1; after < upTo && compared.difference === undefined; ) {
    const entries = journal.read(after, Math.min(PAGE, upTo - after));
    for (const { envelope } of entries.map(parsed)) {
      if (envelope.revision === '0') compareRecord(envelope.stream, compared, { journal, models, upTo, aside });
      if (compared.difference !== undefined) break;
    }
    after = entries.at(-1)?.sequence ?? upTo;
    progress.at(after + 1, upTo + 1, `${compared.records} records compared`);
    await new Promise(setImmediate);
  }
  progress.end();
  return compared;
}

function compareRecord(stream: string, compared: Compared, { journal, models, upTo, aside }: Parts): void {
  if (aside.has(stream)) return;
  compared.records++;
  for (const expected of foldRecord(journal, stream, upTo)) {
    const body = answerOf(models, expected, upTo);
    const answered = body === undefined ? undefined : ownRecord(expected.kind, JSON.parse(body));
    const difference = firstDifference(asJson(expected.view), answered);
    compared.answers++;
    if (difference === undefined) continue;
    const asOf = expected.asOf === undefined ? null : new Date(expected.asOf).toISOString();
    compared.difference = { ...difference, record: stream, asOf };
    return;
  }
}

/** What others say is theirs: it is compared with their own records. */
const answerOf = (models: ModelsReader, { kind, id, asOf }: Expected, sequence: number): string | undefined =>
  kind === 'commitment' ? models.own(id, { asOf: asOf ?? 0, sequence })?.body : models[kind](id)?.body;

/** An occasion's answer also tells of other records, which are compared by themselves, and by what finds them: the facets. */
function ownRecord(kind: Expected['kind'], answer: OccasionAnswer): unknown {
  if (kind !== 'occasion') return answer;
  const { said: _, complete: __, offices = [], ...own } = answer;
  return { ...own, offices: offices.map(({ party, office }) => ({ party, office })) };
}
interface OccasionAnswer {
  readonly said?: unknown;
  readonly complete?: unknown;
  readonly offices?: readonly { readonly party: string; readonly office: string }[];
}

const asJson = (view: object | undefined): unknown =>
  view === undefined ? undefined : JSON.parse(JSON.stringify(view));

interface Reached extends Pick<Reach, 'models'> {
  readonly aside: readonly SetAside[];
  readonly upTo: number;
  readonly head: number;
}

const isComplete = ({ stored, projected }: Reach['models'][number]): boolean => stored === projected;

async function tell(context: Context, { records, answers, difference }: Compared, reached: Reached): Promise<void> {
  const { upTo, head, aside, models } = reached;
  const events = upTo + 1;
  if (isGiven(context, 'json')) {
    const result = { equal: difference === undefined, events, records, answers, behind: head - upTo, models };
    await context.io.out(`${JSON.stringify({ ...result, setAside: aside, difference: difference ?? null })}\n`);
    return;
  }
  for (const { stream, event, type, sequence, reason } of aside) {
    const what = `its event ${event}, a ${type} at sequence ${sequence}, cannot be folded: ${reason}`;
    context.io.err(`${oneLine(stream)} is set aside: ${oneLine(what)}\n`);
  }
  if (head > upTo)
    context.io.err(`the read models are ${head - upTo} event(s) behind the journal; those are not compared\n`);
  for (const { name, stored, projected } of models.filter((model) => !isComplete(model)))
    context.io.err(
      `the model ${name} counted ${projected} of the ${stored} events stored: concordat rebuild makes it anew\n`,
    );
  await context.io.out(difference === undefined ? `${equal(events, records, answers)}\n` : differenceText(difference));
}

const equal = (events: number, records: number, answers: number): string =>
  `the read models equal the history: ${events} events, ${records} records, ${answers} answers compared`;

const differenceText = ({ record, asOf, pointer, history, model }: Found): string =>
  `the read models differ from the history at ${record}${asOf === null ? '' : ` as of ${asOf}`}${pointer === '' ? '' : `, ${pointer}`}
  history: ${shown(history)}
  models:  ${shown(model)}
concordat rebuild makes the models anew from the history
`;

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : oneLine(JSON.stringify(value).slice(0, 500));
