// The filters of `list` and `export`: as options, as a query, and against an answer.
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status } from '../../domain/commitment/headline.ts';
import { TERMS } from '../../domain/commitment/payloads.ts';
import type { CommitmentFilter } from '../../projections/readModels.ts';
import type { Given, OptionSpecs } from '../command.ts';
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
};

export function filterOf(given: Given): CommitmentFilter {
  const [kind, status, party, area, contested] = ['kind', 'status', 'party', 'area', 'contested'].map((name) =>
    textOption(given, name),
  );
  return {
    ...(kind === undefined ? {} : { kind: kind as Kind }),
    ...(status === undefined ? {} : { status: status as Status }),
    ...(party === undefined ? {} : { party }),
    ...(area === undefined ? {} : { area }),
    ...(contested === undefined ? {} : { contested: contested === 'any' ? true : contested }),
  };
}
