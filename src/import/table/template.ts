// Templates: data with `{name}` in its texts, filled with what is known of a table, a row or a cell.
// A text that is one name alone becomes the value itself; a member whose value is not known is left out.

export type Values = ReadonlyMap<string, unknown>;

const NAME = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;
const ALONE = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/;

export function filled(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return filledText(template, values);
  if (Array.isArray(template)) return template.map((item) => filled(item, values)).filter((item) => item !== undefined);
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, member]) => {
      const value = filled(member, values);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function filledText(text: string, values: Values): unknown {
  const alone = ALONE.exec(text)?.[1];
  if (alone !== undefined) return values.get(alone);
  let isWhole = true;
  const made = text.replaceAll(NAME, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) isWhole = false;
    return typeof value === 'string' ? value : JSON.stringify(value ?? null);
  });
  if (!isWhole) return undefined;
  return made.startsWith('@') ? `@${asId(made.slice(1))}` : made;
}

/** A text as the id of an entry: what an id cannot hold becomes a hyphen. */
export const asId = (text: string): string =>
  text
    .replaceAll(/[^A-Za-z0-9._/-]+/g, '-')
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, 120);

export const idFrom = (template: string, values: Values): string => asId(String(filledText(template, values) ?? ''));

/** The names a template uses. */
export function namesIn(template: unknown): string[] {
  if (typeof template === 'string') return [...template.matchAll(NAME)].map(([, name]) => name as string);
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(namesIn);
}
