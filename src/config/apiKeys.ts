// API keys as AUTH_API_KEYS names them: `id:role:sha256hex`, separated by commas. Only hashes of secrets are ever held.
import type { z } from 'zod';

/** Each may do what those before it may. */
export const ROLES = ['reader', 'recorder', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKey {
  /** the actor of what is recorded with it */
  readonly id: string;
  readonly role: Role;
  /** SHA-256 of the secret, 64 hex digits. Two while a secret is being changed */
  readonly hashes: readonly string[];
}

/** The actor where nobody is asked who they are: no key may have this id. */
export const ANONYMOUS = 'anonymous';

const KEY = /^([A-Za-z0-9_-]{1,64}):(reader|recorder|administrator):([0-9a-fA-F]{64})$/;

export function parseApiKeys(text: string, context: z.RefinementCtx): readonly ApiKey[] {
  const keys = new Map<string, ApiKey>();
  for (const [index, part] of text.split(',').entries()) {
    const [, id = '', role = '', hash = ''] = KEY.exec(part.trim()) ?? [];
    const key = { id, role: role as Role, hashes: [...(keys.get(id)?.hashes ?? []), hash.toLowerCase()] };
    const fault = faultOf(key, keys.get(id));
    if (fault !== undefined) context.addIssue({ code: 'custom', message: `key ${index + 1} ${fault}` });
    keys.set(id, key);
  }
  return [...keys.values()];
}

function faultOf({ id, role }: ApiKey, other: ApiKey | undefined): string | undefined {
  if (id === '') return 'is not id:role:hash';
  if (id === ANONYMOUS) return `has the id ${ANONYMOUS}, which stands for nobody in particular`;
  return other !== undefined && other.role !== role ? `gives ${id} a second role` : undefined;
}
