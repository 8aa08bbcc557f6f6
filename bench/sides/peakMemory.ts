// The most memory a process has had resident, as the system counts it: caches of SQLite and buffers included.
import { readFileSync } from 'node:fs';

/** Bytes; NaN where the system does not tell. @param pid of a process that runs */
export function peakMemory(pid: number): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1_024;
  } catch {
    return Number.NaN;
  }
}
