// Names made from what a command brings, so that the same command makes the same names on any node.
import { hash } from 'node:crypto';
import { parse, stringify } from 'uuid';
import { canonicalJson } from '../domain/canonicalJson.ts';
import type { Order } from '../domain/commands.ts';

/** Concordat's own namespace (RFC 9562, version 5). Never change it: every id on record was made with it. */
const NAMESPACE = Buffer.from(parse('5d1f3c1e-0e0b-5b0e-8c55-6f3c9a2f7b41'));

/** A version 5 uuid of the namespace; hashed by node:crypto, which is several times as fast as in JavaScript. */
function v5(name: string): string {
  const bytes = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'buffer');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}

/** The id of a record that a command opens without bringing one: of (ledger, actor, key). */
export const recordIdOf = (ledger: string, actor: string, key: string): string =>
  v5(canonicalJson([ledger, actor, key]));

/** An event's id: of (stream, key, index). */
export const eventIdOf = (stream: string, key: string, index: number): string =>
  v5(canonicalJson([stream, key, index]));

/** SHA-256 of a command's name and payload in canonical form, hex. */
export const payloadHashOf = ({ name, text }: Order): string =>
  hash('sha256', `[${JSON.stringify(name)},${text}]`, 'hex');
