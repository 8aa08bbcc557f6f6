// A command's body as it comes in: JSON in UTF-8, bounded in size.
// What is refused is still read to its end, within reason, so that its sender gets to read why.
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { parseJson } from './jsonText.ts';
import { Problem } from './problem.ts';

const MAX_BODY = 256 * 1024;
/** So much of a body that is too large is read and thrown away, so that its sender gets to read the answer. */
const MAX_DISCARDED = 16 * 1024 * 1024;

const MEDIA_TYPE = /^application\/json *(?:; *charset="?utf-8"?)? *$/i;

/** @param max bytes. @throws Problem */
export async function readJsonBody(req: IncomingMessage, max = MAX_BODY): Promise<unknown> {
  const { 'content-type': type, 'content-encoding': encoding, 'content-length': length } = req.headers;
  if (type === undefined || !MEDIA_TYPE.test(type)) throw unsupported(`is ${type ?? 'of no stated type'}`);
  if (encoding !== undefined && encoding !== 'identity') throw unsupported(`is encoded as ${encoding}`);
  if (Number(length) > max) throw tooLarge(req, max);
  return parseJson(decode(await bytesOf(req, max)));
}

function bytesOf(req: IncomingMessage, max: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) chunks.push(chunk);
      else reject(tooLarge(req, max));
    });
    req.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    const cutOff = () => reject(new Problem('MALFORMED_REQUEST', 'the body was cut off: send it whole'));
    req.on('error', cutOff);
    req.on('close', () => {
      if (!req.complete) cutOff();
    });
  });
}

/** Reads what is left of a body that is refused. */
export function discardRest(req: IncomingMessage): void {
  let discarded = 0;
  req.removeAllListeners('data').on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED) req.destroy();
  });
}

function tooLarge(req: IncomingMessage, max: number): Problem {
  discardRest(req);
  return new Problem('BODY_TOO_LARGE', `the body is over ${max} bytes: say less in one command, or record several`);
}

const unsupported = (what: string): Problem =>
  new Problem('UNSUPPORTED_MEDIA_TYPE', `the body ${what}: send JSON in UTF-8 with Content-Type: application/json`, {
    headers: { Accept: 'application/json' },
  });

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  throw new Problem('MALFORMED_JSON', 'the body is not UTF-8: JSON is sent in UTF-8');
}
