// The whole history of one commitment in one JSON file, with what it takes to check it when this service is gone:
// each entry's canonical text, its place and its path to the root that the signed checkpoint names.
// It holds nothing that is not in the log, but for what it says of sources, which follows from their entries.
import { z } from 'zod';
import type { Envelope } from '../../domain/envelope.ts';
import { readEvent } from '../../domain/read.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import { malformed } from '../auditError.ts';

const Decimal = z.string().regex(/^(?:0|[1-9]\d{0,15})$/);

const Entry = z.strictObject({
  sequence: Decimal.describe('Its place in the log: the index of its leaf.'),
  leaf: z.string().describe('Its canonical text (RFC 8785): the leaf itself, as UTF-8.'),
  path: z.array(z.string()).describe('Inclusion proof: base64 hashes, from the leaf’s sibling to the root.'),
});
export type BundledEntry = z.infer<typeof Entry>;

const Source = z.strictObject({
  id: z.string(),
  sha256: z.string().nullable().describe('Of the capture, as the entries say.'),
  missing: z.string().nullable().describe('Why there is no capture, as the entries say.'),
  entries: z.array(Entry),
});
export type BundledSource = z.infer<typeof Source>;

export const Bundle = z
  .strictObject({
    version: z.literal(1),
    vkey: z.string().describe('The log’s verifier key; trust the copy you got another way.'),
    checkpoint: z.string().describe('The signed checkpoint (C2SP) that every path leads to.'),
    consistency: z
      .strictObject({ from: Decimal, path: z.array(z.string()) })
      .optional()
      .describe('That the checkpoint continues the one of this size: what `from` asked for.'),
    commitment: z.strictObject({ id: z.string(), entries: z.array(Entry) }),
    sources: z.array(Source).describe('Every source that its entries cite.'),
  })
  .meta({ id: 'Bundle' });
export type Bundle = z.infer<typeof Bundle>;

/** Reads without trusting. @throws AuditError MALFORMED */
export function parseBundle(text: string): Bundle {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(`the bundle is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = Bundle.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(`the bundle is not as it should be at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`);
}

/** The sources cited anywhere in an event's data, also in what a correction puts in its place. */
export function sourcesCited(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'citations' && Array.isArray(member) ? member.flatMap(sourceOf) : sourcesCited(member),
  );
}

function sourceOf(citation: unknown): string[] {
  const { source } = (citation ?? {}) as { readonly source?: unknown };
  return typeof source === 'string' ? [source] : [];
}

/** What a source's history says of its capture. Events of a later version than this program's say nothing to it. */
export function captureOf(history: readonly Envelope[]): Pick<BundledSource, 'sha256' | 'missing'> {
  try {
    const view = sourceView(history.map((envelope) => readEvent(envelope) as SourceFact));
    return { sha256: view?.sha256 ?? null, missing: view?.missing ?? null };
  } catch {
    return { sha256: null, missing: null };
  }
}
