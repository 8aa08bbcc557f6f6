// The filters of `list` and `export`: as options, as a query, and against an answer.
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status, TIMELINESS, type Timeliness } from '../../domain/commitment/headline.ts';
import { TERMS } from '../../domain/commitment/payloads.ts';
import type { CommitmentFilter } from '../../projections/readModels.ts';
import type { Given, OptionSpecs } from '../command.ts';
import { UsageError } from '../failure.ts';
import { textOption } from '../options.ts';

export const FILTERS: OptionSpecs = {
  kind: { type: 'string', value: 'KIND', help: 'of this kind', choices: KINDS },
  status: { type: 'string', value: 'STATUS', help: 'with this headline', choices: STATUSES },
  party: { type: 'string', value: 'CODE', help: 'with a part for this party' },
  area: { type: 'string', value: 'AREA', help: 'in this area' },
  contested: {
    type: 'string',
    value: 'TERM',
    help: 'where this term is contested',
    choices: ['any', ...TERMS, 'delivery'],
  },
  occasion: { type: 'string', value: 'NAME', help: 'with something said at this occasion' },
  grouping: { type: 'string', value: 'CODE', help: 'with a part for a member this party had then' },
  timeliness: { type: 'string', value: 'WORD', help: 'how it stands to its deadline', choices: TIMELINESS },
  search: { type: 'string', value: 'WORDS', help: 'with all of these words; defen* finds what begins so' },
};

export function filterOf(given: Given): CommitmentFilter {
  const [kind, status, party, area, contested] = ['kind', 'status', 'party', 'area', 'contested'].map((name) =>
    textOption(given, name),
  );
  const [occasion, grouping, timeliness] = ['occasion', 'grouping', 'timeliness'].map((name) =>
    textOption(given, name),
  );
  const q = wordsOption(given);
  return {
    ...(kind === undefined ? {} : { kind: kind as Kind }),
    ...(status === undefined ? {} : { status: status as Status }),
    ...(party === undefined ? {} : { party }),
    ...(area === undefined ? {} : { area }),
    ...(contested === undefined ? {} : { contested: contested === 'any' ? true : contested }),
    ...(occasion === undefined ? {} : { occasion }),
    ...(grouping === undefined ? {} : { grouping }),
    ...(timeliness === undefined ? {} : { timeliness: timeliness as Timeliness }),
    ...(q === undefined ? {} : { q }),
  };
}

/** @throws UsageError */
function wordsOption(given: Given): string | undefined {
  const typed = textOption(given, 'search');
  if (typed === undefined || /[\p{L}\p{N}]/u.test(typed)) return typed;
  throw new UsageError(`--search takes words, and ${typed} has no letter and no digit`);
}
