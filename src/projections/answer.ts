// Answers are made once, where an event is projected, and sent as they are.
import { hash } from 'node:crypto';

/** A body as the public reads it: with the revision it was made at. */
export const withRevision = (body: string, revision: number): string => `{"revision":"${revision}",${body.slice(1)}`;

/** `"<revision>-<hash of the body>"`: the revision part is what If-Match compares, the hash what a cache does. */
export const etagOf = (revision: number, answer: string): string =>
  `"${revision}-${hash('sha256', answer, 'hex').slice(0, 16)}"`;
