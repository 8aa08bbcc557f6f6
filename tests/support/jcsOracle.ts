// RFC 8785 as its text defines it, step by step and with no thought of speed: what our writer is compared with.

const ESCAPES: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** 3.2.2.2: two-character escapes where there is one, \u00xx for other controls, everything else as it is. */
function stringText(value: string): string {
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    text += ESCAPES[unit] ?? (unit < 32 ? `\\u${unit.toString(16).padStart(4, '0')}` : value.charAt(i));
  }
  return `"${text}"`;
}

/** 3.2.3: names compared as arrays of UTF-16 code units; a prefix comes first. */
function byCodeUnits(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}

export function jcs(value: unknown): string {
  if (value === null || typeof value === 'boolean') return `${value}`;
  // 3.2.2.3: ECMAScript's Number::toString; minus zero is "0"
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  const members = Object.entries(value as object).sort(([a], [b]) => byCodeUnits(a, b));
  return `{${members.map(([name, member]) => `${stringText(name)}:${jcs(member)}`).join(',')}}`;
}
