// What the log shows, as bytes to be sent: the endpoints of C2SP tlog-tiles and proofs as JSON and as tlog-proof@v1.
// Nothing beyond the checkpoint served is shown, so that what is called immutable is.
import type { Journal } from '../../journal/journal.ts';
import { base64 } from '../../merkle/hash.ts';
import { consistencyPath, inclusionPath } from '../../merkle/proof.ts';
import { AuditError, malformed } from '../auditError.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { writeTlogProof } from '../note/tlogProof.ts';
import { entryBundle } from '../tiles/entryBundle.ts';
import { parseTilePath, TILE_WIDTH, widthAt } from '../tiles/tilePath.ts';
import type { LogIdentity } from './known.ts';
import type { LogTree } from './logTree.ts';

export interface Served {
  readonly bytes: Uint8Array;
  readonly type: 'text/plain; charset=utf-8' | 'application/octet-stream' | 'application/json';
  /** for ever, or so many seconds */
  readonly cache: 'immutable' | number;
}

export interface LogReaderParts {
  readonly journal: Pick<Journal, 'read'>;
  readonly tree: Pick<LogTree, 'node' | 'rootAt' | 'tile'>;
  readonly identity: LogIdentity;
  /** @throws AuditError STOPPED, NOT_COVERED */
  readonly served: () => Checkpoint;
}

/** What changes with the next checkpoint is kept for so many seconds. */
const SECONDS = 2;
const MAX_SECONDS_KEY = 3600;

/** Every method throws AuditError: STOPPED, NOT_COVERED (try again), NOT_FOUND, MALFORMED. */
export class LogReader {
  readonly #parts: LogReaderParts;

  constructor(parts: LogReaderParts) {
    this.#parts = parts;
  }

  get origin(): string {
    return this.#parts.identity.origin;
  }

  /** The current verifier key: `<origin>+<key id>+<base64>`. */
  get vkey(): string {
    return this.#parts.identity.keys[0]?.vkey ?? '';
  }

  /** The same, as it is served: one line. */
  vkeyFile(): Served {
    return text(`${this.vkey}\n`, MAX_SECONDS_KEY);
  }

  /** The checkpoint served, as it was signed. */
  head(): Checkpoint {
    return this.#parts.served();
  }

  checkpoint(): Served {
    return text(this.head().note, SECONDS);
  }

  /** What stands under a path of C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`. */
  path(path: string): Served {
    const { level, index, width } = parseTilePath(path);
    return level === 'entries' ? this.entries(index, width) : this.tile(level, index, width);
  }

  /** The first `width` hashes of a tile. */
  tile(level: number, index: number, width = TILE_WIDTH): Served {
    this.#expectWithin(level, index, width);
    return octets(this.#parts.tree.tile(level, index, width));
  }

  /** The first `width` entries of a bundle, each behind its length in 16 bits. */
  entries(index: number, width = TILE_WIDTH): Served {
    this.#expectWithin(0, index, width);
    const entries = this.#parts.journal.read(index * TILE_WIDTH - 1, width);
    if (entries.length < width)
      throw new AuditError('NOT_FOUND', `bundle ${index} holds ${entries.length} entries, not ${width}`);
    return octets(entryBundle(entries.map(({ text }) => text)));
  }

  /** RFC 6962's PATH as JSON: `{ origin, leafIndex, treeSize, leafHash, auditPath, rootHash }`. @param size of the checkpoint served where absent */
  inclusionProof(sequence: number, size?: number): Served {
    const treeSize = size ?? this.head().size;
    this.#expectSize(treeSize);
    this.#expectEntry(sequence, treeSize);
    const { node, rootAt } = this.#tree();
    const body = {
      origin: this.origin,
      leafIndex: String(sequence),
      treeSize: String(treeSize),
      leafHash: base64(node(0, sequence)),
      auditPath: inclusionPath(node, sequence, treeSize).map(base64),
      rootHash: base64(rootAt(treeSize)),
    };
    return json(body, size === undefined ? SECONDS : 'immutable');
  }

  /** RFC 6962's PROOF as JSON: `{ origin, first, second, firstHash, secondHash, consistency }`. @param to as above */
  consistencyProof(from: number, to?: number): Served {
    const second = to ?? this.head().size;
    this.#expectSize(second);
    if (!(Number.isSafeInteger(from) && from > 0 && from <= second)) {
      throw malformed(`no consistency proof leads from size ${from} to ${second}: 0 < from <= to`);
    }
    const { node, rootAt } = this.#tree();
    const body = {
      origin: this.origin,
      first: String(from),
      second: String(second),
      firstHash: base64(rootAt(from)),
      secondHash: base64(rootAt(second)),
      consistency: consistencyPath(node, from, second).map(base64),
    };
    return json(body, to === undefined ? SECONDS : 'immutable');
  }

  /** C2SP tlog-proof@v1 of one entry under the checkpoint served: with the entry's bytes it can be checked offline. */
  proofFile(sequence: number): Served {
    const { note, size } = this.head();
    this.#expectEntry(sequence, size);
    const path = inclusionPath(this.#parts.tree.node, sequence, size);
    return text(writeTlogProof({ index: sequence, path, checkpoint: note }), SECONDS);
  }

  /** The entry's own bytes, whose leaf hash the proofs are about. */
  entry(sequence: number): Served {
    this.#expectEntry(sequence, this.head().size);
    const [entry] = this.#parts.journal.read(sequence - 1, 1);
    if (entry === undefined) throw new AuditError('NOT_FOUND', `the journal lacks entry ${sequence}`);
    return { bytes: Buffer.from(entry.text), type: 'application/json', cache: 'immutable' };
  }

  #tree(): { node: LogTree['node']; rootAt: (size: number) => Uint8Array } {
    const { tree } = this.#parts;
    return { node: tree.node, rootAt: (size) => tree.rootAt(size) };
  }

  #expectWithin(level: number, index: number, width: number): void {
    const there = widthAt(level, index, this.head().size);
    if (width >= 1 && width <= there) return;
    throw new AuditError(
      'NOT_FOUND',
      `tile ${index} of level ${level} is ${there} wide at the checkpoint's size, not ${width}`,
    );
  }

  #expectSize(size: number): void {
    const signed = this.head().size;
    if (!(Number.isSafeInteger(size) && size >= 0)) throw malformed(`${size} is no tree's size`);
    if (size > signed) throw notCovered(`size ${size}`, signed);
  }

  #expectEntry(sequence: number, size: number): void {
    if (!(Number.isSafeInteger(sequence) && sequence >= 0)) throw malformed(`${sequence} is no sequence`);
    if (sequence >= size) throw notCovered(`entry ${sequence}`, size);
  }
}

function notCovered(what: string, size: number): AuditError {
  return new AuditError(
    'NOT_COVERED',
    `${what} is not under a checkpoint of ${size} entries: the next may be, in a second.`,
  );
}

function text(content: string, cache: Served['cache']): Served {
  return { bytes: Buffer.from(content), type: 'text/plain; charset=utf-8', cache };
}

function octets(bytes: Uint8Array): Served {
  return { bytes, type: 'application/octet-stream', cache: 'immutable' };
}

function json(body: object, cache: Served['cache']): Served {
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json', cache };
}
