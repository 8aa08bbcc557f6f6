// The name of a capture: its SHA-256, and nothing else. A path is made of such a name alone, so that no request can
// lead out of the folder.
import { CaptureError } from './captureError.ts';

declare const checked: unique symbol;
/** 64 hex digits of lower case. */
export type Sha256 = string & { readonly [checked]: true };

const HEX = /^[0-9a-f]{64}$/;

export const isSha256 = (text: string): text is Sha256 => HEX.test(text);

/** @throws CaptureError NOT_A_HASH */
export function parseSha256(text: string): Sha256 {
  if (isSha256(text)) return text;
  throw new CaptureError('NOT_A_HASH', `'${text.slice(0, 80)}' is not a SHA-256 in 64 hex digits of lower case`);
}
