// Who signs where there is one node: this one, as soon as its tree has grown.
import { sameHash } from '../../merkle/hash.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/keys.ts';
import { type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import type { LinePlace } from './logFile.ts';
import type { LogTree } from './logTree.ts';

/** Whether what is about to be signed may be: it is asked with the signed note, before that leaves the process. */
export type Confirm = (checkpoint: KnownCheckpoint) => Promise<boolean>;

/** Says which checkpoint the log serves next. */
export interface Signing {
  /**
   * A checkpoint no larger than the tree; undefined where the one served is still it, or nothing may be signed now.
   * The tree holds only what the journal has on disk, so what is signed is durable.
   * @throws AuditError FORKED, OLDER_DATA where what others signed and the tree disagree
   */
  next(tree: LogTree, served: KnownCheckpoint | undefined, confirm: Confirm): Promise<KnownCheckpoint | undefined>;
  /** where this node is on the line of shared checkpoints; undefined where none are shared */
  readonly line: LinePlace | undefined;
  /** why this node signs nothing though it has a key, in words; undefined where it may sign */
  readonly withheld: string | undefined;
  /** the largest checkpoint known, where it may lie beyond this tree */
  readonly largest: KnownCheckpoint | undefined;
}

export function ownSigning(identity: LogIdentity, signers: readonly NoteSigner[]): Signing {
  return {
    async next(tree, served, confirm) {
      const root = tree.root();
      if (served?.size === tree.size && sameHash(served.root, root) && signedByAll(served, signers)) return undefined;
      const { note } = signCheckpoint({ origin: identity.origin, size: tree.size, root }, signers);
      const checkpoint = openKnown(note, 'memory', identity);
      return (await confirm(checkpoint)) ? checkpoint : undefined;
    },
    line: undefined,
    withheld: undefined,
    largest: undefined,
  };
}

/** After a change of keys the same head is signed again, by the new one too. */
function signedByAll({ signatures }: KnownCheckpoint, signers: readonly NoteSigner[]): boolean {
  return signers.every((signer) => signatures.some(({ verifier }) => verifier.vkey === signer.verifier.vkey));
}
