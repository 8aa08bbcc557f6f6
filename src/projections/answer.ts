// Answers: a body made once, where an event was projected, with what the moment adds to it put in.
import { hash } from 'node:crypto';
import type { Status, Timeliness } from '../domain/commitment/headline.ts';

/** Where a body's id ends: every body starts with it, `{"id":"<36 characters>"`. */
const AFTER_ID = 44;

/** What of an answer depends on the moment asked about. */
export interface Moment {
  readonly revision: number;
  readonly status: Status;
  readonly timeliness: Timeliness;
}

/** A commitment's body as the public reads it. */
export const answerText = (body: string, { revision, status, timeliness }: Moment): string =>
  `${body.slice(0, AFTER_ID)},"revision":"${revision}","status":"${status}","timeliness":"${timeliness}"${body.slice(AFTER_ID)}`;

/** `"<revision>-<hash of the body>"`: the revision part is what If-Match compares, the hash what a cache does. */
export const etagOf = (revision: number, answer: string): string =>
  `"${revision}-${hash('sha256', answer, 'hex').slice(0, 16)}"`;
