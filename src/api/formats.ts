// The formats of an answer, by content negotiation: JSON, which is made already, and three that are made of its items.
import type { IncomingMessage } from 'node:http';
import { streamOf } from '../domain/aggregates.ts';
import { historyItems, inEffect } from '../journal/history.ts';
import type { Journal } from '../journal/journal.ts';
import { BYTE_ORDER_MARK } from '../projections/formats/csv.ts';
import { commitmentNodes, historyNodes, jsonLd } from '../projections/formats/jsonLd.ts';
import { COMMITMENT_TABLE, HISTORY_TABLE } from '../projections/formats/tables.ts';
import type { AsOf } from '../projections/readModels.ts';
import { listEtagOf, type Sent } from './answers.ts';
import { preferred } from './negotiation.ts';
import { Problem } from './problem.ts';

export const OTHER_FORMATS = ['text/csv', 'application/jsonl', 'application/ld+json'] as const;
const FORMATS = ['application/json', ...OTHER_FORMATS] as const;
type OtherFormat = (typeof OTHER_FORMATS)[number];
type Format = (typeof FORMATS)[number];

/** @param items JSON texts, as they stood at the clocks */
export type Writers = Readonly<Record<OtherFormat, (items: readonly string[], at: AsOf) => string>>;

/** What is offered in JSON alone is answered so, whatever is asked for. @throws Problem where Accept takes none of them */
export function formatFor(req: IncomingMessage, writers: Writers | undefined): Format {
  if (writers === undefined) return 'application/json';
  const format = preferred(req.headers.accept, FORMATS);
  if (format !== undefined) return format;
  throw new Problem('NOT_ACCEPTABLE', `this address answers in ${FORMATS.join(', ')}: name one of them in Accept`, {
    headers: { Vary: 'Accept' },
  });
}

/** The answer in the format asked for. Law: each has a tag of its own, with the record's revision in front where it has one. */
export function written(
  format: Format,
  json: Pick<Sent, 'body' | 'etag'>,
  write: (format: OtherFormat) => string,
  { bom }: { readonly bom?: 'true' | undefined } = {},
) {
  if (format === 'application/json') return json;
  const body = `${format === 'text/csv' && bom !== undefined ? BYTE_ORDER_MARK : ''}${write(format)}`;
  const [, revision = ''] = /^"(\d+-)?/.exec(json.etag) ?? [];
  return { body, etag: `"${revision}${listEtagOf(body).slice(1)}`, type: typeOf(format) };
}

/** As the type of an answer says it: RFC 4180 names the character set and the header line. */
const typeOf = (format: Format): string => (format === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : format);

const jsonLines = (items: readonly string[]): string => items.map((item) => `${item}\n`).join('');

export const commitmentWriters = (journal: Pick<Journal, 'readStream'>): Writers => ({
  'text/csv': (items) => [COMMITMENT_TABLE.header, ...items.map(COMMITMENT_TABLE.line)].join(''),
  'application/jsonl': jsonLines,
  'application/ld+json': (items, { asOf, sequence }) =>
    jsonLd(
      items.flatMap((item) => {
        const { id } = JSON.parse(item) as { readonly id: string };
        const entries = journal.readStream(streamOf('commitment', id), sequence);
        return commitmentNodes(item, historyItems(inEffect(entries, asOf), entries));
      }),
    ),
});

/** @param all the items of the whole history, of which a page is written */
export const historyWriters = (all: () => readonly string[]): Writers => ({
  'text/csv': (items) => [HISTORY_TABLE.header, ...items.map(HISTORY_TABLE.line)].join(''),
  'application/jsonl': jsonLines,
  'application/ld+json': (items) => jsonLd(historyNodes(items, all())),
});
