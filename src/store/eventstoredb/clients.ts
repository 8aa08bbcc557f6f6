// What the engine needs of the client and the client has no method for: ending what is under way, and the server's version.
// It reaches into members that the client keeps to itself (in 6.2.1), and holds where they are missing.
import { BACKWARDS, END, type EventStoreDBClient } from '@eventstore/db-client';
import { NoAnswer, withDeadline } from './failures.ts';
import { OldServer } from './linkFailure.ts';

/** Ending what is under way takes no exchange with the server; the client may forget to say that it is done. */
const DISPOSE_WITHIN = 1000;

/** Twice: a call that was on its way in while the first was made has its stream by then. */
export async function cancelCalls(client: EventStoreDBClient): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await withDeadline(client.dispose(), DISPOSE_WITHIN).catch(() => undefined);
  }
}

/** A call that waits inside the client would be sent when the server is back: without a channel it cannot be. */
export async function endClient(client: EventStoreDBClient): Promise<void> {
  await cancelCalls(client);
  await withDeadline(closeChannel(client), DISPOSE_WITHIN).catch(() => undefined);
  await cancelCalls(client);
}

async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const getChannel: unknown = Reflect.get(client, 'getChannel');
  if (typeof getChannel !== 'function') return;
  const channel: unknown = await getChannel();
  if (typeof channel === 'object' && channel !== null && 'close' in channel && typeof channel.close === 'function') {
    channel.close();
  }
}

export interface ProbeOptions {
  /** milliseconds */
  readonly deadline: number;
  /** gives it up at once */
  readonly signal: AbortSignal;
}

/**
 * One exchange with the server, as a call of ours is: by its leader, of a version that we can follow, with the right to read.
 * @throws OldServer, NoAnswer, what the client throws
 */
export async function probe(client: EventStoreDBClient, { deadline, signal }: ProbeOptions): Promise<void> {
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(new Error('the link was closed'));
  signal.addEventListener('abort', end, { once: true });
  try {
    await withDeadline(Promise.race([exchange(client, deadline), ended.promise]), deadline);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function exchange(client: EventStoreDBClient, deadline: number): Promise<void> {
  const version = await versionOf(client);
  if (isOld(version)) throw new OldServer(version);
  const read = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true });
  read.on('error', () => undefined);
  const timer = setTimeout(() => read.destroy(new NoAnswer(deadline)), deadline);
  try {
    // To the end: a read that is left before it never finishes, and whoever ends the client waits for it in vain.
    for await (const _ of read);
  } finally {
    clearTimeout(timer);
    read.cancel().catch(() => undefined);
  }
}

/** As the server tells it; undefined where the client does not say. */
async function versionOf(client: EventStoreDBClient): Promise<string | undefined> {
  const features: unknown = await Reflect.get(client, 'capabilities');
  if (typeof features !== 'object' || features === null || !('serverVersion' in features)) return undefined;
  return typeof features.serverVersion === 'string' ? features.serverVersion : undefined;
}

/** Servers before 21.10 tell no version; one that was built without a number has 0. */
function isOld(version: string | undefined): version is string {
  if (version === 'unknown') return true;
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  const number = Number(major ?? 0) * 100 + Number(minor ?? 0);
  return number > 99 && number < 2310;
}
