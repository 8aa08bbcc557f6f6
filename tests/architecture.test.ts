// docs/architecture.md says which folder may know which. These tests read that table and hold the code to it.
import { describe, expect, it } from 'vitest';
import {
  codeOf,
  readRepositoryFile,
  resolveSpecifier,
  type SourceFile,
  sourceFiles,
  specifiersIn,
} from './support/sourceCode.ts';

const FOLDER_ROW = /^\| `src\/(\w+)\/` *\|.*\|([^|]*)\|$/gm;
const PACKAGE_ROW = /^\| `([^`]+)` *\| `(src\/[^`]+\/)` *\|$/gm;
/** Where the process starts, and what wires the parts. */
const OUTSIDE: readonly string[] = ['src/main.ts', 'src/wiring.ts'];

const architecture = readRepositoryFile('docs/architecture.md');
const mayKnow = new Map(
  [...architecture.matchAll(FOLDER_ROW)].map(([, folder, known]) => [
    folder as string,
    new Set([...(known as string).matchAll(/`(\w+)`/g)].map((match) => match[1] as string)),
  ]),
);
const homes = new Map(
  [...architecture.matchAll(PACKAGE_ROW)].map(([, name, home]) => [name as string, home as string]),
);
const files = sourceFiles('src');

function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
}

/** Every import of these files, as a line that names both ends, where `forbidden` says so of its target. */
function importsWhere(from: readonly SourceFile[], forbidden: (target: string, file: string) => boolean): string[] {
  return from.flatMap(({ path, text }) =>
    specifiersIn(text)
      .map((specifier) => resolveSpecifier(path, specifier))
      .filter((target) => forbidden(target, path))
      .map((target) => `${path} imports ${target}`),
  );
}

function isPackage(name: string, target: string): boolean {
  return target === name || target.startsWith(`${name}/`);
}

describe('the folders', () => {
  it('every source file but main.ts and wiring.ts lives in a folder that docs/architecture.md describes', () => {
    const strays = files.filter(({ path }) => !OUTSIDE.includes(path) && !mayKnow.has(folderOf(path)));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it('the table lets no two folders know each other, however long the way round', () => {
    const reaches = (from: string, seen = new Set<string>()): Set<string> => {
      for (const next of mayKnow.get(from) ?? []) if (!seen.has(next)) reaches(next, seen.add(next));
      return seen;
    };
    expect([...mayKnow.keys()].filter((folder) => reaches(folder).has(folder))).toEqual([]);
  });

  it.each([...mayKnow])('src/%s imports only the folders it may know', (folder, known) => {
    const own = files.filter(({ path }) => folderOf(path) === folder);
    const foreign = importsWhere(own, (target) => {
      const other = folderOf(target);
      return target.startsWith('src/') && other !== folder && !known.has(other);
    });
    expect(foreign).toEqual([]);
  });

  it('no source file imports main.ts, a test or a benchmark, and none but main.ts the wiring', () => {
    const found = importsWhere(files, (target) => OUTSIDE.includes(target) || /^(?:tests|bench)\//.test(target));
    expect(found).toEqual(['src/main.ts imports src/wiring.ts']);
  });

  it('one engine of the store never knows the other', () => {
    const engineOf = (path: string) => /^src\/store\/([^/]+)\//.exec(path)?.[1];
    const crossing = importsWhere(files, (target, file) => {
      const [own, other] = [engineOf(file), engineOf(target)];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(crossing).toEqual([]);
  });

  it.each([...homes])('the package %s is imported only in %s', (name, home) => {
    expect(importsWhere(files, (target, file) => isPackage(name, target) && !file.startsWith(home))).toEqual([]);
  });
});

const IMPURE: Readonly<Record<string, RegExp>> = {
  'the clock': /\bDate\.now\b|\bnew Date(?:\(\s*\)|(?![\w(]))|(?<!new )\bDate\(|\bTemporal\.Now\b|\bperformance\./,
  randomness: /\bMath\.random\b|\bcrypto\.|\brandomUUID\b/,
  'the time zone': /\bnew Date\([^()]*,|\.getTimezoneOffset\(|\.[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes)\(/,
  'the locale': /\bIntl\b|\.toLocale\w+\(|\.localeCompare\(/,
  'the outside': /\bprocess\.|\bconsole\.|\bfetch\(|\bglobalThis\b|\brequire\(|\bset(?:Timeout|Interval|Immediate)\(/,
};

function impuritiesIn(text: string): string[] {
  const code = codeOf(text);
  return Object.keys(IMPURE).filter((what) => IMPURE[what]?.test(code));
}

describe('the domain', () => {
  const domain = files.filter(({ path }) => folderOf(path) === 'domain');

  it('imports zod and itself, and no built-in module', () => {
    expect(importsWhere(domain, (target) => !target.startsWith('src/domain/') && !isPackage('zod', target))).toEqual(
      [],
    );
  });

  it('reads no clock, no randomness, no time zone, no locale and nothing outside itself', () => {
    const found = domain.flatMap(({ path, text }) => impuritiesIn(text).map((what) => `${path} reads ${what}`));
    expect(found).toEqual([]);
  });
});

describe('these checks themselves', () => {
  it('read the table: the domain may know nobody, the store the domain, the arithmetic of the tree and what serves every part', () => {
    expect(mayKnow.get('domain')).toEqual(new Set());
    expect(mayKnow.get('store')).toEqual(new Set(['domain', 'merkle', 'support']));
    expect(homes.get('express')).toBe('src/api/');
  });

  it.each([
    ["import { a } from '../store/a.ts';", '../store/a.ts'],
    ["import type { A } from '../store/a.ts';", '../store/a.ts'],
    ["import {\n  a,\n  b,\n} from '../store/a.ts';", '../store/a.ts'],
    ["export { a } from '../store/a.ts';", '../store/a.ts'],
    ["import 'node:fs';", 'node:fs'],
    ["const a = await import('node:fs');", 'node:fs'],
    ["type A = import('node:fs').Stats;", 'node:fs'],
  ])('see the import in %j', (text, specifier) => {
    expect(specifiersIn(text)).toEqual([specifier]);
  });

  it('see no import in a comment', () => {
    expect(specifiersIn("// from 'node:fs'\n/* import 'node:os' */ const url = 'https://example.org'; // x")).toEqual(
      [],
    );
  });

  it.each([
    ['const now = Date.now();', 'the clock'],
    ['const now = new Date();', 'the clock'],
    ['const now = new Date;', 'the clock'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is the text of a template
    ['const text = `at ${Date.now()}`;', 'the clock'],
    ['const n = Math.random();', 'randomness'],
    ['const id = crypto.randomUUID();', 'randomness'],
    ['const day = new Date(2025, 5, 25);', 'the time zone'],
    ['const year = date.getFullYear();', 'the time zone'],
    ['names.sort((a, b) => a.localeCompare(b));', 'the locale'],
    ["console.log('here');", 'the outside'],
  ])('see that %j is not pure', (text, what) => {
    expect(impuritiesIn(text)).toContain(what);
  });

  it.each([
    'const instant = new Date(text).getTime();',
    'const year = date.getUTCFullYear();',
    'const instant = Date.parse(text);',
    "const message = 'Date.now() is not read here';",
    '// Math.random() is not called here',
  ])('see that %j is pure', (text) => {
    expect(impuritiesIn(text)).toEqual([]);
  });
});
