// Several refusals of one command as one, so that whoever mends it mends it once.
// It drops nothing: only of one place the first fault speaks for all.
import type { Fault, Refusal, RefusalCode } from './refusal.ts';

/** With the code of the first; undefined where there is none. */
export function together<Code extends string = RefusalCode>(
  ...refusals: readonly (Refusal<Code> | undefined)[]
): Refusal<Code> | undefined {
  const [first, ...others] = refusals.filter((refusal) => refusal !== undefined);
  if (first === undefined) return undefined;
  const told = new Set(first.errors.map(({ pointer }) => pointer));
  const further: Fault[] = [];
  for (const fault of others.flatMap(({ errors }) => errors)) {
    if (told.has(fault.pointer)) continue;
    told.add(fault.pointer);
    further.push(fault);
  }
  return further.length === 0
    ? first
    : { ...first, detail: more(first, further), errors: [...first.errors, ...further] };
}

const more = ({ detail }: Refusal<string>, further: readonly Fault[]): string =>
  `${detail}; errors lists ${further.length} more`;
