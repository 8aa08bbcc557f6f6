// The file that a thread is started from: a source in the repository, JavaScript where the program is built.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENDING = extname(fileURLToPath(import.meta.url));

/** @param source of the thread, as it is named in the repository */
export const threadFile = (source: URL): URL => new URL(source.href.replace(/\.ts$/, ENDING));
