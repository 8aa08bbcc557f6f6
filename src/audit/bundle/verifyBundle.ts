// A bundle checked offline: nothing in it is believed but what leads to a root that the log's key has signed.
// What it cannot show is that nothing was recorded after its last entry: that takes the log itself.
import { streamOf } from '../../domain/aggregates.ts';
import { type Envelope, parseEnvelope } from '../../domain/envelope.ts';
import { base64, leafHash, sameHash } from '../../merkle/hash.ts';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { fromDecimal, hashFromBase64 } from '../note/base64.ts';
import { openCheckpoint, type VerifiedCheckpoint } from '../note/checkpoint.ts';
import { type NoteVerifier, parseVerifier } from '../note/keys.ts';
import { checkConsistency, checkInclusion } from '../verify/checkProof.ts';
import { type Fault, faultOf } from '../verify/report.ts';
import { type Bundle, type BundledEntry, type BundledSource, captureOf, parseBundle, sourcesCited } from './bundle.ts';

export interface BundleTrust {
  /** the log's verifier key, got another way than the bundle; several, of one log, separated by white space */
  readonly vkey: string;
  /** the signed note kept from before: without it nothing says that the log was not rewritten */
  readonly checkpoint?: string;
}

export interface BundleReport {
  readonly commitment?: string;
  /** entries in it, of the commitment and of the sources it cites */
  readonly entries: number;
  readonly sources: number;
  /** the bundle's, where it is signed by the log and continues the one kept */
  readonly checkpoint?: VerifiedCheckpoint;
  /** the first entry at fault stands first; none is the good news */
  readonly faults: readonly Fault[];
}

/** Never throws for what it finds. */
export function verifyBundle(text: string, trust: BundleTrust): BundleReport {
  try {
    const bundle = parseBundle(text);
    const { id, entries } = bundle.commitment;
    const all = bundle.sources.reduce((sum, source) => sum + source.entries.length, entries.length);
    const counted = { commitment: id, entries: all, sources: bundle.sources.length };
    try {
      const checkpoint = headOf(bundle, trust);
      return { ...counted, checkpoint, faults: entryFaults(bundle, checkpoint).sort(bySequence) };
    } catch (error) {
      return { ...counted, faults: [faultOf(error)] };
    }
  } catch (error) {
    return { entries: 0, sources: 0, faults: [faultOf(error)] };
  }
}

const bySequence = (a: Fault, b: Fault): number => (a.sequence ?? -1) - (b.sequence ?? -1);

/** @throws AuditError */
function headOf(bundle: Bundle, { vkey, checkpoint }: BundleTrust): VerifiedCheckpoint {
  const keys = vkey.trim().split(/\s+/).map(parseVerifier);
  const origin = (keys[0] as NoteVerifier).name;
  if (!keys.some((key) => key.vkey === bundle.vkey)) {
    throw new AuditError('UNTRUSTED', `the bundle names the verifier key ${bundle.vkey}, not ${vkey.trim()}`);
  }
  const head = openCheckpoint(bundle.checkpoint, origin, keys);
  if (checkpoint !== undefined) expectContinued(openCheckpoint(checkpoint, origin, keys), head, bundle.consistency);
  return head;
}

/** @throws AuditError FORKED; OLDER_DATA, NOT_COVERED where the bundle cannot show it */
function expectContinued(kept: VerifiedCheckpoint, head: VerifiedCheckpoint, consistency: Bundle['consistency']): void {
  if (kept.size === head.size) {
    if (!sameHash(kept.root, head.root)) throw forked(kept, head, `${base64(kept.root)} and ${base64(head.root)}`);
    return;
  }
  if (kept.size > head.size) {
    throw new AuditError(
      'OLDER_DATA',
      `the bundle's checkpoint covers ${head.size} entries, the checkpoint kept ${kept.size}: it shows an older state. Ask for the bundle again with from=${kept.size}.`,
    );
  }
  if (kept.size === 0) return;
  if (consistency?.from !== String(kept.size)) {
    throw new AuditError(
      'NOT_COVERED',
      `the bundle does not show that its checkpoint (size ${head.size}) continues the one kept (size ${kept.size}): ask for it with from=${kept.size}`,
    );
  }
  const path = consistency.path.map((hash, i) => hashFromBase64(hash, `hash ${i} of the consistency proof`));
  try {
    checkConsistency({ from: kept.size, to: head.size, fromRoot: kept.root, toRoot: head.root, path });
  } catch (error) {
    throw forked(kept, head, reason(error));
  }
}

function forked(kept: VerifiedCheckpoint, head: VerifiedCheckpoint, differs: string): AuditError {
  return new AuditError(
    'FORKED',
    `the bundle's checkpoint (size ${head.size}) is not shown to continue the one kept (size ${kept.size}): ${differs}. ` +
      'Either the log was rewritten or the proof was changed: keep both notes, both are signed, and ask the log for a consistency proof.',
  );
}

function entryFaults(bundle: Bundle, head: VerifiedCheckpoint): Fault[] {
  const { commitment, sources } = bundle;
  const history = new History(head, streamOf('commitment', commitment.id), commitment.entries);
  return [
    ...history.faults,
    ...sources.flatMap((source) => sourceFaults(source, head)),
    ...uncarried(history, sources),
  ];
}

function sourceFaults(source: BundledSource, head: VerifiedCheckpoint): Fault[] {
  const { id, sha256, missing, entries } = source;
  const { envelopes, faults, last } = new History(head, streamOf('source', id), entries);
  if (faults.length > 0) return faults;
  const said = captureOf(envelopes);
  if (said.sha256 === sha256 && said.missing === missing) return [];
  const told = ({ sha256, missing }: typeof said) => `sha256 ${sha256 ?? 'none'}, missing ${missing ?? 'nothing'}`;
  const message = `of source ${id} the bundle says ${told(source)}; its entries say ${told(said)}`;
  return [{ code: 'ENTRY_CHANGED', sequence: last, message }];
}

/** Sources that entries cite and the bundle lacks. */
function uncarried({ envelopes, sequenceOf }: History, sources: readonly BundledSource[]): Fault[] {
  const carried = new Set(sources.map(({ id }) => id));
  return envelopes.flatMap((envelope) =>
    [...new Set(sourcesCited(envelope.data))]
      .filter((source) => !carried.has(source))
      .map((source): Fault => {
        const sequence = sequenceOf(envelope);
        const message = `source ${source}, which entry ${sequence} cites, is not in the bundle`;
        return { code: 'ENTRY_MISSING', sequence, message };
      }),
  );
}

/** One stream's entries, each held to the root and to its place in the stream. */
class History {
  readonly faults: Fault[] = [];
  /** those that are in the log as they stand here */
  readonly envelopes: Envelope[] = [];
  readonly #sequences = new Map<Envelope, number>();
  last = 0;

  constructor(head: VerifiedCheckpoint, stream: string, entries: readonly BundledEntry[]) {
    let next = 0;
    for (const entry of entries) {
      const envelope = this.#proved(entry, head);
      if (envelope === undefined) next++;
      else next = this.#placed(envelope, stream, next);
    }
    if (entries.length > 0) return;
    this.faults.push({ code: 'ENTRY_MISSING', message: `the bundle holds no entry of ${stream}` });
  }

  readonly sequenceOf = (envelope: Envelope): number => this.#sequences.get(envelope) as number;

  /** The event of an entry that is in the log. */
  #proved({ sequence, leaf, path }: BundledEntry, { size, root }: VerifiedCheckpoint): Envelope | undefined {
    this.last = Number(sequence);
    try {
      const index = fromDecimal(sequence, 'the sequence');
      const hashes = path.map((hash, i) => hashFromBase64(hash, `hash ${i} of its path`));
      checkInclusion({ index, size, leaf: leafHash(leaf), root, path: hashes });
      const envelope = parseEnvelope(leaf);
      this.#sequences.set(envelope, index);
      this.envelopes.push(envelope);
      return envelope;
    } catch (error) {
      const message = `entry ${sequence} is not what was signed, or its proof was changed: its text has the leaf hash ${base64(leafHash(leaf))}; ${reason(error)}`;
      this.faults.push({ code: 'ENTRY_CHANGED', sequence: this.last, message });
      return undefined;
    }
  }

  /** Law: a stream's revisions are 0, 1, 2… in the log's order. @returns the revision expected next */
  #placed(envelope: Envelope, stream: string, next: number): number {
    const { last: sequence } = this;
    if (envelope.stream !== stream) {
      const message = `entry ${sequence} belongs to ${envelope.stream}, not to ${stream}`;
      this.faults.push({ code: 'ENTRY_CHANGED', sequence, message });
      return next;
    }
    const revision = Number(envelope.revision);
    if (revision === next) return next + 1;
    const message = `revision ${next} of ${stream} is missing: entry ${sequence} stands in its place, and is revision ${revision}`;
    this.faults.push({ code: 'ENTRY_MISSING', sequence, message });
    return revision + 1;
  }
}
