// Signed notes, checkpoints, cosignatures and proof files: the formats of C2SP, against texts others wrote.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { cosignatureBytes, cosignedMessage } from '../../src/audit/note/cosignature.ts';
import { generateKey, keyIdOf, parseSigner, parseVerifier } from '../../src/audit/note/keys.ts';
import { noteText, parseNote, signatureLine, signNote, verifyNote } from '../../src/audit/note/signedNote.ts';
import { checkTlogProof, parseTlogProof, writeTlogProof } from '../../src/audit/note/tlogProof.ts';
import { parseEntryBundle } from '../../src/audit/tiles/entryBundle.ts';
import { checkConsistency } from '../../src/audit/verify/checkProof.ts';
import { EMPTY_ROOT, leafHash, rootOfHashes } from '../../src/merkle/hash.ts';
import { consistencyPath, inclusionPath, rootAt } from '../../src/merkle/proof.ts';
import { mth } from './support/oracle.ts';
import { readBytes, readText, vectors } from './support/vectors.ts';

const ORIGIN = 'ledger.example/log';
const log = generateKey(ORIGIN);
const signer = parseSigner(log.skey);
const witnessSeed = Buffer.concat([Buffer.of(4), Buffer.alloc(32, 7)]).toString('base64');

describe('keys', () => {
  it("the key id is that of the vkey in Go's sumdb/note documentation", () => {
    const known = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(parseVerifier(known).vkey).toBe(known);
  });

  it('a generated pair signs and verifies, and both lines are read back as they were written', () => {
    const verifier = parseVerifier(log.vkey);
    expect(signer.verifier.vkey).toBe(log.vkey);
    expect(verifier.verify(Buffer.from('x'), signer.sign(Buffer.from('x')))).toBe(true);
    expect(verifier.verify(Buffer.from('y'), signer.sign(Buffer.from('x')))).toBe(false);
  });

  it.each([
    ['', 'is not <name>+<8 hex digits>+<base64>'],
    ['a+b', 'is not <name>+<8 hex digits>+<base64>'],
    [log.vkey.replace('example', 'examples'), 'has the id'],
    [log.vkey.slice(0, -4), 'does not end in the base64 of 33 bytes'],
    [`a b${log.vkey}`, 'cannot name a key'],
  ])('the verifier key %j is refused: %s', (vkey, message) => {
    expect(() => parseVerifier(vkey)).toThrow(message);
  });

  it('a refused signing key is not repeated in the message', () => {
    const secret = log.skey.slice(-20);
    for (const broken of [log.skey.slice(1), log.skey.slice(0, -2), log.skey.replace('ledger', 'other')]) {
      expect(() => parseSigner(broken)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
      expect(() => parseSigner(broken)).not.toThrow(secret);
    }
  });
});

describe('signed notes', () => {
  it('a note signed by several keys opens for each of them, and passes over the others', () => {
    const other = parseSigner(generateKey('other.example').skey);
    const note = parseNote(signNote('one\n\ntwo\n', [signer, other]));
    expect(note.text).toBe('one\n\ntwo\n');
    expect(verifyNote(note, [other.verifier]).map(({ verifier }) => verifier.name)).toEqual(['other.example']);
    expect(verifyNote(note, [signer.verifier, other.verifier])).toHaveLength(2);
  });

  it('a note no known key signed is refused, with both names', () => {
    const other = parseVerifier(generateKey('other.example').vkey);
    expect(() => verifyNote(parseNote(signNote('x\n', [signer])), [other])).toThrow(
      /^signed by ledger\.example\/log \(key [0-9a-f]{8}\), not by other\.example \(key [0-9a-f]{8}\): is it the right/,
    );
  });

  it('any byte of a checkpoint changed makes it another, or none', () => {
    const head = { origin: ORIGIN, size: 7, root: leafHash('x') };
    const bytes = Buffer.from(signCheckpoint(head, [signer]).note);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ change;
        expect(() => openCheckpoint(noteText(changed), ORIGIN, [signer.verifier])).toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('checkpoints', () => {
  const { note } = signCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT }, [signer]);

  it('three lines, an empty one, a signature', () => {
    expect(note.split('\n').slice(0, 4)).toEqual([ORIGIN, '0', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', '']);
  });

  it.each([
    [note.replace('\n0\n', '\n00\n'), 'no decimal number'],
    [note.replace('\n0\n', '\n9007199254740993\n'), 'no decimal number'],
    [note.replace('FU=\n', 'FU=\nmore\n'), 'has 4 lines'],
    [note.replace('FU=\n', 'FV=\n'), 'is no base64'],
    [note.replace('\n0\n', '\n0\r\n'), 'control character'],
    [note.slice(0, -1), 'does not end with a newline'],
    [note.replace('47DEQ', '57DEQ'), 'empty tree has another root'],
  ])('%# is refused: %s', (text, message) => {
    expect(() => parseCheckpoint(text)).toThrow(message);
  });

  it('of another log is refused by name', () => {
    expect(() => openCheckpoint(note, 'else.example', [signer.verifier])).toThrow(
      "a checkpoint of 'ledger.example/log', not of 'else.example'",
    );
  });

  it("a witness's cosignature is verified with its time, and does not stand in for the log's signature", () => {
    const id = keyIdOf('witness.example/w1', 4, publicKeyOf('witness.example/w1')).toString(16).padStart(8, '0');
    const witness = parseSigner(`PRIVATE+KEY+witness.example/w1+${id}+${witnessSeed}`);
    const { text } = parseNote(note);
    const line = signatureLine(
      witness.verifier,
      cosignatureBytes(1679315147, witness.sign(cosignedMessage(1679315147, text))),
    );
    const opened = openCheckpoint(note + line, ORIGIN, [signer.verifier], [witness.verifier]);
    expect(opened.signatures.map(({ timestamp }) => timestamp)).toEqual([undefined, 1679315147]);
    expect(() => openCheckpoint(`${text}\n${line}`, ORIGIN, [signer.verifier], [witness.verifier])).toThrow(
      'not by ledger',
    );
    const late = signatureLine(
      witness.verifier,
      cosignatureBytes(1679315148, witness.sign(cosignedMessage(1679315147, text))),
    );
    expect(() => openCheckpoint(note + late, ORIGIN, [signer.verifier], [witness.verifier])).toThrow('does not fit');
  });
});

/** The public key of the witness's fixed seed, by way of a key whose id is wrong: the message tells the right one. */
function publicKeyOf(name: string): Uint8Array {
  try {
    parseSigner(`PRIVATE+KEY+${name}+00000000+${witnessSeed}`);
  } catch (error) {
    const id = /id is ([0-9a-f]{8})/.exec(String(error))?.[1] ?? '';
    const { vkey } = parseSigner(`PRIVATE+KEY+${name}+${id}+${witnessSeed}`).verifier;
    return Buffer.from(vkey.split('+').slice(2).join('+'), 'base64').subarray(1);
  }
  throw new Error('a key with the id 0');
}

describe('proof files', () => {
  const leaf = Buffer.from('the only leaf');
  const { note } = signCheckpoint({ origin: ORIGIN, size: 1, root: leafHash(leaf) }, [signer]);
  const trust = { origin: ORIGIN, keys: [signer.verifier] };

  it('are read back as they were written, with and without extra bytes', () => {
    const proof = { index: 5, path: [EMPTY_ROOT, leafHash('a')], checkpoint: note };
    expect(parseTlogProof(writeTlogProof(proof))).toEqual({ ...proof, path: proof.path.map((h) => Buffer.from(h)) });
    expect(parseTlogProof(writeTlogProof({ ...proof, extra: Buffer.from('x') })).extra).toEqual(Buffer.from('x'));
  });

  it('prove their leaf and no other', () => {
    const text = writeTlogProof({ index: 0, path: [], checkpoint: note });
    expect(checkTlogProof(text, leaf, trust).size).toBe(1);
    expect(() => checkTlogProof(text, 'another leaf', trust)).toThrow('leaf 0 leads to another root');
    expect(() => checkTlogProof(text.replace('index 0', 'index 1'), leaf, trust)).toThrow('has no leaf 1');
    expect(() => checkTlogProof(text.replace('@v1', '@v2'), leaf, trust)).toThrow('does not start with');
  });
});

const tessera = vectors('tessera-log');
const TESSERA_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';

describe.skipIf(tessera.missing)(`Tessera's log${tessera.note}`, () => {
  const keys = tessera.missing ? [] : [parseVerifier(TESSERA_KEY)];
  const open = (name: string) => openCheckpoint(readText(tessera.path, name), 'example.com/log/testdata', keys);
  const sizes = Array.from({ length: 16 }, (_, i) => i);

  it.each(sizes)('its checkpoint of size %i opens and has the root of its entries', (size) => {
    const checkpoint = open(`checkpoint.${size}`);
    const entries = size === 0 ? [] : parseEntryBundle(readBytes(tessera.path, `tile/entries/000.p/${size}`));
    expect([checkpoint.size, entries.length]).toEqual([size, size]);
    expect(Buffer.from(checkpoint.root)).toEqual(mth(entries));
    if (size === 0) return;
    const tile = readBytes(tessera.path, `tile/0/000.p/${size}`);
    expect(Buffer.concat(entries.map(leafHash))).toEqual(tile);
  });

  it('every two of its checkpoints are consistent, and each entry is included in each', () => {
    const leaves = parseEntryBundle(readBytes(tessera.path, 'tile/entries/000.p/15')).map(leafHash);
    const node = (height: number, index: number) => {
      const count = 2 ** height;
      return rootOf(leaves.slice(index * count, (index + 1) * count));
    };
    for (const to of sizes.slice(1)) {
      expect(Buffer.from(rootAt(node, to))).toEqual(Buffer.from(open(`checkpoint.${to}`).root));
      for (let i = 0; i < to; i++) {
        const text = writeTlogProof({
          index: i,
          path: inclusionPath(node, i, to),
          checkpoint: readText(tessera.path, `checkpoint.${to}`),
        });
        const entry = parseEntryBundle(readBytes(tessera.path, `tile/entries/000.p/${to}`))[i] as Uint8Array;
        checkTlogProof(text, entry, { origin: 'example.com/log/testdata', keys });
      }
      for (let from = 1; from <= to; from++) {
        const roots = { fromRoot: open(`checkpoint.${from}`).root, toRoot: open(`checkpoint.${to}`).root };
        checkConsistency({ from, to, ...roots, path: consistencyPath(node, from, to) });
      }
    }
  });
});

function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  return rootOfHashes(Buffer.concat(hashes));
}
