// Puts a generated ledger into an empty store, many appends at a time: an embedded one commits those together.
import type { NewEvent } from '../domain/envelope.ts';
import { type DecidedAppend, type DecideOptions, decidedAppends } from './decided.ts';

/**
 * What of an event store is needed here. Law: appends are made in the order in which they were asked for, also where
 * nobody waits in between, as the embedded engine does.
 */
export interface FillTarget {
  append(stream: string, events: readonly NewEvent[], expected: number | 'no_stream'): Promise<unknown>;
}

export interface FillOptions extends DecideOptions {
  /** how many appends wait together */
  readonly together?: number;
  /** after each group: events stored so far */
  readonly onProgress?: (events: number) => void;
}

const TOGETHER = 1_000;

/** How many events were stored. @throws EntryRefused, RangeError, what the store throws */
export async function fill(target: FillTarget, options: FillOptions): Promise<number> {
  const { together = TOGETHER, onProgress = () => {} } = options;
  let events = 0;
  let group: DecidedAppend[] = [];
  const flush = async () => {
    await Promise.all(group.map((append) => target.append(append.stream, append.events, append.expected)));
    events += group.reduce((sum, append) => sum + append.events.length, 0);
    group = [];
    onProgress(events);
  };
  for (const append of decidedAppends(options)) {
    group.push(append);
    if (group.length >= together) await flush();
  }
  if (group.length > 0) await flush();
  return events;
}
