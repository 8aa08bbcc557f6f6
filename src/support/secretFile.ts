// A file that only its owner reads, such as a signing key: made once, never overwritten, on the disk when this returns.
import { closeSync, fchmodSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** @throws Error with code EEXIST where there is such a file already */
export function writeSecretFile(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    // whatever the umask took away
    if (process.platform !== 'win32') fchmodSync(file, 0o600);
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
