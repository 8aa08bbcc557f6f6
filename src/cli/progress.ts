// Progress: a bar on a terminal, a plain line now and then elsewhere. Always on standard error.
import type { Io } from './io.ts';

export interface Progress {
  /** `done` of `total`, with what there is to say about it */
  at(done: number, total: number, what: string): void;
  /** Takes the bar away. */
  end(): void;
}

const WIDTH = 24;
/** How often it is drawn, and how often said in a line, milliseconds. */
const DRAW_EVERY = 100;
const SAY_EVERY = 10_000;

export function progressOn(io: Io, clock: () => number): Progress {
  let last = clock();
  let drawn = false;
  return {
    at(done, total, what) {
      const now = clock();
      if (now - last < (io.draws ? DRAW_EVERY : SAY_EVERY)) return;
      last = now;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const percent = `${Math.floor(share * 100)} %`;
      drawn ||= io.draws;
      io.err(io.draws ? `\r\x1b[2K${bar(share)} ${percent} ${what}` : `${percent} ${what}\n`);
    },
    end() {
      if (drawn) io.err('\r\x1b[2K');
      drawn = false;
    },
  };
}

const bar = (share: number): string => {
  const full = Math.round(share * WIDTH);
  return '█'.repeat(full) + '░'.repeat(WIDTH - full);
};
