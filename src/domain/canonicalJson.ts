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
 * The RFC 8785 text of an I-JSON value: keys in UTF-16 order, ECMAScript numbers, no white space.
 * Members that are `undefined` are left out, as in JSON.stringify.
 * @throws NotIJson on NaN, an infinity, an integer beyond 2^53 - 1, a lone surrogate, or a value JSON has no form for
 */
export function canonicalJson(value: Json): string {
  return write(value);
}

function write(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new NotIJson('', 'holds half of a surrogate pair: send well-formed Unicode');
      return JSON.stringify(value);
    case 'number':
      return writeNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? writeArray(value) : writeObject(value);
    default:
      throw new NotIJson('', `is a ${typeof value}, which JSON cannot hold`);
  }
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotIJson('', 'is not a finite number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new NotIJson('', 'is an integer beyond 2^53 - 1: send it as a decimal string');
  }
  return JSON.stringify(value);
}

function writeArray(items: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + writeMember(items[i], i);
  return `[${text}]`;
}

function writeObject(value: object): string {
  let text = '';
  for (const key of sorted(Object.keys(value))) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${write(key)}:${writeMember(member, key)}`;
  }
  return `{${text}}`;
}

/** The pointer of an error is put together on its way out, so that a good value pays nothing for it. */
function writeMember(value: unknown, name: string | number): string {
  try {
    return write(value);
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
