// JSON-LD 1.1 with the terms of W3C PROV-O: who said what, where it was said, who recorded it and when, what replaced it.
// Names are URNs: the same statement has the same name on every server and in every export.
import { rulings } from '../../domain/corrections.ts';
import { PartyCode } from '../../domain/primitives.ts';
import type { HistoryRow } from './historyRow.ts';

type Node = Readonly<Record<string, unknown>>;

const link = { '@type': '@id' };
const instant = { '@type': 'xsd:dateTime' };

/** Every member not named here is a term of the ledger's own vocabulary. */
const CONTEXT = {
  '@version': 1.1,
  '@vocab': 'urn:concordat:term:',
  prov: 'http://www.w3.org/ns/prov#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  title: 'http://purl.org/dc/terms/title',
  data: { '@type': '@json' },
  effectiveAt: { '@type': '@json' },
  citations: { '@type': '@json' },
  state: { '@type': '@json' },
  about: link,
  generatedAtTime: { '@id': 'prov:generatedAtTime', ...instant },
  invalidatedAtTime: { '@id': 'prov:invalidatedAtTime', ...instant },
  endedAtTime: { '@id': 'prov:endedAtTime', ...instant },
  wasAttributedTo: { '@id': 'prov:wasAttributedTo', ...link },
  wasAssociatedWith: { '@id': 'prov:wasAssociatedWith', ...link },
  wasDerivedFrom: { '@id': 'prov:wasDerivedFrom', ...link },
  wasQuotedFrom: { '@id': 'prov:wasQuotedFrom', ...link },
  wasRevisionOf: { '@id': 'prov:wasRevisionOf', ...link },
  wasInvalidatedBy: { '@id': 'prov:wasInvalidatedBy', ...link },
  wasGeneratedBy: { '@id': 'prov:wasGeneratedBy', ...link },
} as const;

const urn = (kind: 'party' | 'speaker' | 'source' | 'actor' | 'recording', name: string): string =>
  `urn:concordat:${kind}:${encodeURIComponent(name)}`;
const eventUrn = (id: string): string => `urn:uuid:${id}`;
const recordingOf = (event: string): string => urn('recording', event);

export const jsonLd = (nodes: readonly string[]): string => `${GRAPH_BEGIN}${nodes.join(',\n')}${GRAPH_END}`;
/** A document in pieces, for what is written as it is read: begin, nodes with a comma between them, end. */
export const GRAPH_BEGIN = `{"@context":${JSON.stringify(CONTEXT)},"@graph":[\n`;
export const GRAPH_END = '\n]}\n';

/**
 * A commitment as it stands, and every statement it follows from.
 * @param text the commitment's answer @param history the texts of its history's items, up to the same clocks
 */
export function commitmentNodes(text: string, history: readonly string[]): string[] {
  const state = JSON.parse(text) as { readonly id: string; readonly kind: string; readonly title: string } & Node;
  const rows = history.map((item) => JSON.parse(item) as HistoryRow);
  const { parties = [] } = state as { parties?: readonly { readonly code: string; readonly role: string }[] };
  const committers = parties.filter(({ role }) => role === 'committer').map(({ code }) => urn('party', code));
  const commitment: Node = {
    '@id': eventUrn(state.id),
    '@type': ['prov:Entity', 'Commitment'],
    title: state.title,
    kind: state.kind,
    status: state.status,
    state,
    wasAttributedTo: committers,
    wasDerivedFrom: rows.map(({ id }) => eventUrn(id)),
    ...(rows[0] === undefined ? {} : { generatedAtTime: rows[0].recordedAt }),
    ...(state.status === 'void' ? { invalidatedAtTime: rows.at(-1)?.recordedAt } : {}),
  };
  return [JSON.stringify(commitment), ...statements(rows, rows)];
}

/** @param items of a page @param all of the history the page is of: a later item may correct an earlier one */
export function historyNodes(items: readonly string[], all: readonly string[]): string[] {
  const rows = all.map((item) => JSON.parse(item) as HistoryRow);
  const shown = new Set(items.map((item) => (JSON.parse(item) as HistoryRow).id));
  return statements(
    rows.filter(({ id }) => shown.has(id)),
    rows,
  );
}

function statements(rows: readonly HistoryRow[], all: readonly HistoryRow[]): string[] {
  const ruled = rulings(
    all.map(({ id, type, data, revision, recordedAt }) => ({
      ...{ id, type, data },
      revision: Number(revision),
      recordedAt: Date.parse(recordedAt),
    })),
  );
  return rows.flatMap((row) => {
    const by = ruled.get(row.id)?.by;
    return [statement(row, by), activity(row)].map((node) => JSON.stringify(node));
  });
}

/** Law: an event that was corrected stays, and says from when it no longer counted, and by what. */
function statement(row: HistoryRow, corrected: { readonly id: string; readonly recordedAt: number } | undefined): Node {
  const sources = unique(row.citations.map(({ source }) => urn('source', source)));
  const quoted = unique(row.citations.flatMap(({ source, as }) => (as === 'quoted' ? [urn('source', source)] : [])));
  return {
    '@id': eventUrn(row.id),
    '@type': ['prov:Entity', row.type],
    ...some('about', typeof row.data.commitment === 'string' ? [eventUrn(row.data.commitment)] : []),
    sequence: row.sequence,
    effectiveAt: row.effectiveAt,
    generatedAtTime: row.recordedAt,
    wasGeneratedBy: recordingOf(row.id),
    ...some('wasAttributedTo', speakersOf(row)),
    ...some('wasDerivedFrom', sources),
    ...some('wasQuotedFrom', quoted),
    ...(row.type === 'RecordCorrected' ? { wasRevisionOf: eventUrn(String(row.data.event)) } : {}),
    ...(corrected === undefined
      ? {}
      : {
          invalidatedAtTime: new Date(corrected.recordedAt).toISOString(),
          wasInvalidatedBy: recordingOf(corrected.id),
        }),
    citations: row.citations,
    data: row.data,
  };
}

/** Who recorded it, which is somebody else than who said it. */
const activity = ({ id, actor, recordedAt }: HistoryRow): Node => ({
  '@id': recordingOf(id),
  '@type': 'prov:Activity',
  endedAtTime: recordedAt,
  wasAssociatedWith: { '@id': urn('actor', actor), '@type': 'prov:Agent' },
});

const SPEAKING = ['party', 'by', 'reporter', 'assessor'] as const;

/** Those whose word it is: the parties of an act, who reports, assesses or objects, and whom a citation names. */
function speakersOf({ data, citations }: HistoryRow): string[] {
  const parties = Array.isArray(data.parties) ? (data.parties as (string | { readonly code: string })[]) : [];
  const named = SPEAKING.flatMap((name) => (typeof data[name] === 'string' ? [data[name]] : []));
  const speakers = citations.flatMap(({ speaker }) => (speaker === undefined ? [] : [speaker]));
  const codes = parties.map((party) => (typeof party === 'string' ? party : party.code));
  return unique([...codes, ...named, ...speakers].map(speakerUrn));
}

/** A party by its code; whoever is none, a spokesperson or a newspaper, by the name in the record. */
const speakerUrn = (name: string): string => urn(PartyCode.safeParse(name).success ? 'party' : 'speaker', name);

const unique = (names: readonly string[]): string[] => [...new Set(names)];
const some = (name: string, values: readonly string[]): Node => (values.length === 0 ? {} : { [name]: values });
