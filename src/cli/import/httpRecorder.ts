// Sends an import's commands to a running server. A key makes every command safe to send again, so what may pass
// (a server starting, a busy store) is tried again for a while before the import stops.
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type ImportedCommand, ImportStopped, type Recorder } from '../../import/recorder.ts';
import { authorization, baseOf, type Env, type Problem, problemOf } from '../http.ts';

const PAUSES = [200, 500, 1_000, 2_000, 5_000, 5_000];
/** Not the entry's fault: the next one would be refused as well. */
const STOPS: ReadonlySet<string> = new Set(['NOT_AUTHENTICATED', 'NOT_ALLOWED', 'FOREIGN_HOST', 'NO_SUCH_ADDRESS']);

/** @throws UsageError where it is no address of a server */
export function httpRecorder(url: string, env: Env, judge: Recorder['judge']): Recorder {
  const base = baseOf(url);
  return {
    async record(command) {
      const response = await patiently(() => send(base, command, env), base);
      if (response.ok) return answered(await response.json(), response);
      const problem = await problemOf(response);
      if (STOPS.has(problem.code) || response.status >= 500) {
        throw new ImportStopped(`${base} refuses (${problem.code}): ${problem.detail}`);
      }
      return refusalOf(problem);
    },
    judge,
    onRecord: (event) => hasEvent(base, event, env),
  };
}

const send = (base: string, { name, payload, key, recordedAt }: ImportedCommand, env: Env): Promise<Response> =>
  fetch(`${base}/v1/commands/${encodeURIComponent(name)}`, {
    method: 'POST',
    body: JSON.stringify(payload),
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': `"${key}"`,
      ...(recordedAt === undefined ? {} : { 'Concordat-Recorded-At': new Date(recordedAt).toISOString() }),
      ...authorization(env),
    },
  });

/** @throws ImportStopped where it stays so */
export async function patiently(attempt: () => Promise<Response>, base: string): Promise<Response> {
  for (const pause of PAUSES) {
    const response = await attempt().catch(() => undefined);
    if (response !== undefined && response.status !== 503 && response.status !== 504 && response.status !== 429) {
      return response;
    }
    await response?.body?.cancel();
    await wait(Math.max(pause, 1_000 * Math.min(30, Number(response?.headers.get('retry-after') ?? 0) || 0)));
  }
  return attempt().catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new ImportStopped(`${base} cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`);
  });
}

/** Whether a server has an event on record. @throws ImportStopped where it does not say */
export async function hasEvent(base: string, event: string, env: Env): Promise<boolean> {
  const url = `${base}/v1/events/${encodeURIComponent(event)}`;
  const response = await patiently(() => fetch(url, { headers: authorization(env) }), base);
  if (response.ok || response.status === 404) {
    await response.body?.cancel();
    return response.ok;
  }
  const { code, detail } = await problemOf(response);
  throw new ImportStopped(`${base} refuses (${code}): ${detail}`);
}

interface Body {
  readonly id: string;
  readonly events: readonly { readonly id: string }[];
}

function answered(body: unknown, response: Response): Answer {
  const { id, events } = body as Body;
  return { record: id, event: events[0]?.id ?? '', repeated: response.headers.has('idempotency-replayed') };
}

const refusalOf = ({ code, detail, errors }: Problem): Answer => ({ refused: code, detail, errors });
