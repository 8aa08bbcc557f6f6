// The public paths of a running server's log. A busy server is asked again; what is not there is undefined, as
// C2SP tlog-tiles has it; everything else is a failure in its own words.
import { setTimeout as wait } from 'node:timers/promises';
import type { FetchPath } from '../../audit/verify/remoteTiles.ts';
import { Failed } from '../failure.ts';
import { authorization, baseOf, type Env, problemOf, unreachable } from '../http.ts';
import { oneLine } from '../text/plain.ts';

const TRIES = 4;
/** before the first repetition, milliseconds; doubled each time */
const PAUSE = 250;
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** @throws UsageError where it is no address; what is returned throws Failed */
export function logFetch(url: string, env: Env): FetchPath {
  const base = baseOf(url);
  const headers = authorization(env);
  return async (path) => {
    const response = await answered(() => fetch(`${base}/tlog/${path}`, { headers }), base);
    if (response.status === 404) return void (await response.body?.cancel());
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const { code, detail } = await problemOf(response);
    throw new Failed(`${base}/tlog/${path}: the server refuses (${oneLine(code)}): ${oneLine(detail)}`);
  };
}

async function answered(ask: () => Promise<Response>, base: string): Promise<Response> {
  for (let tried = 1; ; tried++) {
    const last = tried === TRIES;
    try {
      const response = await ask();
      if (last || !BUSY.has(response.status)) return response;
      await response.body?.cancel();
    } catch (error) {
      if (last) throw unreachable(base, error);
    }
    await wait(PAUSE * 2 ** (tried - 1));
  }
}
