// The entries that came between two checkpoints, told in the order of the journal, and only after they were verified.
import type { VerifiedCheckpoint } from '../../audit/note/checkpoint.ts';
import { parseEntryBundle } from '../../audit/tiles/entryBundle.ts';
import { parseTilePath, TILE_WIDTH } from '../../audit/tiles/tilePath.ts';
import type { FetchPath } from '../../audit/verify/remoteTiles.ts';
import type { VerifyReport } from '../../audit/verify/report.ts';
import { verifyJournal } from '../../audit/verify/verifyJournal.ts';
import { verifyRemote } from '../../audit/verify/verifyRemote.ts';
import { type Envelope, parseEnvelope } from '../../domain/envelope.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Progress } from '../progress.ts';
import type { Trust } from './trust.ts';
import { upTo } from './verifyDataDir.ts';

export interface Pair {
  readonly older: VerifiedCheckpoint;
  /** as large or larger */
  readonly newer: VerifiedCheckpoint;
}

export interface Between {
  readonly report: VerifyReport;
  /** read once, after `report` had no fault */
  readonly entries: () => Iterable<EntryLine>;
}

export interface EntryLine {
  readonly sequence: string;
  readonly type: string;
  /** the stream: a commitment's, a party's, an occasion's or a source's */
  readonly record: string;
  /** as the entry itself says, which is what was signed */
  readonly recordedAt: string;
}

const PAGE = 1_000;

/** Every entry of the journal is hashed up to the newer checkpoint, and must give both roots on the way. */
export async function betweenInJournal(journal: Journal, { older, newer }: Pair, progress: Progress): Promise<Between> {
  const within = upTo(journal, newer.size - 1);
  const onProgress = (entries: number) =>
    progress.at(entries, newer.size, `${entries} of ${newer.size} entries hashed`);
  const report = await verifyJournal({ journal: within, checkpoints: [older, newer], onProgress });
  return { report, entries: () => lines(within, older.size) };
}

function* lines(journal: Pick<Journal, 'read'>, from: number): Generator<EntryLine, void, undefined> {
  for (let after = from - 1; ; ) {
    const entries = journal.read(after, PAGE);
    for (const { sequence, text } of entries) yield lineOf(sequence, parseEnvelope(text));
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

/**
 * From the public paths of a log, as if it showed the newer checkpoint now. Its lines are kept until all is verified,
 * since a server may answer otherwise when it is asked again.
 */
export async function betweenOnServer(
  fetch: FetchPath,
  { older, newer }: Pair,
  trust: Trust,
  progress: Progress,
): Promise<Between> {
  const bundles = new Map<number, Uint8Array>();
  const total = newer.size - older.size + (older.size % TILE_WIDTH);
  const report = await verifyRemote({
    ...trust,
    kept: older.note,
    fetch: async (path) => {
      if (path === 'checkpoint') return Buffer.from(newer.note);
      const bytes = await fetch(path);
      if (bytes !== undefined && path.startsWith('tile/entries/')) bundles.set(parseTilePath(path).index, bytes);
      return bytes;
    },
    onProgress: (entries) => progress.at(entries, total, `${entries} of ${total} entries hashed`),
  });
  return { report, entries: () => bundledLines(bundles, older.size, newer.size) };
}

function* bundledLines(bundles: ReadonlyMap<number, Uint8Array>, from: number, end: number): Generator<EntryLine> {
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < end; index++) {
    const leaves = parseEntryBundle(bundles.get(index) ?? new Uint8Array());
    for (const [within, leaf] of leaves.entries()) {
      const sequence = index * TILE_WIDTH + within;
      if (sequence >= from && sequence < end) yield lineOf(sequence, parseEnvelope(Buffer.from(leaf).toString()));
    }
  }
}

const lineOf = (sequence: number, { type, stream, metadata }: Envelope): EntryLine => ({
  sequence: String(sequence),
  type,
  record: stream,
  recordedAt: metadata.recordedAt,
});
