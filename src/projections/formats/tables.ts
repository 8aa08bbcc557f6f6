// What commitments and histories are in flat columns: the main things, for spreadsheets. The rest is in the JSON.
import type { CommitmentView } from '../../domain/commitment/present.ts';
import { csvLine } from './csv.ts';
import type { HistoryRow } from './historyRow.ts';

type Commitment = CommitmentView & { readonly revision: string };
type Columns<Row> = readonly (readonly [name: string, cell: (row: Row) => string])[];

const when = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

/** Several values in one cell are separated by spaces: codes, areas and terms hold none. */
const COMMITMENT: Columns<Commitment> = [
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['title', ({ title }) => title],
  ['status', ({ status }) => status],
  ['parties', ({ parties }) => parties.map(({ code }) => code).join(' ')],
  ['areas', ({ areas }) => areas.join(' ')],
  ['strongest_act', ({ act }) => act.strongest?.act ?? ''],
  ['latest_act', ({ act }) => act.latest?.act ?? ''],
  ['latest_act_effective', ({ act }) => when(act.latest?.effectiveAt ?? null)],
  ['delivery', ({ delivery }) => delivery.level],
  ['basis', ({ delivery }) => delivery.basis],
  ['timeliness', ({ timeliness }) => timeliness],
  ['deadline', ({ deadline }) => when(deadline?.current ?? null)],
  ['deadline_firmness', ({ deadline }) => deadline?.firmness ?? ''],
  ['contested', ({ contested }) => contested.join(' ')],
  ['revision', ({ revision }) => revision],
];

const HISTORY: Columns<HistoryRow> = [
  ['sequence', ({ sequence }) => sequence],
  ['type', ({ type }) => type],
  ['effective_at', ({ effectiveAt }) => when(effectiveAt)],
  ['recorded_at', ({ recordedAt }) => recordedAt],
  ['actor', ({ actor }) => actor],
  ['sources', ({ citations }) => [...new Set(citations.map(({ source }) => source))].join(' ')],
  ['event', ({ id }) => id],
  ['revision', ({ revision }) => revision],
  ['data', ({ data }) => JSON.stringify(data)],
  ['corrects', ({ corrects }) => corrects?.event ?? ''],
  ['corrected_by', ({ correctedBy }) => correctedBy?.event ?? ''],
  ['voided_by', ({ voidedBy }) => voidedBy?.event ?? ''],
];

interface Table {
  readonly header: string;
  /** @param text an answer's JSON */
  readonly line: (text: string) => string;
}

const tableOf = <Row>(columns: Columns<Row>): Table => ({
  header: csvLine(columns.map(([name]) => name)),
  line: (text) => {
    const row = JSON.parse(text) as Row;
    return csvLine(columns.map(([, cell]) => cell(row)));
  },
});

export const COMMITMENT_TABLE = tableOf(COMMITMENT);
export const HISTORY_TABLE = tableOf(HISTORY);
