// The first place at which two values of JSON differ, as a JSON Pointer with what stands on either side.
export interface Difference {
  readonly pointer: string;
  readonly history: unknown;
  readonly model: unknown;
}

export function firstDifference(history: unknown, model: unknown, pointer = ''): Difference | undefined {
  if (Object.is(history, model)) return undefined;
  if (!isContainer(history) || !isContainer(model) || Array.isArray(history) !== Array.isArray(model)) {
    return { pointer, history, model };
  }
  for (const name of new Set([...Object.keys(history), ...Object.keys(model)])) {
    const found = firstDifference(
      history[name],
      model[name],
      `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
