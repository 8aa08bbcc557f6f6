// Where `holder` keeps names: in the folder of a ledger, or at a running server. Both answer the same, and refuse the same.
import { HolderError } from '../holders/holderError.ts';
import { checkHolderId, type Erasure, type Holder, HolderNames } from '../holders/holderNames.ts';
import type { Context } from './command.ts';
import { Failed } from './failure.ts';
import { authorization, baseOf, problemOf, unreachable } from './http.ts';
import { textOption } from './options.ts';
import { folderOf } from './read/localReader.ts';

/** Each throws HolderError as HolderNames does. */
export interface HolderPlace {
  put(holder: Holder): Promise<unknown>;
  get(id: string): Promise<Holder>;
  erase(id: string, reason: string): Promise<Erasure>;
  /** every one kept or erased, by id */
  list(): AsyncIterable<Holder | Erasure>;
  close(): void;
}

/** @throws UsageError where it is no address of a server */
export function openHolders(context: Context): HolderPlace {
  const url = textOption(context, 'url');
  return url === undefined ? localHolders(context) : remoteHolders(baseOf(url), context);
}

function localHolders({ config, clock }: Context): HolderPlace {
  const holders = new HolderNames({ dataDir: folderOf(config()), clock });
  return {
    put: async (holder) => holders.put(holder),
    get: async (id) => holders.get(id),
    erase: async (id, reason) => holders.erase(id, reason),
    async *list() {
      yield* holders.list();
    },
    close: () => holders.close(),
  };
}

const NEXT = /<([^>]+)>;\s*rel="next"/;

function remoteHolders(base: string, { env }: Context): HolderPlace {
  const ask = async (path: string, method = 'GET', body?: object): Promise<Response> => {
    const headers = { ...authorization(env), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(new URL(path, `${base}/`), { method, headers, ...sent }).catch((error) => {
      throw unreachable(base, error);
    });
    return response.ok ? response : refused(response);
  };
  const of = (id: string): string => {
    checkHolderId(id);
    return `/v1/holders/${id}`;
  };
  return {
    put: async ({ holder, name, names }) => (await ask(of(holder), 'PUT', { name, names })).json(),
    get: async (id) => (await (await ask(of(id))).json()) as Holder,
    erase: async (id, reason) =>
      (await (await ask(`${of(id)}?${new URLSearchParams({ reason })}`, 'DELETE')).json()) as Erasure,
    async *list() {
      let next: string | undefined = '/v1/holders?limit=500';
      while (next !== undefined) {
        const response: Response = await ask(next);
        yield* ((await response.json()) as { readonly items: readonly (Holder | Erasure)[] }).items;
        next = NEXT.exec(response.headers.get('link') ?? '')?.[1];
      }
    },
    close() {},
  };
}

const CODES: Readonly<Record<string, HolderError['code']>> = {
  HOLDER_NOT_KEPT: 'NOT_KEPT',
  HOLDER_ERASED: 'ERASED',
};

/** @throws HolderError where it is the name that is refused, else Failed */
async function refused(response: Response): Promise<never> {
  const { code, detail } = await problemOf(response);
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  throw known === undefined ? new Failed(`the server refuses (${code}): ${detail}`) : new HolderError(known, detail);
}
