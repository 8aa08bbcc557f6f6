// The one text of a JSON value: RFC 8785 (JCS) over I-JSON (RFC 7493).
// Everything that is hashed, kept or compared byte for byte goes through here.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** A value that has no canonical form, with the JSON Pointer (RFC 6901) of where it stands. */
export class NotIJson extends Error {
  readonly pointer: string;
  readonly reason: string;
  constructor(pointer: string, reason: string) {
    super(`${pointer === '' ? 'the value' : pointer} ${reason}`);
    this.name = 'NotIJson';
    this.pointer = pointer;
    this.reason = reason;
  }
}

/**
 * The RFC 8785 text of a value: keys in UTF-16 order, ECMAScript numbers, no white space.
 * Members that are `undefined` are left out, as in JSON.stringify.
 * @throws NotIJson on NaN, an infinity, a lone surrogate, or a value JSON has no form for
 */
export function canonicalJson(value: Json): string {
  return write(value, false);
}

/** The same, of what others must be able to read exactly (RFC 7493). @throws NotIJson also on an integer beyond 2^53 - 1 */
export function canonicalIJson(value: Json): string {
  return write(value, true);
}

function write(value: unknown, exact: boolean): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new NotIJson('', 'holds half of a surrogate pair: send well-formed Unicode');
      return JSON.stringify(value);
    case 'number':
      return writeNumber(value, exact);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value, exact) : writeObject(value, exact);
    default:
      throw new NotIJson('', `is a ${typeof value}, which JSON cannot hold`);
  }
}

function writeNumber(value: number, exact: boolean): string {
  if (!Number.isFinite(value)) throw new NotIJson('', 'is not a finite number');
  if (exact && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new NotIJson('', 'is an integer beyond 2^53 - 1: send it as a decimal string');
  }
  return JSON.stringify(value);
}

function writeArray(items: readonly unknown[], exact: boolean): string {
  let text = '';
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + writeMember(items[i], i, exact);
  return `[${text}]`;
}

function writeObject(value: object, exact: boolean): string {
  let text = '';
  for (const key of sorted(Object.keys(value))) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${write(key, exact)}:${writeMember(member, key, exact)}`;
  }
  return `{${text}}`;
}

/** The pointer of an error is put together on its way out, so that a good value pays nothing for it. */
function writeMember(value: unknown, name: string | number, exact: boolean): string {
  try {
    return write(value, exact);
  } catch (error) {
    if (!(error instanceof NotIJson)) throw error;
    throw new NotIJson(`/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}${error.pointer}`, error.reason);
  }
}

/** Most objects arrive sorted: one pass sees that. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
}
