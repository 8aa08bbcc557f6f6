// Reads source text as the architecture tests need it: which modules a file imports, and its code without comments.
import { globSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** from the repository's root, with forward slashes */
  readonly path: string;
  readonly text: string;
}

export function readRepositoryFile(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

export function sourceFiles(under: string): readonly SourceFile[] {
  return globSync(`${under}/**/*.{ts,tsx}`, { cwd: ROOT })
    .map((found) => found.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readRepositoryFile(path) }));
}

// Comments, strings and templates are matched together, so that what looks like one inside another is left alone.
const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (match) => (match.startsWith('/') ? ' ' : match));
}

/** The code alone: no comments, quoted strings emptied; templates stay, since they hold expressions. */
export function codeOf(text: string): string {
  return withoutComments(text).replace(COMMENT_OR_TEXT, (match) => (match.startsWith('`') ? match : "''"));
}

const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** What a file imports, exports from, or loads dynamically: the specifiers as written. */
export function specifiersIn(text: string): readonly string[] {
  return [...withoutComments(text).matchAll(IMPORT)].map((match) => match[2] as string);
}

/** A relative specifier as a path from the repository's root; a package or a built-in module as written. */
export function resolveSpecifier(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
}
