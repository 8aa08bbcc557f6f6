// Fields of a page: each with its name before it, wrapped to a width under itself.
import { oneLine } from './plain.ts';
import { widthOf } from './width.ts';
import { hanging } from './wrap.ts';

/** @param rows a name and a text each; one without a name goes on with the field before it */
export function fieldLines(rows: readonly (readonly string[])[], width: number): string[] {
  const names = Math.max(0, ...rows.map(([name = '']) => widthOf(name)));
  return rows.flatMap(([name = '', text = '']) => hanging(name.padEnd(names + 2), oneLine(text), width));
}
