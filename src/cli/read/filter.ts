// The filters of `list` and `export`: as options, as a query, and against an answer.
import { KINDS } from '../../domain/commitment/acts.ts';
import { BASES } from '../../domain/commitment/basis.ts';
import { STATUSES, TIMELINESS } from '../../domain/commitment/headline.ts';
import { CONTESTABLE, DELIVERY, RELATIONS } from '../../domain/commitment/payloads.ts';
import { askedInstant, bounds } from '../../domain/time.ts';
import type { CommitmentFilter } from '../../projections/readModels.ts';
import type { Given, OptionSpecs } from '../command.ts';
import { UsageError } from '../failure.ts';
import { textOption } from '../options.ts';

export const FILTERS: OptionSpecs = {
  kind: { type: 'string', value: 'KIND', help: 'of this kind', choices: KINDS },
  status: { type: 'string', value: 'STATUS', help: 'with this headline', choices: STATUSES },
  party: { type: 'string', value: 'CODE', help: 'with a part for this party' },
  'owed-by': { type: 'string', value: 'CODE', help: 'owed by this party' },
  area: { type: 'string', value: 'AREA', help: 'in this area' },
  delivery: { type: 'string', value: 'LEVEL', help: 'with this level of delivery', choices: DELIVERY },
  basis: { type: 'string', value: 'BASIS', help: 'where delivery rests on this account alone', choices: BASES },
  contested: {
    type: 'string',
    value: 'TERM',
    help: 'where this term is contested',
    choices: ['any', ...CONTESTABLE],
  },
  occasion: { type: 'string', value: 'NAME', help: 'with something said at this occasion' },
  speaker: { type: 'string', value: 'WHO', help: 'with words of this speaker: KR, KR/president, or as it was written' },
  grouping: { type: 'string', value: 'CODE', help: 'with a part for a member this party had then' },
  'linked-to': { type: 'string', value: 'ID', help: 'with a link to this commitment' },
  relation: { type: 'string', value: 'RELATION', help: 'with a link in this relation', choices: RELATIONS },
  timeliness: { type: 'string', value: 'WORD', help: 'how it stands to its deadline', choices: TIMELINESS },
  'due-after': { type: 'string', value: 'DATE', help: 'not delivered, and its last day is that date or later' },
  'due-before': { type: 'string', value: 'DATE', help: 'not delivered, and its last day is before that date' },
  search: { type: 'string', value: 'WORDS', help: 'with all of these words; defen* finds what begins so' },
};

/** What a filter takes as it was typed. */
const TYPED = [
  'kind',
  'status',
  'party',
  'area',
  'delivery',
  'basis',
  'occasion',
  'speaker',
  'grouping',
  'relation',
  'timeliness',
] as const;

/** @throws UsageError */
export function filterOf(given: Given): CommitmentFilter {
  const contested = textOption(given, 'contested');
  const filter = {
    ...Object.fromEntries(TYPED.map((name) => [name, textOption(given, name)])),
    owedBy: textOption(given, 'owed-by'),
    contested: contested === 'any' ? true : contested,
    linkedTo: textOption(given, 'linked-to'),
    dueAfter: dayOption(given, 'due-after'),
    dueBefore: dayOption(given, 'due-before'),
    q: wordsOption(given),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The start of a date. @throws UsageError */
function dayOption(given: Given, name: string): number | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  if (askedInstant(text) !== undefined) return bounds(text).start;
  throw new UsageError(`--${name} is a date such as 2025-07-01, not ${text}`);
}

/** @throws UsageError */
function wordsOption(given: Given): string | undefined {
  const typed = textOption(given, 'search');
  if (typed === undefined || /[\p{L}\p{N}]/u.test(typed)) return typed;
  throw new UsageError(`--search takes words, and ${typed} has no letter and no digit`);
}
