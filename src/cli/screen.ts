// How wide the screen is that a command writes to. COLUMNS rules where it is set, since shells export it only on purpose.
import type { Context } from './command.ts';

/** Cells of a line; undefined where nobody says: standard output is no terminal. */
export function screenWidth({ io, env }: Pick<Context, 'io' | 'env'>): number | undefined {
  const said = env.COLUMNS ?? '';
  return /^[1-9]\d{0,4}$/.test(said) ? Number(said) : io.columns;
}
