// Who signs where there is one node: this one, as soon as its tree has grown.
import { sameHash } from '../../merkle/hash.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/keys.ts';
import { type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import type { LogTree } from './logTree.ts';

/** Says which checkpoint the log serves next. */
export interface Signing {
  /**
   * A checkpoint no larger than the tree; undefined where the one served is still it.
   * The tree holds only what the journal has on disk, so what is signed is durable.
   */
  next(tree: LogTree, served: KnownCheckpoint | undefined): Promise<KnownCheckpoint | undefined>;
  /** how far the shared checkpoints were read; undefined where none are shared */
  readonly cursor: number | undefined;
  /** the largest checkpoint known, where it may lie beyond this tree */
  readonly largest: KnownCheckpoint | undefined;
}

export function ownSigning(identity: LogIdentity, signers: readonly NoteSigner[]): Signing {
  return {
    async next(tree, served) {
      const root = tree.root();
      if (served?.size === tree.size && sameHash(served.root, root) && signedByAll(served, signers)) return undefined;
      const { note } = signCheckpoint({ origin: identity.origin, size: tree.size, root }, signers);
      return openKnown(note, 'memory', identity);
    },
    cursor: undefined,
    largest: undefined,
  };
}

/** After a change of keys the same head is signed again, by the new one too. */
function signedByAll({ signatures }: KnownCheckpoint, signers: readonly NoteSigner[]): boolean {
  return signers.every((signer) => signatures.some(({ verifier }) => verifier.vkey === signer.verifier.vkey));
}
