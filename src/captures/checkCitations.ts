// Every citation that stands in a ledger against the capture of its source: is what it quotes there?
// It reads the journal and the captures, and changes nothing.
import { recordOf, streamOf } from '../domain/aggregates.ts';
import { asCorrected } from '../domain/corrections.ts';
import type { Citation } from '../domain/primitives.ts';
import { readEvent } from '../domain/read.ts';
import { type SourceFact, sourceView } from '../domain/source/source.ts';
import { envelopeOf, type Journal, type JournalEntry } from '../journal/journal.ts';
import { BoundedMap } from '../support/boundedMap.ts';
import { CaptureError } from './captureError.ts';
import type { CaptureStore } from './captureStore.ts';
import { type QuoteFound, type Searchable, searchable } from './quote.ts';
import { isSha256 } from './sha256.ts';

/** What became of a citation: found or not, or the capture itself is redacted, missing or altered. */
export type Outcome = QuoteFound | { readonly found: 'redacted' | 'missing' | 'altered'; readonly why: string };

export interface CheckedCitation {
  readonly sequence: number;
  readonly event: string;
  /** the stream's record: `commitment-…` */
  readonly record: string;
  readonly source: string;
  readonly sha256: string;
  /** undefined where the citation quotes nothing: then only the capture was looked at */
  readonly quote: string | undefined;
  readonly outcome: Outcome;
}

/** Folded documents kept at hand, since neighbours in a history cite the same ones. */
const AT_HAND = 16;
const SOURCES_AT_HAND = 10_000;

/** @param upTo the last sequence looked at */
export async function* checkCitations(
  journal: Pick<Journal, 'readByStream' | 'readStream'>,
  captures: Pick<CaptureStore, 'get'>,
  upTo: number,
): AsyncGenerator<CheckedCitation, void, undefined> {
  const hashOf = hashesOf(journal, upTo);
  const search = searching(captures);
  for (const batch of journal.readByStream(upTo)) {
    for (const { sequence, event, record, citation } of citationsIn(batch)) {
      const sha256 = hashOf(citation.source);
      if (sha256 === undefined) continue;
      const outcome = await search(sha256, citation.quote);
      yield { sequence, event, record, source: citation.source, sha256, quote: citation.quote, outcome };
    }
  }
}

interface Cited {
  readonly sequence: number;
  readonly event: string;
  readonly record: string;
  readonly citation: Citation;
}

function* citationsIn(batch: readonly JournalEntry[]): Generator<Cited> {
  const entries = batch.map((entry) => ({ sequence: entry.sequence, envelope: envelopeOf(entry) }));
  for (const [record, own] of Map.groupBy(entries, ({ envelope }) => envelope.stream)) {
    if (recordOf(record)?.aggregate === 'source' || recordOf(record) === undefined) continue;
    const sequences = new Map(own.map(({ sequence, envelope }) => [envelope.id, sequence]));
    for (const { id, data } of asCorrected(own.map(({ envelope }) => readEvent(envelope)))) {
      const { citations = [] } = data as { readonly citations?: readonly Citation[] };
      for (const citation of citations) yield { sequence: sequences.get(id) ?? -1, event: id, record, citation };
    }
  }
}

/** The SHA-256 that a source has now, corrections counted; undefined where it has no capture. */
function hashesOf(journal: Pick<Journal, 'readStream'>, upTo: number): (source: string) => string | undefined {
  const known = new BoundedMap<string, { readonly sha256: string | undefined }>(SOURCES_AT_HAND);
  return (source) => {
    const before = known.get(source);
    if (before !== undefined) return before.sha256;
    const entries = journal.readStream(streamOf('source', source), upTo);
    const view = sourceView(entries.map((entry) => readEvent(envelopeOf(entry))) as readonly SourceFact[]);
    const sha256 = view?.sha256 ?? undefined;
    known.set(source, { sha256 });
    return sha256;
  };
}

type Ready = Searchable | { readonly unreadable: Outcome };

function searching(captures: Pick<CaptureStore, 'get'>): (sha256: string, quote?: string) => Promise<Outcome> {
  const atHand = new BoundedMap<string, Ready>(AT_HAND);
  return async (sha256, quote) => {
    const ready = atHand.get(sha256) ?? (await readyFor(captures, sha256));
    atHand.set(sha256, ready);
    if ('unreadable' in ready) return ready.unreadable;
    return quote === undefined ? { found: 'unchecked', why: 'it quotes nothing' } : ready.find(quote);
  };
}

const FOUND = { REDACTED: 'redacted', NOT_CAPTURED: 'missing', ALTERED: 'altered' } as const;

async function readyFor(captures: Pick<CaptureStore, 'get'>, sha256: string): Promise<Ready> {
  if (!isSha256(sha256)) return { unreadable: { found: 'missing', why: 'its hash is none' } };
  try {
    return searchable(await captures.get(sha256));
  } catch (error) {
    if (!(error instanceof CaptureError) || !Object.hasOwn(FOUND, error.code)) throw error;
    return { unreadable: { found: FOUND[error.code as keyof typeof FOUND], why: error.message } };
  }
}
