// The documents behind citations over HTTP: added, read, redacted. What is read is somebody else's file: a browser
// may keep it, and must never run it, guess its type, or show it as a page of this server.
import type { Request } from 'express';
import { CaptureError } from '../captures/captureError.ts';
import type { CaptureStore } from '../captures/captureStore.ts';
import { searchable } from '../captures/quote.ts';
import { parseSha256, type Sha256 } from '../captures/sha256.ts';
import { discardRest } from './jsonBody.ts';
import { AddCaptureParameters, parametersOf, RedactCaptureParameters } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';
import { takesNoParameters } from './records.ts';
import { sendJson } from './sendJson.ts';

const SAFELY = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** `needs` of each is in the table of routes. Law: PUT, since a page of another site can send a POST without asking. */
export function captureRoutes({ captures }: Pick<Context, 'captures'>) {
  return {
    addCapture: async (req, res) => {
      const { quote } = parametersOf(req, AddCaptureParameters);
      const kept = await add(storeOf(captures), req);
      const found =
        quote === undefined ? {} : { quote: searchable(await storeOf(captures).get(kept.sha256)).find(quote) };
      const location = `/v1/captures/${kept.sha256}`;
      sendJson(res, kept.repeated ? 200 : 201, { ...kept, size: String(kept.size), ...found }, { Location: location });
    },
    readCapture: async (req, res) => {
      takesNoParameters(req);
      const { sha256, bytes, type } = await told(storeOf(captures).get(named(req)));
      const tag = { ETag: `"${sha256}"`, 'Cache-Control': 'no-cache' };
      if (req.headers['if-none-match']?.includes(`"${sha256}"`)) return void res.writeHead(304, tag).end();
      res.writeHead(200, {
        ...SAFELY,
        ...tag,
        'Content-Type': type,
        'Content-Length': bytes.length,
        'Content-Disposition': `attachment; filename="${sha256}"`,
        'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      });
      res.end(bytes);
    },
    redactCapture: async (req, res) => {
      const { reason } = parametersOf(req, RedactCaptureParameters);
      sendJson(res, 200, await told(storeOf(captures).redact(named(req), reason)));
    },
  } satisfies Record<string, Handler>;
}

function storeOf(captures: CaptureStore | undefined): CaptureStore {
  if (captures !== undefined) return captures;
  throw new Problem('NO_SUCH_ADDRESS', 'this node keeps no captures: ask the one that does');
}

function named(req: Request): Sha256 {
  try {
    return parseSha256(req.params.sha256 as string);
  } catch (error) {
    throw asProblem(error);
  }
}

async function add(captures: CaptureStore, req: Request) {
  const { 'content-type': type, 'content-encoding': encoding, 'content-length': length } = req.headers;
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `the body is encoded as ${encoding}: send the document as it is`);
  }
  try {
    if (Number(length) > captures.maxBytes) throw new CaptureError('TOO_LARGE', tooLarge(captures));
    return await captures.put(req.iterator({ destroyOnReturn: false }), type);
  } catch (error) {
    if (!(error instanceof CaptureError) && !req.complete) {
      throw new Problem('MALFORMED_REQUEST', 'the body was cut off: send it whole');
    }
    discardRest(req);
    throw asProblem(error);
  }
}

const tooLarge = ({ maxBytes }: CaptureStore): string =>
  `a capture takes at most ${maxBytes} bytes: keep what is cited of it`;

const CODES: Readonly<Partial<Record<CaptureError['code'], ProblemCode>>> = {
  NOT_A_HASH: 'NOT_CAPTURED',
  NOT_CAPTURED: 'NOT_CAPTURED',
  REDACTED: 'CAPTURE_REDACTED',
  ALTERED: 'CAPTURE_ALTERED',
  TOO_LARGE: 'BODY_TOO_LARGE',
};

function asProblem(error: unknown): unknown {
  const code = error instanceof CaptureError ? CODES[error.code] : undefined;
  return code === undefined ? error : new Problem(code, (error as CaptureError).message);
}

async function told<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => Promise.reject(asProblem(error)));
}
