// What the query part of an address may say: one schema an address, for parsing it and for describing it.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { BASES } from '../domain/commitment/basis.ts';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { CONTESTABLE, DELIVERY, RELATIONS, Verdict } from '../domain/commitment/payloads.ts';
import { STAGES } from '../domain/commitment/verdicts.ts';
import { Area, CommitmentId, PartyCode, RecordName, text } from '../domain/primitives.ts';
import { askedInstant, bounds } from '../domain/time.ts';
import { worded } from '../domain/wording.ts';
import { type CommitmentFilter, FACETS, SORTS } from '../projections/readModels.ts';
import { type Fault, Problem } from './problem.ts';

const Sequence = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})$/, 'is not a sequence: give a decimal number from 0')
  .transform(Number);

const Size = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'is not the size of a tree: give a decimal number from 1')
  .transform(Number);

const AskedDate = z
  .string()
  .max(40)
  .refine((text) => askedInstant(text) !== undefined, {
    error:
      'is not a date: give a day 2025-05-01 (it means the end of that day, UTC) or an instant 2025-05-01T12:00:00Z',
  })
  .transform((text) => askedInstant(text) as number)
  .meta({ examples: ['2025-05-01', '2025-05-01T12:00:00Z'] });

/** The same, meaning the start of that day. */
const AskedStart = z
  .string()
  .max(40)
  .refine((text) => askedInstant(text) !== undefined, {
    error: 'is not a date: give a day 2025-05-01 (it means its start, UTC) or an instant 2025-05-01T12:00:00Z',
  })
  .transform((text) => bounds(text).start as number)
  .meta({ examples: ['2025-05-01', '2025-05-01T12:00:00Z'] });

export const MAX_LIMIT = 500;
const Limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, `is not a number from 1 to ${MAX_LIMIT}`)
  .transform(Number)
  .refine((limit) => limit <= MAX_LIMIT, { error: `is not a number from 1 to ${MAX_LIMIT}` });

const Month = z
  .string()
  .max(10)
  .regex(/^\d{4,}-(?:0[1-9]|1[0-2])$/, 'is no month: give one such as 2025-06');

const waiting = {
  minSequence: Sequence.optional().describe(
    'Wait, a moment at most, until this node has this sequence: the one a command’s answer gave.',
  ),
};
const clocks = {
  asOf: AskedDate.optional().describe('The effective clock: what was the case at this date.'),
  knownAt: AskedDate.optional().describe(
    'The recorded clock: with what the ledger knew at this date. Without asOf both clocks stand there.',
  ),
  atSequence: Sequence.optional().describe('The recorded clock, exactly: with what was known up to this sequence.'),
};
const paging = {
  limit: Limit.optional().describe(`At most so many items, up to ${MAX_LIMIT}.`),
  cursor: z.string().min(1).max(500).optional().describe('Opaque: follow the links of an answer’s Link header.'),
};
const bom = z
  .literal('true')
  .optional()
  .describe('Begin CSV with a byte-order mark, for spreadsheets that ask for one.');

export const WaitingParameters = z.strictObject(waiting);
export const RecordParameters = z.strictObject({ ...clocks, ...waiting });
export type RecordParameters = z.infer<typeof RecordParameters>;
export const HistoryParameters = z.strictObject({ ...clocks, ...paging, ...waiting, bom });
export type HistoryParameters = z.infer<typeof HistoryParameters>;
export const ListParameters = z.strictObject({ ...paging, ...clocks, ...waiting });
const filters = {
  kind: z.enum(KINDS).optional().describe('Of this kind only.'),
  status: z.enum(STATUSES).optional().describe('With this headline only.'),
  party: PartyCode.optional().describe('With a part for this party only.'),
  owedBy: PartyCode.optional().describe('Owed by this party, as a committer, only.'),
  area: Area.optional().describe('In this area only.'),
  delivery: z.enum(DELIVERY).optional().describe('With this level of delivery only.'),
  basis: z
    .enum(BASES)
    .optional()
    .describe('Where delivery rests on this account only: own is the account of those who owe it, and no other.'),
  verdict: Verdict.optional().describe('With this verdict, which rules, by some assessor on some party.'),
  stage: z.enum(STAGES).optional().describe('With a verdict of this stage that rules.'),
  assessor: text(120).optional().describe('Assessed by this assessor.'),
  openedIn: Month.optional().describe('First on record as of this month.'),
  agreedIn: Month.optional().describe('First agreed in this month.'),
  deliveredIn: Month.optional().describe('First delivered in this month.'),
  endedIn: Month.optional().describe('First superseded, withdrawn or lapsed in this month.'),
  contested: z
    .enum(['true', ...CONTESTABLE])
    .transform((term) => (term === 'true' ? true : term))
    .optional()
    .describe('Where this term is contested, or any at all: true.'),
  occasion: RecordName.optional().describe('With an act or a fact in effect that was said at this occasion.'),
  speaker: text(120)
    .optional()
    .describe(
      'With a citation that gives this speaker: a party’s code, an office such as KR/president, or words as written.',
    ),
  grouping: PartyCode.optional().describe('With a part for a member of this party: the members it had then.'),
  linkedTo: CommitmentId.optional().describe(
    'With a link to this commitment: what says that it is part of it, and so on.',
  ),
  relation: z
    .enum(RELATIONS)
    .optional()
    .describe('With a link in this relation: to the commitment that linkedTo names, or to any.'),
  timeliness: z.enum(TIMELINESS).optional().describe('With this timeliness: overdue, due, upcoming and so on.'),
  dueBefore: AskedStart.optional().describe('With a deadline whose last day is before this date, and not delivered.'),
  dueAfter: AskedStart.optional().describe('With a deadline whose last day is this date or later, and not delivered.'),
  changedFrom: AskedStart.optional().describe('Where what is the case has been so since this date or a later one.'),
  changedTo: AskedDate.optional().describe('Where what is the case has been so since this date or an earlier one.'),
  q: z
    .string()
    .max(200)
    .refine((typed) => /[\p{L}\p{N}]/u.test(typed), { error: 'has no word: give letters or digits' })
    .optional()
    .describe(
      'With all of these words, accents and case aside, also in names of its parties and titles of its sources; `defen*` finds what begins so. In the order of opening, the last one first, unless sort says another.',
    ),
};
export const CommitmentsParameters = z.strictObject({
  ...filters,
  sort: z
    .enum(SORTS)
    .optional()
    .describe(
      'By when what is the case began (effective), when it was first recorded, or its deadline; newest first with -. ' +
        'By deadline, what has none is left out.',
    ),
  ...ListParameters.shape,
  bom,
});

/** What a list of commitments is filtered by, of all that its address says. */
export const filterOf = (asked: Record<string, unknown>): CommitmentFilter =>
  Object.fromEntries(Object.entries(asked).filter(([name, value]) => name in filters && value !== undefined));

const FACETS_LIST = `names of facets with commas between: ${FACETS.join(', ')}`;
export const FacetsParameters = z.strictObject({
  facets: z
    .string()
    .max(100)
    .transform((list) => [...new Set(list.split(','))])
    .pipe(z.array(z.enum(FACETS, { error: `is no list of facets: give ${FACETS_LIST}` })))
    .optional()
    .describe(`What matches are counted by: ${FACETS_LIST}. All of them where absent.`),
  ...filters,
  ...RecordParameters.shape,
});
const { kind, party, area } = filters;
/** Counts are kept for everything and for one kind, party or area; what is asked of several is counted by facets. */
export const StatisticsParameters = z
  .strictObject({ kind, party, area, ...RecordParameters.shape })
  .superRefine((asked, context) => {
    const given = (['kind', 'party', 'area'] as const).filter((name) => asked[name] !== undefined);
    for (const name of given.slice(1)) {
      const message = `is one filter too many: statistics take one of kind, party and area; /v1/commitments/facets takes several`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

export const AddCaptureParameters = z.strictObject({
  quote: text(500).optional().describe('Say whether this occurs in the document, its setting folded.'),
});
export const RedactCaptureParameters = z.strictObject({
  reason: text(500).describe('Why the document is removed: kept in its place, so no personal data.'),
});
export const HoldersParameters = z.strictObject(paging);
export const EraseHolderParameters = z.strictObject({
  reason: text(500).describe('Why the name is erased: kept in its place, so no personal data.'),
});
export const ConsistencyParameters = z.strictObject({
  from: Size.describe('The size of the older tree: of a checkpoint you kept.'),
  to: Size.optional().describe('The size of the newer tree; that of the current checkpoint where absent.'),
});
export const BundleParameters = z.strictObject({
  from: Size.optional().describe(
    'The size of a checkpoint you kept: the bundle then shows that its own checkpoint continues it.',
  ),
});
export const NoParameters = z.strictObject({});

/** @throws Problem naming every parameter at fault */
export function parametersOf<Schema extends z.ZodObject>(req: IncomingMessage, schema: Schema): z.infer<Schema> {
  const given = queryOf(req);
  const repeated = [...new Set(given.keys())].filter((name) => given.getAll(name).length > 1);
  if (repeated.length > 0) throw invalid(repeated.map((name) => fault(name, 'is given more than once: give it once')));
  const parsed = schema.safeParse(Object.fromEntries(given), { error: worded });
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape);
  throw invalid(parsed.error.issues.flatMap((issue) => faultsOf(issue, known)));
}

/** The query part of an address as it was sent. */
export function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

function faultsOf(issue: z.core.$ZodIssue, known: readonly string[]): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [fault(String(issue.path[0]), issue.message)];
  const hint = known.length === 0 ? 'this address takes none' : `this address takes ${known.join(', ')}`;
  return issue.keys.map((name) => fault(name, `is no parameter here: ${hint}`));
}

const fault = (name: string, detail: string): Fault => ({
  pointer: `/${name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`,
  in: 'query',
  detail,
});

const invalid = (errors: readonly Fault[]): Problem =>
  new Problem('INVALID_PARAMETER', errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; '), {
    errors,
  });
