// How long to wait before the next try: longer each time, up to a bound, and never all nodes at once.

const FIRST = 100;
const LONGEST = 5_000;

/** Milliseconds before the try after `failures` failures: half to all of a span that doubles, up to `longest`. */
export function backoff(failures: number, longest = LONGEST): number {
  const span = Math.min(longest, FIRST * 2 ** Math.min(failures, 10));
  return span / 2 + (Math.random() * span) / 2;
}

/** Resolves after so long, or when `signal` aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
