// The environment: what is allowed, and how a wrong value is refused.
import { describe, expect, it } from 'vitest';
import { isLoopback, readConfig } from '../../src/config/config.ts';
import { readRepositoryFile } from '../support/sourceCode.ts';

const SKEY = 'PRIVATE+KEY+ledger.example/main+00000000+AQcH';
const HASH = 'a'.repeat(64);
const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('the configuration', () => {
  it('needs nothing: an embedded ledger on loopback', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      engine: 'embedded',
      eventStoreUrl: undefined,
      ledgerOrigin: 'localhost/concordat',
      ledgerName: 'concordat',
      signingKey: undefined,
      checkpointFile: undefined,
      lacking: [],
      logLevel: 'info',
      queryThreads: { threads: 2, deadline: 5_000 },
      apiKeys: undefined,
    });
  });

  it('takes an empty value for none, as compose files give it', () => {
    expect(readConfig({ PORT: '', HOST: '', EVENTSTORE_URL: '', AUTH_API_KEYS: '' })).toEqual(readConfig({}));
  });

  it('takes every variable', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      DATA_DIR: '/var/lib/concordat',
      EVENTSTORE_URL: 'esdb+discover://a,b:2113?tls=true',
      LEDGER_ORIGIN: 'ledger.example/main',
      LEDGER_NAME: 'rok-nato',
      SIGNING_KEY: `${SKEY} ${SKEY}\n`,
      CHECKPOINT_FILE: '/mnt/other/checkpoint',
      LOG_LEVEL: 'debug',
      QUERY_THREADS: '4',
      QUERY_DEADLINE: '1500',
      AUTH_API_KEYS: `ops:administrator:${HASH}, desk:recorder:${'B'.repeat(64)}`,
    });
    expect(config).toMatchObject({ port: 0, host: '0.0.0.0', ledgerName: 'rok-nato', logLevel: 'debug' });
    expect(config).toMatchObject({
      signingKey: `${SKEY} ${SKEY}`,
      checkpointFile: '/mnt/other/checkpoint',
      queryThreads: { threads: 4, deadline: 1_500 },
      lacking: [],
    });
    expect(config.apiKeys).toEqual([
      { id: 'ops', role: 'administrator', hashes: [HASH] },
      { id: 'desk', role: 'recorder', hashes: ['b'.repeat(64)] },
    ]);
  });

  it('takes a key twice, with two hashes, while its secret is being changed', () => {
    const { apiKeys } = readConfig({ AUTH_API_KEYS: `desk:reader:${HASH},desk:reader:${'c'.repeat(64)}` });
    expect(apiKeys).toEqual([{ id: 'desk', role: 'reader', hashes: [HASH, 'c'.repeat(64)] }]);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'two hosts'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['LEDGER_ORIGIN', 'two words'],
    ['LEDGER_NAME', 'Concordat'],
    ['LEDGER_NAME', 'a.b'],
    ['LEDGER_NAME', 'main-ops'],
    ['SIGNING_KEY', 'ledger.example/main+ddac4a01+AQcH'],
    ['SIGNING_KEY', 'PRIVATE+KEY+a b'],
    ['LOG_LEVEL', 'verbose'],
    ['AUTH_API_KEYS', 'desk:reader'],
    ['AUTH_API_KEYS', `desk:owner:${HASH}`],
    ['AUTH_API_KEYS', `a.b:reader:${HASH}`],
    ['AUTH_API_KEYS', `anonymous:reader:${HASH}`],
    ['AUTH_API_KEYS', `desk:reader:${HASH},desk:recorder:${HASH}`],
  ])('refuses %s=%s by its name, with what is allowed', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} is .*: give \\S`));
  });

  it('names every wrong variable at once', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'x' }).split('\n')).toHaveLength(2);
  });

  it('repeats no value that may hold a secret', () => {
    const said = refusal({
      EVENTSTORE_URL: 'http://admin:changeit@db',
      AUTH_API_KEYS: 'desk:reader:the-secret-itself',
    });
    expect(refusal({ SIGNING_KEY: 'PRIVATE KEY secret' })).not.toContain('secret');
    expect(said).not.toContain('changeit');
    expect(said).not.toContain('the-secret-itself');
    expect(said).toContain('key 1 is not id:role:hash');
  });

  it('says what nodes over EventStoreDB must be given alike, and refuses no reader for it', () => {
    const EVENTSTORE_URL = 'esdb://localhost:2113?tls=false';
    const [origin, key] = readConfig({ EVENTSTORE_URL }).lacking;
    expect(origin).toMatch(/^LEDGER_ORIGIN is not set, and EVENTSTORE_URL is: .*\. Give a name of up to 200/);
    expect(key).toMatch(/^SIGNING_KEY is not set, and EVENTSTORE_URL is: .*keygen/);
    const given = { EVENTSTORE_URL, LEDGER_ORIGIN: 'ledger.example/main', SIGNING_KEY: SKEY };
    expect(readConfig(given).lacking).toEqual([]);
  });

  it('is told variable by variable in docs/configuration.md', () => {
    const variables = [...readRepositoryFile('src/config/config.ts').matchAll(/^ {2}([A-Z_]+): optional\(/gm)];
    const told = [...readRepositoryFile('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)];
    const names = (matches: RegExpExecArray[]) => matches.map(([, name]) => name).sort();
    expect(names(told)).toEqual(names(variables));
  });

  it('refuses an address that others can reach unless API keys are configured', () => {
    expect(refusal({ HOST: '0.0.0.0' })).toMatch(
      /^HOST is 0\.0\.0\.0, which others can reach, and AUTH_API_KEYS is not/,
    );
    expect(readConfig({ HOST: '0.0.0.0', AUTH_API_KEYS: `desk:reader:${HASH}` }).host).toBe('0.0.0.0');
    expect(readConfig({ HOST: '::1' }).host).toBe('::1');
  });

  it('takes for loopback only what is', () => {
    expect(['localhost', '127.0.0.1', '127.1.2.3', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['0.0.0.0', '::', '10.0.0.1', '127.example.org', ''].map(isLoopback)).not.toContain(true);
  });
});
