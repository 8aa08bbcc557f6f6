// A start is held to what was signed before: the journal must continue every checkpoint known, or the log does not open.
// Damaged tiles are not damaged history: where the journal itself leads to the signed roots, they are made again.
import { sameHash } from '../../merkle/hash.ts';
import { rootOfLeafTiles } from '../tiles/leafTiles.ts';
import { continues, forked, type KnownCheckpoint } from './known.ts';
import type { LeafSource, LogTree } from './logTree.ts';
import { firstDifferenceIn, regrow } from './regrow.ts';

/** So many of the newest leaves are compared with their tiles before the log opens: a few hundredths of a second. */
const TAIL = 16_384;

export interface Held {
  /** whether tiles were damaged, and were made again */
  readonly rebuilt: boolean;
}

/**
 * @param known no larger than the tree
 * @param fresh whether the tree was just made from the journal's leaves
 * @throws AuditError FORKED
 */
export async function holdTo(
  known: readonly KnownCheckpoint[],
  journal: LeafSource,
  tree: LogTree,
  fresh: boolean,
): Promise<Held> {
  const broken = known.find((checkpoint) => !continues(tree, checkpoint));
  if (fresh && broken !== undefined) throw forked(tree, broken);
  const { size } = tree;
  if (broken === undefined) {
    if (fresh || firstDifferenceIn(journal, tree.kept, Math.max(0, size - TAIL), size) === undefined)
      return { rebuilt: false };
  }
  for (const checkpoint of known) await holdJournal(checkpoint, journal, tree);
  tree.rebuild();
  while (tree.size < size && tree.absorb(size - tree.size) > 0);
  return { rebuilt: true };
}

/** Nothing kept is touched before the journal is known to be what was signed. */
async function holdJournal(checkpoint: KnownCheckpoint, journal: LeafSource, tree: LogTree): Promise<void> {
  const { root, size } = checkpoint;
  const afresh = await regrow(journal, tree.kept, size, new AbortController().signal);
  if (afresh === undefined || sameHash(afresh.root, root)) return;
  // The tiles tell which entry was changed only where they are themselves what was signed.
  const vouching = rootOfLeafTiles(tree.kept, size);
  const vouched = vouching !== undefined && sameHash(vouching, root);
  throw forked(tree, checkpoint, vouched ? afresh.firstEntry : undefined, afresh.root);
}
