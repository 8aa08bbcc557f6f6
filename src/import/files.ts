// The files an import reads: those that are named, and those of the folders that are named, at any depth, by their paths.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableFile } from './lines.ts';

export interface FoundFiles {
  readonly files: readonly string[];
  /** files of folders that hold no entries, by the endings of their names */
  readonly passedOver: readonly string[];
}

export const JSON_LINES = /\.(?:jsonl|ndjson)$/i;
const YAML = /\.ya?ml$/i;
export const TABLE = /\.(?:csv|tsv)$/i;

/** Each history is open while others are merged with it. */
const MAX_FILES = 1_000;

/** @throws UnreadableFile where there is nothing of that name, nothing in a folder, or far too much */
export function filesIn(names: readonly string[], withTables: boolean): FoundFiles {
  const isTaken = (file: string) => JSON_LINES.test(file) || YAML.test(file) || (withTables && TABLE.test(file));
  const files: string[] = [];
  const passedOver: string[] = [];
  for (const name of names) {
    if (!isFolder(name)) files.push(name);
    else {
      const within = filesOf(name);
      const taken = within.filter(isTaken);
      if (taken.length === 0) throw new UnreadableFile(name, noneIn(within, withTables));
      files.push(...taken);
      passedOver.push(...within.filter((file) => !isTaken(file)));
    }
  }
  if (files.length > MAX_FILES) {
    throw new UnreadableFile(
      names[0] ?? '',
      `${files.length} files are too many at once: import ${MAX_FILES} at a time`,
    );
  }
  return { files, passedOver };
}

function noneIn(within: readonly string[], withTables: boolean): string {
  const tables = !withTables && within.some((file) => TABLE.test(file));
  return tables
    ? 'the folder holds tables and no entries: say with --map what their columns mean'
    : 'the folder holds no entries: YAML (.yaml, .yml) or JSON Lines (.jsonl, .ndjson)';
}

function isFolder(name: string): boolean {
  const found = statSync(name, { throwIfNoEntry: false });
  if (found === undefined) throw new UnreadableFile(name, 'there is no such file');
  return found.isDirectory();
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
