// Watches a node's copy of a ledger that lies elsewhere: what is damaged of it is copied again, and nothing is lost.
import { join } from 'node:path';
import { DamageWatch } from '../support/damagedFile.ts';

const REMEDY =
  'Nothing is copied on from there, and the ledger itself is not concerned: stop the node, move the copy out of the way with ' +
  'concordat set-aside, and start it again, which copies the ledger afresh (docs/operations.md, A file is damaged).';

export const copyDamage = (dataDir: string, file: string, onDamage?: (why: string) => void): DamageWatch =>
  new DamageWatch({ path: join(dataDir, file), remedy: REMEDY }, onDamage);
