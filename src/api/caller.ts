// Who asks, and whether that one may. Secrets are compared by their hashes in constant time, and never logged.
import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, type ApiKey, ROLES, type Role } from '../config/apiKeys.ts';
import { Problem } from './problem.ts';

/** Names the actor of a request. @throws Problem where the caller is unknown or may not */
export type Identify = (req: IncomingMessage, needs: Role) => string;

/** @param keys undefined where nobody is asked: then everybody on this machine may do everything who gets past the door (door.ts) */
export function identifyBy(keys: readonly ApiKey[] | undefined): Identify {
  return keys === undefined ? () => ANONYMOUS : bearer(keys);
}

const BEARER = /^Bearer +([A-Za-z0-9_-]{1,64})\.([\x21-\x7e]{1,500})$/i;
const NOBODY: ApiKey = { id: '', role: 'reader', hashes: ['0'.repeat(64)] };

function bearer(keys: readonly ApiKey[]): Identify {
  const byId = new Map(keys.map((key) => [key.id, key]));
  return ({ headers }, needs) => {
    if (headers.authorization === undefined) throw unauthenticated('this ledger asks for an API key', '');
    const [, id = '', secret = ''] = BEARER.exec(headers.authorization) ?? [];
    const key = byId.get(id) ?? NOBODY;
    const presented = Buffer.from(hash('sha256', secret, 'hex'));
    const matches = key.hashes.filter((known) => timingSafeEqual(presented, Buffer.from(known)));
    if (key === NOBODY || matches.length === 0)
      throw unauthenticated('the API key is not known', ', error="invalid_token"');
    if (ROLES.indexOf(key.role) < ROLES.indexOf(needs)) throw notAllowed(key, needs);
    return key.id;
  };
}

const unauthenticated = (why: string, error: string): Problem =>
  new Problem('NOT_AUTHENTICATED', `${why}: send Authorization: Bearer <id>.<secret>`, {
    headers: { 'WWW-Authenticate': `Bearer realm="concordat"${error}` },
  });

const notAllowed = ({ id, role }: ApiKey, needs: Role): Problem =>
  new Problem('NOT_ALLOWED', `the key ${id} has the role ${role}, and this takes ${needs}: use a key with that role`, {
    headers: { 'WWW-Authenticate': `Bearer realm="concordat", error="insufficient_scope", scope="${needs}"` },
  });
