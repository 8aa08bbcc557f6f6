// What holds for every journal, whoever keeps it.
import { expect } from 'vitest';
import { envelopeOf, type Journal, type JournalEntry } from '../../src/journal/journal.ts';
import { CompactRange } from '../../src/merkle/compactRange.ts';
import { EMPTY_ROOT, leafHash } from '../../src/merkle/hash.ts';

export function entriesOf(journal: Journal, page = 1000): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (;;) {
    const next = journal.read(entries.at(-1)?.sequence ?? -1, page);
    if (next.length === 0) return entries;
    entries.push(...next);
  }
}

/** Gapless from 0, no event twice, each stream by revision from 0, a clock that never decreases, leaves of the texts. */
export function expectLaws(journal: Journal): JournalEntry[] {
  const entries = entriesOf(journal);
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, i) => i));
  expect(new Set(entries.map((entry) => envelopeOf(entry).id)).size).toBe(entries.length);
  const next = new Map<string, number>();
  let clock = 0;
  for (const entry of entries) {
    const { stream, revision, metadata } = envelopeOf(entry);
    expect(revision).toBe(String(next.get(stream) ?? 0));
    next.set(stream, Number(revision) + 1);
    clock = Math.max(clock, Date.parse(metadata.recordedAt));
    expect(entry.clock).toBe(clock);
  }
  const last = entries.at(-1);
  expect(journal.head()).toEqual({ sequence: last?.sequence ?? -1, clock: last?.clock ?? 0 });
  expect(journal.leaves(0, entries.length + 1)).toEqual(entries.map(({ text }) => leafHash(text)));
  expectRoots(journal, entries);
  return entries;
}

/** The root at a size is RFC 6962's over so many leaves: at both ends, in the middle, and around where ranges are kept. */
function expectRoots(journal: Journal, entries: readonly JournalEntry[]): void {
  const asked = new Set([0, Math.floor(entries.length / 2), 4_095, 4_096, 4_097, entries.length]);
  const range = new CompactRange();
  expect(journal.rootAt(0)).toEqual(EMPTY_ROOT);
  for (const { text } of entries) {
    range.append(leafHash(text));
    if (asked.has(range.size)) expect(journal.rootAt(range.size)).toEqual(range.root());
  }
  expect(() => journal.rootAt(entries.length + 1)).toThrow(RangeError);
}
