// The ledger's state at a point, folded afresh, as one JSON document in RFC 8785's form, a piece at a time.
// Law: { "commitments": […], "effective": "…", "sequence": "…" }, the commitments by id, each as a list of the API answers it there.
import { recordOf } from '../../domain/aggregates.ts';
import { canonicalJson, type Json } from '../../domain/canonicalJson.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import { type Commitment, foldCommitmentAt } from './fold.ts';
import type { Point } from './until.ts';

/** A part of the document's text; a commitment's brings what was folded. */
export interface Piece {
  readonly text: string;
  readonly commitment?: Commitment;
}

const PAGE = 1_000;

/** Ids alone are kept in memory, a few dozen bytes each: every history is read when its turn comes. */
export async function commitmentIds(journal: Journal, upTo: number, onPage: (read: number) => void): Promise<string[]> {
  const ids: string[] = [];
  for (let after = -1; after < upTo; ) {
    const entries = journal.read(after, Math.min(PAGE, upTo - after));
    for (const { stream, revision } of entries.map(envelopeOf)) {
      const record = revision === '0' ? recordOf(stream) : undefined;
      if (record?.aggregate === 'commitment') ids.push(record.id);
    }
    after = entries.at(-1)?.sequence ?? upTo;
    onPage(after + 1);
    await new Promise(setImmediate);
  }
  return ids.sort();
}

/** @throws Failed at an event that cannot be folded */
export function* statePieces(
  journal: Journal,
  ids: readonly string[],
  point: Point,
): Generator<Piece, void, undefined> {
  yield { text: '{"commitments":[' };
  let separator = '';
  for (const id of ids) {
    const commitment = foldCommitmentAt(journal, id, point);
    if (commitment === undefined) continue;
    yield { text: separator + canonicalJson(commitment as unknown as Json), commitment };
    separator = ',';
  }
  const effective = new Date(point.effective).toISOString();
  yield { text: `],"effective":"${effective}","sequence":"${point.sequence}"}` };
}
