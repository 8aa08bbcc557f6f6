// Names made from what a command brings, so that the same command makes the same names on any node.
import { hash } from 'node:crypto';
import { v5 } from 'uuid';
import { canonicalJson } from '../domain/canonicalJson.ts';
import type { Order } from '../domain/commands.ts';

/** Concordat's own namespace (RFC 9562, version 5). Never change it: every id on record was made with it. */
const NAMESPACE = '5d1f3c1e-0e0b-5b0e-8c55-6f3c9a2f7b41';

/** The id of a record that a command opens without bringing one: of (ledger, actor, key). */
export const recordIdOf = (ledger: string, actor: string, key: string): string =>
  v5(canonicalJson([ledger, actor, key]), NAMESPACE);

/** An event's id: of (stream, key, index). */
export const eventIdOf = (stream: string, key: string, index: number): string =>
  v5(canonicalJson([stream, key, index]), NAMESPACE);

/** SHA-256 of a command's name and payload in canonical form, hex. */
export const payloadHashOf = ({ name, text }: Order): string =>
  hash('sha256', `[${JSON.stringify(name)},${text}]`, 'hex');
