// What a running server has on record, for a rehearsal here: streams are read as the canonical texts of their events.
// The server judges nothing and writes nothing.
import { type AggregateName, recordOf } from '../../domain/aggregates.ts';
import { ImportStopped } from '../../import/recorder.ts';
import type { OnRecord } from '../../import/rehearsal.ts';
import { authorization, baseOf, type Env, problemOf } from '../http.ts';
import { hasEvent, patiently } from './httpRecorder.ts';

const COLLECTIONS: Readonly<Record<AggregateName, string>> = {
  commitment: 'commitments',
  party: 'parties',
  occasion: 'occasions',
  source: 'sources',
};

/** So many events are asked for at once. */
const TOGETHER = 8;

/** @throws UsageError where it is no address of a server; ImportStopped where it does not answer */
export async function remoteRecord(url: string, env: Env): Promise<OnRecord> {
  const base = baseOf(url);
  const get = (path: string) =>
    patiently(
      () => fetch(new URL(path, `${base}/`), { headers: { Accept: 'application/json', ...authorization(env) } }),
      base,
    );
  const first = await answered(await get('/v1/parties?limit=1'), base);
  await first.body?.cancel();
  return {
    clock: Date.parse(first.headers.get('concordat-known-at') ?? '') || 0,
    has: (event) => hasEvent(base, event, env),
    async readStream(stream, limit) {
      const ids = await eventsOf(stream, limit, { get, base });
      const texts: string[] = [];
      for (let at = 0; at < ids.length; at += TOGETHER) {
        const some = ids
          .slice(at, at + TOGETHER)
          .map(async (id) => (await answered(await get(`/v1/events/${id}`), base)).text());
        texts.push(...(await Promise.all(some)));
      }
      return texts;
    },
  };
}

interface Server {
  readonly base: string;
  readonly get: (path: string) => Promise<Response>;
}

const NEXT = /<([^>]+)>;\s*rel="next"/;

/** The ids of a stream's events, by revision; none where it is not on record. */
async function eventsOf(stream: string, limit: number | undefined, { get, base }: Server): Promise<string[]> {
  const record = recordOf(stream);
  if (record === undefined) return [];
  const query = limit === undefined ? '' : `?limit=${limit}`;
  let next: string | undefined =
    `/v1/${COLLECTIONS[record.aggregate]}/${encodeURIComponent(record.id)}/history${query}`;
  const ids: string[] = [];
  while (next !== undefined && ids.length < (limit ?? Infinity)) {
    const response: Response = await get(next);
    if (response.status === 404) {
      await response.body?.cancel();
      return ids;
    }
    const { items } = (await (await answered(response, base)).json()) as {
      readonly items: readonly { readonly id: string }[];
    };
    ids.push(...items.map(({ id }) => id));
    next = NEXT.exec(response.headers.get('link') ?? '')?.[1];
  }
  return ids;
}

/** @throws ImportStopped where it is a refusal */
async function answered(response: Response, base: string): Promise<Response> {
  if (response.ok) return response;
  const { code, detail } = await problemOf(response);
  throw new ImportStopped(`${base} refuses (${code}): ${detail}`);
}
