// Names made from what a command brings, so that the same command makes the same names on any node.
import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonicalJson.ts';
import type { Order } from '../domain/commands.ts';

/** Concordat's own namespace (RFC 9562, version 5). Never change it: every id on record was made with it. */
const NAMESPACE = Buffer.from('5d1f3c1e0e0b5b0e8c556f3c9a2f7b41', 'hex');

/** A version 5 uuid of the namespace: the first 32 digits of a SHA-1, with the version and the variant set in them. */
function v5(name: string): string {
  const digits = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex');
  const variant = '89ab'[Number.parseInt(digits.slice(16, 17), 16) & 3];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
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
