// Reads from a running server, page by page along its links.
import type { CommitmentFilter, ShortId } from '../../projections/readModels.ts';
import { Failed } from '../failure.ts';
import { authorization, baseOf, type Env, problemOf, unreachable } from '../http.ts';
import type { Answered, DirectoryKind, Reader } from './reader.ts';

const PATHS: Readonly<Record<DirectoryKind, string>> = { party: 'parties', occasion: 'occasions', source: 'sources' };

/** So many ids in one address. */
const AT_ONCE = 100;

/** @throws UsageError where it is no address of a server */
export function openHttpReader(url: string, env: Env): Reader {
  const server = new Server(baseOf(url), env);
  return {
    commitment: (id, asked) => server.answered(`/v1/commitments/${encodeURIComponent(id)}${query({ ...asked })}`),
    async idsBeginning(starts) {
      const found: ShortId[] = [];
      for (let at = 0; at < starts.length; at += AT_ONCE) {
        const some = starts.slice(at, at + AT_ONCE).map(encodeURIComponent);
        for await (const text of server.all(`/v1/commitment-ids/${some.join(',')}`)) found.push(JSON.parse(text));
      }
      return found;
    },
    commitments: (filter, asked, sort) => {
      const order = sort === undefined ? {} : { sort };
      return server.all(`/v1/commitments${query({ ...queryOf(filter), ...asked, ...order, limit: '500' })}`);
    },
    async *history(id, asked) {
      for (const path of ['commitments', ...Object.values(PATHS)]) {
        let found = false;
        for await (const text of server.all(`/v1/${path}/${encodeURIComponent(id)}/history${query({ ...asked })}`)) {
          found = true;
          yield text;
        }
        if (found) return;
      }
    },
    changes: ({ id, ...range }, asked) => {
      const path = id === undefined ? '/v1/changes-between' : `/v1/commitments/${encodeURIComponent(id)}/changes`;
      return server.all(`${path}${query({ ...range, ...asked, limit: '500' })}`);
    },
    statistics: ({ by, ...scope }, asked) =>
      server.whole(
        `/v1/statistics${query({ ...(by !== undefined && 'value' in scope && { [by]: scope.value }), ...asked })}`,
      ),
    scorecard: (party, asked) => server.one(`/v1/parties/${encodeURIComponent(party)}/scorecard${query({ ...asked })}`),
    parts: (id, asked) => server.one(`/v1/commitments/${encodeURIComponent(id)}/parts${query({ ...asked })}`),
    record: (kind, id, asked = {}) => server.one(`/v1/${PATHS[kind]}/${encodeURIComponent(id)}${query({ ...asked })}`),
    parties: () => server.all('/v1/parties?limit=500'),
    close() {},
  };
}

/** Instants are sent as such, the rest as it is. */
const queryOf = (filter: CommitmentFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      typeof value === 'number' ? new Date(value).toISOString() : String(value),
    ]),
  );

const query = (parameters: Record<string, string>): string => {
  const text = new URLSearchParams(parameters).toString();
  return text === '' ? '' : `?${text}`;
};

const NEXT = /<([^>]+)>;\s*rel="next"/;

class Server {
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor(base: string, env: Env) {
    this.#base = base;
    this.#headers = { Accept: 'application/json', ...authorization(env) };
  }

  /** undefined where it is not on record */
  async one(path: string): Promise<string | undefined> {
    return (await this.answered(path))?.text;
  }

  /** with where its clocks stood */
  async answered(path: string): Promise<Answered | undefined> {
    const response = await this.#get(path);
    if (response.status === 404) return void (await response.body?.cancel());
    const text = await (await this.#answered(response)).text();
    const header = (name: string) => response.headers.get(`concordat-${name}`) ?? '';
    return { text, clocks: { asOf: header('as-of'), knownAt: header('known-at'), sequence: header('sequence') } };
  }

  async whole(path: string): Promise<string> {
    return (await this.#answered(await this.#get(path))).text();
  }

  async *all(path: string): AsyncGenerator<string, void, undefined> {
    let next: string | undefined = path;
    while (next !== undefined) {
      const first: Response = await this.#get(next);
      if (first.status === 404) return void (await first.body?.cancel());
      const response = await this.#answered(first);
      const { items } = (await response.json()) as { readonly items: readonly unknown[] };
      for (const item of items) yield JSON.stringify(item);
      next = NEXT.exec(response.headers.get('link') ?? '')?.[1];
    }
  }

  async #get(path: string): Promise<Response> {
    try {
      return await fetch(new URL(path, `${this.#base}/`), { headers: this.#headers });
    } catch (error) {
      throw unreachable(this.#base, error);
    }
  }

  async #answered(response: Response): Promise<Response> {
    if (response.ok) return response;
    const { code, detail } = await problemOf(response);
    throw new Failed(`the server refuses (${code}): ${detail}`);
  }
}
