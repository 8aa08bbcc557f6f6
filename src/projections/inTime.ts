// Waits, bounded, for what a committed batch may make so.
import type { Observable } from 'rxjs';

/** Whether it is so after a batch that is committed in time. @param timeout milliseconds */
export function soInTime(committed: Observable<unknown>, isSo: () => boolean, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (answer: boolean) => {
      clearTimeout(timer);
      waiting.unsubscribe();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), timeout);
    const waiting = committed.subscribe({
      next: () => {
        if (isSo()) settle(true);
      },
      complete: () => settle(false),
    });
  });
}
